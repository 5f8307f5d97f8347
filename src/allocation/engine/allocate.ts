import { checkSnapshot } from './input/check.js';
import { snapshotHash } from './input/normal-form.js';
import type { Snapshot } from './input/snapshot.js';
import { buildPlan } from './output/build-plan.js';
import type { Plan } from './output/plan.js';
import { decideRound } from './round/round.js';

/**
 * Divides a round: snapshot in, plan out, by the rules ALLOC-1 to 14. The same snapshot gives the same
 * plan, whatever the order of its rows, on every machine.
 * @throws SnapshotRefused naming the first field that is not as ALLOC-1 asks.
 */
export function allocate(snapshot: Snapshot): Plan {
  const { columns, ids } = checkSnapshot(snapshot);
  return buildPlan(snapshot, snapshotHash(snapshot), ids, decideRound(columns));
}
