import type { DomainError } from '../kernel/domain-error.js';
import { hashPassword, verifyPassword } from './password-hashes.service.js';

describe('password hashes', () => {
  test('are Argon2id with 19 MiB, two passes, one lane, and salted', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  test('know their password to the last of 256 characters', async () => {
    const long = 'é'.repeat(255);
    const hashed = await hashPassword(`${long}a`);
    expect(await verifyPassword(hashed, `${long}a`)).toBe(true);
    expect(await verifyPassword(hashed, `${long}b`)).toBe(false);
    expect(await verifyPassword(hashed, long)).toBe(false);
  });

  test('that cannot be read belong to no password', async () => {
    expect(await verifyPassword('none', 'none')).toBe(false);
    expect(await verifyPassword('', '')).toBe(false);
  });

  test('beyond the queue the answer is "busy", and the queue goes on', async () => {
    const tries = Array.from({ length: 90 }, () => hashPassword('flood'));
    const results = await Promise.allSettled(tries);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(90 - 3 - 64);
    const error = (refused[0] as PromiseRejectedResult).reason as DomainError;
    expect([error.category, error.code]).toEqual(['unavailable', 'SIGN_IN_BUSY']);
    expect(error.retryAfterSeconds).toBeGreaterThan(0);
    expect(await verifyPassword(await hashPassword('after'), 'after')).toBe(true);
  });
});
