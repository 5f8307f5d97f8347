import type { EntityManager } from 'typeorm';
import type { RoundState } from '../allocation/round.rules.js';
import type { RoundSummary } from '../allocation/summary.schemas.js';
import { notFound } from '../kernel/domain-error.js';
import { longQuery, pagesOf } from '../platform/bulk.js';
import { keysetPage } from '../platform/keyset.js';
import type { ApprovalCapacity } from './approval.rules.js';
import type { RoundItem, RoundsQuery } from './rounds.schemas.js';

/** A round with the names of what it belongs to, as every read needs it. */
export interface RoundRow {
  id: string;
  reference: string;
  state: RoundState;
  poolGroupId: string;
  poolGroupName: string;
  callId: string;
  callTitle: string;
  cutOffAt: Date;
  allocateAt: Date;
  computedAt: Date | null;
  publishedAt: Date | null;
  commitment: string;
  snapshotHash: string | null;
  planHash: string | null;
  previousPlanHash: string | null;
  secret: string | null;
  seed: string | null;
  receiptsDigest: string | null;
  quantumGpuSeconds: string;
  summary: RoundSummary | null;
  epoch: number;
  cancelReason: string | null;
  cutOffPassed: boolean;
  allocationDue: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const roundSelect = `r.id, r.reference, r.state, g.id AS "poolGroupId", g.name AS "poolGroupName",
  c.id AS "callId", c.title AS "callTitle", r.cut_off_at AS "cutOffAt", c.allocate_at AS "allocateAt",
  r.computed_at AS "computedAt", r.published_at AS "publishedAt", r.commitment,
  r.snapshot_hash AS "snapshotHash", r.plan_hash AS "planHash", r.previous_plan_hash AS "previousPlanHash",
  r.secret, r.seed, r.receipts_digest AS "receiptsDigest", r.quantum_gpu_seconds::text AS "quantumGpuSeconds",
  r.summary, r.epoch, r.cancel_reason AS "cancelReason", r.cut_off_at <= portal_now() AS "cutOffPassed",
  c.allocate_at <= portal_now() AS "allocationDue", r.version, r.created_at AS "createdAt",
  r.updated_at AS "updatedAt"`;
export const roundFrom = `FROM rounds r JOIN calls c ON c.id = r.call_id JOIN pool_groups g ON g.id = r.pool_group_id`;

/**
 * Who sees which round: `$1` null everything; else, for applicants, what is published, and the
 * collection of a call in which their organisations have a request.
 */
const visible = `($1::uuid[] IS NULL OR r.state = 'published' OR (r.state = 'collecting' AND EXISTS
  (SELECT 1 FROM requests q WHERE q.call_id = r.call_id AND q.organisation_id = ANY($1))))`;

/** @throws DomainError not-found for a round that is unknown or not open to these organisations. */
export async function visibleRound(
  manager: EntityManager,
  organisationIds: readonly string[] | null,
  roundId: string,
): Promise<RoundRow> {
  const [row] = await manager.query<RoundRow[]>(
    `SELECT ${roundSelect} ${roundFrom} WHERE ${visible} AND r.id = $2`,
    [organisationIds, roundId],
  );
  if (!row) throw notFound('round');
  return row;
}

export async function roundsPage(
  manager: EntityManager,
  organisationIds: readonly string[] | null,
  query: RoundsQuery,
) {
  return await keysetPage<RoundRow>(
    manager,
    {
      from: roundFrom,
      select: roundSelect,
      where: [
        visible,
        `($2::text IS NULL OR r.state = $2)`,
        `($3::uuid IS NULL OR r.call_id = $3)`,
      ],
      parameters: [organisationIds, query.state ?? null, query.call ?? null],
      id: 'r.id',
      sorts: {
        cutOffAt: { expression: 'r.cut_off_at', type: 'timestamptz' },
        createdAt: { expression: 'r.created_at', type: 'timestamptz' },
      },
      sortDefault: '-cutOffAt',
    },
    query,
  );
}

/** The row as answers have it; figures exist from the first computation on. */
export function roundItem(row: RoundRow): RoundItem {
  const { poolGroupId, poolGroupName, callId, callTitle, summary, ...rest } = row;
  return {
    ...rest,
    poolGroup: { id: poolGroupId, name: poolGroupName },
    call: { id: callId, title: callTitle },
    pools: summary?.pools ?? [],
    classes: summary?.classes ?? [],
  } as unknown as RoundItem;
}

export interface Approval {
  personId: string;
  name: string;
  capacity: ApprovalCapacity;
  approvedAt: Date;
}

/** The approvals of the round's present computation, first one first. */
export async function approvalsOf(
  manager: EntityManager,
  round: { id: string; epoch: number },
): Promise<Approval[]> {
  return await manager.query<Approval[]>(
    `SELECT a.person_id AS "personId", p.name, a.capacity, a.approved_at AS "approvedAt"
       FROM round_approvals a JOIN people p ON p.id = a.person_id
      WHERE a.round_id = $1 AND a.epoch = $2 ORDER BY a.approved_at, a.capacity`,
    [round.id, round.epoch],
  );
}

/** Organisations of these that have a request in the round, by name: the interests of SEP-2. */
export async function applicantsAmong(
  manager: EntityManager,
  roundId: string,
  organisationIds: readonly string[],
): Promise<string[]> {
  const rows = await manager.query<{ name: string }[]>(
    `SELECT DISTINCT o.name FROM round_lines l JOIN organisations o ON o.id = l.organisation_id
      WHERE l.round_id = $1 AND l.organisation_id = ANY($2) ORDER BY o.name`,
    [roundId, organisationIds],
  );
  return rows.map(({ name }) => name);
}

/**
 * How many requests make the plan out of date: in it and no longer ranked (withdrawn meanwhile), or
 * ranked since it was computed.
 */
export async function overtakenRequests(
  manager: EntityManager,
  round: { id: string; callId: string },
): Promise<number> {
  const [row] = await longQuery<{ count: number }>(
    manager,
    `SELECT ((SELECT count(*) FROM round_lines l JOIN requests q ON q.id = l.request_id
               WHERE l.round_id = $1 AND q.state <> 'ranked')
           + (SELECT count(*) FROM requests q WHERE q.call_id = $2 AND q.state = 'ranked' AND NOT EXISTS
               (SELECT 1 FROM round_lines l WHERE l.round_id = $1 AND l.request_id = q.id)))::int AS count`,
    [round.id, round.callId],
  );
  return row!.count;
}

/** The plan hash of the round of these pools that was published last, or null (ALLOC-14: the chain). */
export async function lastPublishedPlanHash(
  manager: EntityManager,
  poolGroupId: string,
): Promise<string | null> {
  const [row] = await manager.query<{ plan_hash: string }[]>(
    `SELECT plan_hash FROM rounds WHERE pool_group_id = $1 AND state = 'published'
      ORDER BY published_at DESC, id DESC LIMIT 1`,
    [poolGroupId],
  );
  return row?.plan_hash ?? null;
}

/** What the plan decides on each request, in portions that one statement can carry. */
export async function* plannedLines(
  manager: EntityManager,
  roundId: string,
): AsyncGenerator<{ requestId: string; granted: bigint; reason: string }[]> {
  const pages = pagesOf<{ requestId: string; granted: string; reason: string }>(
    manager,
    `SELECT request_id AS "requestId", granted_units::text AS granted, reason
       FROM round_lines WHERE round_id = $1 ORDER BY request_id`,
    [roundId],
    5_000,
  );
  for await (const rows of pages) {
    yield rows.map((row) => ({ ...row, granted: BigInt(row.granted) }));
  }
}
