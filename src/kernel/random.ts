import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A new id: UUIDv7, so that ids sort by creation. */
export const newId = (): string => v7();

/** An unguessable secret of the given strength in bits (at least 128), base64url. */
export function newSecret(bits = 256): string {
  return randomBytes(Math.max(16, bits / 8)).toString('base64url');
}
