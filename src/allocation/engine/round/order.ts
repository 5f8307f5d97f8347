import type { Columns } from '../input/columns.js';
import type { Units } from '../input/units.js';

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

/** Organisations by (tie key, id), ascending. Equal numbers mean equal ids, so the sort may be any. */
export function tieOrder({ tieHigh, tieLow, classOf }: Columns): Int32Array {
  const order = Int32Array.from({ length: classOf.length }, (_, i) => i);
  return order.sort((a, b) => tieHigh[a]! - tieHigh[b]! || tieLow[a]! - tieLow[b]! || a - b);
}

/** ALLOC-6: organisations of weight above 0 by balance per weight, the largest first. */
export function claimOrder(
  { balance, weight }: Columns,
  byTie: Int32Array,
  rank: Int32Array,
): Int32Array {
  return byTie
    .filter((organisation) => weight[organisation]! > 0)
    .sort(
      (a, b) =>
        compareFractions(balance[b]!, weight[b]!, balance[a]!, weight[a]!) || rank[a]! - rank[b]!,
    );
}

/** ALLOC-2: requests grouped by organisation, inside it by score, deadline, submission, id. */
export interface OwnOrder {
  /** Requests of organisation o: requests[start[o]] … requests[start[o + 1] − 1]. */
  readonly start: Int32Array;
  readonly requests: Int32Array;
}

/** The live requests of every organisation in its own order. */
export function ownOrder(columns: Columns, isLive: (request: number) => boolean): OwnOrder {
  const { organisationOf, classOf } = columns;
  const start = new Int32Array(classOf.length + 1);
  for (let r = 0; r < organisationOf.length; r++) if (isLive(r)) start[organisationOf[r]! + 1]!++;
  for (let o = 0; o < classOf.length; o++) start[o + 1]! += start[o]!;
  const requests = new Int32Array(start[classOf.length]!);
  const place = start.slice();
  for (let r = 0; r < organisationOf.length; r++) {
    if (isLive(r)) requests[place[organisationOf[r]!]!++] = r;
  }
  for (let o = 0; o < classOf.length; o++) sortOwn(columns, requests, start[o]!, start[o + 1]!);
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
