import { hmacSha256Hex } from '../kernel/hash.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import type { RankedRequest } from '../requests/ranked-request.rules.js';
import {
  decayBalance,
  engineVersion,
  tieKeyOf,
  type Snapshot,
  type SnapshotRequest,
} from './engine/index.js';
import { underRules, unitsUp } from './snapshot-policy.rules.js';

/** All that decides a round, read from the tables. */
export interface RoundSource {
  roundId: string;
  /** When the round's cut-off was: balances decay until then. */
  cutOffAt: Date;
  /** 64 hex digits: SHA-256(secret ‖ digest of the receipts), ALLOC-0. */
  seed: string;
  /** Secret of the round from which its pseudonyms are made. */
  salt: string;
  /** HMAC-SHA256 in hex; the one of kernel/hash.ts unless the machine has a faster one. */
  hmac?: typeof hmacSha256Hex;
  quantumGpuSeconds: bigint;
  rules: QuotaRules;
  pools: readonly { id: string; unallocatedGpuSeconds: bigint }[];
  contenders: readonly RankedRequest[];
  /** Claims carried from earlier rounds, in units. */
  balances: ReadonlyMap<string, { balance: bigint; asOf: Date }>;
}

export interface BuiltSnapshot {
  snapshot: Snapshot;
  /** Pseudonym → true id. */
  organisations: ReadonlyMap<string, string>;
  /** True ids, in the order of the snapshot's requests. */
  requestIds: readonly string[];
}

const dayMs = 86_400_000;

/** The public name of an organisation or request in one round (ALLOC-0): cannot be traced without the salt. */
export function pseudonymOf(
  salt: string,
  kind: 'o' | 'r' | 'g',
  id: string,
  hmac: typeof hmacSha256Hex = hmacSha256Hex,
): string {
  return `${kind}-${hmac(salt, `${kind}:${id}`).slice(0, 24)}`;
}

/** Turns GPU-seconds into the engine's units: capacity and ask round down, a minimum rounds up. */
export function buildSnapshot(source: RoundSource): BuiltSnapshot {
  const organisations = new Map<string, string>();
  /** Pseudonyms of the organisations: each has several requests. */
  const names = new Map<string, string>();
  const bare: Snapshot = {
    engine: engineVersion,
    roundId: source.roundId,
    seed: source.seed,
    quantumGpuSeconds: source.quantumGpuSeconds.toString(),
    classes: [],
    pools: source.pools.map(({ id, unallocatedGpuSeconds }) => ({
      id,
      capacity: (unallocatedGpuSeconds / source.quantumGpuSeconds).toString(),
      guarantees: {},
    })),
    groups: groupsOf(source),
    organisations: firstOfEach(source.contenders).map((contender) => {
      const organisation = organisationOf(source, contender);
      organisations.set(organisation.id, contender.organisationId);
      names.set(contender.organisationId, organisation.id);
      return organisation;
    }),
    requests: requestsOf(source, names),
  };
  return {
    snapshot: underRules(bare, source.rules),
    organisations,
    requestIds: source.contenders.map(({ requestId }) => requestId),
  };
}

/** One contender of each organisation, in the order in which they come. */
function firstOfEach(contenders: readonly RankedRequest[]): RankedRequest[] {
  const first = new Map<string, RankedRequest>();
  for (const contender of contenders) {
    if (!first.has(contender.organisationId)) first.set(contender.organisationId, contender);
  }
  return [...first.values()];
}

/** Single undertakings with at least one contender; their cap counts for all members together. */
function groupsOf(source: RoundSource) {
  const ids = new Set<string>();
  for (const { groupId } of source.contenders) if (groupId !== null) ids.add(groupId);
  return [...ids].map((id) => ({ id: pseudonymOf(source.salt, 'g', id) }));
}

function organisationOf(source: RoundSource, contender: RankedRequest) {
  const { organisationId, organisationClass, groupId } = contender;
  const id = pseudonymOf(source.salt, 'o', organisationId);
  const carried = source.balances.get(organisationId);
  return {
    id,
    class: organisationClass,
    ...(groupId === null ? {} : { group: pseudonymOf(source.salt, 'g', groupId) }),
    balance: carried === undefined ? '0' : decayedBalance(source, carried).toString(),
    tieKey: tieKeyOf(source.seed, id),
  };
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

function requestsOf(source: RoundSource, names: ReadonlyMap<string, string>): SnapshotRequest[] {
  const offered = new Set(source.pools.map(({ id }) => id));
  return source.contenders.map((contender) => {
    const id = pseudonymOf(source.salt, 'r', contender.requestId, source.hmac);
    const ask = contender.askGpuSeconds / source.quantumGpuSeconds;
    const minimum = unitsUp(contender.minimumGpuSeconds, source.quantumGpuSeconds);
    return {
      id,
      organisation: names.get(contender.organisationId)!,
      // Rounding does not lift a minimum above the ask.
      minimum: (minimum < ask ? minimum : ask).toString(),
      ask: ask.toString(),
      pools: contender.poolIds.filter((poolId) => offered.has(poolId)),
      score: contender.score,
      deadline: contender.deadline?.toISOString() ?? null,
      submittedAt: contender.receiptAt.toISOString(),
      singlePool: false,
    };
  });
}
