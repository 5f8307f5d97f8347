import fc from 'fast-check';
import { snapshots } from '../../../../test/engine/random-snapshots.js';
import { canonicalJson } from '../../../kernel/canonical-json.js';
import { sha256Hex } from '../../../kernel/hash.js';
import { checkSnapshot } from './check.js';
import { normalForm, snapshotHash } from './normal-form.js';
import type { Snapshot } from './snapshot.js';

const hashOf = (snapshot: Snapshot) => snapshotHash(checkSnapshot(snapshot));

const sparse: Snapshot = {
  requests: [
    {
      id: 'r2',
      organisation: 'b',
      ask: '007',
      pools: ['q', 'p'],
      submittedAt: '2026-11-01T12:00:00+02:00',
    },
    { id: 'r10', organisation: 'b', ask: '1', pools: [], submittedAt: '2026-11-01T10:00:00.1239Z' },
  ],
  organisations: [{ id: 'b', class: 'c', tieKey: 'ABCDEF0123456789' }],
  pools: [
    { id: 'q', capacity: '5', guarantees: {} },
    { id: 'p', capacity: '05', guarantees: { c: 1 } },
  ],
  classes: [{ id: 'c', borrowWeight: 2 }],
  quantumGpuSeconds: '3600',
  seed: 'AB'.repeat(32),
  roundId: 'é',
  engine: 'gbc/1',
};

test('ALLOC-14: rows by id, defaults filled in, times in UTC with milliseconds, own order of pools kept', () => {
  expect(normalForm(sparse)).toEqual({
    engine: 'gbc/1',
    roundId: 'é',
    seed: 'ab'.repeat(32),
    quantumGpuSeconds: '3600',
    classes: [{ id: 'c', borrowWeight: 2 }],
    pools: [
      { id: 'p', capacity: '5', guarantees: { c: 1 }, ceilings: {} },
      { id: 'q', capacity: '5', guarantees: {}, ceilings: {} },
    ],
    groups: [],
    organisations: [
      {
        id: 'b',
        class: 'c',
        weight: 1,
        cap: null,
        group: null,
        balance: '0',
        tieKey: 'abcdef0123456789',
      },
    ],
    requests: [
      {
        id: 'r10',
        organisation: 'b',
        minimum: '0',
        ask: '1',
        pools: [],
        score: null,
        deadline: null,
        submittedAt: '2026-11-01T10:00:00.123Z',
        singlePool: false,
      },
      {
        id: 'r2',
        organisation: 'b',
        minimum: '0',
        ask: '7',
        pools: ['q', 'p'],
        score: null,
        deadline: null,
        submittedAt: '2026-11-01T10:00:00.000Z',
        singlePool: false,
      },
    ],
  });
});

test('ALLOC-14: the hash made row by row is the hash of the canonical JSON of the normal form', () => {
  const whole = (snapshot: Snapshot) => sha256Hex(canonicalJson(normalForm(snapshot)));
  expect(hashOf(sparse)).toBe(whole(sparse));
  fc.assert(
    fc.property(snapshots(), (snapshot) => hashOf(snapshot) === whole(snapshot)),
    { numRuns: 50 },
  );
});

test('ALLOC-14: a normal form is its own normal form', () => {
  expect(normalForm(normalForm(sparse))).toEqual(normalForm(sparse));
  expect(hashOf(normalForm(sparse))).toBe(hashOf(sparse));
});
