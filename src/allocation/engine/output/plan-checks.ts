import type { Snapshot, SnapshotRequest } from '../input/snapshot.js';
import type { Plan, PlanRequest } from './plan.js';

/*
 * P1 and P2 on a plan as it is published, in bigints and by ids, sharing nothing with the code that made it.
 */

/** P1: Σ routed = Σ granted ≤ capacity, per pool and ceiling; balances and SYSTEM are conserved. */
export function amountsAreConserved(snapshot: Snapshot, plan: Plan): boolean {
  const classOf = classesOfRequests(snapshot);
  const perPool = new Map<string, bigint>();
  const perCeiling = new Map<string, bigint>();
  for (const line of plan.requests) {
    let routed = 0n;
    for (const { pool, units } of line.routes) {
      routed += BigInt(units);
      addTo(perPool, pool, BigInt(units));
      addTo(perCeiling, `${classOf.get(line.id)} ${pool}`, BigInt(units));
    }
    if (routed !== BigInt(line.granted)) return false;
  }
  return (
    poolsAreRight(snapshot, plan, perPool, perCeiling) &&
    organisationsAreRight(snapshot, plan) &&
    balancesAreConserved(plan)
  );
}

function poolsAreRight(
  snapshot: Snapshot,
  plan: Plan,
  perPool: ReadonlyMap<string, bigint>,
  perCeiling: ReadonlyMap<string, bigint>,
): boolean {
  const lines = new Map(plan.pools.map((line) => [line.id, line]));
  if (lines.size !== snapshot.pools.length) return false;
  return snapshot.pools.every(({ id, capacity, ceilings }) => {
    const line = lines.get(id);
    const granted = perPool.get(id) ?? 0n;
    if (line === undefined || BigInt(line.granted) !== granted) return false;
    if (BigInt(line.capacity) !== BigInt(capacity) || granted > BigInt(capacity)) return false;
    if (BigInt(line.unallocated) !== BigInt(capacity) - granted) return false;
    return Object.entries(ceilings ?? {}).every(([ofClass, ppm]) => {
      const ceiling = (BigInt(capacity) * BigInt(ppm ?? 0)) / 1_000_000n;
      return (perCeiling.get(`${ofClass} ${id}`) ?? 0n) <= ceiling;
    });
  });
}

function organisationsAreRight(snapshot: Snapshot, plan: Plan): boolean {
  const organisationOf = new Map(snapshot.requests.map((row) => [row.id, row.organisation]));
  const sums = new Map<string, bigint>();
  for (const line of plan.requests) addTo(sums, organisationOf.get(line.id)!, BigInt(line.granted));
  return plan.organisations.every(({ id, granted }) => (sums.get(id) ?? 0n) === BigInt(granted));
}

function balancesAreConserved(plan: Plan): boolean {
  let change = BigInt(plan.systemBalanceChange);
  for (const { balanceBefore, balanceAfter } of plan.organisations) {
    change += BigInt(balanceAfter) - BigInt(balanceBefore);
  }
  return change === 0n;
}

/** P2: 0 or at least the minimum, at most the ask, from accepted pools; caps of organisations and groups. */
export function requestsAreServed(snapshot: Snapshot, plan: Plan): boolean {
  const lines = new Map(plan.requests.map((line) => [line.id, line]));
  if (lines.size !== snapshot.requests.length) return false;
  const right = snapshot.requests.every((request) => {
    const line = lines.get(request.id);
    return line !== undefined && isServed(request, line);
  });
  return right && capsHold(snapshot, plan);
}

function isServed(request: SnapshotRequest, { granted, routes }: PlanRequest): boolean {
  const units = BigInt(granted);
  if (units < 0n || units > BigInt(request.ask)) return false;
  if (units > 0n && units < BigInt(request.minimum ?? '0')) return false;
  if (request.singlePool === true && routes.length > 1) return false;
  return routes.every(({ pool, units: part }) => request.pools.includes(pool) && BigInt(part) > 0n);
}

function capsHold(snapshot: Snapshot, plan: Plan): boolean {
  const granted = new Map(plan.organisations.map((line) => [line.id, BigInt(line.granted)]));
  const perGroup = new Map<string, bigint>();
  for (const { id, cap, group } of snapshot.organisations) {
    const units = granted.get(id);
    if (units === undefined) return false;
    if (typeof cap === 'string' && units > BigInt(cap)) return false;
    if (typeof group === 'string') addTo(perGroup, group, units);
  }
  return (snapshot.groups ?? []).every(
    ({ id, cap }) => typeof cap !== 'string' || (perGroup.get(id) ?? 0n) <= BigInt(cap),
  );
}

function classesOfRequests(snapshot: Snapshot): Map<string, string> {
  const ofOrganisation = new Map(snapshot.organisations.map((row) => [row.id, row.class]));
  return new Map(snapshot.requests.map((row) => [row.id, ofOrganisation.get(row.organisation)!]));
}

function addTo(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
