import { type Arithmetic, least, type Units, type UnitsArray } from '../input/units.js';
import { type Agents, ThresholdHeap, unitBefore } from './threshold-heap.js';

/** What a fill gave, and the last units of it: nobody below had to give way to somebody above. */
export interface Fill {
  readonly amount: UnitsArray;
  /** The agent whose last unit has the highest (threshold, rank) of all that were given; −1 = none. */
  readonly last: number;
}

/**
 * LEX in one pool: everybody gets the lower amount; then `total` is reached by further units in
 * ascending order of (threshold, rank). Needs Σ lower ≤ total ≤ Σ upper.
 * Finds the real level by Newton steps inside a bracket, rounds every agent to it and repairs the
 * roundings unit by unit with exact comparisons; only the repair decides.
 */
export function waterFill(math: Arithmetic, agents: Agents, total: Units): Fill {
  const amount = math.wide ? fillWide(math, agents, total) : fillNarrow(math, agents, total);
  return new Repair(math, agents, amount).run(total);
}

/** Amounts at the level at which their sum is about `total`: each is right or off by a few units. */
function fillNarrow(math: Arithmetic, agents: Agents, total: Units): UnitsArray {
  const { count, weight, offset, lower, upper } = agents;
  const amount = math.array(count);
  const level = levelOf(agents, total);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(weight[i]! * level - offset[i]! + 0.5);
    amount[i] = at > lower[i]! ? (at < upper[i]! ? at : upper[i]!) : lower[i]!;
  }
  return amount;
}

/** The real level λ with Σ clamp(w·λ − off, lower, upper) ≈ total, in doubles. */
function levelOf(agents: Agents, total: number): number {
  const { count, weight, offset, lower, upper } = agents;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    if (weight[i] === 0) continue;
    low = Math.min(low, (lower[i]! + offset[i]! - 1) / weight[i]!);
    high = Math.max(high, (upper[i]! + offset[i]! + 1) / weight[i]!);
  }
  if (!(low < high)) return 0;
  let level = low + (high - low) / 2;
  for (let step = 0; step < 200; step++) {
    let sum = 0;
    let slope = 0;
    for (let i = 0; i < count; i++) {
      const at = weight[i]! * level - offset[i]!;
      if (at <= lower[i]!) sum += lower[i]!;
      else if (at >= upper[i]!) sum += upper[i]!;
      else {
        sum += at;
        slope += weight[i]!;
      }
    }
    const missing = total - sum;
    if (missing > 0) low = level;
    else high = level;
    if (Math.abs(missing) < 0.25) break;
    const newton = level + missing / slope;
    const next = newton > low && newton < high ? newton : low + (high - low) / 2;
    if (next === level || next <= low || next >= high) break;
    level = next;
  }
  return level;
}

/** The same in a wide round: the level is an integer over 2^scale, found by bisection in bigints. */
function fillWide(math: Arithmetic, agents: Agents, total: Units): UnitsArray {
  const { count, weight, offset, lower, upper } = agents;
  const scale = 64n;
  const amount = math.array(count);
  const fillAt = (level: bigint): bigint => {
    let sum = 0n;
    for (let i = 0; i < count; i++) {
      // t(k) ≤ λ  ⇔  k ≤ (2·w·λ + 1) / 2 − off; >> rounds down, also below zero.
      const at =
        ((2n * BigInt(weight[i]!) * level + (1n << scale)) >> (scale + 1n)) - BigInt(offset[i]!);
      const units = math.of(at);
      amount[i] = units > lower[i]! ? least(units, upper[i]!) : lower[i]!;
      sum += BigInt(amount[i]!);
    }
    return sum;
  };
  const target = BigInt(total);
  let high = (10n ** 42n) << scale;
  let low = -high;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (fillAt(middle) <= target) low = middle;
    else high = middle;
  }
  fillAt(low);
  return amount;
}

/** Moves single units until the sum is right and no unit that was given stands above one that was not. */
class Repair {
  private readonly given: ThresholdHeap;
  private readonly waiting: ThresholdHeap;

  constructor(
    private readonly math: Arithmetic,
    private readonly agents: Agents,
    private readonly amount: UnitsArray,
  ) {
    this.given = new ThresholdHeap(agents, amount, math.zero, -1);
    this.waiting = new ThresholdHeap(agents, amount, math.one, 1);
  }

  run(total: Units): Fill {
    const { agents, amount, math } = this;
    let sum = math.zero;
    for (let i = 0; i < agents.count; i++) sum += amount[i]!;
    if (sum < total) this.buildWaiting();
    for (; sum < total; sum += math.one) {
      const agent = this.waiting.top();
      amount[agent] = amount[agent]! + math.one;
      this.waiting.update(agent, amount[agent]! < agents.upper[agent]!);
    }
    if (sum > total) this.buildGiven();
    for (; sum > total; sum -= math.one) {
      const agent = this.given.top();
      amount[agent] = amount[agent]! - math.one;
      this.given.update(agent, amount[agent]! > agents.lower[agent]!);
    }
    return { amount, last: this.exchange() };
  }

  /** While the last unit given stands above the first one not given, the two change places. */
  private exchange(): number {
    let last = this.lastGiven();
    let first = this.firstWaiting();
    if (this.inOrder(last, first)) return last;
    this.buildGiven();
    this.buildWaiting();
    do {
      this.amount[last] = this.amount[last]! - this.math.one;
      this.amount[first] = this.amount[first]! + this.math.one;
      this.refresh(last);
      this.refresh(first);
      last = this.given.top();
      first = this.waiting.top();
    } while (!this.inOrder(last, first));
    return last;
  }

  private inOrder(last: number, first: number): boolean {
    const { agents, amount, math } = this;
    if (last < 0 || first < 0 || last === first) return true;
    return unitBefore(agents, last, amount[last]!, first, amount[first]! + math.one);
  }

  private refresh(agent: number): void {
    const { amount, agents } = this;
    this.given.update(agent, amount[agent]! > agents.lower[agent]!);
    this.waiting.update(agent, amount[agent]! < agents.upper[agent]!);
  }

  private buildGiven(): void {
    this.given.build((i) => this.amount[i]! > this.agents.lower[i]!);
  }

  private buildWaiting(): void {
    this.waiting.build((i) => this.amount[i]! < this.agents.upper[i]!);
  }

  private lastGiven(): number {
    const { agents, amount } = this;
    let last = -1;
    for (let i = 0; i < agents.count; i++) {
      if (!(amount[i]! > agents.lower[i]!)) continue;
      if (last < 0 || unitBefore(agents, last, amount[last]!, i, amount[i]!)) last = i;
    }
    return last;
  }

  private firstWaiting(): number {
    const { agents, amount, math } = this;
    let first = -1;
    for (let i = 0; i < agents.count; i++) {
      if (!(amount[i]! < agents.upper[i]!)) continue;
      const next = amount[i]! + math.one;
      if (first < 0 || unitBefore(agents, i, next, first, amount[first]! + math.one)) first = i;
    }
    return first;
  }
}
