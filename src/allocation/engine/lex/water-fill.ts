import { type Arithmetic, least, type Units, type UnitsArray } from '../input/units.js';
import { approximateThreshold } from './threshold.js';
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
  const amount = math.array(agents.count);
  if (math.wide) fillWide(math, agents, total, amount);
  else fillNarrow(agents, levelOf(agents, total), amount);
  return new Repair(math, agents, amount).run(total);
}

/** Amounts at a level: each is right or off by a few units. */
function fillNarrow(agents: Agents, level: number, amount: UnitsArray): void {
  const { count, weight, offset, lower, upper } = agents;
  for (let i = 0; i < count; i++) {
    const at = Math.floor(weight[i]! * level - offset[i]! + 0.5);
    amount[i] = at > lower[i]! ? (at < upper[i]! ? at : upper[i]!) : lower[i]!;
  }
}

/** The real level λ with Σ clamp(w·λ − off, lower, upper) ≈ total, in doubles. */
function levelOf(agents: Agents, total: number): number {
  const { count, weight, offset, lower, upper } = agents;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    if (weight[i] === 0) continue;
    const from = (lower[i]! + offset[i]! - 1) / weight[i]!;
    const to = (upper[i]! + offset[i]! + 1) / weight[i]!;
    if (from < low) low = from;
    if (to > high) high = to;
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
function fillWide(math: Arithmetic, agents: Agents, total: Units, amount: UnitsArray): void {
  const { count, weight, offset, lower, upper } = agents;
  const scale = 64n;
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
}

/** Moves single units until the sum is right and no unit that was given stands above one that was not. */
class Repair {
  private given: ThresholdHeap | null = null;
  private waiting: ThresholdHeap | null = null;

  constructor(
    private readonly math: Arithmetic,
    private readonly agents: Agents,
    private readonly amount: UnitsArray,
  ) {}

  run(total: Units): Fill {
    const { agents, amount, math } = this;
    let sum = math.zero;
    for (let i = 0; i < agents.count; i++) sum += amount[i]!;
    if (sum < total) this.give(total - sum);
    if (sum > total) this.take(sum - total);
    return { amount, last: this.exchange() };
  }

  /** The next `units` in order; those whose threshold is near come first, the others only when these run out. */
  private give(units: Units): void {
    const { agents, amount, math } = this;
    const nearest = nearestKeys(agents, amount, math.one, Number(units), 1);
    let heap = new ThresholdHeap(agents, amount, math.one, 1);
    heap.build((i) => amount[i]! < agents.upper[i]! && nearest(i));
    for (let left = units; left > 0; left -= math.one) {
      if (heap.top() < 0) heap = this.waiting = this.allWaiting();
      const agent = heap.top();
      amount[agent] = amount[agent]! + math.one;
      heap.update(
        agent,
        amount[agent]! < agents.upper[agent]! && (heap === this.waiting || nearest(agent)),
      );
    }
  }

  private take(units: Units): void {
    const { agents, amount, math } = this;
    const nearest = nearestKeys(agents, amount, math.zero, Number(units), -1);
    let heap = new ThresholdHeap(agents, amount, math.zero, -1);
    heap.build((i) => amount[i]! > agents.lower[i]! && nearest(i));
    for (let left = units; left > 0; left -= math.one) {
      if (heap.top() < 0) heap = this.given = this.allGiven();
      const agent = heap.top();
      amount[agent] = amount[agent]! - math.one;
      heap.update(
        agent,
        amount[agent]! > agents.lower[agent]! && (heap === this.given || nearest(agent)),
      );
    }
  }

  /** While the last unit given stands above the first one not given, the two change places. */
  private exchange(): number {
    let last = this.lastGiven();
    let first = this.firstWaiting();
    if (this.inOrder(last, first)) return last;
    const given = (this.given = this.allGiven());
    const waiting = (this.waiting = this.allWaiting());
    do {
      this.amount[last] = this.amount[last]! - this.math.one;
      this.amount[first] = this.amount[first]! + this.math.one;
      for (const agent of [last, first]) {
        given.update(agent, this.amount[agent]! > this.agents.lower[agent]!);
        waiting.update(agent, this.amount[agent]! < this.agents.upper[agent]!);
      }
      last = given.top();
      first = waiting.top();
    } while (!this.inOrder(last, first));
    return last;
  }

  private inOrder(last: number, first: number): boolean {
    const { agents, amount, math } = this;
    if (last < 0 || first < 0 || last === first) return true;
    return unitBefore(agents, last, amount[last]!, first, amount[first]! + math.one);
  }

  private allGiven(): ThresholdHeap {
    const heap = new ThresholdHeap(this.agents, this.amount, this.math.zero, -1);
    heap.build((i) => this.amount[i]! > this.agents.lower[i]!);
    return heap;
  }

  private allWaiting(): ThresholdHeap {
    const heap = new ThresholdHeap(this.agents, this.amount, this.math.one, 1);
    heap.build((i) => this.amount[i]! < this.agents.upper[i]!);
    return heap;
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

/**
 * Tells agents whose unit `amount + shift` is likely among the next ones to be moved from the many who are
 * far away: a guess that spares most of them the heap. What it misses is found by the exchange.
 */
function nearestKeys(
  agents: Agents,
  amount: UnitsArray,
  shift: Units,
  units: number,
  sign: 1 | -1,
): (agent: number) => boolean {
  const { count, weight, offset, lower, upper } = agents;
  const keyOf = (i: number) =>
    sign * approximateThreshold(amount[i]! + shift, offset[i]!, weight[i]!);
  let nearest = Infinity;
  let slope = 0;
  for (let i = 0; i < count; i++) {
    if (!(sign > 0 ? amount[i]! < upper[i]! : amount[i]! > lower[i]!)) continue;
    const key = keyOf(i);
    if (key < nearest) nearest = key;
    slope += weight[i]!;
  }
  const reach = nearest + (2 * units + 32) / slope;
  return (agent) => keyOf(agent) <= reach;
}
