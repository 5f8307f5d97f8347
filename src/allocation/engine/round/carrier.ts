import { addUpTo, most, type Arithmetic, type Units, type UnitsArray } from '../input/units.js';
import { Flow } from '../lex/flow.js';
import { type Network, sink } from '../lex/network.js';
import { entryOfRequest, onlyEntryOf, roomOf } from './lanes.js';
import type { RoundNetwork } from './networks.js';
import type { RoundState } from './state.js';

/**
 * A flow that carries everything given so far, and answers whether one more minimum can be carried beside
 * it (ALLOC-6, 8, 9). What is given may be rerouted, and what an organisation has beyond its minimums
 * may move between its admitted requests.
 */
export class Carrier {
  private readonly flow: Flow;
  private readonly end: number;
  /** By entry: no more than this can be added there. Only falls while nothing is widened. */
  private readonly most: UnitsArray;
  /** Organisations with a node of their own: several accepted sets and something beyond the minimums. */
  private readonly nodeOf = new Map<number, { node: number; lanes: Map<number, number> }>();

  constructor(
    private readonly state: RoundState,
    private readonly net: RoundNetwork,
  ) {
    const { network } = net;
    const { math } = state;
    const movable = movableOrganisations(state, net);
    const lanes = laneSpaceOf(state, movable);
    const nodes = network.nodeCount + movable.length;
    const source = nodes;
    this.end = nodes + 1;
    this.flow = new Flow(math, nodes + 2, network.arcCount + network.nodeCount + lanes);
    this.most = math.array(nodes).fill(math.none) as UnitsArray;
    addNetwork(this.flow, network, this.end);
    let total = this.addSupply(source);
    movable.forEach((o, i) => {
      const kept = state.given[o]! - state.minimums[o]!;
      this.addMovable(o, network.nodeCount + i);
      this.flow.addArc(source, network.nodeCount + i, kept);
      total += kept;
    });
    if (this.flow.send(source, this.end, total) < total) {
      throw new Error('What was given cannot be carried: the engine is at fault.');
    }
    this.flow.close(source);
  }

  /** Adds a minimum at an accepted set if it can be carried beside everything else. */
  add(entry: number, minimum: Units): boolean {
    if (minimum > this.most[entry]!) return false;
    this.flow.mark();
    const sent = this.sendFrom(entry, minimum);
    if (sent < minimum) {
      this.flow.undo();
      this.most[entry] = sent;
      return false;
    }
    this.flow.keep();
    this.most[entry] = this.most[entry]! - minimum;
    return true;
  }

  /** How much could still flow into a node beside everything else. */
  roomAt(node: number): Units {
    this.flow.mark();
    const sent = this.sendFrom(node, this.state.math.enough);
    this.flow.undo();
    return sent;
  }

  private sendFrom(node: number, units: Units): Units {
    const poured = this.flow.pour(node, this.end, units);
    if (!(poured < units)) return poured;
    return poured + this.flow.send(node, this.end, units - poured, this.net.network.nodeCount);
  }

  /** A request was admitted: what its organisation keeps may move there, up to its room. */
  widen(organisation: number, entry: number, room: Units): void {
    const movable = this.nodeOf.get(organisation);
    if (movable === undefined || !(room > 0)) return;
    this.flow.widen(movable.lanes.get(entry)!, room);
    this.most.fill(this.state.math.none);
  }

  /** Nodes into which something more could flow. */
  openNodes(): Uint8Array {
    return this.flow.reaching(this.end);
  }

  /** Whether what stops a class in a pool is the way from its node to the pool's, not the pool. */
  isCutBetween(node: number, behind: number): boolean {
    return behind !== node && this.flow.reachable(node)[behind] === 0;
  }

  /** Whether one more unit could reach an admitted request of an organisation that asks for more. */
  hasOpenLane(o: number, openNodes: Uint8Array): boolean {
    const { state, net, flow } = this;
    const { columns, start, admitted, given, admittedAsk } = state;
    const movable = this.nodeOf.get(o);
    const open = (entry: number) => openNodes[entry] === 1;
    if (movable !== undefined) {
      return [...movable.lanes].some(([entry, lane]) => flow.room[lane]! > 0 && open(entry));
    }
    const entries = new Set<number>();
    for (let request = start[o]!; request < start[o + 1]!; request++) {
      if (admitted[request] !== 1 || !(roomOf(state, request) > 0)) continue;
      entries.add(net.entryOf(columns.classOf[o]!, state.setOf[request]!));
    }
    return admittedAsk[o]! > given[o]! && [...entries].some(open);
  }

  /** Everything that cannot move: minimums, and what stands at an organisation's only entry. */
  private addSupply(source: number): Units {
    const { state, net } = this;
    const { math, columns, start, admitted, given, minimums } = state;
    const supply = math.array(net.network.nodeCount);
    for (let o = 0; o < given.length; o++) {
      if (!(given[o]! > 0) && !(minimums[o]! > 0)) continue;
      const only = onlyEntryOf(state, net, o);
      if (only >= 0) {
        supply[only] = supply[only]! + most(given[o]!, minimums[o]!);
        continue;
      }
      for (let request = start[o]!; request < start[o + 1]!; request++) {
        if (admitted[request] !== 1) continue;
        const entry = entryOfRequest(state, net, request);
        supply[entry] = supply[entry]! + columns.minimum[request]!;
      }
    }
    return addSupplies(this.flow, math, source, supply);
  }

  private addMovable(o: number, node: number): void {
    const { state, net } = this;
    const { math, columns, start } = state;
    const rooms = new Map<number, Units>();
    for (let request = start[o]!; request < start[o + 1]!; request++) {
      const entry = net.entryOf(columns.classOf[o]!, state.setOf[request]!);
      const room =
        state.admitted[request] === 1
          ? columns.ask[request]! - columns.minimum[request]!
          : math.zero;
      rooms.set(entry, addUpTo(math, rooms.get(entry) ?? math.zero, room));
      const unbound = columns.singlePool[request] === 1 && state.boundTo[request]! < 0;
      if (unbound) this.addSingles(o, request, rooms);
    }
    const lanes = new Map<number, number>();
    for (const [entry, room] of rooms) lanes.set(entry, this.flow.addArc(node, entry, room));
    this.nodeOf.set(o, { node, lanes });
  }

  /** A request that is not bound yet may be bound to any of its pools later. */
  private addSingles(o: number, request: number, rooms: Map<number, Units>): void {
    const { state, net } = this;
    for (const pool of state.sets.pools[state.setOf[request]!]!) {
      const entry = net.entryOf(state.columns.classOf[o]!, state.sets.single[pool]!);
      if (!rooms.has(entry)) rooms.set(entry, state.math.zero);
    }
  }
}

/** Copies a network into a flow under the same node numbers. */
export function addNetwork(flow: Flow, network: Network, end: number): void {
  for (let a = 0; a < network.arcCount; a++) {
    const to = network.to[a]!;
    flow.addArc(network.from[a]!, to === sink ? end : to, network.room[a]!);
  }
}

/** Feeds the supply of every node from a source; gives the sum. */
export function addSupplies(
  flow: Flow,
  math: Arithmetic,
  source: number,
  supply: UnitsArray,
): Units {
  let total = math.zero;
  for (let v = 0; v < supply.length; v++) {
    if (supply[v]! > 0) flow.addArc(source, v, supply[v]!);
    total += supply[v]!;
  }
  return total;
}

function laneSpaceOf({ start, columns, sets }: RoundState, movable: readonly number[]): number {
  let lanes = 0;
  for (const o of movable) {
    lanes += 1 + start[o + 1]! - start[o]!;
    // A request that is not bound yet may be bound to any of its pools later.
    for (let request = start[o]!; request < start[o + 1]!; request++) {
      if (columns.singlePool[request] === 1) lanes += sets.single.length;
    }
  }
  return lanes;
}

function movableOrganisations(state: RoundState, net: RoundNetwork): number[] {
  const movable: number[] = [];
  for (let o = 0; o < state.given.length; o++) {
    if (!(state.given[o]! - state.minimums[o]! > 0)) continue;
    if (onlyEntryOf(state, net, o) < 0) movable.push(o);
  }
  return movable;
}
