import { createHash, createHmac } from 'node:crypto';

/*
 * OpenSSL's hashes, several times as fast as those of kernel/hash.ts, which run in a browser too. A round of
 * a million requests needs a million pseudonyms and hashes some 700 MB of text.
 */

/** HMAC-SHA256 of a text under a key (text or bytes), as 64 lower-case hex digits. */
export const nativeHmac = (key: string | Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

/** SHA-256 over texts that come one after the other. */
export function nativeSha256(): { update(text: string): void; hex(): string } {
  const hash = createHash('sha256');
  return { update: (text) => void hash.update(text), hex: () => hash.digest('hex') };
}
