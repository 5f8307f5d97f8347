import fc from 'fast-check';
import { snapshots } from '../../../../test/engine/random-snapshots.js';
import { runs } from '../../../../test/engine/runs.js';
import { allocate } from '../allocate.js';
import type {
  Snapshot,
  SnapshotOrganisation,
  SnapshotPool,
  SnapshotRequest,
} from '../input/snapshot.js';
import type { Plan } from '../output/plan.js';

/** A snapshot of one class unless told otherwise; rows need only what matters. */
function snapshotOf(
  pools: readonly Omit<SnapshotPool, 'id'>[],
  rows: readonly {
    organisation?: Partial<SnapshotOrganisation>;
    requests: Partial<SnapshotRequest>[];
  }[],
  classes = [{ id: 'sme', borrowWeight: 1 }],
): Snapshot {
  const ids = pools.map((_, i) => `p${i + 1}`);
  return {
    engine: 'gbc/1',
    roundId: 'rules',
    seed: '00'.repeat(32),
    quantumGpuSeconds: '3600',
    classes,
    pools: pools.map((pool, i) => ({ id: ids[i]!, ...pool })),
    organisations: rows.map(({ organisation }, o) => ({
      id: `o${o + 1}`,
      class: 'sme',
      tieKey: String(o + 1).padStart(16, '0'),
      ...organisation,
    })),
    requests: rows.flatMap(({ requests }, o) =>
      requests.map((request, r) => ({
        id: `o${o + 1}-r${r + 1}`,
        organisation: `o${o + 1}`,
        ask: '0',
        pools: ids,
        submittedAt: '2026-11-01T10:00:00Z',
        ...request,
      })),
    ),
  };
}

const all = { sme: 1_000_000 };
const line = (plan: Plan, id: string) => plan.requests.find((row) => row.id === id)!;
const organisation = (plan: Plan, id: string) => plan.organisations.find((row) => row.id === id)!;

test('ALLOC-4: a slice is the guaranteed part of a pool, rounded down; the rest is surplus', () => {
  const classes = [
    { id: 'sme', borrowWeight: 1 },
    { id: 'large', borrowWeight: 1 },
  ];
  const plan = allocate(
    snapshotOf(
      [{ capacity: '7', guarantees: { sme: 500_000, large: 499_999 } }],
      [{ requests: [{ ask: '9' }] }],
      classes,
    ),
  );
  expect(plan.classes.map(({ id, guaranteed }) => [id, guaranteed])).toEqual([
    ['large', '3'],
    ['sme', '3'],
  ]);
  expect(organisation(plan, 'o1')).toMatchObject({ entitlement: '3', borrowed: '4', granted: '7' });
});

describe('ALLOC-11: routes', () => {
  test('keep requests in the pools that they prefer, as far as all can be carried', () => {
    const pools = [
      { capacity: '10', guarantees: all },
      { capacity: '10', guarantees: all },
    ];
    const plan = allocate(
      snapshotOf(pools, [
        { requests: [{ ask: '10', pools: ['p1', 'p2'] }] },
        { requests: [{ ask: '6', pools: ['p1'] }] },
        { requests: [{ ask: '4', pools: ['p2', 'p1'] }] },
      ]),
    );
    expect(line(plan, 'o1-r1').routes).toEqual([
      { pool: 'p1', units: '4' },
      { pool: 'p2', units: '6' },
    ]);
    expect(line(plan, 'o2-r1').routes).toEqual([{ pool: 'p1', units: '6' }]);
    expect(line(plan, 'o3-r1').routes).toEqual([{ pool: 'p2', units: '4' }]);
  });

  test('cannot be made cheaper by any exchange', () => {
    fc.assert(
      fc.property(snapshots(), (snapshot) => !hasCheaperRoutes(snapshot, allocate(snapshot))),
      { numRuns: runs },
    );
  });
});

/** Whether a cycle of negative cost is left in the routing: then the same amounts cost less elsewhere. */
function hasCheaperRoutes(snapshot: Snapshot, plan: Plan): boolean {
  const arcs: [string, string, number][] = [];
  const arc = (from: string, to: string, cost: number, room: bigint, flow: bigint) => {
    if (flow < room) arcs.push([from, to, cost]);
    if (flow > 0n) arcs.push([to, from, -cost]);
  };
  const used = new Map<string, bigint>();
  for (const request of snapshot.requests) {
    const ofClass = snapshot.organisations.find(({ id }) => id === request.organisation)!.class;
    const { routes, granted } = line(plan, request.id);
    if (granted === '0') continue;
    request.pools.forEach((pool, place) => {
      const units = BigInt(routes.find((row) => row.pool === pool)?.units ?? '0');
      if (request.singlePool === true && units === 0n) return;
      used.set(`${ofClass} ${pool}`, (used.get(`${ofClass} ${pool}`) ?? 0n) + units);
      arc(request.id, `${ofClass} ${pool}`, place, BigInt(granted) + 1n, units);
    });
  }
  for (const pool of snapshot.pools) {
    const capacity = BigInt(pool.capacity);
    for (const { id } of snapshot.classes) {
      const ceiling = pool.ceilings?.[id];
      const room =
        ceiling === undefined ? capacity + 1n : (capacity * BigInt(ceiling)) / 1_000_000n;
      arc(`${id} ${pool.id}`, pool.id, 0, room, used.get(`${id} ${pool.id}`) ?? 0n);
    }
    const granted = BigInt(plan.pools.find(({ id }) => id === pool.id)!.granted);
    arc(pool.id, 'end', 0, capacity, granted);
  }
  return hasNegativeCycle(arcs);
}

function hasNegativeCycle(arcs: readonly [string, string, number][]): boolean {
  const distance = new Map<string, number>();
  const at = (node: string) => distance.get(node) ?? 0;
  for (let round = 0; round <= 200; round++) {
    let changed = false;
    for (const [from, to, cost] of arcs) {
      if (at(from) + cost >= at(to)) continue;
      distance.set(to, at(from) + cost);
      changed = true;
    }
    if (!changed) return false;
  }
  return true;
}

describe('ALLOC-13: reasons and explanations', () => {
  const pool = { capacity: '1', guarantees: {} };

  test('an equal threshold lost by the tie key is TIE_LOST; a smaller claim is POOL_EXHAUSTED', () => {
    const equal = allocate(
      snapshotOf([pool], [{ requests: [{ ask: '5' }] }, { requests: [{ ask: '5' }] }]),
    );
    expect(line(equal, 'o2-r1')).toMatchObject({ granted: '1', reason: 'GRANTED_PARTIAL' });
    expect(line(equal, 'o1-r1').reason).toBe('TIE_LOST');
    const behind = allocate(
      snapshotOf(
        [pool],
        [
          { requests: [{ ask: '5' }] },
          { organisation: { balance: '3' }, requests: [{ ask: '5' }] },
        ],
      ),
    );
    expect(line(behind, 'o1-r1').reason).toBe('POOL_EXHAUSTED');
    expect(line(behind, 'o1-r1').explanation).toMatchObject({
      level: { numerator: '1', denominator: '2' },
      tightPools: ['p1'],
    });
  });

  test('a full slice with nothing left to borrow is CLASS_EXHAUSTED', () => {
    const rows = [{ requests: [{ ask: '5' }] }, { requests: [{ ask: '5' }] }];
    const plan = allocate(snapshotOf([{ capacity: '1', guarantees: all }], rows));
    expect(plan.requests.map(({ reason }) => reason)).toEqual([
      'GRANTED_PARTIAL',
      'CLASS_EXHAUSTED',
    ]);
  });

  test('a tight ceiling is CEILING_REACHED, although the pool has room', () => {
    const limited = { capacity: '100', guarantees: {}, ceilings: { sme: 10_000 } };
    const plan = allocate(
      snapshotOf([limited], [{ requests: [{ ask: '5' }] }, { requests: [{ ask: '5' }] }]),
    );
    expect(plan.requests.map(({ reason }) => reason)).toEqual([
      'CEILING_REACHED',
      'GRANTED_PARTIAL',
    ]);
    expect(plan.pools[0]!.unallocated).toBe('99');
  });

  test('a cap that leaves nothing is CAP_REACHED', () => {
    const rows = [{ organisation: { cap: '4' }, requests: [{ ask: '4', score: 9 }, { ask: '4' }] }];
    const plan = allocate(snapshotOf([{ capacity: '100', guarantees: all }], rows));
    expect(plan.requests.map(({ reason }) => reason)).toEqual(['GRANTED_FULL', 'CAP_REACHED']);
  });

  test('a minimum beyond claim and loan is MINIMUM_ABOVE_CLAIM, and tells how many units were missing', () => {
    const rows = [
      { requests: [{ ask: '80', minimum: '80' }] },
      { organisation: { balance: '60' }, requests: [{ ask: '60', minimum: '60' }] },
    ];
    const plan = allocate(snapshotOf([{ capacity: '100', guarantees: all }], rows));
    expect(line(plan, 'o1-r1')).toMatchObject({ granted: '0', reason: 'MINIMUM_ABOVE_CLAIM' });
    expect(line(plan, 'o1-r1').explanation).toMatchObject({
      entitlement: '50',
      claim: '50',
      balanceAfter: '50',
      missingUnits: '40',
      tightPools: [],
    });
  });

  test('no accepted pool is NO_POOL', () => {
    const plan = allocate(snapshotOf([pool], [{ requests: [{ ask: '5', pools: [] }] }]));
    expect(line(plan, 'o1-r1')).toMatchObject({ granted: '0', reason: 'NO_POOL', routes: [] });
  });
});

describe('nasty rounds', () => {
  test('12 pools of 10^15 units each are divided to the unit', () => {
    const pools = Array.from({ length: 12 }, () => ({
      capacity: '1000000000000000',
      guarantees: all,
    }));
    const ask = Array.from({ length: 7 }, () => ({ ask: '1000000000000000' }));
    const plan = allocate(
      snapshotOf(pools, [
        { requests: ask },
        { requests: ask },
        { organisation: { weight: 0 }, requests: ask },
      ]),
    );
    expect(plan.organisations.map(({ granted }) => granted)).toEqual([
      '6000000000000000',
      '6000000000000000',
      '0',
    ]);
  });

  test('balances of 10^15 against weights of 10^6', () => {
    const max = '1000000000000000';
    const rows = [
      { organisation: { weight: 1_000_000, balance: `-${max}` }, requests: [{ ask: max }] },
      { organisation: { weight: 999_999, balance: max }, requests: [{ ask: max }] },
    ];
    const plan = allocate(snapshotOf([{ capacity: max, guarantees: {} }], rows));
    expect(plan.organisations.map(({ granted }) => granted)).toEqual(['0', max]);
    expect(plan.organisations.map(({ balanceAfter }) => balanceAfter)).toEqual([`-${max}`, '0']);
  });

  test('one organisation with hundreds of requests over several pools gets each in its own order', () => {
    const pools = Array.from({ length: 4 }, () => ({ capacity: '500', guarantees: all }));
    const requests = Array.from({ length: 400 }, (_, r) => ({
      ask: '10',
      minimum: r % 3 === 0 ? '7' : '0',
      score: r,
      pools: [`p${1 + (r % 4)}`, `p${1 + ((r * 7) % 4)}`].filter(
        (id, i, list) => list.indexOf(id) === i,
      ),
    }));
    const plan = allocate(snapshotOf(pools, [{ requests }]));
    expect(organisation(plan, 'o1').granted).toBe('2000');
    expect(plan.requests.filter(({ granted }) => granted === '0').length).toBeGreaterThan(0);
  });

  test('nobody, an empty class, no pool, and everything blocked', () => {
    expect(allocate(snapshotOf([], [])).requests).toEqual([]);
    expect(
      allocate(snapshotOf([], [{ requests: [{ ask: '3', pools: [] }] }])).requests[0]!.reason,
    ).toBe('NO_POOL');
    const blocked = Array.from({ length: 3 }, () => ({ requests: [{ ask: '60', minimum: '60' }] }));
    const plan = allocate(snapshotOf([{ capacity: '59', guarantees: all }], blocked));
    expect(plan.pools[0]!.unallocated).toBe('59');
  });
});
