import { setTimeout as sleep } from 'node:timers/promises';
import { spread } from '../kernel/random.js';
import type { FaultCode, RegistryAnswer, RegistryKind } from './registries.rules.js';

/** No answer, and why; `passing` faults are tried again at once. */
export interface Fault {
  fault: FaultCode;
  passing: boolean;
  /** What the registry asked for, in seconds. */
  retryAfterSeconds?: number | undefined;
}

export type Consultation = { answer: RegistryAnswer } | Fault;

/** A registry of organisations: the one interface of VIES, GLEIF and ROR. */
export interface Registry {
  readonly kind: RegistryKind;
  /** What it has about an identifier in normal form. Never throws for what the other side does. */
  consult(value: string): Promise<Consultation>;
}

/** How a registry is reached. */
export interface Reach {
  /** Without a slash at its end. */
  baseUrl: string;
  timeoutMs: number;
  tries: number;
  /** Pause before the second try; doubled before each further one, give or take a quarter. */
  backoffMs: number;
  bytesMax: number;
  /** Requests at one time from this process. */
  concurrencyMax: number;
}

export const reachOf = (baseUrl: string, other: Partial<Reach> = {}): Reach => ({
  timeoutMs: 10_000,
  tries: 3,
  backoffMs: 500,
  bytesMax: 1_048_576,
  concurrencyMax: 2,
  ...other,
  baseUrl: baseUrl.replace(/\/+$/, ''),
});

/** What came back: any status, and JSON. */
export interface Exchange {
  status: number;
  json: unknown;
  retryAfterSeconds: number | undefined;
}

/** Longer than this nobody waits inside one consultation; the re-check comes back later. */
const pauseMsMax = 5_000;

/**
 * Asks a registry over HTTP: a timeout for the whole of each try, JSON of a limited size, three tries
 * with back-off and jitter where it can help, few requests at a time. Redirects are not followed: a
 * registry that moved is an operator's change of configuration, and an answer cannot send the portal to
 * an address inside its own network.
 */
export class RegistryLine {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(readonly reach: Reach) {
    this.free = reach.concurrencyMax;
  }

  /** Sends and reads until `read` has an answer or a fault that does not pass, at most `tries` times. */
  async consult(
    path: string,
    init: RequestInit,
    read: (exchange: Exchange) => Consultation,
  ): Promise<Consultation> {
    for (let attempt = 1; ; attempt += 1) {
      const exchange = await this.inTurn(() => this.exchange(path, init));
      const found = 'fault' in exchange ? exchange : read(exchange);
      if (!('fault' in found) || !found.passing || attempt >= this.reach.tries) return found;
      const asked = (found.retryAfterSeconds ?? 0) * 1000;
      if (asked > pauseMsMax) return found;
      await sleep(Math.max(asked, spread(this.reach.backoffMs * 2 ** (attempt - 1))));
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>((go) => this.waiting.push(go));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private async exchange(path: string, init: RequestInit): Promise<Exchange | Fault> {
    const signal = AbortSignal.timeout(this.reach.timeoutMs);
    let answering = false;
    try {
      const response = await fetch(this.reach.baseUrl + path, {
        ...init,
        headers: { 'User-Agent': 'champions-portal', ...init.headers },
        redirect: 'manual',
        signal,
      });
      answering = true;
      if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
        await response.body?.cancel();
        return { fault: 'REDIRECTED', passing: false };
      }
      const text = await limitedText(response, this.reach.bytesMax);
      if (text === null) return { fault: 'TOO_LARGE', passing: false };
      return exchanged(response, text);
    } catch {
      if (signal.aborted) return { fault: 'TIMEOUT', passing: true };
      return { fault: answering ? 'CUT_OFF' : 'UNREACHABLE', passing: true };
    }
  }
}

function exchanged(response: Response, text: string): Exchange | Fault {
  const retryAfterSeconds = secondsIn(response.headers.get('retry-after'));
  const { status } = response;
  try {
    return { status, json: JSON.parse(text) as unknown, retryAfterSeconds };
  } catch {
    // An error page of a proxy is an error, not a broken answer.
    return statusFault(status, retryAfterSeconds) ?? { fault: 'UNREADABLE', passing: true };
  }
}

/** What a status alone says when the body has nothing to add; null where it is no fault. */
export function statusFault(status: number, retryAfterSeconds?: number): Fault | null {
  if (status === 429) return { fault: 'BUSY', passing: true, retryAfterSeconds };
  if (status >= 500) return { fault: 'REGISTRY_ERROR', passing: true, retryAfterSeconds };
  if (status === 401 || status === 403) return { fault: 'REFUSED_US', passing: false };
  if (status >= 400 && status !== 404) return { fault: 'REGISTRY_ERROR', passing: false };
  return null;
}

/** The body, or null as soon as it is longer than allowed. */
async function limitedText(response: Response, bytesMax: number): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > bytesMax) {
    await response.body?.cancel();
    return null;
  }
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    bytes += value.byteLength;
    if (bytes > bytesMax) {
      // A registry that breaks off at this moment has still answered too much.
      reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}

/** Retry-After in seconds; a date is not read. */
const secondsIn = (header: string | null): number | undefined =>
  header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
