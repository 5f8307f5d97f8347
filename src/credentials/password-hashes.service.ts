import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../kernel/domain-error.js';

/** OWASP Password Storage: Argon2id (the library's default), 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One of libuv's four threads stays free for files and names. */
const atOnceMax = 3;
/** At about 70 hashes a second and core, a longer queue would outlive its callers' patience. */
const waitingMax = 64;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * The Argon2id hash of a password, as a PHC string.
 * @throws DomainError unavailable SIGN_IN_BUSY when too many are being computed.
 */
export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hash(password, cost));
}

/**
 * Whether the password belongs to the hash; false for a hash that cannot be read.
 * @throws DomainError unavailable SIGN_IN_BUSY when too many are being computed.
 */
export async function verifyPassword(hashed: string, password: string): Promise<boolean> {
  return await inTurn(() => verify(hashed, password).catch(() => false));
}

/** A semaphore: hashing takes 19 MiB and a core each time, so a flood of sign-ins must not start it all. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnceMax) running += 1;
  else await turn();
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Waits until somebody who is done hands over their place. */
async function turn(): Promise<void> {
  if (waiting.length >= waitingMax) {
    throw new DomainError(
      'unavailable',
      'SIGN_IN_BUSY',
      'Many people are signing in at this moment. Try again in a few seconds.',
      { retryAfterSeconds: 3 },
    );
  }
  await new Promise<void>((resolve) => waiting.push(resolve));
}
