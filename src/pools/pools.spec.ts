import fc from 'fast-check';
import {
  grossGpuSeconds,
  refuseBeyondRest,
  refusePeriod,
  refuseReleaseAfterEnd,
} from './pools.rules.js';

const start = new Date('2027-01-01T00:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
const capacity = (accelerators: number, seconds: number, availabilityPpm: number) => ({
  accelerators,
  startsAt: start,
  endsAt: later(seconds),
  availabilityPpm,
});

describe('gross capacity = accelerators × time × availability', () => {
  test.each([
    ['one accelerator, one hour', capacity(1, 3_600, 1_000_000), 3_600n],
    ['ninety percent of it', capacity(1, 3_600, 900_000), 3_240n],
    ['rounded down once, at the end', capacity(3, 3_601, 333_333), 3_600n],
    ['a gigafactory for a year', capacity(100_000, 31_536_000, 900_000), 2_838_240_000_000n],
    ['beyond what a double can count', capacity(10_000_000, 316_224_000, 999_999), 3_162_236_837_760_000n],
  ])('%s', (_, given, expected) => {
    expect(grossGpuSeconds(given)).toBe(expected);
  }); // prettier-ignore

  test('periods that follow each other hold what the whole holds, but for the rounding', () => {
    const seconds = fc.integer({ min: 3_600, max: 100_000_000 });
    fc.assert(
      fc.property(seconds, seconds, fc.integer({ min: 1, max: 1_000_000 }), (a, b, ppm) => {
        const parts = grossGpuSeconds(capacity(7, a, ppm)) + grossGpuSeconds(capacity(7, b, ppm));
        const whole = grossGpuSeconds(capacity(7, a + b, ppm));
        expect(whole - parts === 0n || whole - parts === 1n).toBe(true);
      }),
    );
  });
});

test.each([
  [3_599, false],
  [3_600, true],
  [10 * 366 * 86_400, true],
  [10 * 366 * 86_400 + 1, false],
  [0, false],
  [-3_600, false],
])('a period of %d seconds', (seconds, fits) => {
  const attempt = () => refusePeriod({ startsAt: start, endsAt: later(seconds) });
  if (fits) expect(attempt).not.toThrow();
  else expect(attempt).toThrow(expect.objectContaining({ code: 'POOL_PERIOD' }));
});

test.each([
  [10n, 10n, true],
  [10n, 11n, false],
  [10n, 0n, false],
  [0n, 1n, false],
])('LED-4: of a rest of %d can %d be taken', (rest, asked, fits) => {
  const attempt = () => refuseBeyondRest(rest, asked);
  if (fits) expect(attempt).not.toThrow();
  else expect(attempt).toThrow(expect.objectContaining({ code: 'POOL_CAPACITY_EXCEEDED' }));
});

test('a release comes before the end of its pool', () => {
  expect(() => refuseReleaseAfterEnd(start, later(1))).not.toThrow();
  expect(() => refuseReleaseAfterEnd(later(1), later(1))).toThrow(
    expect.objectContaining({ code: 'POOL_RELEASE_AFTER_END' }),
  );
});
