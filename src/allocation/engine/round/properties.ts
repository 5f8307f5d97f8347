import { least, most, type Units, type UnitsArray } from '../input/units.js';
import { Flow } from '../lex/flow.js';
import type { Agents } from '../lex/threshold-heap.js';
import { addNetwork, Carrier } from './carrier.js';
import { sliceNetwork } from './networks.js';
import type { RoundResult } from './round.js';
import { drop, type RoundState } from './state.js';
import { Tightness } from './tightness.js';

/*
 * The properties of engine.md that are checked on every certificate (✓), on a round that was decided.
 * P1, P2 and P12 are checked on the plan itself (output/verify.ts).
 */

/** P3: the total is right, and no unit that was given stands above one that was not. Exact bigints only. */
export function fillHolds(agents: Agents, amount: UnitsArray, total: Units): boolean {
  let sum = 0n;
  let last: Unit | null = null;
  for (let i = 0; i < agents.count; i++) {
    sum += BigInt(amount[i]!);
    if (amount[i]! < agents.lower[i]! || amount[i]! > agents.upper[i]!) return false;
    if (!(amount[i]! > agents.lower[i]!)) continue;
    const unit = unitOf(agents, i, BigInt(amount[i]!));
    if (last === null || isBefore(last, unit)) last = unit;
  }
  if (sum !== BigInt(total)) return false;
  for (let i = 0; i < agents.count && last !== null; i++) {
    if (!(amount[i]! < agents.upper[i]!)) continue;
    const unit = unitOf(agents, i, BigInt(amount[i]!) + 1n);
    if (unit.rank !== last.rank && isBefore(unit, last)) return false;
  }
  return true;
}

interface Unit {
  numerator: bigint;
  weight: bigint;
  rank: number;
}

function unitOf({ offset, weight, rank }: Agents, i: number, k: bigint): Unit {
  return {
    numerator: 2n * k - 1n + 2n * BigInt(offset[i]!),
    weight: BigInt(weight[i]!),
    rank: rank[i]!,
  };
}

function isBefore(a: Unit, b: Unit): boolean {
  const [left, right] = [a.numerator * b.weight, b.numerator * a.weight];
  return left === right ? a.rank < b.rank : left < right;
}

/**
 * P5: a class gets at least what its demand could draw from its slice; with minimums the shortfall stays
 * below the waiting minimums (one pool) or the minimums of its live requests (several). Holds where no
 * request is `singlePool`; else there is nothing to check.
 */
export function guaranteesHold({ state }: RoundResult): boolean {
  const { columns } = state;
  if (columns.singlePool.includes(1)) return true;
  const sums = Array.from({ length: columns.classCount }, () => ({
    given: 0n,
    waiting: 0n,
    live: 0n,
  }));
  columns.classOf.forEach((ofClass, o) => {
    if (columns.weight[o]! === 0) return;
    const sum = sums[ofClass]!;
    sum.given += BigInt(state.given[o]!);
    for (let request = state.start[o]!; request < state.start[o + 1]!; request++) {
      const minimum = BigInt(columns.minimum[request]!);
      sum.live += minimum;
      if (state.admitted[request] !== 1) sum.waiting += minimum;
    }
  });
  return sums.every(({ given, waiting, live }, ofClass) => {
    const slack = columns.poolCount <= 1 ? waiting : live;
    return given + slack >= BigInt(drawable(state, ofClass));
  });
}

/** Maximum flow of the demand of a class (weight above 0) into its slice. */
function drawable(state: RoundState, ofClass: number): Units {
  const { columns, math, start } = state;
  const slice = sliceNetwork(math, columns, state.sets, state.slice, ofClass);
  const members: number[] = [];
  columns.classOf.forEach((c, o) => {
    if (c === ofClass && columns.weight[o]! > 0 && state.demand[o]! > 0) members.push(o);
  });
  const lanes = members.reduce((sum, o) => sum + start[o + 1]! - start[o]!, members.length);
  const source = slice.network.nodeCount + members.length;
  const flow = new Flow(math, source + 2, slice.network.arcCount + lanes);
  addNetwork(flow, slice.network, source + 1);
  members.forEach((o, i) => {
    const node = slice.network.nodeCount + i;
    flow.addArc(source, node, state.demand[o]!);
    for (let request = start[o]!; request < start[o + 1]!; request++) {
      flow.addArc(node, slice.entryOf(ofClass, state.setOf[request]!), columns.ask[request]!);
    }
  });
  return flow.send(source, source + 1, math.enough);
}

/** P7: no free unit reaches the headroom of an admitted request, and no waiting minimum fits. */
export function nothingIsIdle({ state, whole }: RoundResult): boolean {
  const { math, columns, start, cap, given } = state;
  const tightness = new Tightness(state, whole);
  const carrier = new Carrier(state, whole);
  const openNodes = carrier.openNodes();
  for (let o = 0; o < columns.classOf.length; o++) {
    const head = cap[o]! - given[o]!;
    if (!(head > 0)) continue;
    if (carrier.hasOpenLane(o, openNodes)) return false;
    for (let request = start[o]!; request < start[o + 1]!; request++) {
      if (state.dropped[request] !== drop.none || state.admitted[request] === 1) continue;
      const needed = most(columns.minimum[request]!, math.one);
      if (needed <= least(head, tightness.roomFor(request))) return false;
    }
  }
  return true;
}
