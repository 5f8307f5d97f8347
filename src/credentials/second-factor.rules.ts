import { generateURI, verifySync } from 'otplib';
import { DomainError } from '../kernel/domain-error.js';

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, 30 seconds. */
const periodSeconds = 30;
export const issuer = 'Champions Portal';

/** The address that an authenticator app reads from a QR code. */
export const otpauthUri = (secret: string, email: string): string =>
  generateURI({ issuer, label: email, secret, period: periodSeconds });

/**
 * The time step that a code belongs to, or null when it is wrong: the present step or one before or
 * after it, because clocks differ. Whoever accepts it must note the step and refuse it afterwards.
 * @param secret base32. @param code six digits. @param epochSeconds the present time.
 */
export function stepOfCode(secret: string, code: string, epochSeconds: number): number | null {
  const result = verifySync({
    secret,
    token: code.replace(' ', ''),
    period: periodSeconds,
    epoch: Math.floor(epochSeconds),
    epochTolerance: periodSeconds,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

export const recoveryCodeCount = 10;
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * A recovery code from 24 random bytes: 24 characters in groups of four, 5 bits each (120 bits, so
 * that a plain hash of it cannot be searched: ASVS 5.0 6.5.2), without letters that look alike.
 */
export function recoveryCodeOf(random: Uint8Array): string {
  const letters = [...random.subarray(0, 24)].map((byte) => alphabet[byte % 32]).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

/** What is compared of a recovery code: people type capitals, spaces and no dashes. */
export const recoveryCodeNormal = (code: string): string =>
  code.toLowerCase().replace(/[^a-z0-9]/g, '');

/** One answer for a wrong, an old and a used code: it tells a guesser nothing. */
export function codeRefused(): DomainError {
  return new DomainError(
    'unauthenticated',
    'SECOND_FACTOR_WRONG',
    'This code is wrong or was used already. Wait for the next code and enter that one.',
  );
}
