import { hmacSha256Hex, sha256Hex } from '../kernel/hash.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import {
  decayBalance,
  engineVersion,
  tieKeyOf,
  type Snapshot,
  type SnapshotPool,
} from './engine/index.js';

/** A request as it goes into a round; amounts in GPU-seconds. */
export interface Contender {
  requestId: string;
  organisationId: string;
  organisationClass: string;
  groupId: string | null;
  score: number | null;
  askGpuSeconds: bigint;
  minimumGpuSeconds: bigint;
  poolIds: readonly string[];
  receiptAt: Date;
  deadline: Date | null;
}

/** All that decides a round, read from the tables. */
export interface RoundSource {
  roundId: string;
  /** When the round's cut-off was: balances decay until then. */
  cutOffAt: Date;
  /** 64 hex digits: SHA-256(secret ‖ digest of the receipts), ALLOC-0. */
  seed: string;
  /** Secret of the round from which its pseudonyms are made. */
  salt: string;
  quantumGpuSeconds: bigint;
  rules: QuotaRules;
  pools: readonly { id: string; unallocatedGpuSeconds: bigint }[];
  contenders: readonly Contender[];
  /** Claims carried from earlier rounds, in units. */
  balances: ReadonlyMap<string, { balance: bigint; asOf: Date }>;
}

export interface BuiltSnapshot {
  snapshot: Snapshot;
  /** Pseudonym → true id. */
  organisations: ReadonlyMap<string, string>;
  requests: ReadonlyMap<string, string>;
}

const dayMs = 86_400_000;
const ppm = 1_000_000n;

/** The public name of an organisation or request in one round (ALLOC-0): cannot be traced without the salt. */
export function pseudonymOf(salt: string, kind: 'o' | 'r' | 'g', id: string): string {
  return `${kind}-${hmacSha256Hex(salt, `${kind}:${id}`).slice(0, 24)}`;
}

/** One digest over all receipts of the call, in an order that nobody chooses (ALLOC-0). */
export function receiptsDigestOf(digests: readonly string[]): string {
  return sha256Hex([...digests].sort().join('\n'));
}

/** Turns GPU-seconds into the engine's units: capacity and ask round down, a minimum rounds up. */
export function buildSnapshot(source: RoundSource): BuiltSnapshot {
  const pools = source.pools.map((pool) => poolOf(source, pool));
  const capacity = pools.reduce((sum, pool) => sum + BigInt(pool.capacity), 0n);
  const limits: Limits = {
    organisationCap: share(capacity, source.rules.organisationCapPpm),
    groupCap: share(capacity, source.rules.groupCapPpm),
    pools,
  };
  const organisations = new Map<string, string>();
  const requests = new Map<string, string>();
  const snapshot: Snapshot = {
    engine: engineVersion,
    roundId: source.roundId,
    seed: source.seed,
    quantumGpuSeconds: source.quantumGpuSeconds.toString(),
    classes: Object.entries(source.rules.borrowWeights).map(([id, borrowWeight]) => ({
      id,
      borrowWeight,
    })),
    pools,
    groups: groupsOf(source, limits),
    organisations: groupByOrganisation(source.contenders).map((own) => {
      const organisation = organisationOf(source, own, limits);
      organisations.set(organisation.id, own[0]!.organisationId);
      return organisation;
    }),
    requests: source.contenders.map((contender) => {
      const request = requestOf(source, contender);
      requests.set(request.id, contender.requestId);
      return request;
    }),
  };
  return { snapshot, organisations, requests };
}

/** What no request can exceed in this round, in units. */
interface Limits {
  organisationCap: bigint;
  groupCap: bigint;
  pools: readonly SnapshotPool[];
}

const unitsDown = (source: RoundSource, gpuSeconds: bigint) =>
  gpuSeconds / source.quantumGpuSeconds;
const unitsUp = (source: RoundSource, gpuSeconds: bigint) =>
  (gpuSeconds + source.quantumGpuSeconds - 1n) / source.quantumGpuSeconds;
const share = (units: bigint, partsPerMillion: number) => (units * BigInt(partsPerMillion)) / ppm;

function groupByOrganisation(contenders: readonly Contender[]): Contender[][] {
  const groups = new Map<string, Contender[]>();
  for (const contender of contenders) {
    const own = groups.get(contender.organisationId);
    if (own === undefined) groups.set(contender.organisationId, [contender]);
    else own.push(contender);
  }
  return [...groups.values()];
}

function poolOf(source: RoundSource, pool: RoundSource['pools'][number]): SnapshotPool {
  const rules = source.rules.pools.find(({ poolId }) => poolId === pool.id);
  return {
    id: pool.id,
    capacity: unitsDown(source, pool.unallocatedGpuSeconds).toString(),
    guarantees: { ...rules?.guarantees },
    ...(rules?.ceilings === undefined ? {} : { ceilings: { ...rules.ceilings } }),
  };
}

/** Single undertakings with at least one contender; their cap counts for all members together. */
function groupsOf(source: RoundSource, { groupCap }: Limits) {
  const ids = new Set(
    source.contenders.flatMap(({ groupId }) => (groupId === null ? [] : [groupId])),
  );
  return [...ids].map((id) => ({
    id: pseudonymOf(source.salt, 'g', id),
    cap: groupCap.toString(),
  }));
}

function organisationOf(source: RoundSource, own: readonly Contender[], limits: Limits) {
  const { organisationId, organisationClass, groupId } = own[0]!;
  const id = pseudonymOf(source.salt, 'o', organisationId);
  const carried = source.balances.get(organisationId);
  const live = own.filter((contender) => isLive(source, contender, limits));
  const weighed = live.length > 0 ? live : own;
  return {
    id,
    class: organisationClass,
    weight: Math.max(...weighed.map(({ score }) => weightOf(source.rules, score))),
    cap: limits.organisationCap.toString(),
    ...(groupId === null ? {} : { group: pseudonymOf(source.salt, 'g', groupId) }),
    balance: carried === undefined ? '0' : decayedBalance(source, carried).toString(),
    tieKey: tieKeyOf(source.seed, id),
  };
}

/**
 * ALLOC-2 as far as it can be told beforehand: a request that no outcome can serve lends its score to
 * nobody, so that an excellent but impossible request does not lift the weight of another.
 */
function isLive(source: RoundSource, contender: Contender, limits: Limits): boolean {
  const { ask, minimum, pools } = requestOf(source, contender);
  const room = limits.pools
    .filter(({ id }) => pools.includes(id))
    .reduce((sum, pool) => sum + roomOf(pool, contender.organisationClass), 0n);
  const cap =
    contender.groupId !== null && limits.groupCap < limits.organisationCap
      ? limits.groupCap
      : limits.organisationCap;
  const needed = BigInt(minimum);
  return BigInt(ask) > 0n && pools.length > 0 && needed <= cap && needed <= room;
}

function roomOf(pool: SnapshotPool, organisationClass: string): bigint {
  const capacity = BigInt(pool.capacity);
  const ceiling = pool.ceilings?.[organisationClass];
  return ceiling === undefined ? capacity : share(capacity, ceiling);
}

/** ALLOC-12: a carried balance as it stands at the cut-off, by the policy's half-life. */
export function decayedBalance(
  source: Pick<RoundSource, 'cutOffAt' | 'rules'>,
  carried: { balance: bigint; asOf: Date },
): bigint {
  const days = Math.max(
    0,
    Math.floor((source.cutOffAt.getTime() - carried.asOf.getTime()) / dayMs),
  );
  return decayBalance(carried.balance, days, source.rules.halfLifeDays);
}

/** ALLOC-0: the published bands turn a score into a weight; without a review everybody weighs 1. */
export function weightOf(rules: Pick<QuotaRules, 'scoreBands'>, score: number | null): number {
  if (score === null) return 1;
  const bands = [...rules.scoreBands].sort((a, b) => a.fromScore - b.fromScore);
  return bands.findLast(({ fromScore }) => fromScore <= score)?.weight ?? bands[0]?.weight ?? 1;
}

function requestOf(source: RoundSource, contender: Contender) {
  const offered = new Set(source.pools.map(({ id }) => id));
  const ask = unitsDown(source, contender.askGpuSeconds);
  const own = unitsUp(source, contender.minimumGpuSeconds);
  const policy = unitsUp(source, BigInt(source.rules.minimumGrantGpuSeconds));
  // The policy's minimum grant raises a request's minimum; neither it nor rounding lifts it above the ask.
  const minimum = own > policy ? own : policy;
  return {
    id: pseudonymOf(source.salt, 'r', contender.requestId),
    organisation: pseudonymOf(source.salt, 'o', contender.organisationId),
    minimum: (minimum < ask ? minimum : ask).toString(),
    ask: ask.toString(),
    pools: contender.poolIds.filter((id) => offered.has(id)),
    score: contender.score,
    deadline: contender.deadline?.toISOString() ?? null,
    submittedAt: contender.receiptAt.toISOString(),
    singlePool: false,
  };
}
