/**
 * Maximum flow written as plainly as possible (Ford and Fulkerson, breadth first, bigints), so that what
 * the engine computes is compared with something that shares no line with it.
 */
export class SimpleFlow {
  private readonly room = new Map<string, Map<string, bigint>>();

  arc(from: string, to: string, capacity: bigint): void {
    this.add(from, to, capacity);
    this.add(to, from, 0n);
  }

  /** The most that can be sent; what was sent stays. */
  send(from: string, to: string, limit: bigint): bigint {
    let sent = 0n;
    while (sent < limit) {
      const path = this.path(from, to);
      if (path === null) break;
      let part = limit - sent;
      for (const [a, b] of path) part = part < this.left(a, b) ? part : this.left(a, b);
      for (const [a, b] of path) {
        this.add(a, b, -part);
        this.add(b, a, part);
      }
      sent += part;
    }
    return sent;
  }

  left(from: string, to: string): bigint {
    return this.room.get(from)?.get(to) ?? 0n;
  }

  private add(from: string, to: string, amount: bigint): void {
    if (!this.room.has(from)) this.room.set(from, new Map());
    const arcs = this.room.get(from)!;
    arcs.set(to, (arcs.get(to) ?? 0n) + amount);
  }

  private path(from: string, to: string): [string, string][] | null {
    const before = new Map<string, string>([[from, from]]);
    const queue = [from];
    for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
      for (const [next, left] of this.room.get(node) ?? []) {
        if (left <= 0n || before.has(next)) continue;
        before.set(next, node);
        if (next === to) return this.walk(before, from, to);
        queue.push(next);
      }
    }
    return null;
  }

  private walk(before: Map<string, string>, from: string, to: string): [string, string][] {
    const path: [string, string][] = [];
    for (let node = to; node !== from; node = before.get(node)!)
      path.push([before.get(node)!, node]);
    return path;
  }
}
