import { divide, type Snapshot } from './engine/index.js';
import { summaryOf } from './summary.rules.js';

const submittedAt = '2026-11-01T10:00:00Z';
const snapshot: Snapshot = {
  engine: 'gbc/1',
  roundId: 'r',
  seed: 'ab'.repeat(32),
  quantumGpuSeconds: '3600',
  classes: [
    { id: 'large', borrowWeight: 1 },
    { id: 'sme', borrowWeight: 1 },
  ],
  pools: [{ id: 'p1', capacity: '100', guarantees: { large: 500_000, sme: 300_000 } }],
  organisations: [
    { id: 'o1', class: 'sme', tieKey: '0'.repeat(16) },
    { id: 'o2', class: 'large', tieKey: '1'.repeat(16) },
  ],
  requests: [
    { id: 'r1', organisation: 'o1', ask: '40', pools: ['p1'], score: 900, submittedAt },
    { id: 'r2', organisation: 'o1', ask: '30', pools: [], submittedAt },
    { id: 'r3', organisation: 'o2', ask: '50', pools: ['p1'], submittedAt },
  ],
};

test('a round is summed by pool and by class, in GPU-time', () => {
  const summary = summaryOf(divide(snapshot), [{ id: 'p1', name: 'Lumen' }]);
  expect(summary.pools).toEqual([
    {
      id: 'p1',
      name: 'Lumen',
      gpuSecondsCapacity: '360000',
      gpuHoursCapacity: 100,
      gpuSecondsGranted: '324000',
      gpuHoursGranted: 90,
    },
  ]);
  expect(summary.classes[1]).toMatchObject({
    class: 'sme',
    guaranteePpm: 300_000,
    gpuHoursAsked: 70,
    gpuHoursGranted: 40,
    gpuHoursBorrowed: 10,
    requests: 2,
    awarded: 1,
  });
});

test('a round without capacity has no shares', () => {
  const empty = divide({ ...snapshot, pools: [], requests: [] });
  expect(summaryOf(empty, []).classes[0]!.guaranteePpm).toBe(0);
});
