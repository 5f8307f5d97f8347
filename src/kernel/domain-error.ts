/**
 * What went wrong, in words of the domain. One filter (platform/problem.filter.ts) turns the category
 * into an HTTP status; nothing else in the code base knows status codes.
 */
export type ErrorCategory =
  | 'malformed' // 400 the input has the wrong form
  | 'unauthenticated' // 401 no or dead session
  | 'forbidden' // 403 the function is denied, with a reason
  | 'not-found' // 404 unknown, or not yours: identical on purpose
  | 'too-large' // 413 more than this takes
  | 'media-type' // 415 another form of body is needed
  | 'conflict' // 409 state or duplicate
  | 'stale' // 412 the version sent is not the current one
  | 'rule' // 422 breaks a rule of the domain
  | 'version-required' // 428 a change was sent without If-Match
  | 'throttled' // 429 too many tries
  | 'unavailable'; // 503 a part is down, try again

/** One bad field: `pointer` is a JSON pointer into the body (RFC 6901), '' for the whole. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

export interface DomainErrorOptions {
  errors?: readonly FieldProblem[];
  /** Seconds after which a retry makes sense; sent as Retry-After. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/**
 * The one error type of services and rules.
 * `code` names the rule (REQ_MINIMUM_ABOVE_ASK); `detail` is a sentence that says what to do.
 */
export class DomainError extends Error {
  readonly errors: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly category: ErrorCategory,
    readonly code: string,
    readonly detail: string,
    options: DomainErrorOptions = {},
  ) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The answer for an object that is unknown or belongs to somebody else: the two must look alike. */
export function notFound(noun: string): DomainError {
  return new DomainError(
    'not-found',
    'NOT_FOUND',
    `There is no such ${noun}, or it is not open to you. Check the address, or ask its owner.`,
  );
}

/** A rule broken by one field of the body. */
export function fieldError(pointer: string, code: string, detail: string): DomainError {
  return new DomainError('rule', code, detail, { errors: [{ pointer, code, detail }] });
}
