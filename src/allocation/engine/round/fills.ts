import { addUpTo, least, type Units, type UnitsArray } from '../input/units.js';
import { lex, type LexResult } from '../lex/lex.js';
import { ProblemBuilder } from '../lex/problem-builder.js';
import type { RoundNetwork } from './networks.js';
import { borrowWeightOf, type RoundState } from './state.js';

/*
 * The LEX calls of a round. Minimums of admitted requests enter as fixed supply of their accepted set; an
 * organisation's lanes carry what comes on top, so every call counts k onwards from the minimums by its
 * offset.
 */

/** Units asked beyond the minimum. */
const roomOf = ({ columns }: RoundState, request: number): Units =>
  columns.ask[request]! - columns.minimum[request]!;

/** ALLOC-5: E of every organisation of a class: what its slice would give it without any minimums. */
export function entitle(
  state: RoundState,
  members: Int32Array,
  slice: RoundNetwork,
  ofClass: number,
): void {
  const { columns, math, own } = state;
  const taking = members.filter((o) => columns.weight[o]! > 0 && state.demand[o]! > 0);
  const builder = new ProblemBuilder(math, slice.network, taking.length, laneSpace(state, taking));
  for (const o of taking) {
    builder.add(columns.weight[o]!, math.zero, math.zero, state.demand[o]!, state.rank[o]!);
    for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
      const request = own.requests[at]!;
      builder.lane(slice.entryOf(ofClass, state.setOf[request]!), columns.ask[request]!);
    }
  }
  const { amount } = lex(math, builder.build(), state.onFill);
  taking.forEach((o, i) => (state.entitlement[o] = amount[i]!));
}

/** ALLOC-7: what the class gives to its organisations, the minimums of admitted requests first. */
export function fillClass(
  state: RoundState,
  members: Int32Array,
  slice: RoundNetwork,
  ofClass: number,
): void {
  const { columns, math, own } = state;
  const taking = members.filter((o) => columns.weight[o]! > 0 && state.demand[o]! > 0);
  const builder = new ProblemBuilder(math, slice.network, taking.length, laneSpace(state, taking));
  for (const o of taking) {
    const minimums = state.minimums[o]!;
    const upper = least(state.cap[o]!, admittedAsks(state, o)) - minimums;
    builder.add(columns.weight[o]!, minimums, math.zero, upper, state.rank[o]!);
    for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
      const request = own.requests[at]!;
      if (state.admitted[request] !== 1) continue;
      const entry = slice.entryOf(ofClass, state.setOf[request]!);
      builder.supplyTo(entry, columns.minimum[request]!);
      builder.lane(entry, roomOf(state, request));
    }
  }
  const problem = builder.build();
  const result = lex(math, problem, state.onFill);
  taking.forEach((o, i) => {
    const given = state.minimums[o]! + result.amount[i]!;
    state.given[o] = given;
    state.classFill[o] = given;
    const refused = result.amount[i]! < problem.upper[i]!;
    note(state, o, result, i, refused, given + math.one, math.zero, columns.weight[o]!);
  });
}

/** Whose turn it is in a fill of what is left, and from where its units are counted. */
export interface Borrowers {
  readonly takesPart: (organisation: number) => boolean;
  /** Offset of the organisation's borrowed units (−balance, plus what it borrowed before this pass). */
  readonly offsetOf: (organisation: number) => Units;
  /** o → minimums admitted in this step. */
  readonly fresh: UnitsArray;
}

/**
 * LEX of ALLOC-8 and 9 over what is left in the pools, with given amounts rerouted where that helps:
 * lower = minimums admitted in this step, upper = headroom of the admitted requests. Adds to what is
 * given, and says whether anything was.
 */
export function fillLeft(state: RoundState, whole: RoundNetwork, borrowers: Borrowers): boolean {
  const { math, columns, given } = state;
  const organisations = columns.classOf.length;
  const builder = new ProblemBuilder(math, whole.network, organisations, state.own.requests.length);
  const taking: number[] = [];
  for (let o = 0; o < organisations; o++) {
    const fresh = borrowers.fresh[o]!;
    const kept = given[o]! - (state.minimums[o]! - fresh);
    const head = borrowers.takesPart(o)
      ? least(state.cap[o]!, admittedAsks(state, o)) - given[o]! - fresh
      : math.zero;
    if (head > 0) {
      const offset = borrowers.offsetOf(o) - kept + fresh;
      const agent = builder.add(
        borrowWeightOf(columns, o),
        offset,
        kept,
        kept + head,
        -state.rank[o]!,
      );
      taking[agent] = o;
      admittedLanes(state, whole, builder, o);
    } else {
      if (borrowers.takesPart(o)) note(state, o, null, 0, false);
      keepGiven(state, whole, builder, o, kept);
    }
    supplyMinimums(state, whole, builder, o);
  }
  const problem = builder.build();
  const result = lex(math, problem, state.onFill);
  let changed = false;
  for (let o = 0; o < organisations; o++) {
    if (!(borrowers.fresh[o]! > 0)) continue;
    given[o] = given[o]! + borrowers.fresh[o]!;
    changed = true;
  }
  taking.forEach((o, agent) => {
    if (o === undefined) return;
    const more = result.amount[agent]! - problem.lower[agent]!;
    const unit = more + borrowers.fresh[o]! + math.one;
    const refused = result.amount[agent]! < problem.upper[agent]!;
    note(state, o, result, agent, refused, unit, borrowers.offsetOf(o), borrowWeightOf(columns, o));
    if (!(more > 0)) return;
    given[o] = given[o]! + more;
    changed = true;
  });
  return changed;
}

/**
 * E2 of ALLOC-8: what each hungry organisation could borrow if its waiting requests took part too. Given
 * amounts stay with admitted requests.
 */
export function expectBorrowed(state: RoundState, whole: RoundNetwork): UnitsArray {
  const { math, columns, given, demand } = state;
  const organisations = columns.classOf.length;
  const lanes = state.own.requests.length;
  const builder = new ProblemBuilder(math, whole.network, 2 * organisations, 3 * lanes, lanes);
  const taking: number[] = [];
  for (let o = 0; o < organisations; o++) {
    supplyMinimums(state, whole, builder, o);
    const kept = given[o]! - state.minimums[o]!;
    const hungry = columns.weight[o]! > 0 && demand[o]! > given[o]!;
    if (!hungry) keepGiven(state, whole, builder, o, kept);
    else taking[hungryAgent(state, whole, builder, o, kept)] = o;
  }
  const problem = builder.build();
  const { amount } = lex(math, problem, state.onFill);
  const expected = math.array(organisations);
  taking.forEach((o, agent) => {
    if (o !== undefined) expected[o] = amount[agent]! - problem.lower[agent]!;
  });
  return expected;
}

/** Adds a hungry organisation to the call of E2, and gives the number of its agent. */
function hungryAgent(
  state: RoundState,
  whole: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
  kept: Units,
): number {
  const { math, columns } = state;
  const weight = borrowWeightOf(columns, o);
  const balance = columns.balance[o]!;
  const head = state.demand[o]! - state.given[o]!;
  const rank = -state.rank[o]!;
  const entry = onlyEntry(state, whole, o, true);
  const waiting = hasWaiting(state, o);
  if (entry >= 0 || !waiting || !(kept > 0)) {
    const agent = builder.add(weight, math.zero - balance - kept, kept, kept + head, rank);
    if (entry >= 0) builder.lane(entry, kept + head);
    else liveLanes(state, whole, builder, o);
    return agent;
  }
  return sharedLanes(state, whole, builder, o, kept, () =>
    builder.add(weight, math.zero - balance, math.zero, head, rank),
  );
}

/**
 * An organisation that keeps something in admitted requests while waiting ones elsewhere could take more:
 * what it keeps is an agent of its own, and both share the room of the admitted requests.
 */
function sharedLanes(
  state: RoundState,
  whole: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
  kept: Units,
  addBorrower: () => number,
): number {
  const { columns, own, math } = state;
  const ofClass = columns.classOf[o]!;
  const rooms = new Map<number, Units>();
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    if (state.admitted[request] !== 1) continue;
    const entry = whole.entryOf(ofClass, state.setOf[request]!);
    rooms.set(entry, addUpTo(math, rooms.get(entry) ?? math.zero, roomOf(state, request)));
  }
  const hubs = [...rooms].map(([entry, room]) => ({ node: builder.hub(entry, room), room }));
  builder.add(1, math.zero, kept, kept, 0);
  for (const { node, room } of hubs) builder.lane(node, hubs.length > 1 ? room : kept);
  const agent = addBorrower();
  for (const { node, room } of hubs) builder.lane(node, room);
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    if (state.admitted[request] === 1) continue;
    builder.lane(whole.entryOf(ofClass, state.setOf[request]!), columns.ask[request]!);
  }
  return agent;
}

/** What an organisation keeps beyond its minimums, fixed: supply where it has one entry, else an agent. */
function keepGiven(
  state: RoundState,
  whole: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
  kept: Units,
): void {
  if (!(kept > 0)) return;
  const entry = onlyEntry(state, whole, o, false);
  if (entry >= 0) {
    builder.supplyTo(entry, kept);
    return;
  }
  builder.add(1, state.math.zero, kept, kept, 0);
  admittedLanes(state, whole, builder, o);
}

function supplyMinimums(
  state: RoundState,
  whole: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
): void {
  const { columns, own } = state;
  if (!(state.minimums[o]! > 0)) return;
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    if (state.admitted[request] !== 1) continue;
    const entry = whole.entryOf(columns.classOf[o]!, state.setOf[request]!);
    builder.supplyTo(entry, columns.minimum[request]!);
  }
}

function admittedLanes(
  state: RoundState,
  whole: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
): void {
  const { own, columns } = state;
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    if (state.admitted[request] !== 1) continue;
    builder.lane(whole.entryOf(columns.classOf[o]!, state.setOf[request]!), roomOf(state, request));
  }
}

/** Lanes of all live requests: an admitted one has room beyond its minimum, a waiting one all it asks. */
function liveLanes(
  state: RoundState,
  whole: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
): void {
  const { own, columns } = state;
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    const room = state.admitted[request] === 1 ? roomOf(state, request) : columns.ask[request]!;
    builder.lane(whole.entryOf(columns.classOf[o]!, state.setOf[request]!), room);
  }
}

/** The one entry of all admitted (or all live) requests of an organisation; −1 when there are several. */
export function onlyEntry(
  state: RoundState,
  whole: RoundNetwork,
  o: number,
  live: boolean,
): number {
  const { own, columns } = state;
  let only = -1;
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    if (!live && state.admitted[request] !== 1) continue;
    const entry = whole.entryOf(columns.classOf[o]!, state.setOf[request]!);
    if (only >= 0 && entry !== only) return -1;
    only = entry;
  }
  return only;
}

function hasWaiting({ own, admitted }: RoundState, o: number): boolean {
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    if (admitted[own.requests[at]!] !== 1) return true;
  }
  return false;
}

function admittedAsks({ math, own, admitted, columns }: RoundState, o: number): Units {
  let sum = math.zero;
  for (let at = own.start[o]!; at < own.start[o + 1]!; at++) {
    const request = own.requests[at]!;
    if (admitted[request] === 1) sum = addUpTo(math, sum, columns.ask[request]!);
  }
  return sum;
}

const laneSpace = ({ own }: RoundState, organisations: Int32Array): number =>
  organisations.reduce((sum, o) => sum + own.start[o + 1]! - own.start[o]!, 0);

/** Remembers where an organisation was refused a further unit, or that it was not (ALLOC-13). */
function note(
  { refusals, math }: RoundState,
  o: number,
  result: LexResult | null,
  agent: number,
  refused: boolean,
  unit: Units = math.one,
  offset: Units = math.zero,
  weight = 1,
): void {
  refusals.refused[o] = refused ? 1 : 0;
  refusals.tied[o] = refused && result !== null ? result.tied[agent]! : 0;
  refusals.unit[o] = unit;
  refusals.offset[o] = offset;
  refusals.weight[o] = weight;
}
