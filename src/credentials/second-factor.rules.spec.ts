import fc from 'fast-check';
import {
  otpauthUri,
  recoveryCodeNormal,
  recoveryCodeOf,
  stepOfCode,
} from './second-factor.rules.js';

/** The secret and the SHA-1 values of RFC 6238, appendix B, cut to six digits. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('one-time codes', () => {
  test.each([
    [59, '287082', 1],
    [1111111109, '081804', 37037036],
    [1111111111, '050471', 37037037],
    [1234567890, '005924', 41152263],
    [2000000000, '279037', 66666666],
    [20000000000, '353130', 666666666],
  ])('of RFC 6238 at %i s', (seconds, code, step) => {
    expect(stepOfCode(secret, code, seconds)).toBe(step);
  });

  test('are taken one step early and one step late, not two', () => {
    const [code, at] = ['005924', 1234567890];
    const steps = [-61, -31, -30, 0, 30, 59, 60, 90].map((off) =>
      stepOfCode(secret, code, at + off),
    );
    const step = 41152263;
    expect(steps).toEqual([null, null, step, step, step, step, null, null]);
  });

  test('may have a space in the middle', () => {
    expect(stepOfCode(secret, '005 924', 1234567890)).toBe(41152263);
  });

  test('are wrong for another secret', () => {
    expect(stepOfCode('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', '005924', 1234567890)).toBeNull();
  });
});

test('the address for a QR code names portal, person and secret', () => {
  const uri = new URL(otpauthUri(secret, 'ada+x@example.org'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('Champions Portal:ada+x@example.org');
  expect(uri.searchParams.get('secret')).toBe(secret);
  expect(uri.searchParams.get('issuer')).toBe('Champions Portal');
});

describe('recovery codes', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

  test('have six groups of four without letters that look alike', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        expect(recoveryCodeOf(random)).toMatch(/^([a-kmnp-z2-9]{4}-){5}[a-kmnp-z2-9]{4}$/);
      }),
    );
  });

  test('are the same in capitals, with spaces, and without dashes', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = recoveryCodeOf(random);
        const normal = recoveryCodeNormal(code);
        expect(recoveryCodeNormal(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(normal);
        expect(recoveryCodeNormal(code.replaceAll('-', ''))).toBe(normal);
      }),
    );
  });
});
