import { least, type Arithmetic, type Units, type UnitsArray } from '../input/units.js';

/** Supplies that go to pools at the cost of the pool's place in their list, 0, 1, 2, … per unit. */
export interface RoutingProblem {
  readonly supplies: readonly { ofClass: number; pools: Int32Array; units: Units }[];
  /** By pool. */
  readonly capacity: UnitsArray;
  /** By class × poolCount + pool; what the class may take there. */
  readonly ceiling: UnitsArray;
  readonly poolCount: number;
}

/**
 * A routing of all supplies with the least cost in all: by supply, units in the order of its list.
 * Successive shortest paths, all paths of one length at a time (primal-dual); where several routings cost
 * the same, the order of supplies and arcs decides.
 */
export function cheapestFlow(math: Arithmetic, problem: RoutingProblem): UnitsArray[] {
  const { supplies, poolCount, ceiling, capacity } = problem;
  const classes = ceiling.length / Math.max(1, poolCount);
  const arcs = supplies.reduce((sum, { pools }) => sum + 1 + pools.length, 0);
  const outletAt = supplies.length;
  const poolAt = outletAt + classes * poolCount;
  const source = poolAt + poolCount;
  const flow = new CostFlow(math, source + 2, arcs + (classes + 1) * poolCount);
  const firstArc = supplies.map(({ ofClass, pools, units }, s) => {
    flow.addArc(source, s, units, 0);
    return [...pools].map((pool, place) =>
      flow.addArc(s, outletAt + ofClass * poolCount + pool, math.none, place),
    );
  });
  for (let at = 0; at < ceiling.length; at++) {
    flow.addArc(outletAt + at, poolAt + (at % poolCount), ceiling[at]!, 0);
  }
  for (let pool = 0; pool < poolCount; pool++) {
    flow.addArc(poolAt + pool, source + 1, capacity[pool]!, 0);
  }
  const total = supplies.reduce((sum, { units }) => sum + units, math.zero);
  if (flow.run(source, source + 1) < total) {
    throw new Error('The amounts cannot be routed: the engine is at fault.');
  }
  return firstArc.map((list) => {
    const units = math.array(list.length);
    list.forEach((arc, place) => (units[place] = flow.carried(arc)));
    return units;
  });
}

class CostFlow {
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly to: Int32Array;
  private readonly cost: Int32Array;
  private readonly room: UnitsArray;
  private readonly distance: Float64Array;
  private readonly cursor: Int32Array;
  private readonly onPath: Uint8Array;
  private arcCount = 0;

  constructor(
    private readonly math: Arithmetic,
    private readonly nodeCount: number,
    arcs: number,
  ) {
    this.head = new Int32Array(nodeCount).fill(-1);
    this.next = new Int32Array(2 * arcs);
    this.to = new Int32Array(2 * arcs);
    this.cost = new Int32Array(2 * arcs);
    this.room = math.array(2 * arcs);
    this.distance = new Float64Array(nodeCount);
    this.cursor = new Int32Array(nodeCount);
    this.onPath = new Uint8Array(nodeCount);
  }

  addArc(from: number, to: number, capacity: Units, cost: number): number {
    const arc = this.arcCount;
    this.link(arc, from, to, capacity, cost);
    this.link(arc + 1, to, from, this.math.zero, -cost);
    this.arcCount += 2;
    return arc;
  }

  private link(arc: number, from: number, to: number, room: Units, cost: number): void {
    this.to[arc] = to;
    this.room[arc] = room;
    this.cost[arc] = cost;
    this.next[arc] = this.head[from]!;
    this.head[from] = arc;
  }

  carried(arc: number): Units {
    return this.room[arc ^ 1]!;
  }

  /** Sends all that can be sent, the cheapest paths first. */
  run(from: number, to: number): Units {
    let sent = this.math.zero;
    while (this.findDistances(from, to)) {
      this.cursor.set(this.head);
      for (;;) {
        const pushed = this.push(from, to, this.math.none);
        if (!(pushed > 0)) break;
        sent += pushed;
      }
    }
    return sent;
  }

  /** Bellman and Ford with a queue: costs of rerouting are negative. */
  private findDistances(from: number, to: number): boolean {
    const { distance, head, next, room, cost, nodeCount } = this;
    distance.fill(Infinity);
    distance[from] = 0;
    const queue = new Int32Array(nodeCount + 1);
    const queued = new Uint8Array(nodeCount);
    let [begin, end] = [0, 0];
    queue[end++] = from;
    while (begin !== end) {
      const node = queue[begin]!;
      begin = begin === nodeCount ? 0 : begin + 1;
      queued[node] = 0;
      for (let arc = head[node]!; arc >= 0; arc = next[arc]!) {
        const target = this.to[arc]!;
        if (!(room[arc]! > 0) || distance[node]! + cost[arc]! >= distance[target]!) continue;
        distance[target] = distance[node]! + cost[arc]!;
        if (queued[target] === 1) continue;
        queued[target] = 1;
        queue[end] = target;
        end = end === nodeCount ? 0 : end + 1;
      }
    }
    return distance[to]! < Infinity;
  }

  private push(node: number, to: number, limit: Units): Units {
    if (node === to) return limit;
    const { cursor, next, room, distance, cost, onPath } = this;
    onPath[node] = 1;
    let pushed = this.math.zero;
    while (cursor[node]! >= 0) {
      const arc = cursor[node]!;
      const target = this.to[arc]!;
      const shortest = distance[target] === distance[node]! + cost[arc]!;
      if (room[arc]! > 0 && shortest && onPath[target] === 0) {
        const part = this.push(target, to, least(limit - pushed, room[arc]!));
        this.room[arc] = room[arc]! - part;
        this.room[arc ^ 1] = room[arc ^ 1]! + part;
        pushed += part;
        if (!(pushed < limit)) break;
      }
      cursor[node] = next[arc]!;
    }
    onPath[node] = 0;
    return pushed;
  }
}
