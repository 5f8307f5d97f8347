import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import type { RankedRequest } from '../requests/ranked-request.rules.js';
import { buildSnapshot, decayedBalance, pseudonymOf, type RoundSource } from './snapshot.rules.js';
import { underRules, weightOf } from './snapshot-policy.rules.js';

const rules: QuotaRules = {
  borrowWeights: { large: 1, sme: 2, science: 2 },
  pools: [{ poolId: 'p1', guarantees: { sme: 300_000 }, ceilings: { large: 200_000 } }],
  organisationCapPpm: 400_000,
  groupCapPpm: 500_000,
  scoreBands: [
    { fromScore: 750, weight: 2 },
    { fromScore: 600, weight: 1 },
    { fromScore: 900, weight: 3 },
  ],
  halfLifeDays: 180,
  minimumGrantGpuSeconds: '0',
};

const contender = (own: Partial<RankedRequest> = {}): RankedRequest => ({
  requestId: 'r1',
  organisationId: 'o1',
  organisationClass: 'sme',
  groupId: null,
  score: 700,
  askGpuSeconds: 36_000n,
  minimumGpuSeconds: 3_600n,
  poolIds: ['p1'],
  receiptAt: new Date('2026-11-01T10:00:00Z'),
  deadline: null,
  ...own,
});

const source = (own: Partial<RoundSource> = {}): RoundSource => ({
  roundId: 'round',
  cutOffAt: new Date('2026-11-02T00:00:00Z'),
  seed: 'ab'.repeat(32),
  salt: 'salt',
  quantumGpuSeconds: 3_600n,
  rules,
  pools: [
    { id: 'p1', unallocatedGpuSeconds: 360_000n },
    { id: 'p2', unallocatedGpuSeconds: 3_599n },
  ],
  contenders: [contender()],
  balances: new Map(),
  ...own,
});

describe('ALLOC-0: weight from the panel’s score', () => {
  test.each<[number | null, number]>([
    [null, 1],
    [600, 1],
    [749, 1],
    [750, 2],
    [899, 2],
    [900, 3],
    [1000, 3],
    [599, 1],
  ])('a score of %p weighs %i', (score, weight) => {
    expect(weightOf(rules, score)).toBe(weight);
  });

  test('without bands everybody weighs the same', () => {
    expect(weightOf({ scoreBands: [] }, 980)).toBe(1);
  });

  test('an organisation weighs as its best live request', () => {
    const weightFor = (...own: Partial<RankedRequest>[]) =>
      buildSnapshot(source({ contenders: own.map(contender) })).snapshot.organisations[0]!.weight;
    expect(weightFor({ score: 700 }, { requestId: 'r2', score: 950 })).toBe(3);
    const impossible = { requestId: 'r2', score: 950, poolIds: ['gone'] };
    expect(weightFor({ score: 700 }, impossible)).toBe(1);
    const aboveCap = {
      requestId: 'r2',
      score: 950,
      askGpuSeconds: 360_000n,
      minimumGpuSeconds: 300_000n,
    };
    expect(weightFor({ score: 700 }, aboveCap)).toBe(1);
    expect(weightFor(impossible)).toBe(3);
  });
});

describe('amounts become units', () => {
  const requestOf = (own: Partial<RankedRequest>, changes: Partial<QuotaRules> = {}) =>
    buildSnapshot(source({ contenders: [contender(own)], rules: { ...rules, ...changes } }))
      .snapshot.requests[0]!;

  test('capacity and ask round down, a minimum rounds up', () => {
    const { snapshot } = buildSnapshot(source());
    expect(snapshot.pools.map(({ capacity }) => capacity)).toEqual(['100', '0']);
    expect(requestOf({ askGpuSeconds: 7_199n, minimumGpuSeconds: 1n })).toMatchObject({
      ask: '1',
      minimum: '1',
    });
  });

  test('the policy’s minimum grant raises a minimum, never above the ask', () => {
    const policy = { minimumGrantGpuSeconds: '18000' };
    expect(requestOf({}, policy).minimum).toBe('5');
    expect(requestOf({ minimumGpuSeconds: 30_000n }, policy).minimum).toBe('9');
    expect(requestOf({ askGpuSeconds: 10_800n }, policy).minimum).toBe('3');
  });

  test('caps are parts of what the round offers', () => {
    const { snapshot } = buildSnapshot(
      source({ contenders: [contender({ groupId: 'g' }), contender({ requestId: 'r2' })] }),
    );
    expect(snapshot.organisations[0]).toMatchObject({ cap: '40' });
    expect(snapshot.groups).toMatchObject([{ cap: '50' }]);
  });

  test('pools that are not offered are left out, in the order of preference', () => {
    expect(requestOf({ poolIds: ['p2', 'gone', 'p1'] }).pools).toEqual(['p2', 'p1']);
  });
});

describe('ALLOC-0: pseudonyms', () => {
  test('stand for true ids only in the maps beside the snapshot', () => {
    const built = buildSnapshot(source());
    const [organisation] = built.snapshot.organisations;
    expect(organisation!.id).toBe(pseudonymOf('salt', 'o', 'o1'));
    expect(built.organisations.get(organisation!.id)).toBe('o1');
    expect(built.requestIds).toEqual(['r1']);
    expect(JSON.stringify(built.snapshot)).not.toMatch(/"(o1|r1)"/);
  });

  test('differ by round, kind and id', () => {
    const all = [
      pseudonymOf('salt', 'o', 'x'),
      pseudonymOf('salt', 'r', 'x'),
      pseudonymOf('pepper', 'o', 'x'),
      pseudonymOf('salt', 'o', 'y'),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

describe('ALLOC-12: balances decay until the cut-off', () => {
  const carried = (days: number) => ({
    balance: 1_000n,
    asOf: new Date(Date.UTC(2026, 10, 2) - days * 86_400_000),
  });

  test('by half in one half-life, and toward zero from both sides', () => {
    expect(decayedBalance(source(), carried(180))).toBe(500n);
    expect(decayedBalance(source(), { ...carried(360), balance: -1_000n })).toBe(-250n);
  });

  test('not at all on the same day, nor backwards', () => {
    expect(decayedBalance(source(), carried(0))).toBe(1_000n);
    expect(decayedBalance(source(), carried(-30))).toBe(1_000n);
  });

  test('goes into the snapshot of whoever has one', () => {
    const balances = new Map([['o1', carried(180)]]);
    const { snapshot } = buildSnapshot(source({ balances }));
    expect(snapshot.organisations[0]).toMatchObject({ balance: '500' });
  });
});

test('a snapshot under its own rules is the same snapshot, under others only these differ', () => {
  const contenders = [
    contender({ score: 950, minimumGpuSeconds: 7_200n }),
    contender({ requestId: 'r2', organisationId: 'o2', organisationClass: 'large', groupId: 'g' }),
  ];
  const { snapshot } = buildSnapshot(source({ contenders }));
  expect(underRules(snapshot, rules)).toEqual(snapshot);
  const changed = {
    ...rules,
    pools: [{ poolId: 'p1', guarantees: { science: 500_000 } }],
    borrowWeights: { large: 9, sme: 2, science: 2 },
    organisationCapPpm: 100_000,
    scoreBands: [{ fromScore: 0, weight: 7 }],
    minimumGrantGpuSeconds: '36000',
  };
  const other = underRules(snapshot, changed);
  expect(other).toEqual(buildSnapshot(source({ contenders, rules: changed })).snapshot);
  expect(other.pools[0]).toEqual({
    id: 'p1',
    capacity: '100',
    guarantees: { science: 500_000 },
  });
});
