import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts a secret for storage: AES-256-GCM under a key derived from APP_SECRET, bound to its
 * purpose (`totp`, `signing-key`), so that a sealed value is of no use in another column.
 * Layout: 4 bytes key id, 12 bytes nonce, 16 bytes tag, ciphertext.
 */
export function seal(appSecret: string, purpose: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(appSecret, purpose), nonce);
  cipher.setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([keyIdOf(appSecret), nonce, cipher.getAuthTag(), body]);
}

/**
 * Opens what `seal` closed.
 * @throws Error when the value was sealed under another secret or purpose, or was changed.
 */
export function unseal(appSecret: string, purpose: string, sealed: Buffer): Buffer {
  if (!sealed.subarray(0, 4).equals(keyIdOf(appSecret))) {
    throw new Error('A stored secret was sealed under another APP_SECRET.');
  }
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyOf(appSecret, purpose),
    sealed.subarray(4, 16),
  );
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(sealed.subarray(16, 32));
  return Buffer.concat([decipher.update(sealed.subarray(32)), decipher.final()]);
}

const keyOf = (appSecret: string, purpose: string) =>
  Buffer.from(hkdfSync('sha256', appSecret, 'champions-portal', purpose, 32));

const keyIdOf = (appSecret: string) =>
  createHash('sha256').update(`key id ${appSecret}`).digest().subarray(0, 4);
