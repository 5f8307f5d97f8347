import { type Arithmetic, least, type Units, type UnitsArray } from '../input/units.js';

/**
 * A network with a flow in it, and maximum flow by Dinic's algorithm (level graph, blocking flow).
 * Arc a and its reverse a ^ 1 stand side by side; `room` is what an arc can still carry. Arcs are walked
 * in a fixed order, so that the same calls give the same flow.
 */
export class Flow {
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  private readonly next: Int32Array;
  private readonly to: Int32Array;
  readonly room: UnitsArray;
  /** Distance from the start of the present phase, above `base`: what is below is of an earlier phase. */
  private readonly level: Float64Array;
  private base = 0;
  private readonly cursor: Int32Array;
  private readonly queue: Int32Array;
  private arcCount = 0;
  /** Changes since `mark`, for `undo`: arc, amount, arc, amount … */
  private readonly journal: Units[] = [];
  private isMarked = false;

  /** `arcs` counts one direction; more cannot be added later. */
  constructor(
    private readonly math: Arithmetic,
    readonly nodeCount: number,
    arcs: number,
  ) {
    this.head = new Int32Array(nodeCount).fill(-1);
    this.tail = new Int32Array(nodeCount).fill(-1);
    this.next = new Int32Array(2 * arcs);
    this.to = new Int32Array(2 * arcs);
    this.room = math.array(2 * arcs);
    this.level = new Float64Array(nodeCount);
    this.cursor = new Int32Array(nodeCount);
    this.queue = new Int32Array(nodeCount);
  }

  /** Adds an arc and gives its number. */
  addArc(from: number, to: number, capacity: Units): number {
    const arc = this.arcCount;
    this.link(arc, from, to);
    this.link(arc + 1, to, from);
    this.room[arc] = capacity;
    this.arcCount += 2;
    return arc;
  }

  private link(arc: number, from: number, to: number): void {
    this.to[arc] = to;
    this.next[arc] = -1;
    if (this.head[from]! < 0) this.head[from] = arc;
    else this.next[this.tail[from]!] = arc;
    this.tail[from] = arc;
  }

  /** Nothing passes through this node any more; what flows through it stays. */
  close(node: number): void {
    this.head[node] = -1;
  }

  /** What flows through an arc that was added. */
  carried(arc: number): Units {
    return this.room[arc ^ 1]!;
  }

  widen(arc: number, by: Units): void {
    this.room[arc] = this.room[arc]! + by;
  }

  /**
   * Sends up to `limit` more from one node to another, rerouting what flows already; gives what went. With
   * a `barrier`, rerouting tries first without the nodes from there on: of each node, arcs to nodes below
   * the barrier (or to `to`) have to be added first.
   */
  send(from: number, to: number, limit: Units, barrier = this.nodeCount): Units {
    let sent = this.augment(from, to, limit, barrier);
    if (barrier < this.nodeCount && sent < limit) {
      sent += this.augment(from, to, limit - sent, this.nodeCount);
    }
    return sent;
  }

  private augment(from: number, to: number, limit: Units, barrier: number): Units {
    let sent = this.math.zero;
    while (sent < limit && this.findLevels(from, to, barrier)) {
      const pushed = this.push(from, to, limit - sent, barrier);
      if (!(pushed > 0)) break;
      sent += pushed;
    }
    return sent;
  }

  /**
   * Sends up to `limit` without rerouting, along the arcs as they were added (which have to come before any
   * arc into the same node), the widest way first, so that what is left stays spread over many ways.
   */
  pour(from: number, to: number, limit: Units): Units {
    let left = limit;
    while (left > 0) {
      const width = this.widest(from, to);
      if (!(width > 0)) break;
      const part = least(width, left);
      for (let node = from; node !== to;) {
        const arc = this.cursor[node]!;
        this.change(arc, part);
        node = this.to[arc]!;
      }
      left -= part;
    }
    return limit - left;
  }

  /** The width of the widest way forward; `cursor` points along it. */
  private widest(node: number, to: number): Units {
    if (node === to) return this.math.none;
    let best = this.math.zero;
    for (let arc = this.head[node]!; arc >= 0 && (arc & 1) === 0; arc = this.next[arc]!) {
      if (!(this.room[arc]! > best)) continue;
      const width = least(this.room[arc]!, this.widest(this.to[arc]!, to));
      if (!(width > best)) continue;
      best = width;
      this.cursor[node] = arc;
    }
    return best;
  }

  /** Takes up to `amount` of what flows from a node on to `to` back out of the network. */
  withdraw(from: number, to: number, amount: Units): void {
    let left = amount;
    while (left > 0) {
      const part = this.withdrawPath(from, to, left);
      if (!(part > 0)) throw new Error('More was withdrawn from a flow than it carries.');
      left -= part;
    }
  }

  private withdrawPath(from: number, to: number, limit: Units): Units {
    if (from === to) return limit;
    for (let arc = this.head[from]!; arc >= 0; arc = this.next[arc]!) {
      if ((arc & 1) === 1 || !(this.room[arc ^ 1]! > 0)) continue;
      const part = this.withdrawPath(this.to[arc]!, to, least(limit, this.room[arc ^ 1]!));
      if (part > 0) {
        this.change(arc ^ 1, part);
        return part;
      }
    }
    return this.math.zero;
  }

  /** Begins to remember changes. */
  mark(): void {
    this.journal.length = 0;
    this.isMarked = true;
  }

  /** Forgets what was remembered and keeps the changes. */
  keep(): void {
    this.isMarked = false;
  }

  /** Takes all changes since `mark` back. */
  undo(): void {
    const { journal } = this;
    this.isMarked = false;
    for (let i = journal.length - 2; i >= 0; i -= 2) {
      this.change(Number(journal[i]!) ^ 1, journal[i + 1]!);
    }
  }

  /** Nodes that could still be reached from `from` by rerouting: the source side of the smallest cut. */
  reachable(from: number): Uint8Array {
    const seen = new Uint8Array(this.nodeCount);
    seen[from] = 1;
    let [begin, end] = [0, 0];
    this.queue[end++] = from;
    while (begin < end) {
      const node = this.queue[begin++]!;
      for (let arc = this.head[node]!; arc >= 0; arc = this.next[arc]!) {
        const target = this.to[arc]!;
        if (seen[target] === 1 || !(this.room[arc]! > 0)) continue;
        seen[target] = 1;
        this.queue[end++] = target;
      }
    }
    return seen;
  }

  /** Nodes from which something could still be sent to `to` by rerouting. */
  reaching(to: number): Uint8Array {
    const seen = new Uint8Array(this.nodeCount);
    seen[to] = 1;
    let [begin, end] = [0, 0];
    this.queue[end++] = to;
    while (begin < end) {
      const node = this.queue[begin++]!;
      for (let arc = this.head[node]!; arc >= 0; arc = this.next[arc]!) {
        const origin = this.to[arc]!;
        if (seen[origin] === 1 || !(this.room[arc ^ 1]! > 0)) continue;
        seen[origin] = 1;
        this.queue[end++] = origin;
      }
    }
    return seen;
  }

  private change(arc: number, amount: Units): void {
    this.room[arc] = this.room[arc]! - amount;
    this.room[arc ^ 1] = this.room[arc ^ 1]! + amount;
    if (this.isMarked) this.journal.push(arc, amount);
  }

  private findLevels(from: number, to: number, barrier: number): boolean {
    const { queue, head, next, room, level, cursor } = this;
    const base = (this.base += this.nodeCount + 1);
    level[from] = base;
    cursor[from] = head[from]!;
    let [begin, end] = [0, 0];
    queue[end++] = from;
    while (begin < end) {
      const node = queue[begin++]!;
      for (let arc = head[node]!; arc >= 0; arc = next[arc]!) {
        const target = this.to[arc]!;
        if (target >= barrier && target !== to) break;
        if (level[target]! >= base || !(room[arc]! > 0)) continue;
        level[target] = level[node]! + 1;
        cursor[target] = head[target]!;
        if (target === to) return true;
        queue[end++] = target;
      }
    }
    return false;
  }

  private push(node: number, to: number, limit: Units, barrier: number): Units {
    if (node === to) return limit;
    let pushed = this.math.zero;
    const { level, cursor, next, room } = this;
    while (cursor[node]! >= 0) {
      const arc = cursor[node]!;
      const target = this.to[arc]!;
      if (target >= barrier && target !== to) break;
      if (room[arc]! > 0 && level[target] === level[node]! + 1) {
        const part = this.push(target, to, least(limit - pushed, room[arc]!), barrier);
        if (part > 0) {
          this.change(arc, part);
          pushed += part;
          if (!(pushed < limit)) return pushed;
        }
      }
      cursor[node] = next[arc]!;
    }
    return pushed;
  }
}
