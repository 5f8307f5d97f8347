import type { Columns } from '../input/columns.js';
import type { Arithmetic, UnitsArray } from '../input/units.js';
import { type Network, NetworkBuilder, sink } from '../lex/network.js';
import type { Sets } from './sets.js';

/** A network of accepted sets and pools, and where a request enters it. */
export interface RoundNetwork {
  readonly network: Network;
  /** Node of an accepted set for a class. */
  entryOf(ofClass: number, set: number): number;
  /** Node behind which one class meets one pool: for rooms in a pool that are not limited by a set. */
  poolEntryOf(ofClass: number, pool: number): number;
  /** Node of a pool itself. */
  poolNodeOf(pool: number): number;
}

/** The slice of one class (ALLOC-5 to 7): sets → pools, each with the units guaranteed there. */
export function sliceNetwork(
  math: Arithmetic,
  { poolCount }: Columns,
  sets: Sets,
  slice: UnitsArray,
  ofClass: number,
): RoundNetwork {
  const builder = new NetworkBuilder();
  const pools = Array.from({ length: poolCount }, () => builder.addNode());
  pools.forEach((node, pool) => builder.addArc(node, sink, slice[ofClass * poolCount + pool]!));
  const entries = sets.pools.map((list) => {
    const entry = builder.addNode();
    for (const pool of list) builder.addArc(entry, pools[pool]!, math.none);
    return entry;
  });
  return {
    network: builder.build(math),
    entryOf: (_, set) => entries[set]!,
    poolEntryOf: (_, pool) => pools[pool]!,
    poolNodeOf: (pool) => pools[pool]!,
  };
}

/**
 * The whole of the pools (ALLOC-8 to 11): sets → (class, pool) with the ceiling → pools. Classes without
 * any ceiling share their entries.
 */
export function wholeNetwork(columns: Columns, sets: Sets, ceiling: UnitsArray): RoundNetwork {
  const { math, classCount, poolCount, capacity, ceilingPpm } = columns;
  const builder = new NetworkBuilder();
  const pools = Array.from({ length: poolCount }, () => builder.addNode());
  pools.forEach((node, pool) => builder.addArc(node, sink, capacity[pool]!));
  const outlets = new Int32Array(classCount * poolCount);
  const entries = new Int32Array(classCount * sets.count);
  let open = -1;
  for (let c = 0; c < classCount; c++) {
    const limited = ceilingPpm.subarray(c * poolCount, (c + 1) * poolCount).some((ppm) => ppm >= 0);
    for (let pool = 0; pool < poolCount; pool++) {
      const at = c * poolCount + pool;
      outlets[at] = pools[pool]!;
      if (ceilingPpm[at]! < 0) continue;
      outlets[at] = builder.addNode();
      builder.addArc(outlets[at]!, pools[pool]!, ceiling[at]!);
    }
    for (let set = 0; set < sets.count; set++) {
      const at = c * sets.count + set;
      if (!limited && open >= 0) {
        entries[at] = entries[open * sets.count + set]!;
        continue;
      }
      entries[at] = builder.addNode();
      for (const pool of sets.pools[set]!) {
        builder.addArc(entries[at]!, outlets[c * poolCount + pool]!, math.none);
      }
    }
    if (!limited) open = c;
  }
  return {
    network: builder.build(math),
    entryOf: (ofClass, set) => entries[ofClass * sets.count + set]!,
    poolEntryOf: (ofClass, pool) => outlets[ofClass * poolCount + pool]!,
    poolNodeOf: (pool) => pools[pool]!,
  };
}
