/*
 * Amounts inside the engine. While all capacities of a round together stay below 4·10^15 units, every
 * sum that the engine makes is exact in a double, and amounts are numbers in typed arrays. Above that
 * they are bigints. The same code runs on both, because +, − and comparisons read the same; it may
 * therefore use no numeric literal in arithmetic (`math.one` instead), no Math.min on amounts, and no ===
 * against a literal. Tests run every random round in both.
 */

/** A count of units: a number, or a bigint in a wide round (see above; TypeScript sees a number). */
export type Units = number;

export interface UnitsArray {
  [index: number]: Units;
  readonly length: number;
  fill(value: Units): unknown;
  slice(): UnitsArray;
}

export interface Arithmetic {
  readonly wide: boolean;
  readonly zero: Units;
  readonly one: Units;
  /** At least all capacities together: sums stop here, since nobody can get more. */
  readonly enough: Units;
  /** Stands for "no limit"; larger than every amount. */
  readonly none: Units;
  array(length: number): UnitsArray;
  of(value: bigint): Units;
  /** An amount of at most 10^15 from its decimal digits. */
  read(digits: string): Units;
}

/** The largest amount that a snapshot may name (ALLOC-1). */
export const amountMax = 10n ** 15n;
const narrowMax = 4n * amountMax;

const narrow: Arithmetic = {
  wide: false,
  zero: 0,
  one: 1,
  enough: Number(narrowMax),
  none: Number.MAX_SAFE_INTEGER,
  array: (length) => new Float64Array(length),
  of: Number,
  // + 0 makes zero of a minus zero.
  read: (digits) => Number(digits) + 0,
};

const asUnits = (value: bigint) => value as unknown as Units;

const wide: Arithmetic = {
  wide: true,
  zero: asUnits(0n),
  one: asUnits(1n),
  enough: asUnits(10n ** 40n),
  none: asUnits(10n ** 41n),
  array: (length) => new Array<Units>(length).fill(asUnits(0n)),
  of: asUnits,
  read: (digits) => asUnits(BigInt(digits)),
};

/** The arithmetic for a round with this much capacity in all; `forceWide` is for tests. */
export const arithmeticFor = (totalCapacity: bigint, forceWide = false): Arithmetic =>
  forceWide || totalCapacity > narrowMax ? wide : narrow;

export const least = (a: Units, b: Units): Units => (a < b ? a : b);
export const most = (a: Units, b: Units): Units => (a < b ? b : a);

/** a + b, but no more than anybody can get. */
export function addUpTo(math: Arithmetic, a: Units, b: Units): Units {
  const sum = a + b;
  return sum < math.enough ? sum : math.enough;
}

/** ⌊amount × partsPerMillion / 10^6⌋, exactly. */
export function shareOf(math: Arithmetic, amount: Units, partsPerMillion: number): Units {
  return math.of((BigInt(amount) * BigInt(partsPerMillion)) / 1_000_000n);
}
