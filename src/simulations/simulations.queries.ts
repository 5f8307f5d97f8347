import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import type { RequestSight } from '../requests/requests.queries.js';

/** A policy of any state with its rules. */
export interface TriedPolicy {
  id: string;
  number: number;
  poolGroupId: string;
  rules: QuotaRules;
}

/** @throws DomainError not-found. */
export async function policyById(manager: EntityManager, id: string): Promise<TriedPolicy> {
  const [policy] = await manager.query<TriedPolicy[]>(
    `SELECT id, number, pool_group_id AS "poolGroupId", rules FROM quota_policies WHERE id = $1`,
    [id],
  );
  if (policy === undefined) throw notFound('quota policy');
  return policy;
}

/** The last `count` published rounds of a pool group, the oldest first. */
export async function publishedRounds(
  manager: EntityManager,
  poolGroupId: string,
  count: number,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM rounds WHERE pool_group_id = $1 AND state = 'published'
      ORDER BY published_at DESC, id DESC LIMIT $2`,
    [poolGroupId, count],
  );
  return rows.map(({ id }) => id).reverse();
}

/**
 * The round that a policy of these pools would concern: the one that is computed, else one that is
 * past its cut-off, else the last that was published, else one that still collects; or null.
 */
export async function presentRound(
  manager: EntityManager,
  poolGroupId: string,
): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT id FROM rounds
      WHERE pool_group_id = $1 AND state IN ('collecting', 'computed', 'approved', 'published')
      ORDER BY CASE WHEN state IN ('computed', 'approved') THEN 0
                    WHEN state = 'collecting' AND cut_off_at <= portal_now() THEN 1
                    WHEN state = 'published' THEN 2 ELSE 3 END, cut_off_at DESC, id DESC LIMIT 1`,
    [poolGroupId],
  );
  return row?.id ?? null;
}

/** Organisations of which a panel member with a conflict learns nothing (REV-2). */
export async function hiddenOrganisations(
  manager: EntityManager,
  callId: string,
  sight: RequestSight,
): Promise<ReadonlySet<string>> {
  if (sight.barred === null) return new Set();
  const rows = await manager.query<{ id: string }[]>(
    `SELECT DISTINCT q.organisation_id AS id FROM requests q JOIN assignments a ON a.request_id = q.id
      WHERE q.call_id = $1 AND a.reviewer_id = $2 AND a.state = 'conflict'`,
    [callId, sight.barred],
  );
  return new Set([...rows.map(({ id }) => id), ...sight.linked]);
}

/** Names by id; what is gone has none. */
export async function namesOf(
  manager: EntityManager,
  table: 'organisations' | 'pools',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await manager.query<{ id: string; name: string }[]>(
    `SELECT id, name FROM ${table} WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
