import type { Columns } from '../input/columns.js';
import type { Units } from '../input/units.js';
import { farApart } from '../lex/threshold.js';
import { keysOf, radixFrom, radixSort } from './radix.js';

/*
 * The orders in which organisations and requests are served. Every order ends in the tie key and the id,
 * so that no two are ever equal.
 */

const exactMax = Number.MAX_SAFE_INTEGER;

/** Sign of a/b − c/d, exactly; b and d are positive integers. */
export function compareFractions(a: Units, b: number, c: Units, d: number): number {
  const left = Number(a) * d;
  const right = Number(c) * b;
  if (Math.abs(left) <= exactMax && Math.abs(right) <= exactMax) return left - right;
  const exact = BigInt(a) * BigInt(d) - BigInt(c) * BigInt(b);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}

/** Organisations by (tie key, id), ascending; their numbers are in order of their ids. */
export function tieOrder({ tieHigh, tieLow }: Columns): Int32Array {
  const order = countUp(tieHigh.length);
  if (order.length >= radixFrom) return radixSort(order, tieHigh, tieLow);
  return order.sort((a, b) => tieHigh[a]! - tieHigh[b]! || tieLow[a]! - tieLow[b]! || a - b);
}

/** 0, 1, 2, … */
function countUp(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

/**
 * Sorts organisations that stand in (tie key, id) order by a fraction, ascending: by the double next to it,
 * and exactly where doubles are too close to tell.
 */
export function byFraction(
  inTieOrder: Int32Array,
  numerator: (organisation: number) => Units,
  denominator: (organisation: number) => number,
): Int32Array {
  const values = new Float64Array(inTieOrder.length);
  for (let place = 0; place < values.length; place++) {
    const o = inTieOrder[place]!;
    // + 0 makes −0 a plain 0, which has another key.
    values[place] = Number(numerator(o)) / denominator(o) + 0;
  }
  const { high, low } = keysOf(values);
  const places = countUp(values.length);
  const sorted =
    places.length >= radixFrom
      ? radixSort(places, high, low)
      : places.sort((a, b) => values[a]! - values[b]! || a - b);
  // Neighbours whose doubles are too close change places where the exact fractions say so.
  for (let i = 1; i < sorted.length; i++) {
    const place = sorted[i]!;
    let at = i;
    for (; at > 0 && isAfter(sorted[at - 1]!, place); at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = place;
  }
  for (let i = 0; i < sorted.length; i++) sorted[i] = inTieOrder[sorted[i]!]!;
  return sorted;

  function isAfter(a: number, b: number): boolean {
    if (values[a] !== values[b] && farApart(values[a]!, values[b]!)) return values[a]! > values[b]!;
    const [first, second] = [inTieOrder[a]!, inTieOrder[b]!];
    const difference = compareFractions(
      numerator(first),
      denominator(first),
      numerator(second),
      denominator(second),
    );
    return difference === 0 ? a > b : difference > 0;
  }
}

/** ALLOC-6: organisations of weight above 0 by balance per weight, the largest first. */
export function claimOrder({ math, balance, weight }: Columns, byTie: Int32Array): Int32Array {
  return byFraction(
    byTie.filter((organisation) => weight[organisation]! > 0),
    (organisation) => math.zero - balance[organisation]!,
    (organisation) => weight[organisation]!,
  );
}

/** ALLOC-2: live requests grouped by organisation, inside it by score, deadline, submission, id. */
export interface OwnOrder {
  /** Live requests of organisation o: requests[start[o]] … requests[start[o + 1] − 1]; then the dropped ones. */
  readonly start: Int32Array;
  readonly requests: Int32Array;
}

/** All requests, the live ones of every organisation in its own order first. */
export function ownOrder(columns: Columns, dropped: Uint8Array): OwnOrder {
  const { organisationOf, classOf } = columns;
  const organisations = classOf.length;
  const start = new Int32Array(organisations + 1);
  for (let r = 0; r < dropped.length; r++) if (dropped[r] === 0) start[organisationOf[r]! + 1]!++;
  for (let o = 0; o < organisations; o++) start[o + 1]! += start[o]!;
  const requests = new Int32Array(dropped.length);
  const place = start.slice();
  let behind = start[organisations]!;
  for (let r = 0; r < dropped.length; r++) {
    requests[dropped[r] === 0 ? place[organisationOf[r]!]!++ : behind++] = r;
  }
  for (let o = 0; o < organisations; o++) sortOwn(columns, requests, start[o]!, start[o + 1]!);
  return { start, requests };
}

/** Insertion for the usual handful; the library's sort for organisations with many requests. */
function sortOwn(columns: Columns, requests: Int32Array, from: number, to: number): void {
  if (to - from > 32) {
    requests.subarray(from, to).sort((a, b) => compareOwn(columns, a, b));
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const request = requests[i]!;
    let at = i;
    for (; at > from && compareOwn(columns, requests[at - 1]!, request) > 0; at--) {
      requests[at] = requests[at - 1]!;
    }
    requests[at] = request;
  }
}

function compareOwn({ score, deadline, submittedAt }: Columns, a: number, b: number): number {
  if (score[a] !== score[b]) return score[b]! - score[a]!;
  // Not by difference: both may be Infinity.
  if (deadline[a] !== deadline[b]) return deadline[a]! < deadline[b]! ? -1 : 1;
  return submittedAt[a]! - submittedAt[b]! || a - b;
}
