import fc from 'fast-check';
import { DomainError } from '../kernel/domain-error.js';
import { commonPasswords } from './common-passwords.rules.js';
import { checkPassword, isCommon } from './password.rules.js';

const context = { email: 'ada.lovelace@analytical.example', name: 'Ada Lovelace' };

function refusal(password: string): string | null {
  try {
    checkPassword(password, context, '/password');
    return null;
  } catch (error) {
    return (error as DomainError).code;
  }
}

describe('passwords that are refused', () => {
  test.each([
    ['on the list', 'qwertyuiop12', 'PASSWORD_COMMON'],
    ['on the list in capitals', 'TRUSTNO1TRUSTNO1', 'PASSWORD_COMMON'],
    ['a common word with a year', 'Football2026!!', 'PASSWORD_COMMON'],
    ['a common word between signs', '!!!sunshine!!!', 'PASSWORD_COMMON'],
    ['one character', 'aaaaaaaaaaaaaaaa', 'PASSWORD_COMMON'],
    ['a short pattern again and again', 'abcabcabcabcab', 'PASSWORD_COMMON'],
    ['digits upwards', '012345678901', 'PASSWORD_COMMON'],
    ['digits downwards', '987654321098', 'PASSWORD_COMMON'],
    ['letters upwards', 'abcdefghijklmnop', 'PASSWORD_COMMON'],
    ['the name', 'AdaLovelace-12', 'PASSWORD_CONTEXT'],
    ['the address', 'ada.lovelace@analytical.example', 'PASSWORD_CONTEXT'],
    ['the domain', 'analytical#2026', 'PASSWORD_CONTEXT'],
    ['the portal', 'Champions-Portal-1', 'PASSWORD_CONTEXT'],
    ['name and portal together', 'lovelace@champions-portal', 'PASSWORD_CONTEXT'],
  ])('%s', (_, password, code) => expect(refusal(password)).toBe(code));
});

describe('passwords that are taken', () => {
  test.each([
    ['four words', 'violet harbour lantern moss'],
    ['one kind of character only', 'qmvhzxkwpfjt'],
    ['another script', 'зелёный трамвай весной'],
    ['signs of any kind', '🦆🦆 crossing • 4 ponds'],
    ['the name inside a long sentence', 'lovelace wrote 7 notes on engines'],
    ['a long phrase twice', 'mossy lantern mossy lantern '],
  ])('%s', (_, password) => expect(refusal(password)).toBeNull());

  test('256 characters count to the last one', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 200, maxLength: 256, unit: 'grapheme' }), (password) => {
        expect(typeof isCommon(password)).toBe('boolean');
      }),
    );
  });
});

test('the list holds lower-case passwords of at least eight characters', () => {
  expect(commonPasswords.size).toBeGreaterThan(1000);
  for (const password of commonPasswords) {
    expect(password).toBe(password.toLowerCase());
    expect(password.length).toBeGreaterThanOrEqual(8);
  }
});
