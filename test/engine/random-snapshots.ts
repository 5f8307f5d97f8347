import fc from 'fast-check';
import type {
  Snapshot,
  SnapshotClass,
  SnapshotGroup,
  SnapshotOrganisation,
  SnapshotPool,
  SnapshotRequest,
} from '../../src/allocation/engine/index.js';

/** What a random snapshot may contain; everything that a property cannot bear is switched off. */
export interface SnapshotShape {
  pools?: number;
  classes?: number;
  organisations?: number;
  requestsEach?: number;
  /** Largest capacity and ask. */
  amount?: number;
  minimums?: boolean;
  balances?: boolean;
  groups?: boolean;
  caps?: boolean;
  ceilings?: boolean;
  singlePool?: boolean;
  weightZero?: boolean;
}

const classNames = ['large', 'sme', 'science'];
const instant = (day: number) => new Date(Date.UTC(2026, 10, 1 + day, 10)).toISOString();
const rarely = (arbitrary: fc.Arbitrary<string>, freq = 3) =>
  fc.option(arbitrary, { nil: null, freq });

function poolsOf(shape: Required<SnapshotShape>, classes: number): fc.Arbitrary<SnapshotPool[]> {
  const share = fc.constantFrom(0, 0, 1, 2, 3, 5);
  const pool = fc
    .record({
      capacity: fc.integer({ min: 0, max: shape.amount }),
      parts: fc.array(share, { minLength: classes, maxLength: classes }),
      surplus: share,
      headroom: fc.array(fc.integer({ min: -900_000, max: 400_000 }), {
        minLength: classes,
        maxLength: classes,
      }),
    })
    .map(({ capacity, parts, surplus, headroom }) => {
      const sum = parts.reduce<number>((total, part) => total + part, surplus) || 1;
      const ppm = parts.map((part) => Math.floor((part * 1_000_000) / sum));
      const guarantees = Object.fromEntries(ppm.map((value, c) => [classNames[c]!, value]));
      const ceilings: Record<string, number> = Object.fromEntries(
        ppm.flatMap((value, c) =>
          headroom[c]! < 0
            ? []
            : [[classNames[c]!, Math.min(1_000_000, value + headroom[c]!)] as const],
        ),
      );
      return {
        capacity: String(capacity),
        guarantees,
        ...(shape.ceilings ? { ceilings } : {}),
      };
    });
  return fc
    .array(pool, { minLength: 1, maxLength: shape.pools, size: 'max' })
    .map((pools) => pools.map((row, i) => ({ id: `p${i + 1}`, ...row })));
}

function requestOf(
  shape: Required<SnapshotShape>,
  pools: number,
): fc.Arbitrary<Omit<SnapshotRequest, 'id' | 'organisation'>> {
  return fc
    .record({
      ask: fc.integer({ min: 0, max: shape.amount }),
      part: shape.minimums ? fc.constantFrom(0, 0, 0, 20, 50, 80, 100, 110) : fc.constant(0),
      pools: fc.shuffledSubarray(
        Array.from({ length: pools }, (_, i) => `p${i + 1}`),
        { minLength: 0 },
      ),
      score: fc.option(fc.constantFrom(100, 500, 700, 900)),
      deadline: rarely(fc.integer({ min: 60, max: 62 }).map(instant)),
      submittedAt: fc.integer({ min: 0, max: 2 }).map(instant),
      singlePool: shape.singlePool ? fc.constantFrom(false, false, true) : fc.constant(false),
    })
    .map(({ ask, part, ...row }) => ({
      ...row,
      ask: String(ask),
      minimum: String(Math.ceil((ask * part) / 100)),
    }));
}

function organisationOf(shape: Required<SnapshotShape>, classes: number, groups: number) {
  return fc.record({
    class: fc.constantFrom(...classNames.slice(0, classes)),
    weight: shape.weightZero ? fc.constantFrom(0, 1, 1, 2, 3, 5) : fc.constantFrom(1, 1, 2, 3, 5),
    cap: shape.caps
      ? rarely(fc.integer({ min: 0, max: shape.amount }).map(String), 2)
      : fc.constant(null),
    group:
      groups > 0
        ? rarely(
            fc.integer({ min: 1, max: groups }).map((g) => `g${g}`),
            2,
          )
        : fc.constant(null),
    balance: shape.balances
      ? fc.oneof(fc.constant('0'), fc.integer({ min: -30, max: 30 }).map(String))
      : fc.constant('0'),
    tieKey: fc.constantFrom(
      '0000000000000001',
      '00000000000000ff',
      '1000000000000000',
      'f0f0f0f0f0f0f0f0',
    ),
  });
}

/** Random snapshots of a shape; small amounts, so that ties, full pools and blocked minimums are common. */
export function snapshots(wanted: SnapshotShape = {}): fc.Arbitrary<Snapshot> {
  const shape: Required<SnapshotShape> = {
    pools: 3,
    classes: 3,
    organisations: 5,
    requestsEach: 3,
    amount: 30,
    minimums: true,
    balances: true,
    groups: true,
    caps: true,
    ceilings: true,
    singlePool: true,
    weightZero: true,
    ...wanted,
  };
  return fc
    .record({
      classes: fc.array(fc.constantFrom(0, 1, 1, 2, 5), { minLength: 1, maxLength: shape.classes }),
      groupCaps: shape.groups
        ? fc.array(rarely(fc.integer({ min: 0, max: shape.amount }).map(String)), { maxLength: 2 })
        : fc.constant([] as (string | null)[]),
    })
    .chain(({ classes, groupCaps }) =>
      poolsOf(shape, classes.length).chain((pools) =>
        fc
          .array(
            fc.record({
              organisation: organisationOf(shape, classes.length, groupCaps.length),
              requests: fc.array(requestOf(shape, pools.length), {
                maxLength: shape.requestsEach,
                size: 'max',
              }),
            }),
            { maxLength: shape.organisations, size: 'max' },
          )
          .map((members) => assemble(classes, pools, groupCaps, members)),
      ),
    );
}

function assemble(
  weights: readonly number[],
  pools: SnapshotPool[],
  groupCaps: readonly (string | null)[],
  members: readonly {
    organisation: Omit<SnapshotOrganisation, 'id'>;
    requests: readonly Omit<SnapshotRequest, 'id' | 'organisation'>[];
  }[],
): Snapshot {
  const classes: SnapshotClass[] = weights.map((borrowWeight, c) => ({
    id: classNames[c]!,
    borrowWeight,
  }));
  const groups: SnapshotGroup[] = groupCaps.map((cap, g) => ({ id: `g${g + 1}`, cap }));
  return {
    engine: 'gbc/1',
    roundId: 'random',
    seed: '5eed'.repeat(16),
    quantumGpuSeconds: '3600',
    classes,
    pools,
    groups,
    organisations: members.map(({ organisation }, o) => ({ id: `o${o + 1}`, ...organisation })),
    requests: members.flatMap(({ requests }, o) =>
      requests.map((request, r) => ({
        id: `o${o + 1}-r${r + 1}`,
        organisation: `o${o + 1}`,
        ...request,
      })),
    ),
  };
}
