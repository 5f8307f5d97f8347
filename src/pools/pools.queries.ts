import type { EntityManager } from 'typeorm';
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
  const rows = await manager.query<
    [{ id: string; poolId: string; dueAt: Date; gpuSeconds: string }[], number]
  >(
    `UPDATE pool_releases SET released_at = portal_now()
      WHERE id IN (
        SELECT r.id FROM pool_releases r JOIN pools p ON p.id = r.pool_id
         WHERE p.pool_group_id = $1 AND p.withdrawn_at IS NULL AND r.released_at IS NULL AND r.due_at <= $2
         ORDER BY r.id FOR UPDATE OF r)
      RETURNING id, pool_id AS "poolId", due_at AS "dueAt", gpu_seconds::text AS "gpuSeconds"`,
    [poolGroupId, at.toISOString()],
  );
  return rows[0].map((row) => ({ ...row, gpuSeconds: BigInt(row.gpuSeconds) }));
}
