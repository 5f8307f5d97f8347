import fc from 'fast-check';
import { snapshots, type SnapshotShape } from '../../../test/engine/random-snapshots.js';
import { runs } from '../../../test/engine/runs.js';
import { canonicalJson } from '../../kernel/canonical-json.js';
import { allocate } from './allocate.js';
import { checkSnapshot } from './input/check.js';
import type { Snapshot, SnapshotOrganisation, SnapshotRequest } from './input/snapshot.js';
import { amountsAreConserved, requestsAreServed } from './output/plan-checks.js';
import type { Plan } from './output/plan.js';
import { fillHolds, guaranteesHold, nothingIsIdle } from './round/properties.js';
import { decideRound } from './round/round.js';

const calm: SnapshotShape = { minimums: false, balances: false };
const numRuns = runs;

const granted = (plan: Plan, id: string) =>
  BigInt(plan.organisations.find((line) => line.id === id)?.granted ?? '0');

/** One class whose slices are the whole pools: then a round is one LEX call. */
const oneCall = (shape: SnapshotShape = {}) =>
  snapshots({
    ...calm,
    classes: 1,
    groups: false,
    ceilings: false,
    singlePool: false,
    weightZero: false,
    ...shape,
  }).map((snapshot) => ({
    ...snapshot,
    pools: snapshot.pools.map((pool) => ({ ...pool, guarantees: { large: 1_000_000 } })),
  }));

/** The snapshot with one request changed. */
const withRequest = (
  snapshot: Snapshot,
  id: string,
  change: Partial<SnapshotRequest>,
): Snapshot => ({
  ...snapshot,
  requests: snapshot.requests.map((row) => (row.id === id ? { ...row, ...change } : row)),
});

const withCapacity = (snapshot: Snapshot, pool: number, more: number): Snapshot => ({
  ...snapshot,
  pools: snapshot.pools.map((row, i) =>
    i === pool % snapshot.pools.length
      ? { ...row, capacity: String(BigInt(row.capacity) + BigInt(more)) }
      : row,
  ),
});

/** A random request of a snapshot, or nothing when there is none. */
const pick = <Row>(rows: readonly Row[], number: number): Row | undefined =>
  rows[number % Math.max(1, rows.length)];

describe('always', () => {
  test('P1: what is routed is what is granted, within pools and ceilings; balances are conserved', () => {
    fc.assert(
      fc.property(snapshots(), (snapshot) => amountsAreConserved(snapshot, allocate(snapshot))),
      { numRuns },
    );
  });

  test('P2: nothing or at least the minimum, at most the ask, within caps', () => {
    fc.assert(
      fc.property(snapshots(), (snapshot) => requestsAreServed(snapshot, allocate(snapshot))),
      { numRuns },
    );
  });

  test('P3: in every fill the total is right and no unit given stands above one that was not', () => {
    fc.assert(
      fc.property(snapshots({ amount: 1000 }), (snapshot) => {
        decideRound(checkSnapshot(snapshot).columns, (agents, amount, total) => {
          expect(fillHolds(agents, amount, total)).toBe(true);
        });
      }),
      { numRuns },
    );
  });

  test('P7: nothing is left idle that an admitted request or a waiting minimum could use', () => {
    fc.assert(
      fc.property(snapshots(), (snapshot) =>
        nothingIsIdle(decideRound(checkSnapshot(snapshot).columns)),
      ),
      { numRuns },
    );
  });

  test('P12: shuffled rows and a second run give identical bytes', () => {
    const shuffled = snapshots().chain((snapshot) => {
      const all = <Row>(rows: readonly Row[]) =>
        fc.shuffledSubarray([...rows], { minLength: rows.length });
      return fc.record({
        snapshot: fc.constant(snapshot),
        other: fc.record({
          classes: all(snapshot.classes),
          pools: all(snapshot.pools),
          groups: all(snapshot.groups ?? []),
          organisations: all(snapshot.organisations),
          requests: all(snapshot.requests),
        }),
      });
    });
    fc.assert(
      fc.property(shuffled, ({ snapshot, other }) => {
        const bytes = canonicalJson(allocate(snapshot));
        expect(canonicalJson(allocate(snapshot))).toBe(bytes);
        expect(canonicalJson(allocate({ ...snapshot, ...other }))).toBe(bytes);
      }),
      { numRuns },
    );
  });

  test('P13: a claim never grows above what waits or what it is entitled to', () => {
    fc.assert(
      fc.property(snapshots(), (snapshot) => {
        const plan = allocate(snapshot);
        for (const line of plan.organisations) {
          const waiting = snapshot.requests
            .filter(({ organisation }) => organisation === line.id)
            .map(({ minimum }) => BigInt(minimum ?? '0'));
          const bounds = [...waiting, BigInt(line.balanceBefore), BigInt(line.entitlement)];
          expect(bounds.some((bound) => BigInt(line.balanceAfter) <= bound)).toBe(true);
        }
      }),
      { numRuns },
    );
  });
});

describe('guarantees', () => {
  test('P5: a class gets what its demand could draw from its slice', () => {
    fc.assert(
      fc.property(snapshots({ singlePool: false }), (snapshot) =>
        guaranteesHold(decideRound(checkSnapshot(snapshot).columns)),
      ),
      { numRuns },
    );
  });

  test('P6: nobody gets less than its weighted part of the slice, but for rounding', () => {
    fc.assert(
      fc.property(snapshots({ ...calm, pools: 1, singlePool: false }), (snapshot) => {
        const { columns, ids } = checkSnapshot(snapshot);
        const { state } = decideRound(columns);
        ids.organisations.forEach((_, o) => {
          const w = columns.weight[o]!;
          const mates = ids.organisations.flatMap((__, m) =>
            columns.classOf[m] === columns.classOf[o] && columns.weight[m]! > 0
              ? [columns.weight[m]!]
              : [],
          );
          const total = mates.reduce((sum, weight) => sum + weight, 0);
          if (w === 0) return;
          const part = Math.min(state.demand[o]!, (state.slice[columns.classOf[o]!]! * w) / total);
          expect(state.given[o]!).toBeGreaterThanOrEqual(
            part - (mates.length * w) / (2 * total) - 1,
          );
        });
      }),
      { numRuns },
    );
  });
});

describe('P8: no lie about ask or pools pays', () => {
  /** What the organisation of a request could use of a plan, if its truth is this request. */
  const useful = (plan: Plan, truth: SnapshotRequest): bigint => {
    const routes = plan.requests.find(({ id }) => id === truth.id)!.routes;
    const units = routes.reduce(
      (sum, { pool, units: part }) => sum + (truth.pools.includes(pool) ? BigInt(part) : 0n),
      0n,
    );
    return units < BigInt(truth.ask) ? units : BigInt(truth.ask);
  };
  const lie = fc.record({
    number: fc.nat(),
    ask: fc.nat(40),
    pools: fc.nat(),
    wider: fc.boolean(),
  });

  test('in a round with one pool', () => {
    const shape = { ...calm, pools: 1, groups: false, caps: true, requestsEach: 1 };
    fc.assert(
      fc.property(snapshots(shape), lie, (snapshot, { number, ask }) => {
        const truth = pick(snapshot.requests, number);
        if (truth === undefined) return;
        const honest = useful(allocate(snapshot), truth);
        const lied = allocate(withRequest(snapshot, truth.id, { ask: String(ask) }));
        expect(useful(lied, truth)).toBeLessThanOrEqual(honest);
      }),
      { numRuns },
    );
  });

  test('in a LEX call over several pools', () => {
    fc.assert(
      fc.property(oneCall({ requestsEach: 1 }), lie, (snapshot, { number, ask, pools, wider }) => {
        const truth = pick(snapshot.requests, number);
        if (truth === undefined) return;
        const fewer = truth.pools.filter((_, i) => ((pools >> i) & 1) === 0);
        const more = snapshot.pools.map(({ id }) => id);
        const honest = useful(allocate(snapshot), truth);
        const lied = allocate(
          withRequest(snapshot, truth.id, { ask: String(ask), pools: wider ? more : fewer }),
        );
        expect(useful(lied, truth)).toBeLessThanOrEqual(honest);
      }),
      { numRuns },
    );
  });
});

describe('P9: more capacity lowers nobody', () => {
  const growth = fc.record({ pool: fc.nat(), more: fc.integer({ min: 1, max: 12 }) });

  test('in a LEX call, exactly', () => {
    fc.assert(
      fc.property(oneCall(), growth, (snapshot, { pool, more }) => {
        if (snapshot.pools.length === 0) return;
        const [before, after] = [allocate(snapshot), allocate(withCapacity(snapshot, pool, more))];
        for (const { id } of snapshot.organisations) {
          expect(granted(after, id)).toBeGreaterThanOrEqual(granted(before, id));
        }
      }),
      { numRuns },
    );
  });

  test('in a round, within one unit, where each organisation has one request', () => {
    const shape = { minimums: false, singlePool: false, requestsEach: 1 };
    fc.assert(
      fc.property(snapshots(shape), growth, (snapshot, { pool, more }) => {
        const [before, after] = [allocate(snapshot), allocate(withCapacity(snapshot, pool, more))];
        for (const { id } of snapshot.organisations) {
          expect(granted(after, id)).toBeGreaterThanOrEqual(granted(before, id) - 1n);
        }
      }),
      { numRuns },
    );
  });
});

describe('P10: a smaller ask of one lowers nobody else', () => {
  const cut = fc.record({ number: fc.nat(), part: fc.nat(99) });
  const holds = (snapshot: Snapshot, { number, part }: { number: number; part: number }) => {
    const request = pick(snapshot.requests, number);
    if (request === undefined) return;
    const ask = String((BigInt(request.ask) * BigInt(part)) / 100n);
    const [before, after] = [
      allocate(snapshot),
      allocate(withRequest(snapshot, request.id, { ask })),
    ];
    for (const { id } of snapshot.organisations) {
      if (id === request.organisation) continue;
      expect(granted(after, id)).toBeGreaterThanOrEqual(granted(before, id));
    }
  };

  test('in a LEX call with one request per organisation', () => {
    fc.assert(fc.property(oneCall({ requestsEach: 1 }), cut, holds), { numRuns });
  });

  test('in a round with one pool and no groups', () => {
    const shape = { minimums: false, pools: 1, groups: false };
    fc.assert(fc.property(snapshots(shape), cut, holds), { numRuns });
  });
});

describe('P11: equals', () => {
  test('differ by at most one unit in total', () => {
    const shape = { minimums: false, singlePool: false };
    fc.assert(
      fc.property(snapshots(shape), fc.nat(), (snapshot, number) => {
        const first = pick(snapshot.organisations, number);
        if (first === undefined) return;
        const twin: SnapshotOrganisation = { ...first, id: 'twin', tieKey: '8000000000000000' };
        const requests = snapshot.requests
          .filter(({ organisation }) => organisation === first.id)
          .map((request) => ({ ...request, id: `twin-${request.id}`, organisation: 'twin' }));
        const plan = allocate({
          ...snapshot,
          organisations: [...snapshot.organisations, twin],
          requests: [...snapshot.requests, ...requests],
        });
        const difference = granted(plan, first.id) - granted(plan, 'twin');
        expect(difference >= -1n && difference <= 1n).toBe(true);
      }),
      { numRuns },
    );
  });
});

describe('P13: waiting is bounded', () => {
  test('every minimum that its slice could hold is served after at most (n + 1)·(⌈minimum / E⌉ + 1) rounds', () => {
    const shape = {
      pools: 1,
      classes: 1,
      groups: false,
      caps: false,
      ceilings: false,
      singlePool: false,
      weightZero: false,
      balances: false,
      requestsEach: 1,
    };
    fc.assert(
      fc.property(snapshots(shape), (snapshot) => {
        const full = {
          ...snapshot,
          pools: snapshot.pools.map((pool) => ({ ...pool, guarantees: { large: 1_000_000 } })),
        };
        waitForAll(full);
      }),
      { numRuns: Math.ceil(numRuns / 20) },
    );
  });

  function waitForAll(snapshot: Snapshot): void {
    const waited = new Map<string, number>();
    let organisations = snapshot.organisations;
    for (let round = 0; round < 120; round++) {
      const plan = allocate({ ...snapshot, organisations });
      for (const line of plan.organisations) {
        const request = snapshot.requests.find(({ organisation }) => organisation === line.id);
        const entitlement = Number(line.entitlement);
        if (request === undefined || entitlement === 0) continue;
        waited.set(line.id, line.granted === '0' ? (waited.get(line.id) ?? 0) + 1 : 0);
        const rounds = Math.ceil(Number(request.minimum) / entitlement) + 1;
        expect(waited.get(line.id)).toBeLessThanOrEqual((organisations.length + 1) * rounds);
      }
      organisations = organisations.map((row) => ({
        ...row,
        balance: plan.organisations.find(({ id }) => id === row.id)!.balanceAfter,
      }));
    }
  }
});

// A `singlePool` request that can choose is bound in own order, so a better place may bind it elsewhere.
describe('P14: a higher score', () => {
  test('never lowers that request while weights stay', () => {
    fc.assert(
      fc.property(
        snapshots({ minimums: false, singlePool: false }),
        fc.nat(),
        (snapshot, number) => {
          const request = pick(snapshot.requests, number);
          if (request === undefined) return;
          const of = (plan: Plan) =>
            BigInt(plan.requests.find(({ id }) => id === request.id)!.granted);
          const better = allocate(
            withRequest(snapshot, request.id, { score: (request.score ?? 0) + 450 }),
          );
          expect(of(better)).toBeGreaterThanOrEqual(of(allocate(snapshot)));
        },
      ),
      { numRuns },
    );
  });
});
