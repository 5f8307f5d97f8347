import type { Snapshot } from './snapshot.js';
import { SnapshotRefused } from './snapshot.js';
import { checkSnapshot } from './check.js';

const good = {
  engine: 'gbc/1',
  roundId: 'r',
  seed: 'ab'.repeat(32),
  quantumGpuSeconds: '3600',
  classes: [
    { id: 'sme', borrowWeight: 1 },
    { id: 'large', borrowWeight: 1 },
  ],
  pools: [
    { id: 'p1', capacity: '100', guarantees: { sme: 300000 }, ceilings: { large: 200000 } },
    { id: 'p2', capacity: '1000000000000000', guarantees: {} },
  ],
  groups: [{ id: 'g', cap: '40' }],
  organisations: [
    {
      id: 'o1',
      class: 'sme',
      weight: 1,
      cap: '40',
      group: 'g',
      balance: '-5',
      tieKey: '00000000000000FF',
    },
  ],
  requests: [
    {
      id: 'r1',
      organisation: 'o1',
      minimum: '0',
      ask: '12',
      pools: ['p1', 'p2'],
      score: 875,
      deadline: '2027-03-01T00:00:00+01:00',
      submittedAt: '2026-11-01T10:00:00.5Z',
      singlePool: false,
    },
  ],
} satisfies Snapshot;

/** The good snapshot with the value at a path changed (`undefined` takes it away). */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(good) as Record<string, unknown>;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop()!;
  const row = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  row[last] = value;
  return copy;
}

function refusal(snapshot: unknown): SnapshotRefused {
  try {
    checkSnapshot(snapshot);
  } catch (error) {
    if (error instanceof SnapshotRefused) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

test('ALLOC-1: a good snapshot is accepted', () => {
  expect(checkSnapshot(good).ids.organisations).toEqual(['o1']);
});

test.each([
  ['engine', 'gbc/2'],
  ['roundId', ''],
  ['seed', 'ab'],
  ['seed', 'zz'.repeat(32)],
  ['quantumGpuSeconds', 3600],
  ['quantumGpuSeconds', '0'],
  ['classes', {}],
  ['classes[0]', 'sme'],
  ['classes[0].id', 7],
  ['classes[0].borrowWeight', 1.5],
  ['classes[0].borrowWeight', 1000001],
  ['classes[0].borrowWeight', '1'],
  ['pools[0].capacity', 100],
  ['pools[0].capacity', '10.5'],
  ['pools[0].capacity', '1e3'],
  ['pools[0].capacity', ' 7'],
  ['pools[0].capacity', '1000000000000001'],
  ['pools[0].capacity', '9'.repeat(400)],
  ['pools[0].guarantees', null],
  ['pools[0].guarantees', { sme: 600000, large: 400001 }],
  ['pools[0].guarantees.sme', -1],
  ['pools[0].guarantees.crown', 1],
  ['pools[0].ceilings.sme', 299999],
  ['groups[0].cap', -1],
  ['organisations[0].id', undefined],
  ['organisations[0].class', 'crown'],
  ['organisations[0].class', 'constructor'],
  ['organisations[0].weight', -1],
  ['organisations[0].weight', 1000001],
  ['organisations[0].cap', '-1'],
  ['organisations[0].group', 'h'],
  ['organisations[0].balance', '1000000000000001'],
  ['organisations[0].balance', '-1000000000000001'],
  ['organisations[0].balance', 0],
  ['organisations[0].tieKey', '00000000000000f'],
  ['organisations[0].tieKey', 255],
  ['requests[0].organisation', 'o2'],
  ['requests[0].ask', '-1'],
  ['requests[0].ask', undefined],
  ['requests[0].minimum', '٣'],
  ['requests[0].pools', 'p1'],
  ['requests[0].pools[1]', 'p9'],
  ['requests[0].pools[1]', 'p1'],
  ['requests[0].score', 87.5],
  ['requests[0].deadline', 'tomorrow'],
  ['requests[0].deadline', '2027-02-29T00:00:00Z'],
  ['requests[0].submittedAt', '2026-11-01T24:30:00Z'],
  ['requests[0].submittedAt', undefined],
  ['requests[0].singlePool', 1],
])('ALLOC-1: %s = %j is refused by name', (path, value) => {
  const { field, sentence } = refusal(changed(path, value));
  expect(field).toBe(path);
  expect(sentence.startsWith(`${path} `)).toBe(true);
  expect(sentence.endsWith('.')).toBe(true);
});

test.each([null, 7, 'x', [good]])('ALLOC-1: %j is not a snapshot', (value) => {
  expect(refusal(value).field).toBe('snapshot');
});

test.each(['classes', 'pools', 'groups', 'organisations', 'requests'] as const)(
  'ALLOC-1: a doubled id in %s is refused where it comes the second time',
  (list) => {
    const rows = [...good[list], good[list][0]];
    expect(refusal({ ...good, [list]: rows }).field).toBe(`${list}[${rows.length - 1}].id`);
  },
);

test('what is optional may be absent or null', () => {
  const { columns } = checkSnapshot({
    ...good,
    groups: undefined,
    organisations: [{ id: 'o1', class: 'sme', cap: null, group: null, tieKey: '0'.repeat(16) }],
    requests: [
      { id: 'r1', organisation: 'o1', ask: '1', pools: [], submittedAt: '2026-11-01T10:00:00Z' },
    ],
  });
  expect(columns.weight[0]).toBe(1);
  expect(columns.cap[0]).toBe(columns.math.none);
  expect(columns.score[0]).toBe(-1);
});

test('equal tie keys are allowed', () => {
  const twin = { ...good.organisations[0]!, id: 'o2' };
  expect(() =>
    checkSnapshot({ ...good, organisations: [good.organisations[0], twin] }),
  ).not.toThrow();
});

test('a wide round counts in bigints', () => {
  const pools = Array.from({ length: 5 }, (_, i) => ({
    id: `p${i}`,
    capacity: '1000000000000000',
    guarantees: {},
  }));
  expect(checkSnapshot({ ...good, pools, requests: [] }).columns.math.wide).toBe(true);
  expect(checkSnapshot(good).columns.math.wide).toBe(false);
});
