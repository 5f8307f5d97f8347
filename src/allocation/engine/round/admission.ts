import { most, type Units, type UnitsArray } from '../input/units.js';
import { Carrier } from './carrier.js';
import type { RoundNetwork } from './networks.js';
import { bind } from './normalise.js';
import { compareFractions } from './order.js';
import { borrowWeightOf, type RoundState } from './state.js';

/** Organisations of weight above 0 always have their requests without a minimum admitted (ALLOC-6). */
export function admitWithoutMinimum(
  state: RoundState,
  takesPart: (organisation: number) => boolean,
): void {
  const { columns, own } = state;
  for (const request of own.requests) {
    if (columns.minimum[request]! > 0 || !takesPart(columns.organisationOf[request]!)) continue;
    state.admitted[request] = 1;
  }
}

/** ALLOC-6: minimums by claim, as far as the slice of the class carries them. */
export function admitByClaim(
  state: RoundState,
  order: Int32Array,
  slices: readonly RoundNetwork[],
): void {
  const { columns, claim, minimums } = state;
  const carriers = slices.map((slice) => new Carrier(state, slice));
  for (const o of order) {
    if (!isWaiting(state, o)) continue;
    const ofClass = columns.classOf[o]!;
    admitOwn(
      state,
      o,
      carriers[ofClass]!,
      slices[ofClass]!,
      (minimum) => minimums[o]! + minimum <= claim[o]!,
    );
  }
}

/** ALLOC-8: minimums that the claim that is left and the expected loan reach together. Gives o → admitted here. */
export function admitByExpectation(
  state: RoundState,
  order: Int32Array,
  whole: RoundNetwork,
  expected: UnitsArray,
): UnitsArray {
  const { math, claim, given, cap } = state;
  const fresh = math.array(given.length);
  let carrier: Carrier | null = null;
  for (const o of order) {
    if (!isWaiting(state, o)) continue;
    carrier ??= new Carrier(state, whole);
    const reach = most(math.zero, claim[o]! - given[o]!) + expected[o]!;
    admitOwn(
      state,
      o,
      carrier,
      whole,
      (minimum) => fresh[o]! + minimum <= reach && given[o]! + fresh[o]! + minimum <= cap[o]!,
      fresh,
    );
  }
  return fresh;
}

/** ALLOC-9: any waiting minimum that fits pools, ceilings and caps; those come first who got least. */
export function admitWhatFits(
  state: RoundState,
  whole: RoundNetwork,
  takesPart: (organisation: number) => boolean,
): UnitsArray | null {
  const { math, given, cap } = state;
  const waiting = state.byTie.filter((o) => takesPart(o) && isWaiting(state, o));
  if (waiting.length === 0) return null;
  const order = finishOrder(state, waiting);
  const carrier = new Carrier(state, whole);
  const fresh = math.array(given.length);
  let any = false;
  for (const o of order) {
    const fits = (minimum: Units) => given[o]! + fresh[o]! + minimum <= cap[o]!;
    if (admitOwn(state, o, carrier, whole, fits, fresh)) any = true;
  }
  return any ? fresh : null;
}

/** By (x − balance) / borrow weight ascending, then tie key and id. */
function finishOrder({ columns, given, rank }: RoundState, waiting: Int32Array): Int32Array {
  const had = (o: number) => given[o]! - columns.balance[o]!;
  return waiting.sort(
    (a, b) =>
      compareFractions(had(a), borrowWeightOf(columns, a), had(b), borrowWeightOf(columns, b)) ||
      rank[a]! - rank[b]!,
  );
}

/** Tries the waiting requests of one organisation in its own order; one that does not fit is skipped. */
function admitOwn(
  state: RoundState,
  o: number,
  carrier: Carrier,
  net: RoundNetwork,
  mayHave: (minimum: Units) => boolean,
  fresh?: UnitsArray,
): boolean {
  const { columns, own, admitted, minimums } = state;
  let any = false;
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    const minimum = columns.minimum[request]!;
    if (admitted[request] === 1 || !(minimum > 0) || !mayHave(minimum)) continue;
    const unbound = columns.singlePool[request] === 1 && state.boundTo[request]! < 0;
    if (unbound && !bindToMostRoom(state, request, carrier, net)) continue;
    const entry = net.entryOf(columns.classOf[o]!, state.setOf[request]!);
    if (!carrier.add(entry, minimum)) continue;
    carrier.widen(o, entry, columns.ask[request]! - minimum);
    admitted[request] = 1;
    minimums[o] = minimums[o]! + minimum;
    if (fresh !== undefined) fresh[o] = fresh[o]! + minimum;
    any = true;
  }
  return any;
}

/** Binds a `singlePool` request to the accepted pool with the most room, if that carries its minimum. */
function bindToMostRoom(
  state: RoundState,
  request: number,
  carrier: Carrier,
  net: RoundNetwork,
): boolean {
  const { columns, math } = state;
  const ofClass = columns.classOf[columns.organisationOf[request]!]!;
  let best = -1;
  let bestRoom = math.zero;
  for (const pool of columns.preferences[columns.preferenceOf[request]!]!) {
    const room = carrier.roomAt(net.poolEntryOf(ofClass, pool));
    if (best < 0 || room > bestRoom) [best, bestRoom] = [pool, room];
  }
  if (best < 0 || bestRoom < columns.minimum[request]!) return false;
  bind(state, request, best);
  return true;
}

function isWaiting({ own, admitted, columns }: RoundState, o: number): boolean {
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    if (admitted[request] !== 1 && columns.minimum[request]! > 0) return true;
  }
  return false;
}
