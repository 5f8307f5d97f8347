import { DomainError } from '../kernel/domain-error.js';

/** The five-character SQLSTATE of a database error, or null. */
export function sqlStateOf(error: unknown): string | null {
  const code = errorCode(error);
  return code !== null && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('ECONN') ? code : null;
}

function errorCode(error: unknown): string | null {
  const holder = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = holder?.driverError?.code ?? holder?.code;
  return typeof code === 'string' ? code : null;
}

const lostCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT',
  '57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300', '53100', '55P03', '57014',
]); // prettier-ignore

const lostTexts =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|QueryRunnerAlreadyReleased|Client has encountered a connection error|QueryRunnerProviderAlreadyReleased/i;

/**
 * Does the error say that the database could not be reached in time? Then nothing is known about the
 * outcome and the caller may try again: statement and lock timeouts count too.
 */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof DomainError || !(error instanceof Error)) return false;
  const code = errorCode(error);
  if (code !== null && lostCodes.has(code)) return true;
  return lostTexts.test(error.message) || lostTexts.test(error.name);
}

/** Last net for values that passed the schemas and that PostgreSQL still refuses. */
const refusals: Record<string, [category: 'malformed' | 'conflict' | 'rule', code: string, detail: string]> = {
  '22P02': ['malformed', 'VALUE_MALFORMED', 'A value has the wrong form. Check ids, numbers and dates.'],
  '22003': ['malformed', 'VALUE_OUT_OF_RANGE', 'A number is out of range. Send a smaller one.'],
  '22007': ['malformed', 'VALUE_MALFORMED', 'A date has the wrong form. Send one such as 2027-01-31.'],
  '22009': ['malformed', 'VALUE_OUT_OF_RANGE', 'A time zone is out of range. Send a time in UTC.'],
  '22008': ['malformed', 'VALUE_OUT_OF_RANGE', 'A date is out of range. Send a date between 1900 and 9999.'],
  '22021': ['malformed', 'VALUE_MALFORMED', 'A text has a character that cannot be stored. Remove it.'],
  '22P05': ['malformed', 'VALUE_MALFORMED', 'A text has a character that cannot be stored. Remove it.'],
  '22001': ['malformed', 'VALUE_TOO_LONG', 'A text is too long. Shorten it.'],
  '23505': ['conflict', 'DUPLICATE', 'This exists already. Open the existing one instead.'],
  '23503': ['conflict', 'STILL_IN_USE', 'Something else refers to this, or what it refers to is gone. Reload and try again.'],
  '23P01': ['conflict', 'OVERLAP', 'This overlaps with something that is already there.'],
}; // prettier-ignore

/** The domain's word for a refusal of the database, or null when it is our own fault. */
export function refusalOf(error: unknown): DomainError | null {
  const refusal = refusals[sqlStateOf(error) ?? ''];
  return refusal ? new DomainError(...refusal, { cause: error }) : null;
}
