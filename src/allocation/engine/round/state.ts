import type { Columns } from '../input/columns.js';
import { addUpTo, type Arithmetic, type UnitsArray } from '../input/units.js';
import type { FillObserver } from '../lex/lex.js';
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

/**
 * What is decided so far; arrays by organisation o, request r, or class × poolCount + pool. Requests are
 * numbered anew in the order in which they are served, so that everything about one organisation stands
 * together: the live ones of organisation 0 in its own order, of organisation 1, …, then the dropped ones.
 */
export interface RoundState {
  /** With requests in their new order. */
  readonly columns: Columns;
  readonly math: Arithmetic;
  readonly sets: Sets;
  /** Organisations by (tie key, id), and the place of each in that order. */
  readonly byTie: Int32Array;
  readonly rank: Int32Array;
  /** r → reason of ALLOC-2. */
  readonly dropped: Uint8Array;
  /** o → its live requests are start[o] … start[o + 1] − 1, in own order. */
  readonly start: Int32Array;
  readonly liveCount: number;
  /** Number of a request in the snapshot → its number here. */
  readonly placeOf: Int32Array;
  /** r → accepted set; narrows to one pool when a `singlePool` request is bound. */
  readonly setOf: Int32Array;
  /** r → pool to which a `singlePool` request is bound; −1 = none. */
  readonly boundTo: Int32Array;
  /** o → the accepted set of all its live requests; −1 when there are several (or none). */
  readonly onlySet: Int32Array;
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
  /** o → minimums of its admitted requests, and what they ask. */
  readonly minimums: UnitsArray;
  readonly admittedAsk: UnitsArray;
  /** o → how many of its live requests have a minimum and are not admitted. */
  readonly waiting: Int32Array;
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

/** From now on a request takes part with at least its minimum. */
export function admit(state: RoundState, request: number): void {
  const { columns, math, admitted, minimums, admittedAsk, waiting } = state;
  const organisation = columns.organisationOf[request]!;
  const minimum = columns.minimum[request]!;
  admitted[request] = 1;
  minimums[organisation] = minimums[organisation]! + minimum;
  admittedAsk[organisation] = addUpTo(math, admittedAsk[organisation]!, columns.ask[request]!);
  if (minimum > 0) waiting[organisation]!--;
}

/** A `singlePool` request takes from this pool only, from now on. */
export function bind(state: RoundState, request: number, pool: number): void {
  const organisation = state.columns.organisationOf[request]!;
  state.boundTo[request] = pool;
  state.setOf[request] = state.sets.single[pool]!;
  state.onlySet[organisation] = onlySetOf(state, organisation);
}

/** The one accepted set of the live requests of an organisation; −1 when there are several. */
export function onlySetOf(
  { start, setOf }: Pick<RoundState, 'start' | 'setOf'>,
  organisation: number,
): number {
  const from = start[organisation]!;
  if (from === start[organisation + 1]!) return -1;
  for (let request = from + 1; request < start[organisation + 1]!; request++) {
    if (setOf[request] !== setOf[from]) return -1;
  }
  return setOf[from]!;
}
