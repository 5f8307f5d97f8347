import type { Arithmetic, UnitsArray } from './units.js';

/**
 * A checked snapshot in columns with dense numbers instead of ids. Classes, pools, groups,
 * organisations and requests stand in ascending order of their ids, so that a smaller number is a
 * smaller id: nothing downstream depends on the order in which rows came.
 */
export interface Columns {
  readonly math: Arithmetic;
  readonly classCount: number;
  readonly poolCount: number;
  /** By class, 0…10^6. */
  readonly borrowWeight: Float64Array;
  /** By pool, units. */
  readonly capacity: UnitsArray;
  /** By class × poolCount + pool, ppm. */
  readonly guaranteePpm: Int32Array;
  /** By class × poolCount + pool, ppm; −1 = none. */
  readonly ceilingPpm: Int32Array;
  /** By group, units or `math.none`. */
  readonly groupCap: UnitsArray;

  /** By organisation. */
  readonly classOf: Int32Array;
  readonly weight: Float64Array;
  /** Units or `math.none`. */
  readonly cap: UnitsArray;
  /** −1 = none. */
  readonly groupOf: Int32Array;
  readonly balance: UnitsArray;
  /** The 64-bit tie key in two halves. */
  readonly tieHigh: Uint32Array;
  readonly tieLow: Uint32Array;

  /** By request. */
  readonly organisationOf: Int32Array;
  readonly minimum: UnitsArray;
  readonly ask: UnitsArray;
  /** Number of the ordered list of accepted pools in `preferences`. */
  readonly preferenceOf: Int32Array;
  /** −1 = none (sorts last). */
  readonly score: Float64Array;
  /** Milliseconds since 1970; Infinity = none (sorts last). */
  readonly deadline: Float64Array;
  readonly submittedAt: Float64Array;
  readonly singlePool: Uint8Array;
  /** Distinct lists of pools, each in order of preference. */
  readonly preferences: readonly Int32Array[];
}

/** Ids by number. */
export interface Ids {
  readonly classes: readonly string[];
  readonly pools: readonly string[];
  readonly groups: readonly string[];
  readonly organisations: readonly string[];
  readonly requests: readonly string[];
}
