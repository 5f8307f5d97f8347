import { bytesOfHex, hmacSha256Hex, sha256Hex } from '../../../kernel/hash.js';

/** ALLOC-0: what is published when collection opens, before anybody can know the seed. */
export const commitmentOf = (secret: string): string => sha256Hex(secret);

/**
 * ALLOC-0: seed = SHA-256(secret ‖ receipts digest), both as they are published, one text after the other
 * as UTF-8. Gives 64 hex digits.
 */
export const roundSeed = (secret: string, receiptsDigest: string): string =>
  sha256Hex(secret + receiptsDigest);

/** First 64 bits of HMAC-SHA256(seed, organisation id) as 16 hex digits; the key is the seed's 32 bytes. */
export const tieKeyOf = (seed: string, organisationId: string): string =>
  hmacSha256Hex(bytesOfHex(seed), organisationId).slice(0, 16);
