import { addUpTo, type Arithmetic, type Units, type UnitsArray } from '../input/units.js';
import type { LexProblem } from './lex.js';
import type { Network } from './network.js';

/** Puts the agents of a LEX call together; lanes of one agent to the same node become one. */
export class ProblemBuilder {
  private count = 0;
  private laneCount = 0;
  private weight: Float64Array;
  private rank: Int32Array;
  private offset: UnitsArray;
  private lower: UnitsArray;
  private upper: UnitsArray;
  private laneStart: Int32Array;
  private laneNode: Int32Array;
  private laneRoom: UnitsArray;
  /** By node: the last lane that led there. */
  private readonly laneTo: Int32Array;
  private readonly supply: UnitsArray;
  private hubCount = 0;
  private readonly hubEntry: Int32Array;
  private readonly hubRoom: UnitsArray;

  /** With space for so many agents, lanes and hubs. */
  constructor(
    private readonly math: Arithmetic,
    private readonly network: Network,
    agents: number,
    lanes: number,
    hubs = 0,
  ) {
    this.weight = new Float64Array(agents);
    this.rank = new Int32Array(agents);
    this.offset = math.array(agents);
    this.lower = math.array(agents);
    this.upper = math.array(agents);
    this.laneStart = new Int32Array(agents + 1);
    this.laneNode = new Int32Array(lanes);
    this.laneRoom = math.array(lanes);
    this.laneTo = new Int32Array(network.nodeCount + hubs).fill(-1);
    this.supply = math.array(network.nodeCount + hubs);
    this.hubEntry = new Int32Array(hubs);
    this.hubRoom = math.array(hubs);
  }

  /** Begins an agent and gives its number; its lanes follow. */
  add(weight: number, offset: Units, lower: Units, upper: Units, rank: number): number {
    const agent = this.count++;
    this.weight[agent] = weight;
    this.offset[agent] = offset;
    this.lower[agent] = lower;
    this.upper[agent] = upper;
    this.rank[agent] = rank;
    this.laneStart[agent + 1] = this.laneCount;
    return agent;
  }

  /** A lane of the agent added last. */
  lane(node: number, room: Units): void {
    const known = this.laneTo[node]!;
    if (
      known >= this.laneStart[this.count - 1]! &&
      known < this.laneCount &&
      this.laneNode[known] === node
    ) {
      this.laneRoom[known] = addUpTo(this.math, this.laneRoom[known]!, room);
      return;
    }
    this.laneTo[node] = this.laneCount;
    this.laneNode[this.laneCount] = node;
    this.laneRoom[this.laneCount++] = room;
    this.laneStart[this.count] = this.laneCount;
  }

  /** A new node before an entry, for what two agents carry there together. */
  hub(entry: number, room: Units): number {
    this.hubEntry[this.hubCount] = entry;
    this.hubRoom[this.hubCount] = room;
    return this.network.nodeCount + this.hubCount++;
  }

  /** Fixed supply at a node, beside the agents. */
  supplyTo(node: number, units: Units): void {
    this.supply[node] = this.supply[node]! + units;
  }

  build(): LexProblem {
    const { count, laneCount } = this;
    return {
      count,
      weight: this.weight.subarray(0, count),
      rank: this.rank.subarray(0, count),
      offset: this.offset,
      lower: this.lower,
      upper: this.upper,
      network: this.withHubs(),
      supply: this.supply,
      laneStart: this.laneStart.subarray(0, count + 1),
      laneNode: this.laneNode.subarray(0, laneCount),
      laneRoom: this.laneRoom,
    };
  }

  private withHubs(): Network {
    const { network, hubCount, math } = this;
    if (hubCount === 0) return network;
    const arcCount = network.arcCount + hubCount;
    const from = new Int32Array(arcCount);
    const to = new Int32Array(arcCount);
    const room = math.array(arcCount);
    from.set(network.from);
    to.set(network.to);
    for (let a = 0; a < network.arcCount; a++) room[a] = network.room[a]!;
    for (let hub = 0; hub < hubCount; hub++) {
      from[network.arcCount + hub] = network.nodeCount + hub;
      to[network.arcCount + hub] = this.hubEntry[hub]!;
      room[network.arcCount + hub] = this.hubRoom[hub]!;
    }
    return { nodeCount: network.nodeCount + hubCount, arcCount, from, to, room };
  }
}
