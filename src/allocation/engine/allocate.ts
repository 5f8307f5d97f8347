import { checkSnapshot } from './input/check.js';
import type { HashMaker } from './input/normal-form.js';
import type { Snapshot } from './input/snapshot.js';
import { divisionOf, planOf, type Division } from './output/build-plan.js';
import type { Plan } from './output/plan.js';
import { decideRound } from './round/round.js';

/**
 * Divides a round: snapshot in, plan out, by the rules ALLOC-1 to 14. The same snapshot gives the same
 * plan, whatever the order of its rows, on every machine.
 * @throws SnapshotRefused naming the first field that is not as ALLOC-1 asks.
 */
export const allocate = (snapshot: Snapshot): Plan => planOf(divide(snapshot));

/** As `allocate`, with the plan's lines one by one: for rounds that do not fit into memory twice. */
export function divide(snapshot: Snapshot, hash?: HashMaker): Division {
  const checked = checkSnapshot(snapshot);
  return divisionOf(checked, decideRound(checked.columns), hash);
}
