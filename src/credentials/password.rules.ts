import { DomainError, fieldError } from '../kernel/domain-error.js';
import { commonPasswords } from './common-passwords.rules.js';

/** NIST SP 800-63B-4 and ASVS 5.0 6.2: long, not common, nothing of its context; no composition rules. */
export const passwordLengthMin = 12;
export const passwordLengthMax = 256;

/** Whom a password is for: what an attacker would try first. */
export interface PasswordContext {
  email: string;
  name: string;
}

const product = ['champions', 'portal', 'gigafactory'];

/**
 * Refuses passwords that are guessed early. Length is checked by the schema.
 * @param pointer the field that the refusal points at.
 * @throws DomainError rule PASSWORD_COMMON or PASSWORD_CONTEXT.
 */
export function checkPassword(password: string, context: PasswordContext, pointer: string): void {
  if (isCommon(password)) {
    throw fieldError(
      pointer,
      'PASSWORD_COMMON',
      'This password is among the first that are guessed. Choose another, for example four unrelated words.',
    );
  }
  if (leansOnContext(password, context)) {
    throw fieldError(
      pointer,
      'PASSWORD_CONTEXT',
      'This password consists mostly of your name, your address or the name of the portal. Choose another.',
    );
  }
}

/** Common as it stands or without what is put at its ends, one pattern repeated, or one run of keys. */
export function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return (
    commonPasswords.has(lower) || commonPasswords.has(core) || isRepeated(lower) || isRun(lower)
  );
}

/** "abcabcabcabc": a shorter pattern over and over, perhaps cut off at the end. */
function isRepeated(text: string): boolean {
  for (let period = 1; period <= text.length / 2; period += 1) {
    if (text.startsWith(text.slice(period))) return period < 8 || isCommon(text.slice(0, period));
  }
  return false;
}

/** "abcdefghijkl", "987654321098": every character follows the one before it in the same direction. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let at = 1; at < text.length; at += 1) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    steps.add(step === -9 ? 1 : step === 9 ? -1 : step);
  }
  return steps.size === 1 && Math.abs([...steps][0] ?? 0) <= 1;
}

/** Whether too little is left of the password without the words of its context. */
function leansOnContext(password: string, { email, name }: PasswordContext): boolean {
  const words = [email, name, ...product]
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length);
  const lower = password.toLowerCase();
  const left = words.reduce((text, word) => text.replaceAll(word, ''), lower);
  return left !== lower && left.length < passwordLengthMin;
}

/** The one answer to a sign-in that fails, whatever the reason: it tells nobody who has an account. */
export function signInFailed(): DomainError {
  return new DomainError(
    'unauthenticated',
    'SIGN_IN_FAILED',
    'The e-mail address or the password is wrong. Check both and try again.',
  );
}
