import type { Arithmetic, Units, UnitsArray } from '../input/units.js';
import { Flow } from './flow.js';
import { type Network, sink } from './network.js';
import { splitProblem } from './split.js';
import { compareThresholds } from './threshold.js';
import type { Agents } from './threshold-heap.js';
import { waterFill } from './water-fill.js';

/**
 * One LEX call: agents whose amounts flow through lanes into the nodes of a network, beside a fixed
 * supply at each node. The lower amounts of all and the supply can be carried together.
 */
export interface LexProblem extends Agents {
  readonly network: Network;
  /** By node: what flows in besides the agents. */
  readonly supply: UnitsArray;
  /** Lanes of agent i: laneStart[i] … laneStart[i + 1]. */
  readonly laneStart: Int32Array;
  /** Node or `sink`. */
  readonly laneNode: Int32Array;
  /** What a lane carries at most; an agent's only lane never binds (upper ≤ room). */
  readonly laneRoom: UnitsArray;
}

export interface LexResult {
  readonly amount: UnitsArray;
  /** 1 where the first unit that the agent did not get had the same threshold as the last one given. */
  readonly tied: Uint8Array;
}

/** Is told of every fill that stands: its agents, what each got, and what it was to get in all. */
export type FillObserver = (agents: Agents, amount: UnitsArray, total: Units) => void;

/** A part of a problem: its agents by their numbers in the whole. */
export interface Part {
  readonly problem: LexProblem;
  readonly origin: Int32Array;
  /** What the agents of this part get together. */
  readonly total: Units;
}

/**
 * LEX as engine.md defines it: everybody the lower amount, then units by ascending (threshold, rank), each
 * given iff a flow still carries everything.
 * Computed by decomposition (Fujishige 1980, Groenevelt 1991): the maximum flow gives the total; fill it
 * as if there were one pool; if the flow carries that, it is the answer; else the smallest cut
 * separates agents who get all that their pools have from the others, and both sides are solved alone.
 */
export function lex(math: Arithmetic, problem: LexProblem, onFill?: FillObserver): LexResult {
  const result: LexResult = {
    amount: math.array(problem.count),
    tied: new Uint8Array(problem.count),
  };
  const origin = Int32Array.from({ length: problem.count }, (_, i) => i);
  const open: Part[] = [{ problem, origin, total: largestTotal(math, problem) }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.problem.count === 0) continue;
    const fill = waterFill(math, part.problem, part.total);
    const cut = shortfallCut(math, part.problem, fill.amount);
    if (cut === null) {
      settle(math, part, fill.amount, fill.last, result);
      onFill?.(part.problem, fill.amount, part.total);
    } else open.push(...splitProblem(math, part, cut));
  }
  return result;
}

function settle(math: Arithmetic, part: Part, amount: UnitsArray, last: number, result: LexResult) {
  const { problem, origin } = part;
  for (let i = 0; i < problem.count; i++) {
    result.amount[origin[i]!] = amount[i]!;
    if (last < 0 || !(amount[i]! < problem.upper[i]!)) continue;
    const { offset, weight } = problem;
    const k = amount[i]! + math.one;
    const difference = compareThresholds(
      amount[last]!,
      offset[last]!,
      weight[last]!,
      k,
      offset[i]!,
      weight[i]!,
    );
    if (difference === 0) result.tied[origin[i]!] = 1;
  }
}

/** The most that all agents can get together. */
function largestTotal(math: Arithmetic, problem: LexProblem): Units {
  const { all, sent } = sendAll(math, problem, problem.upper);
  return sent - all.supply;
}

/** The two sides of the smallest cut when the amounts cannot be carried; null when they can. */
export interface Cut {
  /** By node and by agent: 1 on the source side. */
  readonly node: Uint8Array;
  readonly agent: Uint8Array;
}

function shortfallCut(math: Arithmetic, problem: LexProblem, amount: UnitsArray): Cut | null {
  const { flow, source, agentNode, all, sent } = sendAll(math, problem, amount);
  if (!(sent < all.supply + all.agents)) return null;
  const seen = flow.reachable(source);
  const agent = new Uint8Array(problem.count);
  for (let i = 0; i < problem.count; i++) {
    const lane = problem.laneStart[i]!;
    const lanes = problem.laneStart[i + 1]! - lane;
    if (agentNode[i]! >= 0) agent[i] = seen[agentNode[i]!]!;
    else if (lanes === 1 && problem.laneNode[lane] !== sink) {
      agent[i] = seen[problem.laneNode[lane]!]!;
    }
  }
  return { node: seen.subarray(0, problem.network.nodeCount), agent };
}

/**
 * Sends the supply and the given amounts through the network. Agents with one lane stand in the flow as
 * part of the supply of its node; only agents with several lanes have a node of their own.
 */
function sendAll(math: Arithmetic, problem: LexProblem, amount: UnitsArray) {
  const { network, count, laneStart, laneNode, laneRoom } = problem;
  const agentNode = new Int32Array(count).fill(-1);
  let nodes = network.nodeCount;
  let arcs = network.arcCount + network.nodeCount;
  for (let i = 0; i < count; i++) {
    const lanes = laneStart[i + 1]! - laneStart[i]!;
    if (lanes < 2 || !(amount[i]! > 0)) continue;
    agentNode[i] = nodes++;
    arcs += lanes + 1;
  }
  const [source, end] = [nodes, nodes + 1];
  const flow = new Flow(math, nodes + 2, arcs);
  const node = (target: number) => (target === sink ? end : target);
  for (let a = 0; a < network.arcCount; a++) {
    flow.addArc(network.from[a]!, node(network.to[a]!), network.room[a]!);
  }
  const inflow = problem.supply.slice();
  const all = { supply: math.zero, agents: math.zero };
  for (let v = 0; v < network.nodeCount; v++) all.supply += inflow[v]!;
  let direct = math.zero;
  for (let i = 0; i < count; i++) {
    all.agents += amount[i]!;
    if (agentNode[i]! >= 0) {
      flow.addArc(source, agentNode[i]!, amount[i]!);
      for (let lane = laneStart[i]!; lane < laneStart[i + 1]!; lane++) {
        flow.addArc(agentNode[i]!, node(laneNode[lane]!), laneRoom[lane]!);
      }
    } else if (amount[i]! > 0) {
      const target = laneNode[laneStart[i]!]!;
      if (target === sink) direct += amount[i]!;
      else inflow[target] = inflow[target]! + amount[i]!;
    }
  }
  for (let v = 0; v < network.nodeCount; v++) {
    if (inflow[v]! > 0) flow.addArc(source, v, inflow[v]!);
  }
  const sent = flow.send(source, end, all.supply + all.agents - direct) + direct;
  return { flow, source, agentNode, all, sent };
}
