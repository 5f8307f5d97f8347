import { randomBytes } from 'node:crypto';
import { v5, v7 } from 'uuid';

/** A new id: UUIDv7, so that ids sort by creation. */
export const newId = (): string => v7();

/** An unguessable secret of the given strength in bits (at least 128), base64url. */
export function newSecret(bits = 256): string {
  return randomBytes(Math.max(16, bits / 8)).toString('base64url');
}

/** Namespace of ids that follow from what they name. */
const derivedNamespace = '0c6d6f5c-6f0e-4e0b-9a52-7c0f1f1d7a51';

/**
 * An id that follows from its parts (UUIDv5), so that a retried step names the same thing again
 * instead of a second one (LED-3).
 */
export const derivedId = (...parts: readonly string[]): string =>
  v5(parts.join('/'), derivedNamespace);

/** The amount give or take a share of it, so that many that wait do not come back at one instant. */
export function spread(amount: number, share = 0.25): number {
  const part = randomBytes(4).readUInt32BE() / 2 ** 32;
  return amount * (1 + share * (2 * part - 1));
}
