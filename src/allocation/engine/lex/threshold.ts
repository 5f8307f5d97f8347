import type { Units } from '../input/units.js';

/*
 * The k-th unit of an agent has threshold t(k) = (2k − 1 + 2·off) / (2·w) (Sainte-Laguë). Thresholds are
 * compared exactly: as doubles where those cannot err, else by cross-multiplication of bigints.
 */

/** Relative distance above which two doubles, each a few roundings away from the truth, cannot be in the wrong order. */
const safeGap = 1e-13;
const exactMax = Number.MAX_SAFE_INTEGER;

/** t(k) as a double, for the pre-check only. */
export function approximateThreshold(k: Units, offset: Units, weight: number): number {
  return (2 * Number(k + offset) - 1) / (2 * weight);
}

/** Whether two doubles are so far apart that the exact values have the same order. */
export function farApart(a: number, b: number): boolean {
  const gap = a < b ? b - a : a - b;
  return gap > safeGap * (Math.abs(a) + Math.abs(b));
}

/** Numerator of t(k) over 2·w, exactly. */
export const numeratorOf = (k: Units, offset: Units): bigint => 2n * BigInt(k + offset) - 1n;

/**
 * Sign of t_a(kA) − t_b(kB), exactly. `weightA`, `weightB` are positive integers up to 10^12.
 */
export function compareThresholds(
  kA: Units,
  offsetA: Units,
  weightA: number,
  kB: Units,
  offsetB: Units,
  weightB: number,
): number {
  // k + off is exact, so each numerator is at most one rounding away from the truth, each product two.
  const left = (2 * Number(kA + offsetA) - 1) * weightB;
  const right = (2 * Number(kB + offsetB) - 1) * weightA;
  if (Math.abs(left) <= exactMax && Math.abs(right) <= exactMax) return left - right;
  if (farApart(left, right)) return left - right;
  const exact =
    numeratorOf(kA, offsetA) * BigInt(weightB) - numeratorOf(kB, offsetB) * BigInt(weightA);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}
