import { canonicalJson } from '../../../kernel/canonical-json.js';
import { sha256Hex } from '../../../kernel/hash.js';
import type { Ids } from '../input/columns.js';
import { engineVersion, type Snapshot } from '../input/snapshot.js';
import type { Units, UnitsArray } from '../input/units.js';
import { numeratorOf } from '../lex/threshold.js';
import { Reasons } from '../round/reasons.js';
import type { RoundResult } from '../round/round.js';
import type { RoundState } from '../round/state.js';
import type {
  Fraction,
  Plan,
  PlanClass,
  PlanOrganisation,
  PlanPool,
  PlanRequest,
  PlanRoute,
} from './plan.js';

const text = (units: Units | bigint): string => units.toString();

/** Writes a decided round down as a plan: ids for numbers, strings for amounts, reasons, hashes. */
export function buildPlan(
  snapshot: Snapshot,
  snapshotHash: string,
  ids: Ids,
  result: RoundResult,
): Plan {
  const organisations = organisationLines(ids, result);
  const plan: Omit<Plan, 'planHash'> = {
    engine: engineVersion,
    roundId: snapshot.roundId,
    snapshotHash,
    pools: poolLines(ids, result),
    classes: classLines(ids, result.state),
    organisations,
    requests: requestLines(ids, result, organisations),
    systemBalanceChange: text(systemBalanceChange(result)),
  };
  return { ...plan, planHash: planHashOf(plan) };
}

/** SHA-256 of the canonical JSON (RFC 8785) of a plan without its own hash (ALLOC-14). */
export function planHashOf(plan: Omit<Plan, 'planHash'> & { planHash?: string }): string {
  const { planHash: _, ...rest } = plan;
  return sha256Hex(canonicalJson(rest));
}

function poolLines({ pools }: Ids, { state, routes }: RoundResult): PlanPool[] {
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

function classLines({ classes }: Ids, state: RoundState): PlanClass[] {
  const { columns, slice } = state;
  // Entitlements of many classes together may exceed what one round can give: bigints.
  const sums = classes.map(() => ({ guaranteed: 0n, entitled: 0n, granted: 0n, borrowed: 0n }));
  for (let at = 0; at < slice.length; at++) {
    sums[Math.floor(at / columns.poolCount)]!.guaranteed += BigInt(slice[at]!);
  }
  columns.classOf.forEach((ofClass, o) => {
    const sum = sums[ofClass]!;
    sum.entitled += BigInt(state.entitlement[o]!);
    sum.granted += BigInt(state.given[o]!);
    sum.borrowed += BigInt(state.given[o]! - state.classFill[o]!);
  });
  return classes.map((id, ofClass) => {
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

function organisationLines(
  { organisations }: Ids,
  { state, balanceAfter }: RoundResult,
): PlanOrganisation[] {
  const { columns, given, classFill, entitlement, claim } = state;
  return organisations.map((id, o) => ({
    id,
    entitlement: text(entitlement[o]!),
    claim: text(claim[o]!),
    granted: text(given[o]!),
    borrowed: text(given[o]! - classFill[o]!),
    balanceBefore: text(columns.balance[o]!),
    balanceAfter: text(balanceAfter[o]!),
    level: levelOf(state, o),
  }));
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

function requestLines(
  ids: Ids,
  result: RoundResult,
  lines: readonly PlanOrganisation[],
): PlanRequest[] {
  const reasons = new Reasons(result);
  const { columns, placeOf } = result.state;
  return ids.requests.map((id, number) => {
    const request = placeOf[number]!;
    const own = lines[columns.organisationOf[request]!]!;
    return {
      id,
      granted: text(result.granted[request]!),
      routes: routesOf(ids, result, request),
      reason: reasons.of(request),
      explanation: {
        entitlement: own.entitlement,
        claim: own.claim,
        balanceBefore: own.balanceBefore,
        balanceAfter: own.balanceAfter,
        borrowed: own.borrowed,
        level: own.level,
        tightPools: reasons.tightPools(request).map((pool) => ids.pools[pool]!),
        missingUnits: text(reasons.missingUnits(request)),
      },
    };
  });
}

function routesOf({ pools }: Ids, { routes }: RoundResult, request: number): PlanRoute[] {
  const own: PlanRoute[] = [];
  for (let at = routes.start[request]!; at < routes.start[request + 1]!; at++) {
    own.push({ pool: pools[routes.pool[at]!]!, units: text(routes.units[at]!) });
  }
  return own;
}

/** ALLOC-12: SYSTEM takes the other side of every change. */
function systemBalanceChange({ state, balanceAfter }: RoundResult): bigint {
  const before: UnitsArray = state.columns.balance;
  let change = 0n;
  for (let o = 0; o < before.length; o++) change += BigInt(before[o]!) - BigInt(balanceAfter[o]!);
  return change;
}
