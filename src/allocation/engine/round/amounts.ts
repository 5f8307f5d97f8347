import { addUpTo, least, type Units, type UnitsArray } from '../input/units.js';
import { Flow } from '../lex/flow.js';
import { addNetwork, addSupplies } from './carrier.js';
import { entryOfRequest, onlyAdmittedEntryOf, roomOf } from './lanes.js';
import type { RoundNetwork } from './networks.js';
import type { RoundState } from './state.js';

/**
 * ALLOC-10: what each request gets of its organisation's amount. Minimums of admitted requests first; then
 * organisations by (tie key, id), their admitted requests in own order, each the largest top-up with which
 * the amounts of all organisations can still be routed.
 */
export function divideAmounts(state: RoundState, whole: RoundNetwork): UnitsArray {
  const { math, columns, given, minimums } = state;
  const granted = math.array(columns.ask.length);
  for (let request = 0; request < state.liveCount; request++) {
    if (state.admitted[request] === 1) granted[request] = columns.minimum[request]!;
  }
  const branching: number[] = [];
  for (const o of state.byTie) {
    const kept = given[o]! - minimums[o]!;
    if (!(kept > 0)) continue;
    // With all that is asked there is nothing to choose; with one accepted set it does not matter to anybody else which request takes the units.
    const isFull = !(given[o]! < state.admittedAsk[o]!);
    if (isFull || onlyAdmittedEntryOf(state, whole, o) >= 0) fillInOrder(state, o, kept, granted);
    else branching.push(o);
  }
  if (branching.length > 0) new Division(state, whole, granted, branching).run();
  return granted;
}

function fillInOrder(state: RoundState, o: number, kept: Units, granted: UnitsArray): void {
  const { start, columns, admitted } = state;
  let left = kept;
  for (let request = start[o]!; request < start[o + 1]! && left > 0; request++) {
    if (admitted[request] !== 1) continue;
    const part = least(left, columns.ask[request]! - granted[request]!);
    granted[request] = granted[request]! + part;
    left -= part;
  }
}

/**
 * Organisations with several accepted sets: each in turn takes its units out of the flow and sends them
 * again request by request. What a request has sent is never taken back by the next (augmenting paths leave
 * the source's arcs alone), so each gets the most it can, and the rest still finds its way.
 */
class Division {
  private readonly flow: Flow;
  private readonly end: number;

  constructor(
    private readonly state: RoundState,
    private readonly whole: RoundNetwork,
    private readonly granted: UnitsArray,
    private readonly branching: readonly number[],
  ) {
    const { network } = whole;
    const { math, start } = state;
    const lanes = branching.reduce((sum, o) => sum + 1 + start[o + 1]! - start[o]!, 0);
    const source = network.nodeCount + branching.length;
    this.end = source + 1;
    this.flow = new Flow(math, source + 2, network.arcCount + network.nodeCount + lanes);
    addNetwork(this.flow, network, this.end);
    let total = this.addSettled(source);
    branching.forEach((o, i) => {
      const kept = state.given[o]! - state.minimums[o]!;
      this.addBranching(o, network.nodeCount + i);
      this.flow.addArc(source, network.nodeCount + i, kept);
      total += kept;
    });
    if (this.flow.send(source, this.end, total) < total) {
      throw new Error('The amounts cannot be routed: the engine is at fault.');
    }
    this.flow.close(source);
  }

  run(): void {
    this.branching.forEach((o, i) => this.divide(o, this.whole.network.nodeCount + i));
  }

  private divide(o: number, node: number): void {
    const { start, admitted, given, minimums } = this.state;
    let left = given[o]! - minimums[o]!;
    this.flow.withdraw(node, this.end, left);
    this.flow.close(node);
    for (let request = start[o]!; request < start[o + 1]! && left > 0; request++) {
      if (admitted[request] !== 1) continue;
      const room = least(left, roomOf(this.state, request));
      const part = this.send(this.entryOf(request), room);
      this.granted[request] = this.granted[request]! + part;
      left -= part;
    }
    if (left > 0) throw new Error('An amount could not be divided: the engine is at fault.');
  }

  private send(entry: number, units: Units): Units {
    const poured = this.flow.pour(entry, this.end, units);
    if (!(poured < units)) return poured;
    return poured + this.flow.send(entry, this.end, units - poured, this.whole.network.nodeCount);
  }

  private entryOf(request: number): number {
    return entryOfRequest(this.state, this.whole, request);
  }

  /** Minimums, and what is divided already. */
  private addSettled(source: number): Units {
    const { math, admitted, liveCount } = this.state;
    const supply = math.array(this.whole.network.nodeCount);
    for (let request = 0; request < liveCount; request++) {
      if (admitted[request] !== 1) continue;
      const entry = this.entryOf(request);
      supply[entry] = supply[entry]! + this.granted[request]!;
    }
    return addSupplies(this.flow, math, source, supply);
  }

  private addBranching(o: number, node: number): void {
    const { start, admitted, math } = this.state;
    const rooms = new Map<number, Units>();
    for (let request = start[o]!; request < start[o + 1]!; request++) {
      if (admitted[request] !== 1) continue;
      const entry = this.entryOf(request);
      const room = roomOf(this.state, request);
      rooms.set(entry, addUpTo(math, rooms.get(entry) ?? math.zero, room));
    }
    for (const [entry, room] of rooms) this.flow.addArc(node, entry, room);
  }
}
