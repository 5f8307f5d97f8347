import fc from 'fast-check';
import { snapshots, type SnapshotShape } from '../../../../test/engine/random-snapshots.js';
import { RoundByDefinition } from '../../../../test/engine/round-definition.js';
import { runs } from '../../../../test/engine/runs.js';
import { allocate } from '../allocate.js';
import { checkSnapshot } from '../input/check.js';
import type { Snapshot } from '../input/snapshot.js';
import { divisionOf, planHashOf, planOf } from '../output/build-plan.js';
import type { Plan } from '../output/plan.js';
import { decideRound } from './round.js';

/** The amounts of a plan in the form in which the definition gives them. */
function amountsOf(plan: Plan) {
  return {
    granted: Object.fromEntries(plan.requests.map(({ id, granted }) => [id, granted])),
    organisations: Object.fromEntries(
      plan.organisations.map(({ id, entitlement, granted, borrowed, balanceAfter }) => [
        id,
        { entitlement, granted, borrowed, balanceAfter },
      ]),
    ),
  };
}

describe('ALLOC-2 to 12: a round equals its definition, unit by unit', () => {
  const shapes: Record<string, SnapshotShape> = {
    'one pool': { pools: 1, amount: 14, singlePool: false },
    'several pools': { amount: 9, singlePool: false, groups: false },
    'everything at once': { amount: 9 },
    'few organisations with many requests': { organisations: 3, requestsEach: 6, amount: 8 },
    'single pools': { amount: 8, classes: 2, ceilings: true },
  };
  test.each(Object.entries(shapes))('%s', (_, shape) => {
    fc.assert(
      fc.property(snapshots(shape), (snapshot) => {
        expect(amountsOf(allocate(snapshot))).toEqual(new RoundByDefinition(snapshot).run());
      }),
      { numRuns: Math.ceil(runs / 10) },
    );
  });
});

test('the same code decides the same in numbers and in bigints', () => {
  fc.assert(
    fc.property(snapshots(), (snapshot: Snapshot) => {
      const wide = checkSnapshot(snapshot, true);
      expect(wide.columns.math.wide).toBe(true);
      const plan = planOf(divisionOf(wide, decideRound(wide.columns)));
      // Both hashes are made of text written straight from the columns.
      expect(plan).toEqual(allocate(snapshot));
      expect(plan.planHash).toBe(planHashOf(plan));
    }),
    { numRuns: runs },
  );
});
