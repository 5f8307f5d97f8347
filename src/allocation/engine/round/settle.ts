import { least, most, type Units, type UnitsArray } from '../input/units.js';
import type { RoundState } from './state.js';

const balanceMax = 10n ** 15n;

/**
 * ALLOC-12: B′ = min(B + E − x, max(B, largest own waiting minimum, E)), clamped to ±10^15, for organisations
 * with a live request; the others keep B. So an unused entitlement becomes a claim, but never a larger one
 * than what still waits.
 */
export function balancesAfter(state: RoundState): UnitsArray {
  const { columns, math, start, entitlement, given } = state;
  const max = math.of(balanceMax);
  const min = math.of(-balanceMax);
  const after = columns.balance.slice();
  for (let o = 0; o < after.length; o++) {
    if (start[o + 1] === start[o]) continue;
    const before = columns.balance[o]!;
    const bound = most(before, most(largestWaiting(state, o), entitlement[o]!));
    after[o] = most(min, least(max, least(before + entitlement[o]! - given[o]!, bound)));
  }
  return after;
}

function largestWaiting({ columns, math, start, admitted }: RoundState, o: number): Units {
  let largest = math.zero;
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    if (admitted[request] !== 1) largest = most(largest, columns.minimum[request]!);
  }
  return largest;
}
