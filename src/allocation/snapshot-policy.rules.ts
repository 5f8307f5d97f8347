import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import type {
  Snapshot,
  SnapshotOrganisation,
  SnapshotPool,
  SnapshotRequest,
} from './engine/index.js';

/*
 * What of a snapshot follows from the quota policy: shares, ceilings, caps, weights, minimum grant. One
 * function for the round itself and for simulations, so that the two cannot differ.
 */

const ppm = 1_000_000n;

/** A share of units, rounded down. */
export const share = (units: bigint, partsPerMillion: number): bigint =>
  (units * BigInt(partsPerMillion)) / ppm;

/** ALLOC-0: the published bands turn a score into a weight; without a review everybody weighs 1. */
export function weightOf(
  rules: Pick<QuotaRules, 'scoreBands'>,
  score: number | null | undefined,
): number {
  if (score === null || score === undefined) return 1;
  const bands = [...rules.scoreBands].sort((a, b) => a.fromScore - b.fromScore);
  return bands.findLast(({ fromScore }) => fromScore <= score)?.weight ?? bands[0]?.weight ?? 1;
}

/**
 * The snapshot as it is under these rules. The given one brings what the tables say: capacities,
 * balances, asks, and each request's own minimum; what it says of weights, caps and borrow weights is
 * replaced. A pool that the rules do not name keeps its shares.
 */
export function underRules(snapshot: Snapshot, rules: QuotaRules): Snapshot {
  const pools = snapshot.pools.map((pool) => poolUnder(rules, pool));
  const capacity = pools.reduce((sum, pool) => sum + BigInt(pool.capacity), 0n);
  const minimumGrant = unitsUp(
    BigInt(rules.minimumGrantGpuSeconds),
    BigInt(snapshot.quantumGpuSeconds),
  );
  const requests =
    minimumGrant === 0n
      ? snapshot.requests
      : snapshot.requests.map((request) => withMinimumGrant(request, minimumGrant));
  const limits: Limits = {
    organisationCap: share(capacity, rules.organisationCapPpm),
    groupCap: share(capacity, rules.groupCapPpm),
    pools: new Map(pools.map((pool) => [pool.id, pool])),
  };
  const weights = weightsOf(snapshot.organisations, requests, rules, limits);
  return {
    ...snapshot,
    classes: Object.entries(rules.borrowWeights).map(([id, borrowWeight]) => ({
      id,
      borrowWeight,
    })),
    pools,
    groups: (snapshot.groups ?? []).map(({ id }) => ({ id, cap: limits.groupCap.toString() })),
    organisations: snapshot.organisations.map((organisation) => ({
      ...organisation,
      weight: weights.get(organisation.id) ?? 1,
      cap: limits.organisationCap.toString(),
    })),
    requests,
  };
}

/** GPU-seconds as whole units, rounded up. */
export const unitsUp = (gpuSeconds: bigint, quantumGpuSeconds: bigint): bigint =>
  (gpuSeconds + quantumGpuSeconds - 1n) / quantumGpuSeconds;

/** What no request can exceed in this round, in units. */
interface Limits {
  organisationCap: bigint;
  groupCap: bigint;
  pools: ReadonlyMap<string, SnapshotPool>;
}

function poolUnder(rules: QuotaRules, pool: SnapshotPool): SnapshotPool {
  const quota = rules.pools.find(({ poolId }) => poolId === pool.id);
  if (quota === undefined) return pool;
  return {
    id: pool.id,
    capacity: pool.capacity,
    guarantees: { ...quota.guarantees },
    ...(quota.ceilings === undefined ? {} : { ceilings: { ...quota.ceilings } }),
  };
}

/** The policy's minimum grant raises a request's minimum, never above its ask. */
function withMinimumGrant(request: SnapshotRequest, minimumGrant: bigint): SnapshotRequest {
  const own = BigInt(request.minimum ?? '0');
  const ask = BigInt(request.ask);
  const wanted = own > minimumGrant ? own : minimumGrant;
  const minimum = wanted < ask ? wanted : ask;
  return minimum <= own ? request : { ...request, minimum: minimum.toString() };
}

/** The highest band among an organisation's live requests; among all of them where none is live. */
function weightsOf(
  organisations: readonly SnapshotOrganisation[],
  requests: readonly SnapshotRequest[],
  rules: QuotaRules,
  limits: Limits,
): ReadonlyMap<string, number> {
  const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  const live = new Map<string, number>();
  const any = new Map<string, number>();
  const raise = (weights: Map<string, number>, id: string, weight: number) =>
    weights.set(id, Math.max(weights.get(id) ?? 0, weight));
  for (const request of requests) {
    const organisation = byId.get(request.organisation);
    if (organisation === undefined) continue;
    const weight = weightOf(rules, request.score);
    raise(any, organisation.id, weight);
    if (isLive(request, organisation, limits)) raise(live, organisation.id, weight);
  }
  return new Map([...any, ...live]);
}

/**
 * ALLOC-2 as far as it can be told beforehand: a request that no outcome can serve lends its score to
 * nobody, so that an excellent but impossible request does not lift the weight of another.
 */
function isLive(
  request: SnapshotRequest,
  organisation: SnapshotOrganisation,
  { organisationCap, groupCap, pools }: Limits,
): boolean {
  if (request.ask === '0' || request.pools.length === 0) return false;
  const needed = BigInt(request.minimum ?? '0');
  if (needed === 0n) return true;
  const grouped = organisation.group !== undefined && organisation.group !== null;
  const cap = grouped && groupCap < organisationCap ? groupCap : organisationCap;
  const rooms = request.pools.map((id) => roomOf(pools.get(id), organisation.class));
  return needed <= cap && needed <= rooms.reduce((sum, room) => sum + room, 0n);
}

function roomOf(pool: SnapshotPool | undefined, organisationClass: string): bigint {
  if (pool === undefined) return 0n;
  const capacity = BigInt(pool.capacity);
  const ceiling = pool.ceilings?.[organisationClass];
  return ceiling === undefined ? capacity : share(capacity, ceiling);
}
