import { pledgeTargetOn } from './pledge-target.rules.js';

test('the target holds from the day it was announced', () => {
  expect(pledgeTargetOn(new Date('2025-02-09T23:59:59Z'))).toBeNull();
  expect(pledgeTargetOn(new Date('2025-02-10T00:00:00Z'))?.cents).toBe(15_000_000_000_000n);
});

test('the target names its source', () => {
  expect(pledgeTargetOn(new Date('2026-11-01T00:00:00Z'))?.source).toMatch(/EUR 150 bn/);
});
