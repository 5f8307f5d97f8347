import { In, type EntityManager } from 'typeorm';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { keysetPage } from '../platform/keyset.js';
import { Grant } from './grant.entity.js';
import type { GrantBalance, SuspensionCause } from './grant.rules.js';
import type { GrantItem, GrantsQuery } from './grants.schemas.js';

export interface GrantRow {
  id: string;
  reference: string;
  state: GrantItem['state'];
  gpuSeconds: string;
  organisationId: string;
  organisationName: string;
  country: string;
  class: string;
  requestId: string;
  requestReference: string;
  title: string;
  roundId: string;
  roundReference: string;
  offeredAt: Date;
  acceptanceDueAt: Date;
  overdue: boolean;
  acceptedAt: Date | null;
  acceptedByName: string | null;
  declinedReason: string | null;
  suspendedFor: SuspensionCause | null;
  startsAt: Date | null;
  endsAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const select = `g.id, g.reference, g.state, g.gpu_seconds::text AS "gpuSeconds", o.id AS "organisationId",
  o.name AS "organisationName", o.country, o.class, q.id AS "requestId", q.reference AS "requestReference",
  q.title, r.id AS "roundId", r.reference AS "roundReference", g.offered_at AS "offeredAt",
  g.acceptance_due_at AS "acceptanceDueAt", g.acceptance_due_at <= portal_now() AS overdue,
  g.accepted_at AS "acceptedAt", p.name AS "acceptedByName", g.declined_reason AS "declinedReason",
  g.suspended_for AS "suspendedFor",
  t.starts_at AS "startsAt", t.ends_at AS "endsAt", g.version, g.created_at AS "createdAt",
  g.updated_at AS "updatedAt"`;
const from = `FROM grants g JOIN organisations o ON o.id = g.organisation_id
  JOIN requests q ON q.id = g.request_id JOIN rounds r ON r.id = g.round_id
  LEFT JOIN people p ON p.id = g.accepted_by
  LEFT JOIN LATERAL (SELECT min(l.starts_at) AS starts_at, max(l.ends_at) AS ends_at
    FROM ledger_accounts a JOIN pools l ON l.id = a.pool_id
   WHERE a.grant_id = g.id AND a.kind = 'grant_available') t ON true`;
const visible = `($1::uuid[] IS NULL OR g.organisation_id = ANY($1))`;

/** @throws DomainError not-found for a grant that is unknown or another organisation's. */
export async function visibleGrant(
  manager: EntityManager,
  organisationIds: readonly string[] | null,
  grantId: string,
): Promise<GrantRow> {
  const [row] = await manager.query<GrantRow[]>(
    `SELECT ${select} ${from} WHERE ${visible} AND g.id = $2`,
    [organisationIds, grantId],
  );
  if (!row) throw notFound('grant');
  return row;
}

export async function grantsPage(
  manager: EntityManager,
  organisationIds: readonly string[] | null,
  query: GrantsQuery,
) {
  return await keysetPage<GrantRow>(
    manager,
    {
      from,
      select,
      where: [
        visible,
        `($2::text IS NULL OR g.state = $2)`,
        `($3::uuid IS NULL OR g.organisation_id = $3)`,
        `($4::uuid IS NULL OR g.round_id = $4)`,
        `($5::uuid IS NULL OR g.request_id = $5)`,
      ],
      parameters: [
        organisationIds,
        query.state ?? null,
        query.organisation ?? null,
        query.round ?? null,
        query.request ?? null,
      ],
      id: 'g.id',
      sorts: {
        offeredAt: { expression: 'g.offered_at', type: 'timestamptz' },
        acceptanceDueAt: { expression: 'g.acceptance_due_at', type: 'timestamptz' },
        reference: { expression: 'g.reference', type: 'text' },
      },
      sortDefault: '-offeredAt',
    },
    query,
  );
}

/** A grant as lists have it. */
export function grantItem(row: GrantRow): GrantItem {
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    organisation: {
      id: row.organisationId,
      name: row.organisationName,
      country: row.country,
      class: row.class as GrantItem['organisation']['class'],
    },
    request: { id: row.requestId, reference: row.requestReference, title: row.title },
    round: { id: row.roundId, reference: row.roundReference },
    ...gpuTimeFields('Granted', BigInt(row.gpuSeconds)),
    offeredAt: row.offeredAt.toISOString(),
    acceptanceDueAt: row.acceptanceDueAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/**
 * The grant's row, locked until the transaction ends.
 * @throws DomainError not-found, or stale when `version` is not the present one.
 */
export async function claimGrant(
  manager: EntityManager,
  organisationIds: readonly string[] | null,
  grantId: string,
  version?: number,
): Promise<Grant> {
  const grant = await manager.findOne(Grant, {
    where: {
      id: grantId,
      ...(organisationIds === null ? {} : { organisationId: In([...organisationIds]) }),
    },
    lock: { mode: 'pessimistic_write' },
  });
  if (grant === null) throw notFound('grant');
  if (version !== undefined && version !== grant.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'This grant has changed since you read it. Read it again, then decide.',
    );
  }
  return grant;
}

export interface GrantPool {
  poolId: string;
  poolName: string;
  startsAt: Date;
  endsAt: Date;
  balance: GrantBalance;
}

/**
 * Where a grant's time is, pool by pool (LED-4). `returned`, `expired` and `moved` count what ever went
 * there: time that a grant gave back is posted through its own account and then leaves it for the
 * pool, so the account's receipts tell the history and its balance tells that nothing is kept.
 */
export async function grantPools(manager: EntityManager, grantId: string): Promise<GrantPool[]> {
  const rows = await manager.query<
    (Record<keyof GrantBalance, string> & Omit<GrantPool, 'balance'>)[]
  >(
    `SELECT a.pool_id AS "poolId", p.name AS "poolName", p.starts_at AS "startsAt", p.ends_at AS "endsAt",
            (SELECT coalesce(sum(t.amount_gpu_seconds), 0) FROM ledger_transfers t
               JOIN ledger_accounts d ON d.id = t.debit_account_id AND d.kind = 'awarded'
               JOIN ledger_accounts c ON c.id = t.credit_account_id AND c.grant_id = $1
              WHERE c.pool_id = a.pool_id AND t.kind IN ('single', 'post'))::text AS granted,
            sum(CASE WHEN a.kind = 'grant_available'
              THEN a.credits_posted - a.debits_posted - a.debits_pending ELSE 0 END)::text AS available,
            sum(CASE a.kind WHEN 'grant_available' THEN a.debits_pending
              WHEN 'grant_held' THEN a.credits_posted - a.debits_posted ELSE 0 END)::text AS held,
            sum(CASE WHEN a.kind = 'grant_used' THEN a.credits_posted - a.debits_posted ELSE 0 END)::text AS used,
            sum(CASE WHEN a.kind = 'grant_returned' THEN a.credits_posted ELSE 0 END)::text AS returned,
            sum(CASE WHEN a.kind = 'grant_expired' THEN a.credits_posted ELSE 0 END)::text AS expired,
            sum(CASE WHEN a.kind = 'grant_moved' THEN a.credits_posted ELSE 0 END)::text AS moved
       FROM ledger_accounts a JOIN pools p ON p.id = a.pool_id
      WHERE a.grant_id = $1 GROUP BY a.pool_id, p.name, p.starts_at, p.ends_at
      ORDER BY p.starts_at, p.name, a.pool_id`,
    [grantId],
  );
  return rows.map(({ poolId, poolName, startsAt, endsAt, ...amounts }) => ({
    poolId,
    poolName,
    startsAt,
    endsAt,
    balance: Object.fromEntries(
      Object.entries(amounts).map(([name, amount]) => [name, BigInt(amount)]),
    ) as unknown as GrantBalance,
  }));
}
