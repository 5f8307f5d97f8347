import { decayBalance } from './decay.js';

test.each([
  [1000n, 0, 30, 1000n],
  [1000n, 30, 30, 500n],
  [-1000n, 30, 30, -500n],
  [1001n, 30, 30, 500n],
  [-1001n, 30, 30, -500n],
  [1000n, 60, 30, 250n],
  [1000n, 15, 30, 707n],
  [10n ** 15n, 1, 365, 998102768557146n],
  [10n ** 15n, 100_000, 30, 0n],
  [0n, 5, 1, 0n],
])(
  'ALLOC-12: %s after %s days with a half-life of %s is %s',
  (balance, days, halfLife, expected) => {
    expect(decayBalance(balance, days, halfLife)).toBe(expected);
  },
);

test('ALLOC-12: the factor is the rounded power, proven in integers', () => {
  for (const halfLife of [1, 7, 30, 180, 365]) {
    for (let days = 0; days <= 3 * halfLife; days += Math.ceil(halfLife / 7)) {
      const factor = decayBalance(1n << 32n, days, halfLife);
      // f − ½ ≤ 2^(32 − d/h) < f + ½, each side raised to the power of h.
      const power = 1n << BigInt(33 * halfLife - days);
      expect((2n * factor - 1n) ** BigInt(halfLife) <= power).toBe(true);
      expect((2n * factor + 1n) ** BigInt(halfLife) > power).toBe(true);
    }
  }
});

test.each([
  [-1, 30],
  [1.5, 30],
  [1, 0],
  [1, 2.5],
  [NaN, 30],
])('%s days with half-life %s is refused', (days, halfLife) => {
  expect(() => decayBalance(1n, days, halfLife)).toThrow(RangeError);
});
