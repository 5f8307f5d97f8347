import type { Columns } from '../input/columns.js';

/** The distinct sets of accepted pools, whatever the order of preference; each pool alone is one too. */
export interface Sets {
  readonly count: number;
  /** By set: its pools, ascending. */
  readonly pools: readonly Int32Array[];
  /** By preference list: its set; −1 for an empty list. */
  readonly ofPreference: Int32Array;
  /** By pool: the set of this pool alone. */
  readonly single: Int32Array;
}

/** Numbers the accepted sets that the preference lists of a round name. */
export function setsOf({ preferences, poolCount }: Columns): Sets {
  const numbers = new Map<string, number>();
  const pools: Int32Array[] = [];
  const numberOf = (list: Int32Array): number => {
    const key = list.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, pools.length);
    return pools.push(list) - 1;
  };
  const single = Int32Array.from({ length: poolCount }, (_, pool) => numberOf(Int32Array.of(pool)));
  const ofPreference = Int32Array.from(preferences, (list) =>
    list.length === 0 ? -1 : numberOf(list.slice().sort()),
  );
  return { count: pools.length, pools, ofPreference, single };
}
