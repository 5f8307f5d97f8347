import type { EntityManager } from 'typeorm';
import { erasedName, type PersonData, type RetainedData } from '../people/person-data.rules.js';

const rowsMax = 100_000;

/** What the portal's own plumbing knows of a person. */
export const platformData: readonly PersonData[] = [
  {
    section: 'acts',
    sql: `SELECT at, act, object_kind AS "objectKind", object_id AS "objectId", before, after, reason
            FROM audit_event WHERE actor_id = $1 ORDER BY at DESC`,
    kept: 'That an account did something, when and why, by id and without your name: rows of the audit are never changed (AUD-3).',
  },
  {
    section: 'retries',
    sql: `SELECT route, created_at AS "createdAt" FROM idempotency_key WHERE owner = $1::uuid::text`,
    erase: [
      `DELETE FROM idempotency_key k USING people p WHERE p.id = $1 AND (k.owner = p.id::text
          OR strpos(k.answer::text, p.id::text) > 0 OR strpos(k.answer::text, p.email) > 0
          OR strpos(k.answer::text, trim(both '"' from to_json(p.name)::text)) > 0)`,
    ],
  },
  {
    section: 'throttles',
    sql: `SELECT split_part(key, ':', 1) AS "limit", points FROM throttle WHERE strpos(key, $1::uuid::text) > 0`,
    erase: [
      `DELETE FROM throttle t USING people p WHERE p.id = $1
          AND (strpos(t.key, p.id::text) > 0 OR strpos(t.key, p.email_normal) > 0)`,
    ],
  },
];

/** Accounts that nobody used for long, without an organisation or a role: erased as if asked for. */
export const idleAccounts: RetainedData = {
  subject: 'idle-accounts',
  what: 'Accounts without an organisation, a role or an open review, in which nobody has done anything.',
  due: `SELECT p.id::text, greatest(p.updated_at, max(e.at)) AS since
          FROM people p LEFT JOIN audit_event e ON e.actor_id = p.id
         WHERE p.erased_at IS NULL AND p.platform_roles = '{}' AND p.updated_at < $1
           AND NOT EXISTS (SELECT 1 FROM organisation_people m WHERE m.person_id = p.id)
           AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.person_id = p.id AND s.last_seen_at >= $1)
           AND NOT EXISTS (SELECT 1 FROM access_tokens t WHERE t.person_id = p.id AND t.expires_at >= $1)
           AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.reviewer_id = p.id
                            AND a.state IN ('accepted', 'drafting'))
         GROUP BY p.id HAVING coalesce(max(e.at), p.updated_at) < $1`,
};

/** The rows of one section as they are told. */
export async function sectionOf(
  manager: EntityManager,
  { sql }: PersonData,
  personId: string,
): Promise<Record<string, unknown>[]> {
  const [row] = await manager.query<[{ rows: Record<string, unknown>[] }]>(
    `SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') AS rows FROM (SELECT * FROM (${sql}) s LIMIT ${rowsMax}) t`,
    [personId],
  );
  return row.rows;
}

/** The sentences of what a person still has to do. */
export async function dutiesOf(
  manager: EntityManager,
  data: readonly PersonData[],
  personId: string,
): Promise<string[]> {
  const duties: string[] = [];
  for (const { duties: sql } of data) {
    if (sql === undefined) continue;
    const rows = await manager.query<{ what: string }[]>(sql, [personId]);
    duties.push(...rows.map(({ what }) => what));
  }
  return duties;
}

/** Holds the organisations of a person in the order in which everybody holds them; tells the roles. */
export async function holdOrganisationsOf(
  manager: EntityManager,
  personId: string,
): Promise<{ organisationId: string; role: string }[]> {
  await manager.query(
    `SELECT o.id FROM organisations o
      WHERE o.id IN (SELECT organisation_id FROM organisation_people WHERE person_id = $1)
      ORDER BY o.id FOR UPDATE`,
    [personId],
  );
  return await manager.query<{ organisationId: string; role: string }[]>(
    `SELECT organisation_id AS "organisationId", role FROM organisation_people WHERE person_id = $1`,
    [personId],
  );
}

/** Takes name, address and everything else that tells who it was from the account, for good. */
export async function pseudonymise(manager: EntityManager, personId: string): Promise<void> {
  await manager.query(
    `UPDATE people SET name = $2, email = 'erased-' || id || '@erased.invalid',
            email_normal = 'erased-' || id || '@erased.invalid', orcid = NULL, platform_roles = '{}',
            suspended_at = coalesce(suspended_at, portal_now()), erased_at = portal_now(),
            sessions_valid_from = now(), version = version + 1, updated_at = portal_now()
      WHERE id = $1`,
    [personId, erasedName],
  );
}

/** The periods that are in force today. */
export async function periodsNow(
  manager: EntityManager,
): Promise<{ subject: string; days: number; source: string; before: Date }[]> {
  return await manager.query(
    `SELECT subject, days, source, portal_now() - days * interval '1 day' AS before FROM retention_periods
      WHERE valid_from <= portal_now()::date AND (valid_to IS NULL OR valid_to > portal_now()::date)
      ORDER BY subject`,
  );
}

/** How much is over, and since when the oldest. */
export async function overdue(
  manager: EntityManager,
  { due }: RetainedData,
  before: Date,
): Promise<{ count: number; oldest: Date | null; ids: string[] }> {
  const [row] = await manager.query<[{ count: number; oldest: Date | null; ids: string[] | null }]>(
    `SELECT count(*)::int AS count, min(since) AS oldest, (array_agg(id))[1:1000] AS ids FROM (${due}) t`,
    [before],
  );
  return { ...row, ids: row.ids ?? [] };
}
