import { most, type Units, type UnitsArray } from '../input/units.js';
import { Carrier } from './carrier.js';
import type { RoundNetwork } from './networks.js';
import { byFraction } from './order.js';
import { admit, bind, borrowWeightOf, type RoundState } from './state.js';

/** Organisations of weight above 0 always have their requests without a minimum admitted (ALLOC-6). */
export function admitWithoutMinimum(
  state: RoundState,
  takesPart: (organisation: number) => boolean,
): void {
  const { columns, liveCount } = state;
  for (let request = 0; request < liveCount; request++) {
    if (columns.minimum[request]! > 0 || !takesPart(columns.organisationOf[request]!)) continue;
    admit(state, request);
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
    if (state.waiting[o] === 0) continue;
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
    if (state.waiting[o] === 0) continue;
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
  const waiting = state.byTie.filter((o) => takesPart(o) && state.waiting[o]! > 0);
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
function finishOrder({ columns, given }: RoundState, waiting: Int32Array): Int32Array {
  return byFraction(
    waiting,
    (organisation) => given[organisation]! - columns.balance[organisation]!,
    (organisation) => borrowWeightOf(columns, organisation),
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
  const { columns, start, admitted } = state;
  let any = false;
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    const minimum = columns.minimum[request]!;
    if (admitted[request] === 1 || !(minimum > 0) || !mayHave(minimum)) continue;
    const unbound = columns.singlePool[request] === 1 && state.boundTo[request]! < 0;
    if (unbound && !bindToMostRoom(state, request, carrier, net)) continue;
    const entry = net.entryOf(columns.classOf[o]!, state.setOf[request]!);
    if (!carrier.add(entry, minimum)) continue;
    carrier.widen(o, entry, columns.ask[request]! - minimum);
    admit(state, request);
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
