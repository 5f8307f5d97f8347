import { least, type Arithmetic, type Units, type UnitsArray } from '../input/units.js';
import type { Cut, LexProblem, Part } from './lex.js';
import { type Network, NetworkBuilder, sink } from './network.js';

/**
 * The two independent problems on the sides of a smallest cut. Whatever crosses the cut forward is full
 * in every best solution, whatever crosses it backward is empty. So the source side drains into a sink
 * where it crosses, and the other side gets what crosses as fixed supply, summed up per node.
 */
export function splitProblem(math: Arithmetic, part: Part, cut: Cut): [Part, Part] {
  const { problem } = part;
  const crossing = crossingInto(math, problem, cut);
  let ownSupply = math.zero;
  for (let v = 0; v < problem.network.nodeCount; v++) {
    if (cut.node[v] === 1) ownSupply += problem.supply[v]!;
  }
  const total = crossing.total - ownSupply;
  const near = new SideBuilder(math, part, cut, 1, problem.supply).build(total);
  const far = new SideBuilder(math, part, cut, 0, crossing.supply).build(part.total - total);
  return [near, far];
}

/** What flows over the cut: in all, and per node of the far side added to its own supply. */
function crossingInto(math: Arithmetic, problem: LexProblem, cut: Cut) {
  const { network, laneStart, laneNode, laneRoom } = problem;
  const supply = problem.supply.slice();
  let total = math.zero;
  const cross = (target: number, room: Units) => {
    if (target !== sink && cut.node[target] === 1) return;
    total += room;
    if (target !== sink) supply[target] = supply[target]! + room;
  };
  for (let a = 0; a < network.arcCount; a++) {
    if (cut.node[network.from[a]!] === 1) cross(network.to[a]!, network.room[a]!);
  }
  for (let i = 0; i < problem.count; i++) {
    if (cut.agent[i] !== 1) continue;
    for (let lane = laneStart[i]!; lane < laneStart[i + 1]!; lane++) {
      cross(laneNode[lane]!, laneRoom[lane]!);
    }
  }
  return { supply, total };
}

/** Copies one side of a problem with its own numbers. */
class SideBuilder {
  private readonly numberOf: Int32Array;
  private readonly origin: Int32Array;
  /** Agents of this side by their number in the problem. */
  private readonly members: Int32Array;

  constructor(
    private readonly math: Arithmetic,
    part: Part,
    cut: Cut,
    private readonly side: 0 | 1,
    private readonly supply: UnitsArray,
    private readonly problem: LexProblem = part.problem,
  ) {
    let nodes = 0;
    this.numberOf = new Int32Array(problem.network.nodeCount).fill(-1);
    for (let v = 0; v < problem.network.nodeCount; v++) {
      if (cut.node[v] === side) this.numberOf[v] = nodes++;
    }
    const members: number[] = [];
    for (let i = 0; i < problem.count; i++) if (cut.agent[i] === side) members.push(i);
    this.members = Int32Array.from(members);
    this.origin = this.members.map((i) => part.origin[i]!);
  }

  build(total: Units): Part {
    const { members, math, problem } = this;
    const offset = math.array(members.length);
    const lower = math.array(members.length);
    members.forEach((i, at) => {
      offset[at] = problem.offset[i]!;
      lower[at] = problem.lower[i]!;
    });
    const network = this.network();
    const side: LexProblem = {
      count: members.length,
      weight: Float64Array.from(members, (i) => problem.weight[i]!),
      offset,
      lower,
      rank: members.map((i) => problem.rank[i]!),
      network,
      supply: this.ownSupply(network.nodeCount),
      ...this.lanes(),
    };
    return { problem: side, origin: this.origin, total };
  }

  private network(): Network {
    const { network } = this.problem;
    const builder = new NetworkBuilder();
    for (const number of this.numberOf) if (number >= 0) builder.addNode();
    for (let a = 0; a < network.arcCount; a++) {
      const from = this.numberOf[network.from[a]!]!;
      if (from < 0) continue;
      const to = this.targetOf(network.to[a]!);
      if (to !== null) builder.addArc(from, to, network.room[a]!);
    }
    return builder.build(this.math);
  }

  /** The number of a target on this side; the sink for what crosses forward; null for what crosses back. */
  private targetOf(target: number): number | null {
    if (target === sink) return sink;
    const number = this.numberOf[target]!;
    if (number >= 0) return number;
    return this.side === 1 ? sink : null;
  }

  private ownSupply(nodeCount: number): UnitsArray {
    const own = this.math.array(nodeCount);
    this.numberOf.forEach((number, v) => {
      if (number >= 0) own[number] = this.supply[v]!;
    });
    return own;
  }

  private lanes() {
    const { members, math, problem } = this;
    const laneStart = new Int32Array(members.length + 1);
    const nodes: number[] = [];
    const rooms: Units[] = [];
    const upper = math.array(members.length);
    members.forEach((i, at) => {
      let room = math.zero;
      for (let lane = problem.laneStart[i]!; lane < problem.laneStart[i + 1]!; lane++) {
        const target = this.targetOf(problem.laneNode[lane]!);
        if (target === null) continue;
        nodes.push(target);
        rooms.push(problem.laneRoom[lane]!);
        room = least(room + problem.laneRoom[lane]!, math.enough);
      }
      laneStart[at + 1] = nodes.length;
      upper[at] = least(problem.upper[i]!, room);
    });
    const laneRoom = math.array(rooms.length);
    rooms.forEach((room, lane) => (laneRoom[lane] = room));
    return { upper, laneStart, laneNode: Int32Array.from(nodes), laneRoom };
  }
}
