import type { Ids } from '../input/columns.js';
import type { Units, UnitsArray } from '../input/units.js';
import { numeratorOf } from '../lex/threshold.js';
import { Reasons } from '../round/reasons.js';
import type { RoundResult } from '../round/round.js';
import type { RoundState } from '../round/state.js';
import type { Fraction, PlanClass, PlanOrganisation, PlanPool, PlanRoute, Reason } from './plan.js';

const text = (units: Units | bigint): string => units.toString();

/** What a plan says of one request and not of its organisation. */
export interface RequestLine {
  granted: string;
  routes: readonly PlanRoute[];
  reason: Reason;
  tightPools: readonly string[];
  missingUnits: string;
}

/** A decided round, line by line: ids for numbers, decimal strings for amounts, reasons. */
export class PlanLines {
  private readonly reasons: Reasons;
  /** The ids of a list of tight pools: there are few such lists. */
  private readonly poolIds = new Map<readonly number[], readonly string[]>();

  constructor(
    private readonly ids: Ids,
    private readonly result: RoundResult,
  ) {
    this.reasons = new Reasons(result);
  }

  pools(): PlanPool[] {
    const { pools } = this.ids;
    const { state, routes } = this.result;
    const { math, columns } = state;
    const granted = math.array(pools.length);
    routes.pool.forEach((pool, at) => (granted[pool] = granted[pool]! + routes.units[at]!));
    return pools.map((id, pool) => ({
      id,
      capacity: text(columns.capacity[pool]!),
      granted: text(granted[pool]!),
      unallocated: text(columns.capacity[pool]! - granted[pool]!),
    }));
  }

  classes(): PlanClass[] {
    const { state } = this.result;
    const { columns, slice } = state;
    // Entitlements of many classes together may exceed what one round can give: bigints.
    const sums = this.ids.classes.map(() => ({
      guaranteed: 0n,
      entitled: 0n,
      granted: 0n,
      borrowed: 0n,
    }));
    for (let at = 0; at < slice.length; at++) {
      sums[Math.floor(at / columns.poolCount)]!.guaranteed += BigInt(slice[at]!);
    }
    columns.classOf.forEach((ofClass, o) => {
      const sum = sums[ofClass]!;
      sum.entitled += BigInt(state.entitlement[o]!);
      sum.granted += BigInt(state.given[o]!);
      sum.borrowed += BigInt(state.given[o]! - state.classFill[o]!);
    });
    return this.ids.classes.map((id, ofClass) => {
      const { guaranteed, entitled, granted, borrowed } = sums[ofClass]!;
      return {
        id,
        guaranteed: text(guaranteed),
        entitled: text(entitled),
        granted: text(granted),
        borrowed: text(borrowed),
      };
    });
  }

  /** The line of an organisation by its number in the columns. */
  organisation(o: number): PlanOrganisation {
    const { state, balanceAfter } = this.result;
    const { columns, given, classFill, entitlement, claim } = state;
    return {
      id: this.ids.organisations[o]!,
      entitlement: text(entitlement[o]!),
      claim: text(claim[o]!),
      granted: text(given[o]!),
      borrowed: text(given[o]! - classFill[o]!),
      balanceBefore: text(columns.balance[o]!),
      balanceAfter: text(balanceAfter[o]!),
      level: levelOf(state, o),
    };
  }

  /** The line of a request by its number in the columns. */
  request(number: number): RequestLine {
    const request = this.result.state.placeOf[number]!;
    return {
      granted: text(this.result.granted[request]!),
      routes: this.routesOf(request),
      reason: this.reasons.of(request),
      tightPools: this.idsOf(this.reasons.tightPools(request)),
      missingUnits: text(this.reasons.missingUnits(request)),
    };
  }

  /** Units granted to a request by its number in the columns. */
  granted(number: number): Units {
    return this.result.granted[this.result.state.placeOf[number]!]!;
  }

  /** ALLOC-12: SYSTEM takes the other side of every change. */
  systemBalanceChange(): string {
    const { state, balanceAfter } = this.result;
    const before: UnitsArray = state.columns.balance;
    let change = 0n;
    for (let o = 0; o < before.length; o++) change += BigInt(before[o]!) - BigInt(balanceAfter[o]!);
    return text(change);
  }

  private routesOf(request: number): PlanRoute[] {
    const { start, pool, units } = this.result.routes;
    const own: PlanRoute[] = [];
    for (let at = start[request]!; at < start[request + 1]!; at++) {
      own.push({ pool: this.ids.pools[pool[at]!]!, units: text(units[at]!) });
    }
    return own;
  }

  private idsOf(pools: readonly number[]): readonly string[] {
    let ids = this.poolIds.get(pools);
    if (ids === undefined) {
      ids = pools.map((pool) => this.ids.pools[pool]!);
      this.poolIds.set(pools, ids);
    }
    return ids;
  }
}

/** Threshold of the first unit that an organisation was refused, in lowest terms (ALLOC-13). */
function levelOf({ refusals }: RoundState, o: number): Fraction | null {
  if (refusals.refused[o] !== 1) return null;
  const numerator = numeratorOf(refusals.unit[o]!, refusals.offset[o]!);
  const denominator = 2n * BigInt(refusals.weight[o]!);
  const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: text(numerator / divisor), denominator: text(denominator / divisor) };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
