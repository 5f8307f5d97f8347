import type { Columns } from '../input/columns.js';
import { least, most, type UnitsArray } from '../input/units.js';
import type { FillObserver } from '../lex/lex.js';
import {
  admitByClaim,
  admitByExpectation,
  admitWhatFits,
  admitWithoutMinimum,
} from './admission.js';
import { divideAmounts } from './amounts.js';
import { entitle, expectBorrowed, fillClass, fillLeft } from './fills.js';
import { type RoundNetwork, sliceNetwork, wholeNetwork } from './networks.js';
import { beginRound } from './normalise.js';
import { claimOrder } from './order.js';
import { route, type Routes } from './routes.js';
import { balancesAfter } from './settle.js';
import type { RoundState } from './state.js';
import { Tightness } from './tightness.js';

/** A round that is decided: the state it ended in, and what follows from it. */
export interface RoundResult {
  readonly state: RoundState;
  readonly whole: RoundNetwork;
  /** r → units granted (ALLOC-10); r is a number of the state, not of the snapshot. */
  readonly granted: UnitsArray;
  readonly routes: Routes;
  /** o → balance after the round (ALLOC-12). */
  readonly balanceAfter: UnitsArray;
}

/** ALLOC-2 to 12 in their order. `onFill` sees every fill that stands. */
export function decideRound(input: Columns, onFill?: FillObserver): RoundResult {
  const state = beginRound(input, onFill);
  const { math, columns } = state;
  const slices = Array.from({ length: columns.classCount }, (_, ofClass) =>
    sliceNetwork(math, columns, state.sets, state.slice, ofClass),
  );
  const whole = wholeNetwork(columns, state.sets, state.ceiling);
  const members = membersOf(state);
  slices.forEach((slice, ofClass) => entitle(state, members[ofClass]!, slice));
  setClaims(state);
  const order = claimOrder(state.columns, state.byTie);
  admitWithoutMinimum(state, (o) => columns.weight[o]! > 0);
  admitByClaim(state, order, slices);
  slices.forEach((slice, ofClass) => fillClass(state, members[ofClass]!, slice));
  if (isLeft(state)) {
    rememberBorrowable(state, whole);
    borrow(state, whole, order);
    finish(state, whole);
  }
  const granted = divideAmounts(state, whole);
  return {
    state,
    whole,
    granted,
    routes: route(state, granted),
    balanceAfter: balancesAfter(state),
  };
}

/** Organisations that take part in what their class gives, by class: weight above 0, and something asked. */
function membersOf({ columns, demand }: RoundState): Int32Array[] {
  return Array.from({ length: columns.classCount }, (_, ofClass) => {
    const members = new Int32Array(demand.length);
    let count = 0;
    for (let o = 0; o < demand.length; o++) {
      if (columns.classOf[o] !== ofClass || columns.weight[o] === 0 || !(demand[o]! > 0)) continue;
      members[count++] = o;
    }
    return members.subarray(0, count);
  });
}

/** ALLOC-6: claim = min(cap, E + max(0, balance)). */
function setClaims({ columns, math, cap, claim, entitlement }: RoundState): void {
  for (let o = 0; o < claim.length; o++) {
    claim[o] = least(cap[o]!, entitlement[o]! + most(math.zero, columns.balance[o]!));
  }
}

/** Where something is left to borrow; elsewhere who got nothing had its class exhausted (ALLOC-13). */
function rememberBorrowable(state: RoundState, whole: RoundNetwork): void {
  const left = new Tightness(state, whole);
  const { columns, sets, borrowable } = state;
  for (let ofClass = 0; ofClass < columns.classCount; ofClass++) {
    for (let set = 0; set < sets.count; set++) {
      if (left.isOpen(ofClass, set)) borrowable[ofClass * sets.count + set] = 1;
    }
  }
}

/** ALLOC-8. */
function borrow(state: RoundState, whole: RoundNetwork, order: Int32Array): void {
  const { columns, math } = state;
  const expected = needsExpectation(state) ? expectBorrowed(state, whole) : null;
  const fresh =
    expected === null
      ? math.array(state.given.length)
      : admitByExpectation(state, order, whole, expected);
  fillLeft(state, whole, {
    takesPart: (o) => columns.weight[o]! > 0,
    offsetOf: (o) => math.zero - columns.balance[o]!,
    fresh,
  });
}

/** E2 decides only about minimums that wait. */
function needsExpectation({ columns, waiting }: RoundState): boolean {
  return waiting.some((count, o) => count > 0 && columns.weight[o]! > 0);
}

/** ALLOC-9: passes for everybody of weight above 0, then for the others alone. */
function finish(state: RoundState, whole: RoundNetwork): void {
  const { columns } = state;
  const weighted = (o: number) => columns.weight[o]! > 0;
  const weightless = (o: number) => columns.weight[o] === 0;
  // After a fill nothing reaches admitted headroom, so a pass in which nothing is admitted changes nothing.
  while (isLeft(state) && pass(state, whole, weighted, false));
  if (!isLeft(state) || !columns.weight.includes(0)) return;
  admitWithoutMinimum(state, weightless);
  pass(state, whole, weightless, true);
  while (isLeft(state) && pass(state, whole, weightless, false));
}

function pass(
  state: RoundState,
  whole: RoundNetwork,
  takesPart: (organisation: number) => boolean,
  fillAnyway: boolean,
): boolean {
  const { math, columns, given, classFill } = state;
  const admitted = admitWhatFits(state, whole, takesPart);
  if (admitted === null && !fillAnyway) return false;
  const before = given.slice();
  return fillLeft(state, whole, {
    takesPart,
    offsetOf: (o) => before[o]! - classFill[o]! - columns.balance[o]!,
    fresh: admitted ?? math.array(given.length),
  });
}

function isLeft({ math, columns, given }: RoundState): boolean {
  let left = math.zero;
  for (let pool = 0; pool < columns.poolCount; pool++) left += columns.capacity[pool]!;
  for (let o = 0; o < given.length; o++) left -= given[o]!;
  return left > 0;
}
