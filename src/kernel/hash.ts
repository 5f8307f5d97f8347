import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/*
 * Hashes and signatures in plain JavaScript (@noble), so that the engine and the verification page run
 * the same code in Node and in a browser. Texts are hashed as UTF-8.
 */

/** SHA-256 of a text or bytes, as 64 lower-case hex digits. */
export const sha256Hex = (input: string | Uint8Array): string => bytesToHex(sha256(bytesOf(input)));

/** SHA-256 over parts that come one after the other: for snapshots too large for one string. */
export function sha256Stream(): { update(text: string): void; hex(): string } {
  const hash = sha256.create();
  return {
    update: (text) => void hash.update(utf8ToBytes(text)),
    hex: () => bytesToHex(hash.digest()),
  };
}

/** HMAC-SHA256 of a text under a key (text or bytes), as 64 lower-case hex digits. */
export const hmacSha256Hex = (key: string | Uint8Array, text: string): string =>
  bytesToHex(hmac(sha256, bytesOf(key), utf8ToBytes(text)));

/** The bytes that hex digits stand for. @throws Error for anything else than pairs of hex digits. */
export const bytesOfHex = (hex: string): Uint8Array => hexToBytes(hex);

/** A new Ed25519 key pair (RFC 8032). */
export function ed25519KeyPair(): { publicKey: string; privateKey: Uint8Array } {
  const { secretKey, publicKey } = ed25519.keygen();
  return { publicKey: bytesToHex(publicKey), privateKey: secretKey };
}

/** Signature of a text, as 128 hex digits. */
export const ed25519Sign = (text: string, privateKey: Uint8Array): string =>
  bytesToHex(ed25519.sign(utf8ToBytes(text), privateKey));

/** Whether a signature belongs to the text and the public key (both hex); false for unreadable hex. */
export function ed25519Verify(text: string, signature: string, publicKey: string): boolean {
  try {
    return ed25519.verify(hexToBytes(signature), utf8ToBytes(text), hexToBytes(publicKey));
  } catch {
    return false;
  }
}

const bytesOf = (input: string | Uint8Array) =>
  typeof input === 'string' ? utf8ToBytes(input) : input;
