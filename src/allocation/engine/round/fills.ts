import { least, type Units, type UnitsArray } from '../input/units.js';
import { lex } from '../lex/lex.js';
import { ProblemBuilder } from '../lex/problem-builder.js';
import {
  admittedLanes,
  keepGiven,
  laneSpace,
  liveLanes,
  onlyEntryOf,
  sharedLanes,
  supplyMinimums,
} from './lanes.js';
import type { RoundNetwork } from './networks.js';
import { borrowWeightOf, type RoundState } from './state.js';

/*
 * The LEX calls of a round. Minimums of admitted requests enter as fixed supply of their accepted set; an
 * organisation's lanes carry what comes on top, so every call counts k onwards from the minimums by its
 * offset.
 */

/** ALLOC-5: E of the weighted organisations of a class: what its slice would give them without minimums. */
export function entitle(state: RoundState, members: Int32Array, slice: RoundNetwork): void {
  const { columns, math, demand, rank } = state;
  const builder = new ProblemBuilder(
    math,
    slice.network,
    members.length,
    laneSpace(state, members),
  );
  for (const o of members) {
    builder.add(columns.weight[o]!, math.zero, math.zero, demand[o]!, rank[o]!);
    liveLanes(state, slice, builder, o, demand[o]!);
  }
  const { amount } = lex(math, builder.build(), state.onFill);
  members.forEach((o, i) => (state.entitlement[o] = amount[i]!));
}

/** ALLOC-7: what the class gives to its organisations, the minimums of admitted requests first. */
export function fillClass(state: RoundState, members: Int32Array, slice: RoundNetwork): void {
  const { columns, math, cap, admittedAsk, minimums, rank } = state;
  const builder = new ProblemBuilder(
    math,
    slice.network,
    members.length,
    laneSpace(state, members),
  );
  for (const o of members) {
    const upper = least(cap[o]!, admittedAsk[o]!) - minimums[o]!;
    builder.add(columns.weight[o]!, minimums[o]!, math.zero, upper, rank[o]!);
    admittedLanes(state, slice, builder, o, upper);
    supplyMinimums(state, slice, builder, o);
  }
  const problem = builder.build();
  const { amount, tied } = lex(math, problem, state.onFill);
  members.forEach((o, i) => {
    const given = minimums[o]! + amount[i]!;
    state.given[o] = given;
    state.classFill[o] = given;
    if (!(amount[i]! < problem.upper[i]!)) return;
    refuse(state, o, given + math.one, math.zero, columns.weight[o]!, tied[i]!);
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
  const { math, columns, given, cap, admittedAsk, minimums, rank, refusals } = state;
  const { takesPart, offsetOf, fresh } = borrowers;
  const organisations = rank.length;
  const builder = new ProblemBuilder(math, whole.network, organisations, laneSpace(state, rank));
  const agentOf = new Int32Array(organisations).fill(-1);
  let changed = false;
  for (let o = 0; o < organisations; o++) {
    supplyMinimums(state, whole, builder, o);
    const kept = given[o]! - (minimums[o]! - fresh[o]!);
    if (!takesPart(o)) {
      keepGiven(state, whole, builder, o, kept);
      continue;
    }
    refusals.refused[o] = 0;
    if (fresh[o]! > 0) changed = true;
    const head = least(cap[o]!, admittedAsk[o]!) - given[o]! - fresh[o]!;
    if (head > 0) {
      const offset = offsetOf(o) - kept + fresh[o]!;
      const weight = borrowWeightOf(columns, o);
      agentOf[o] = builder.add(weight, offset, kept, kept + head, -rank[o]!);
      admittedLanes(state, whole, builder, o, kept + head);
    } else keepGiven(state, whole, builder, o, kept);
  }
  const problem = builder.build();
  const { amount, tied } = lex(math, problem, state.onFill);
  for (let o = 0; o < organisations; o++) {
    const agent = agentOf[o]!;
    let more = fresh[o]!;
    if (agent >= 0) {
      more += amount[agent]! - problem.lower[agent]!;
      if (amount[agent]! < problem.upper[agent]!) {
        refuse(state, o, more + math.one, offsetOf(o), borrowWeightOf(columns, o), tied[agent]!);
      }
    }
    if (!(more > 0)) continue;
    given[o] = given[o]! + more;
    changed = true;
  }
  return changed;
}

/**
 * E2 of ALLOC-8: what each hungry organisation could borrow if its waiting requests took part too. Given
 * amounts stay with admitted requests.
 */
export function expectBorrowed(state: RoundState, whole: RoundNetwork): UnitsArray {
  const { math, columns, given, demand, rank, onlySet, start } = state;
  const organisations = rank.length;
  let branching = 0;
  for (let o = 0; o < organisations; o++)
    if (onlySet[o]! < 0) branching += start[o + 1]! - start[o]!;
  const lanes = organisations + 3 * branching;
  const builder = new ProblemBuilder(math, whole.network, 2 * organisations, lanes, branching);
  const agentOf = new Int32Array(organisations).fill(-1);
  for (let o = 0; o < organisations; o++) {
    supplyMinimums(state, whole, builder, o);
    const kept = given[o]! - state.minimums[o]!;
    const hungry = columns.weight[o]! > 0 && demand[o]! > given[o]!;
    if (hungry) agentOf[o] = hungryAgent(state, whole, builder, o, kept);
    else keepGiven(state, whole, builder, o, kept);
  }
  const problem = builder.build();
  const { amount } = lex(math, problem, state.onFill);
  const expected = math.array(organisations);
  agentOf.forEach((agent, o) => {
    if (agent >= 0) expected[o] = amount[agent]! - problem.lower[agent]!;
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
  const offset = math.zero - columns.balance[o]!;
  const head = state.demand[o]! - state.given[o]!;
  const rank = -state.rank[o]!;
  const shares = onlyEntryOf(state, whole, o) < 0 && state.waiting[o]! > 0 && kept > 0;
  if (shares) {
    return sharedLanes(state, whole, builder, o, kept, () =>
      builder.add(weight, offset, math.zero, head, rank),
    );
  }
  const agent = builder.add(weight, offset - kept, kept, kept + head, rank);
  liveLanes(state, whole, builder, o, kept + head);
  return agent;
}

/** Remembers which unit an organisation was refused, for its level and reason (ALLOC-13). */
function refuse(
  { refusals }: RoundState,
  o: number,
  unit: Units,
  offset: Units,
  weight: number,
  tied: number,
): void {
  refusals.refused[o] = 1;
  refusals.tied[o] = tied;
  refusals.unit[o] = unit;
  refusals.offset[o] = offset;
  refusals.weight[o] = weight;
}
