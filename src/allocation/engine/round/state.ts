import type { Columns } from '../input/columns.js';
import type { Arithmetic, UnitsArray } from '../input/units.js';
import type { FillObserver } from '../lex/lex.js';
import type { OwnOrder } from './order.js';
import type { Sets } from './sets.js';

/** ALLOC-2: why a request takes no part in the round; 0 = it is live. */
export const drop = {
  none: 0,
  minimumAboveAsk: 1,
  noPool: 2,
  minimumAboveCap: 3,
  minimumAbovePool: 4,
} as const;

/** Where an organisation was refused a further unit for the last time. */
export interface Refusals {
  /** By organisation: 1 = it wanted more in the last fill in which it took part. */
  readonly refused: Uint8Array;
  /** Number of the unit it was refused, and the offset and weight by which its threshold was counted. */
  readonly unit: UnitsArray;
  readonly offset: UnitsArray;
  readonly weight: Float64Array;
  /** 1 = the last unit that was given had the same threshold. */
  readonly tied: Uint8Array;
}

/** What is decided so far; arrays by organisation o, request r, or class × poolCount + pool. */
export interface RoundState {
  readonly columns: Columns;
  readonly math: Arithmetic;
  readonly sets: Sets;
  /** Organisations by (tie key, id), and the place of each in that order. */
  readonly byTie: Int32Array;
  readonly rank: Int32Array;
  /** r → reason of ALLOC-2. */
  readonly dropped: Uint8Array;
  /** o → its live requests in own order. */
  readonly own: OwnOrder;
  /** r → accepted set; narrows to one pool when a `singlePool` request is bound. */
  readonly setOf: Int32Array;
  /** r → pool to which a `singlePool` request is bound; −1 = none. */
  readonly boundTo: Int32Array;
  /** o → cap, after groups are divided (ALLOC-3). */
  readonly cap: UnitsArray;
  /** o → D = min(cap, Σ ask). */
  readonly demand: UnitsArray;
  /** ALLOC-4: class × pool → guaranteed units. */
  readonly slice: UnitsArray;
  /** class × pool → ceiling in units, or `math.none`. */
  readonly ceiling: UnitsArray;
  /** o → E of ALLOC-5. */
  readonly entitlement: UnitsArray;
  /** o → claim of ALLOC-6. */
  readonly claim: UnitsArray;
  /** r → 1 once it is admitted. */
  readonly admitted: Uint8Array;
  /** o → minimums of its admitted requests. */
  readonly minimums: UnitsArray;
  /** o → x, what it is given so far. */
  readonly given: UnitsArray;
  /** o → what it was given by its class (ALLOC-7). */
  readonly classFill: UnitsArray;
  /** class × set → 1 where its class could still get something when borrowing began (ALLOC-8). */
  readonly borrowable: Uint8Array;
  readonly refusals: Refusals;
  /** Sees every fill of one pool that stands (P3); for verification. */
  readonly onFill: FillObserver | undefined;
}

/** The weight with which an organisation borrows (ALLOC-8); weight 0 borrows as weight 1 (ALLOC-9). */
export function borrowWeightOf(
  { borrowWeight, classOf, weight }: Columns,
  organisation: number,
): number {
  const own = weight[organisation]! === 0 ? 1 : weight[organisation]!;
  return Math.max(1, borrowWeight[classOf[organisation]!]! * own);
}
