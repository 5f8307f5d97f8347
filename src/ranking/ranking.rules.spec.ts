import fc from 'fast-check';
import { belowThresholdReason, byRank, rankedLine, type RankingTerms } from './ranking.rules.js';

const terms: RankingTerms = {
  criteria: [
    { key: 'a', title: 'Excellence', help: '', weight: 1, threshold: 3 },
    { key: 'b', title: 'Impact', help: '', weight: 1, threshold: 0 },
  ],
  reviewsPerRequest: 2,
  thresholdTotal: 600,
};
const review = (a: number, b: number) => ({ total: (a + b) * 100, scores: { a, b } });
const line = (...reviews: ReturnType<typeof review>[]) =>
  rankedLine({ requestId: 'r', reviews }, terms);

describe('REV-4: one request', () => {
  test('has the mean of its totals, rounded half up, and their spread', () => {
    const three = rankedLine(
      { requestId: 'r', reviews: [700, 701].map((total) => ({ total, scores: { a: 4, b: 3 } })) },
      terms,
    );
    expect(three).toMatchObject({ mean: 701, spread: 1, reviewsMissing: 0, below: false });
  });

  test('without a review has no figures and is not below', () => {
    expect(line()).toMatchObject({ mean: null, spread: null, reviewsMissing: 2, below: false });
  });

  test('is judged only when no review is missing', () => {
    expect(line(review(0, 0))).toMatchObject({ reviewsMissing: 1, below: false });
    expect(line(review(0, 0), review(0, 0)).below).toBe(true);
  });

  test('at the threshold is not below it, one point under is', () => {
    const of = (first: number, second: number) =>
      rankedLine(
        {
          requestId: 'r',
          reviews: [first, second].map((total) => ({ total, scores: { a: 3, b: 3 } })),
        },
        terms,
      );
    expect(of(600, 600).below).toBe(false);
    expect(of(600, 599)).toMatchObject({ mean: 600, below: true });
  });

  test('falls by one criterion whose mean is below its own threshold', () => {
    const fallen = line(review(2, 5), review(3, 5));
    expect(fallen).toMatchObject({ mean: 750, below: true });
    expect(fallen.criteria).toEqual([
      { key: 'a', mean: 2.5, below: true },
      { key: 'b', mean: 5, below: false },
    ]);
    expect(belowThresholdReason(fallen, terms)).toBe(
      '"Excellence" has a mean of 2.5 of 5 and the call asks for at least 3.',
    );
  });
});

test('the reason always says something, also where rounding hides the difference', () => {
  const close = rankedLine(
    { requestId: 'r', reviews: [600, 599].map((total) => ({ total, scores: { a: 3, b: 3 } })) },
    terms,
  );
  expect(belowThresholdReason(close, terms).length).toBeGreaterThan(10);
});

test('the order is total: best first, below threshold and without reviews last', () => {
  const lines = [
    { ...line(review(2, 5), review(2, 5)), requestId: 'below' },
    { ...line(review(4, 4), review(4, 4)), requestId: 'b' },
    { ...line(), requestId: 'none' },
    { ...line(review(4, 4), review(4, 4)), requestId: 'a' },
    { ...line(review(5, 5), review(5, 5)), requestId: 'best' },
  ];
  const expected = ['best', 'a', 'b', 'none', 'below'];
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: 5 }), (shuffled) => {
      expect(shuffled.sort(byRank).map(({ requestId }) => requestId)).toEqual(expected);
    }),
  );
});
