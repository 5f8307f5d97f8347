import { z } from 'zod';
import {
  RegistryLine,
  statusFault,
  type Consultation,
  type Exchange,
  type Fault,
  type Reach,
  type Registry,
} from './registry.client.js';
import type { RegistryRecord } from './registries.rules.js';

/** `POST …/check-vat-number` says `valid`, `GET …/ms/{CC}/vat/{number}` says `isValid`. */
const answerShape = z.object({
  valid: z.boolean().optional(),
  isValid: z.boolean().optional(),
  userError: z.string().max(100).optional(),
  countryCode: z.string().max(10).optional(),
  name: z.string().max(2000).nullish(),
  traderName: z.string().max(2000).nullish(),
  address: z.string().max(5000).nullish(),
  requestIdentifier: z.string().max(200).nullish(),
  errorWrappers: z.array(z.object({ error: z.string().max(100) })).optional(),
});

/** The member states' systems are behind VIES: whether one of them answers is told in the body. */
const faults: Readonly<Record<string, Fault>> = {
  MS_UNAVAILABLE: { fault: 'MEMBER_STATE_UNAVAILABLE', passing: true },
  SERVICE_UNAVAILABLE: { fault: 'REGISTRY_ERROR', passing: true },
  SERVER_BUSY: { fault: 'BUSY', passing: true },
  TIMEOUT: { fault: 'TIMEOUT', passing: true },
  MS_MAX_CONCURRENT_REQ: { fault: 'BUSY', passing: true },
  MS_MAX_CONCURRENT_REQ_TIME: { fault: 'BUSY', passing: true },
  GLOBAL_MAX_CONCURRENT_REQ: { fault: 'BUSY', passing: true },
  GLOBAL_MAX_CONCURRENT_REQ_TIME: { fault: 'BUSY', passing: true },
  VAT_BLOCKED: { fault: 'REFUSED_US', passing: false },
  IP_BLOCKED: { fault: 'REFUSED_US', passing: false },
  INVALID_REQUESTER_INFO: { fault: 'REFUSED_US', passing: false },
};

/**
 * VIES, the Commission's look-up of VAT numbers: POST {base}/check-vat-number. A consultation number
 * comes only when the portal's own VAT number is sent. "Not valid" is an answer; that a member state's
 * system is away is none (domain facts 2.4).
 */
export class Vies implements Registry {
  readonly kind = 'vat';
  private readonly line: RegistryLine;

  constructor(
    reach: Reach,
    /** The portal's own VAT number in normal form, or null. */
    private readonly requester: string | null = null,
  ) {
    this.line = new RegistryLine(reach);
  }

  async consult(value: string): Promise<Consultation> {
    const [countryCode, vatNumber] = [value.slice(0, 2), value.slice(2)];
    const requester =
      this.requester === null
        ? {}
        : {
            requesterMemberStateCode: this.requester.slice(0, 2),
            requesterNumber: this.requester.slice(2),
          };
    const init = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ countryCode, vatNumber, ...requester }),
    };
    return await this.line.consult('/check-vat-number', init, (exchange) =>
      read(exchange, countryCode),
    );
  }
}

function read({ status, json, retryAfterSeconds }: Exchange, countryCode: string): Consultation {
  const parsed = answerShape.safeParse(json);
  if (!parsed.success) {
    return statusFault(status, retryAfterSeconds) ?? { fault: 'UNREADABLE', passing: true };
  }
  const { valid, isValid, userError, errorWrappers, ...found } = parsed.data;
  const error = errorWrappers?.[0]?.error ?? userError ?? '';
  const known = faults[error];
  if (known !== undefined) return { ...known, retryAfterSeconds };
  const said = valid ?? isValid;
  if (said === false || error === 'INVALID' || error === 'INVALID_INPUT') {
    return { answer: { found: false, code: 'INVALID' } };
  }
  const failed = statusFault(status, retryAfterSeconds);
  if (failed !== null) return failed;
  if (said !== true) return { fault: 'UNREADABLE', passing: true };
  return { answer: recordOf(found, countryCode) };
}

/** Greece is EL and Northern Ireland XI to VIES. */
const isoOf = (viesPrefix: string) => ({ EL: 'GR', XI: 'GB' })[viesPrefix] ?? viesPrefix;

/** Member states that keep names to themselves answer "---". */
const told = (text: string | null | undefined): string | null => {
  const plain = (text ?? '').replace(/\s+/g, ' ').trim();
  return /[\p{L}\p{N}]/u.test(plain) ? plain.slice(0, 500) : null;
};

function recordOf(
  found: Pick<
    z.infer<typeof answerShape>,
    'name' | 'traderName' | 'address' | 'requestIdentifier' | 'countryCode'
  >,
  asked: string,
): RegistryRecord {
  // Greek firms with a trade name have "LEGAL NAME||TRADE NAME".
  const names = [...(told(found.name)?.split('||') ?? []), told(found.traderName)]
    .map(told)
    .filter((name) => name !== null);
  return {
    found: true,
    names: [...new Set(names)],
    country: isoOf(found.countryCode ?? asked),
    otherCountries: [],
    address: told(found.address),
    status: 'VALID',
    standing: 'good',
    consultationId: told(found.requestIdentifier),
    parents: null,
  };
}
