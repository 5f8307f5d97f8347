import fc from 'fast-check';
import { classFairness, giniPpm, jainPpm, ppmOf, satisfactions } from './fairness.rules.js';

const values = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 40 });

describe('Jain’s index', () => {
  test.each<[string, bigint[], number | null]>([
    ['nobody', [], null],
    ['all equal', [5n, 5n, 5n], 1_000_000],
    ['one has all of four', [8n, 0n, 0n, 0n], 250_000],
    ['nobody got anything', [0n, 0n], 1_000_000],
    ['one and three', [1n, 3n], 800_000],
  ])('%s', (_, given, expected) => {
    expect(jainPpm(given)).toBe(expected);
  });

  test('lies between 1/n and 1', () => {
    fc.assert(
      fc.property(values, (given) => {
        const index = jainPpm(given)!;
        expect(index).toBeLessThanOrEqual(1_000_000);
        expect(index).toBeGreaterThanOrEqual(Math.floor(1_000_000 / given.length));
      }),
    );
  });
});

describe('Gini coefficient', () => {
  test.each<[string, bigint[], number | null]>([
    ['nobody', [], null],
    ['all equal', [5n, 5n, 5n], 0],
    ['one has all of four', [0n, 8n, 0n, 0n], 750_000],
    ['nobody got anything', [0n, 0n], 0],
    ['one and three', [3n, 1n], 250_000],
  ])('%s', (_, given, expected) => {
    expect(giniPpm(given)).toBe(expected);
  });

  test('neither order nor scale matters', () => {
    fc.assert(
      fc.property(values, (given) => {
        const gini = giniPpm(given);
        expect(giniPpm([...given].reverse())).toBe(gini);
        expect(giniPpm(given.map((value) => value * 7n))).toBe(gini);
        expect(gini).toBeGreaterThanOrEqual(0);
        expect(gini).toBeLessThan(1_000_000);
      }),
    );
  });
});

test('satisfaction leaves out whom nothing was due to', () => {
  const line = { class: 'sme', asked: 10n, claimCarried: 0n };
  expect(
    satisfactions([
      { ...line, entitled: 4n, granted: 6n },
      { ...line, entitled: 0n, granted: 3n },
    ]),
  ).toEqual([1_500_000n]);
});

test('a class is compared with its guarantee', () => {
  const [sme] = classFairness(
    [
      { class: 'sme', guaranteed: 30n, granted: 40n },
      { class: 'large', guaranteed: 50n, granted: 40n },
    ],
    100n,
    [
      { class: 'sme', asked: 50n, entitled: 20n, granted: 20n, claimCarried: 0n },
      { class: 'sme', asked: 50n, entitled: 10n, granted: 20n, claimCarried: 3n },
      { class: 'large', asked: 50n, entitled: 50n, granted: 40n, claimCarried: 10n },
    ],
  );
  expect(sme).toMatchObject({
    organisations: 2,
    sharePpm: 500_000,
    guaranteePpm: 300_000,
    claimsCarried: 3n,
    jainPpm: 900_000,
  });
  expect(ppmOf(1n, 0n)).toBe(0);
});
