import type { Units, UnitsArray } from '../input/units.js';
import { approximateThreshold, compareThresholds, farApart } from './threshold.js';

/** Agents of one LEX call, in columns; an agent with weight 0 has upper = lower. */
export interface Agents {
  readonly count: number;
  /** Positive integers up to 10^12 (0 only where upper = lower). */
  readonly weight: Float64Array;
  readonly offset: UnitsArray;
  readonly lower: UnitsArray;
  readonly upper: UnitsArray;
  /** Who goes first when thresholds are equal; distinct, smaller first. */
  readonly rank: Int32Array;
}

/** Whether unit kA of agent a comes before unit kB of agent b in (threshold, rank). */
export function unitBefore(agents: Agents, a: number, kA: Units, b: number, kB: Units): boolean {
  const { weight, offset, rank } = agents;
  const difference = compareThresholds(kA, offset[a]!, weight[a]!, kB, offset[b]!, weight[b]!);
  return difference === 0 ? rank[a]! < rank[b]! : difference < 0;
}

/**
 * A binary heap of agents by the (threshold, rank) of their unit `amount + shift`: the smallest on top
 * with sign 1, the largest with sign −1. Doubles decide where they are far enough apart.
 */
export class ThresholdHeap {
  private size = 0;
  private readonly heap: Int32Array;
  private readonly place: Int32Array;
  private readonly key: Float64Array;

  constructor(
    private readonly agents: Agents,
    private readonly amount: UnitsArray,
    private readonly shift: Units,
    private readonly sign: 1 | -1,
  ) {
    this.heap = new Int32Array(agents.count);
    this.place = new Int32Array(agents.count).fill(-1);
    this.key = new Float64Array(agents.count);
  }

  /** The agent on top; −1 when nobody is left. */
  top(): number {
    return this.size === 0 ? -1 : this.heap[0]!;
  }

  build(takesPart: (agent: number) => boolean): void {
    this.size = 0;
    for (let i = 0; i < this.agents.count; i++) {
      this.place[i] = -1;
      if (!takesPart(i)) continue;
      this.setKey(i);
      this.put(i, this.size++);
    }
    for (let at = (this.size >> 1) - 1; at >= 0; at--) this.sink(at);
  }

  /** The agent's amount has changed; it leaves when it takes no part any more, or comes back. */
  update(agent: number, takesPart: boolean): void {
    let at = this.place[agent]!;
    if (takesPart) {
      this.setKey(agent);
      if (at < 0) this.put(agent, (at = this.size++));
    } else {
      if (at < 0) return;
      this.place[agent] = -1;
      this.size--;
      if (at === this.size) return;
      this.put(this.heap[this.size]!, at);
    }
    this.rise(at);
    this.sink(at);
  }

  private put(agent: number, at: number): void {
    this.heap[at] = agent;
    this.place[agent] = at;
  }

  private setKey(agent: number): void {
    const { weight, offset } = this.agents;
    const k = this.amount[agent]! + this.shift;
    this.key[agent] = approximateThreshold(k, offset[agent]!, weight[agent]!);
  }

  private above(a: number, b: number): boolean {
    const { key, amount, shift, sign } = this;
    if (farApart(key[a]!, key[b]!)) return sign > 0 ? key[a]! < key[b]! : key[a]! > key[b]!;
    const first = unitBefore(this.agents, a, amount[a]! + shift, b, amount[b]! + shift);
    return sign > 0 ? first : !first;
  }

  private rise(at: number): void {
    const agent = this.heap[at]!;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.above(agent, this.heap[parent]!)) break;
      this.put(this.heap[parent]!, at);
      at = parent;
    }
    this.put(agent, at);
  }

  private sink(at: number): void {
    const agent = this.heap[at]!;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.above(this.heap[child + 1]!, this.heap[child]!)) child++;
      if (!this.above(this.heap[child]!, agent)) break;
      this.put(this.heap[child]!, at);
      at = child;
    }
    this.put(agent, at);
  }
}
