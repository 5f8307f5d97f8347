import type { EntityManager } from 'typeorm';
import { fieldError, notFound } from '../kernel/domain-error.js';
import type { InvariantCheck } from '../ledger/invariants.rules.js';
import type { QuotaRules } from './quota-policies.schemas.js';

/** A pool as a round sees it: what can be divided now. */
export interface OfferedPool {
  id: string;
  name: string;
  /** Released, neither granted nor held by another reservation. */
  unallocatedGpuSeconds: bigint;
}

/**
 * The pools of a group that a round may divide now, in a fixed order: a pool that has ended or was
 * withdrawn is not among them.
 */
export async function poolsOfGroup(
  manager: EntityManager,
  poolGroupId: string,
): Promise<OfferedPool[]> {
  const rows = await manager.query<{ id: string; name: string; unallocated: string }[]>(
    `SELECT p.id, p.name,
            coalesce(a.credits_posted - a.debits_posted - a.debits_pending, 0)::text AS unallocated
       FROM pools p LEFT JOIN ledger_accounts a ON a.pool_id = p.id AND a.kind = 'unallocated'
      WHERE p.pool_group_id = $1 AND p.withdrawn_at IS NULL AND p.ends_at > portal_now()
      ORDER BY p.starts_at, p.name, p.id`,
    [poolGroupId],
  );
  return rows.map(({ id, name, unallocated }) => ({
    id,
    name,
    unallocatedGpuSeconds: BigInt(unallocated),
  }));
}

/**
 * The quota policy in force by the database's time, or null. An approved policy counts from its
 * `effectiveFrom` on even when the tick that marks it comes late.
 */
export async function effectivePolicy(
  manager: EntityManager,
  poolGroupId: string,
): Promise<{ id: string; rules: QuotaRules } | null> {
  const [policy] = await manager.query<{ id: string; rules: QuotaRules }[]>(
    `SELECT id, rules FROM quota_policies
      WHERE pool_group_id = $1 AND state IN ('approved', 'effective') AND effective_from <= portal_now()
      ORDER BY effective_from DESC, number DESC LIMIT 1`,
    [poolGroupId],
  );
  return policy ?? null;
}

/** What `claimDueReleases` would release of each pool at `at`, without doing it. */
export async function dueReleases(
  manager: EntityManager,
  poolGroupId: string,
  at: Date,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await manager.query<{ poolId: string; gpuSeconds: string }[]>(
    `SELECT r.pool_id AS "poolId", sum(r.gpu_seconds)::text AS "gpuSeconds"
       FROM pool_releases r JOIN pools p ON p.id = r.pool_id
      WHERE p.pool_group_id = $1 AND p.withdrawn_at IS NULL AND r.released_at IS NULL AND r.due_at <= $2
      GROUP BY r.pool_id`,
    [poolGroupId, at.toISOString()],
  );
  return new Map(rows.map(({ poolId, gpuSeconds }) => [poolId, BigInt(gpuSeconds)]));
}

/** A part of a pool that becomes available at a cut-off. */
export interface DueRelease {
  id: string;
  poolId: string;
  dueAt: Date;
  gpuSeconds: bigint;
}

/**
 * Marks the releases of a group that are due at `at` as released and returns them: whoever comes
 * second at the same moment waits for the first and gets none.
 */
export async function claimDueReleases(
  manager: EntityManager,
  poolGroupId: string,
  at: Date,
): Promise<DueRelease[]> {
  const [rows] = await manager.query<
    [{ id: string; poolId: string; dueAt: Date; gpuSeconds: string }[], number]
  >(
    `UPDATE pool_releases SET released_at = portal_now()
      WHERE id IN (
        SELECT r.id FROM pool_releases r JOIN pools p ON p.id = r.pool_id
         WHERE p.pool_group_id = $1 AND p.withdrawn_at IS NULL AND r.released_at IS NULL AND r.due_at <= $2
         ORDER BY p.id, r.id FOR NO KEY UPDATE OF p FOR UPDATE OF r)
      RETURNING id, pool_id AS "poolId", due_at AS "dueAt", gpu_seconds::text AS "gpuSeconds"`,
    [poolGroupId, at.toISOString()],
  );
  return rows.map((row) => ({ ...row, gpuSeconds: BigInt(row.gpuSeconds) }));
}

/** A pool as it is locked for a change. */
export interface LockedPool {
  id: string;
  poolGroupId: string;
  partitionId: string;
  name: string;
  fundingSource: 'union' | 'member_state' | 'private';
  startsAt: Date;
  endsAt: Date;
  accelerators: number;
  availabilityPpm: number;
  grossGpuSeconds: bigint;
  version: number;
  /** Neither set aside, nor scheduled for a release, nor released. */
  restGpuSeconds: bigint;
  /** Whether anything was released yet. */
  released: boolean;
  /** The last release that is planned. */
  lastDueAt: Date | null;
}

/**
 * A pool that nobody else changes until the transaction ends.
 * @throws DomainError not-found.
 */
export async function lockPool(manager: EntityManager, id: string): Promise<LockedPool> {
  const locked = await manager.query<unknown[]>(
    `SELECT 1 FROM pools WHERE id = $1 AND withdrawn_at IS NULL FOR NO KEY UPDATE`,
    [id],
  );
  if (locked.length === 0) throw notFound('pool');
  // Read after the lock is there: what another transaction changed while we waited is seen.
  const [row] = await manager.query<
    [Omit<LockedPool, 'grossGpuSeconds' | 'restGpuSeconds'> & { gross: string; rest: string }]
  >(
    `SELECT p.id, p.pool_group_id AS "poolGroupId", p.partition_id AS "partitionId", p.name,
            p.funding_source AS "fundingSource", p.starts_at AS "startsAt", p.ends_at AS "endsAt",
            p.accelerators, p.availability_ppm AS "availabilityPpm", p.version,
            p.gross_gpu_seconds::text AS gross,
            (coalesce((SELECT credits_posted - debits_posted FROM ledger_accounts
                        WHERE pool_id = p.id AND kind = 'unreleased'), 0)
             - coalesce((SELECT sum(gpu_seconds) FROM pool_releases
                          WHERE pool_id = p.id AND released_at IS NULL), 0))::text AS rest,
            EXISTS (SELECT 1 FROM pool_releases WHERE pool_id = p.id AND released_at IS NOT NULL) AS released,
            (SELECT max(due_at) FROM pool_releases WHERE pool_id = p.id) AS "lastDueAt"
       FROM pools p WHERE p.id = $1`,
    [id],
  );
  const { gross, rest, ...pool } = row;
  return { ...pool, grossGpuSeconds: BigInt(gross), restGpuSeconds: BigInt(rest) };
}

/** @throws DomainError rule POOL_REFERENCE_UNKNOWN at the field of a body that names what is not there. */
export async function refuseUnknownReference(
  manager: EntityManager,
  table: 'pool_groups' | 'partitions',
  id: string,
): Promise<void> {
  const found = await manager.query<unknown[]>(`SELECT 1 FROM ${table} WHERE id = $1`, [id]);
  if (found.length > 0) return;
  const [pointer, noun] =
    table === 'pool_groups' ? ['/poolGroupId', 'pool group'] : ['/partitionId', 'partition'];
  throw fieldError(
    pointer,
    'POOL_REFERENCE_UNKNOWN',
    `There is no such ${noun}. Choose one from the list.`,
  );
}

/** Sites with their accelerators, and the sum of those that operate and that are planned. */
export async function capacityOverview(manager: EntityManager) {
  const sites = await manager.query<
    {
      id: string;
      slug: string;
      name: string;
      country: string;
      kind: 'ai_factory' | 'gigafactory';
      state: 'operating' | 'planned';
      accelerators: number;
    }[]
  >(
    `SELECT s.id, s.slug, s.name, coalesce(s.country, '') AS country, s.kind, s.state,
            coalesce(sum(t.accelerators), 0)::integer AS accelerators
       FROM sites s LEFT JOIN partitions t ON t.site_id = s.id
      GROUP BY s.id ORDER BY s.state, accelerators DESC, s.name`,
  );
  const sum = (state: 'operating' | 'planned') =>
    sites.reduce((total, site) => total + (site.state === state ? site.accelerators : 0), 0);
  return { sites, accelerators: { operating: sum('operating'), planned: sum('planned') } };
}

/** LED-4 for pools: what the tables of pools say is what the ledger holds. */
export const poolChecks: readonly InvariantCheck[] = [
  {
    id: 'I2',
    part: 'pools',
    sql: `SELECT 'pool ' || id || ': gross ' || gross || ' booked ' || capacity || ', set aside ' || set_aside
              || ' booked ' || aside_booked || ', released ' || released || ' booked ' || released_booked AS what
            FROM (SELECT p.id, CASE WHEN p.withdrawn_at IS NULL THEN p.gross_gpu_seconds ELSE 0 END AS gross,
                    coalesce(b.capacity, 0) AS capacity, coalesce(b.set_aside, 0) AS aside_booked,
                    coalesce(b.capacity - b.set_aside - b.unreleased, 0) AS released_booked,
                    CASE WHEN p.withdrawn_at IS NULL THEN
                      (SELECT coalesce(sum(gpu_seconds), 0) FROM set_asides s WHERE s.pool_id = p.id) ELSE 0 END AS set_aside,
                    (SELECT coalesce(sum(gpu_seconds), 0) FROM pool_releases r
                      WHERE r.pool_id = p.id AND r.released_at IS NOT NULL) AS released
                    FROM pools p LEFT JOIN (
                      SELECT pool_id,
                             coalesce(sum(debits_posted - credits_posted) FILTER (WHERE kind = 'capacity'), 0) AS capacity,
                             coalesce(sum(credits_posted - debits_posted) FILTER (WHERE kind = 'set_aside'), 0) AS set_aside,
                             coalesce(sum(credits_posted - debits_posted) FILTER (WHERE kind = 'unreleased'), 0) AS unreleased
                        FROM ledger_accounts GROUP BY pool_id) b ON b.pool_id = p.id) pool
           WHERE gross <> capacity OR set_aside <> aside_booked OR released <> released_booked`,
  },
];
