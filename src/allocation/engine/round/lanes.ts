import { addUpTo, type Units } from '../input/units.js';
import type { ProblemBuilder } from '../lex/problem-builder.js';
import type { RoundNetwork } from './networks.js';
import type { RoundState } from './state.js';

/*
 * How an organisation stands in a LEX call: its minimums as fixed supply, its requests as lanes for what
 * comes on top. Where all its requests accept the same pools it has one lane, and its requests need not be
 * looked at.
 */

/** Node where an organisation's requests enter when all accept the same pools; −1 when they differ. */
export function onlyEntryOf(state: RoundState, net: RoundNetwork, o: number): number {
  const set = state.onlySet[o]!;
  return set < 0 ? -1 : net.entryOf(state.columns.classOf[o]!, set);
}

export function entryOfRequest(
  { columns, setOf }: RoundState,
  net: RoundNetwork,
  request: number,
): number {
  return net.entryOf(columns.classOf[columns.organisationOf[request]!]!, setOf[request]!);
}

/** Like `onlyEntryOf`, among the admitted requests alone. */
export function onlyAdmittedEntryOf(state: RoundState, net: RoundNetwork, o: number): number {
  const { start, admitted } = state;
  let only = onlyEntryOf(state, net, o);
  if (only >= 0) return only;
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    if (admitted[request] !== 1) continue;
    const entry = entryOfRequest(state, net, request);
    if (only >= 0 && entry !== only) return -1;
    only = entry;
  }
  return only;
}

/** Units asked beyond the minimum. */
export const roomOf = ({ columns }: RoundState, request: number): Units =>
  columns.ask[request]! - columns.minimum[request]!;

/** Minimums of admitted requests, as fixed supply. */
export function supplyMinimums(
  state: RoundState,
  net: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
): void {
  const { columns, start, admitted, minimums } = state;
  if (!(minimums[o]! > 0)) return;
  const only = onlyEntryOf(state, net, o);
  if (only >= 0) {
    builder.supplyTo(only, minimums[o]!);
    return;
  }
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    if (admitted[request] !== 1) continue;
    builder.supplyTo(entryOfRequest(state, net, request), columns.minimum[request]!);
  }
}

/** Lanes of the admitted requests of the agent added last; `most` is what it takes at most in all. */
export function admittedLanes(
  state: RoundState,
  net: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
  most: Units,
): void {
  const { start, admitted } = state;
  const only = onlyEntryOf(state, net, o);
  if (only >= 0) {
    builder.lane(only, most);
    return;
  }
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    if (admitted[request] !== 1) continue;
    builder.lane(entryOfRequest(state, net, request), roomOf(state, request));
  }
}

/** Lanes of all live requests: an admitted one has room beyond its minimum, a waiting one all it asks. */
export function liveLanes(
  state: RoundState,
  net: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
  most: Units,
): void {
  const { columns, start, admitted } = state;
  const only = onlyEntryOf(state, net, o);
  if (only >= 0) {
    builder.lane(only, most);
    return;
  }
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    const room = admitted[request] === 1 ? roomOf(state, request) : columns.ask[request]!;
    builder.lane(entryOfRequest(state, net, request), room);
  }
}

/** What an organisation keeps beyond its minimums, fixed: supply where it has one entry, else an agent. */
export function keepGiven(
  state: RoundState,
  net: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
  kept: Units,
): void {
  if (!(kept > 0)) return;
  const entry = onlyAdmittedEntryOf(state, net, o);
  if (entry >= 0) {
    builder.supplyTo(entry, kept);
    return;
  }
  builder.add(1, state.math.zero, kept, kept, 0);
  admittedLanes(state, net, builder, o, kept);
}

/**
 * An organisation that keeps something in admitted requests while waiting ones elsewhere could take more:
 * what it keeps is an agent of its own, and both share the room of the admitted requests (ALLOC-8, E2).
 * Gives the number of the borrowing agent.
 */
export function sharedLanes(
  state: RoundState,
  net: RoundNetwork,
  builder: ProblemBuilder,
  o: number,
  kept: Units,
  addBorrower: () => number,
): number {
  const { columns, start, math, admitted } = state;
  const rooms = new Map<number, Units>();
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    if (admitted[request] !== 1) continue;
    const entry = entryOfRequest(state, net, request);
    rooms.set(entry, addUpTo(math, rooms.get(entry) ?? math.zero, roomOf(state, request)));
  }
  const hubs = [...rooms].map(([entry, room]) => ({ node: builder.hub(entry, room), room }));
  builder.add(1, math.zero, kept, kept, 0);
  for (const { node, room } of hubs) builder.lane(node, hubs.length > 1 ? room : kept);
  const agent = addBorrower();
  for (const { node, room } of hubs) builder.lane(node, room);
  for (let request = start[o]!; request < start[o + 1]!; request++) {
    if (admitted[request] === 1) continue;
    builder.lane(entryOfRequest(state, net, request), columns.ask[request]!);
  }
  return agent;
}

/** How many lanes these organisations have at most. */
export function laneSpace(
  { start, onlySet }: RoundState,
  organisations: ArrayLike<number>,
): number {
  let lanes = 0;
  for (let i = 0; i < organisations.length; i++) {
    const o = organisations[i]!;
    lanes += onlySet[o]! >= 0 ? 1 : start[o + 1]! - start[o]!;
  }
  return lanes;
}
