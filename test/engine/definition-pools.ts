import type { Snapshot, SnapshotPool } from '../../src/allocation/engine/index.js';
import { SimpleFlow } from './simple-flow.js';

/* What the definition of a round (round-definition.ts) asks of pools and flows: one plain flow per question. */

export interface Request {
  id: string;
  minimum: bigint;
  ask: bigint;
  pools: readonly string[];
  single: boolean;
  bound: boolean;
  admitted: boolean;
  granted: bigint;
}

export interface Organisation {
  id: string;
  ofClass: string;
  weight: bigint;
  borrowWeight: bigint;
  cap: bigint;
  demand: bigint;
  balance: bigint;
  /** Place in (tie key, id). */
  rank: number;
  live: Request[];
  entitlement: bigint;
  claim: bigint;
  given: bigint;
  classFill: bigint;
  fresh: bigint;
}

export const unlimited = 10n ** 30n;
export const min = (a: bigint, b: bigint) => (a < b ? a : b);
export const max = (a: bigint, b: bigint) => (a > b ? a : b);
export const sum = (values: readonly bigint[]) =>
  values.reduce((total, value) => total + value, 0n);
const ppm = (capacity: string, share: number | undefined) =>
  (BigInt(capacity) * BigInt(share ?? 0)) / 1_000_000n;

/** The pools of a snapshot, and whether flows carry amounts through them. */
export class DefinedPools {
  constructor(private readonly snapshot: Snapshot) {}

  pool = (id: string): SnapshotPool => this.snapshot.pools.find((pool) => pool.id === id)!;
  slice = (ofClass: string, id: string) =>
    ppm(this.pool(id).capacity, this.pool(id).guarantees[ofClass]);
  ceiling(ofClass: string, id: string): bigint {
    const share = this.pool(id).ceilings?.[ofClass];
    return share === undefined ? unlimited : ppm(this.pool(id).capacity, share);
  }

  /**
   * A flow that carries, for every organisation, `amounts` through its admitted requests (at least the
   * minimum each, at most the ask) and `extra` through any of its live ones. Null if there is none.
   */
  flowOf(
    members: readonly Organisation[],
    slicesOf: string | null,
    amounts: (o: Organisation) => bigint,
    extra: (o: Organisation) => bigint = () => 0n,
  ): SimpleFlow | null {
    const flow = this.poolsFlow(slicesOf);
    let total = 0n;
    for (const o of members) {
      const admitted = o.live.filter((r) => r.admitted);
      const minimums = sum(admitted.map(({ minimum }) => minimum));
      if (amounts(o) < minimums) return null;
      flow.arc('start', `given ${o.id}`, amounts(o) - minimums);
      flow.arc('start', `extra ${o.id}`, extra(o));
      total += amounts(o) + extra(o);
      for (const r of o.live) {
        flow.arc(`extra ${o.id}`, `room ${r.id}`, unlimited);
        flow.arc(`room ${r.id}`, r.id, r.admitted ? r.ask - r.minimum : r.ask);
        if (r.admitted) {
          flow.arc('start', r.id, r.minimum);
          flow.arc(`given ${o.id}`, `room ${r.id}`, unlimited);
        }
        for (const pool of r.pools) flow.arc(r.id, `${o.ofClass} in ${pool}`, unlimited);
      }
    }
    return flow.send('start', 'end', total) === total ? flow : null;
  }

  private poolsFlow(slicesOf: string | null): SimpleFlow {
    const flow = new SimpleFlow();
    for (const pool of this.snapshot.pools) {
      for (const { id } of this.snapshot.classes) {
        const room = slicesOf === null ? this.ceiling(id, pool.id) : this.slice(id, pool.id);
        flow.arc(`${id} in ${pool.id}`, `pool ${pool.id}`, room);
      }
      flow.arc(`pool ${pool.id}`, 'end', BigInt(pool.capacity));
    }
    return flow;
  }

  /** Whether all amounts can be routed while what these requests are granted stays as it is. */
  routable(organisations: readonly Organisation[], settled: ReadonlySet<Request>): boolean {
    const flow = this.poolsFlow(null);
    let total = 0n;
    for (const o of organisations) {
      let left = o.given;
      for (const r of o.live) {
        if (!r.admitted) continue;
        flow.arc('start', r.id, r.granted);
        left -= r.granted;
        total += r.granted;
        if (!settled.has(r)) flow.arc(o.id, r.id, r.ask - r.minimum);
        for (const pool of r.pools) flow.arc(r.id, `${o.ofClass} in ${pool}`, unlimited);
      }
      flow.arc('start', o.id, left);
      total += left;
    }
    return flow.send('start', 'end', total) === total;
  }
}
