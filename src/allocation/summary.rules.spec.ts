import type { Plan, Snapshot } from './engine/index.js';
import { summaryOf } from './summary.rules.js';

const snapshot = {
  quantumGpuSeconds: '3600',
  organisations: [
    { id: 'o1', class: 'sme', tieKey: '0'.repeat(16) },
    { id: 'o2', class: 'large', tieKey: '1'.repeat(16) },
  ],
  requests: [
    { id: 'r1', organisation: 'o1', ask: '40', pools: ['p1'] },
    { id: 'r2', organisation: 'o1', ask: '30', pools: ['p1'] },
    { id: 'r3', organisation: 'o2', ask: '90', pools: ['p1'] },
  ],
} as unknown as Snapshot;

const plan = {
  pools: [{ id: 'p1', capacity: '100', granted: '90', unallocated: '10' }],
  classes: [
    { id: 'large', guaranteed: '50', entitled: '50', granted: '50', borrowed: '0' },
    { id: 'sme', guaranteed: '30', entitled: '30', granted: '40', borrowed: '10' },
  ],
  requests: [
    { id: 'r1', granted: '40' },
    { id: 'r2', granted: '0' },
    { id: 'r3', granted: '50' },
  ],
} as unknown as Plan;

test('a round is summed by pool and by class, in GPU-time', () => {
  const summary = summaryOf(snapshot, plan, [{ id: 'p1', name: 'Lumen' }]);
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
  const empty = { ...plan, pools: [] } as unknown as Plan;
  expect(summaryOf(snapshot, empty, []).classes[0]!.guaranteePpm).toBe(0);
});
