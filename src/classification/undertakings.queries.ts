import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { newId } from '../kernel/random.js';
import { auditAll } from '../platform/audit.service.js';
import type { Ownership } from './ownership.schemas.js';
import { regrouped, statedUndertaking, type Grouped } from './undertakings.rules.js';

/** Keeps whom the newest graph of an organisation names as one undertaking with it. */
export async function stateUndertaking(
  manager: EntityManager,
  organisationId: string,
  graph: Ownership,
): Promise<void> {
  await manager.query(`DELETE FROM undertaking_statements WHERE organisation_id = $1`, [
    organisationId,
  ]);
  await manager.query(
    `INSERT INTO undertaking_statements (organisation_id, kind, value)
     SELECT $1, s.kind, s.value FROM jsonb_to_recordset($2::jsonb) AS s(kind text, value text)
     ON CONFLICT DO NOTHING`,
    [organisationId, JSON.stringify(statedUndertaking(graph))],
  );
}

/**
 * Who is one undertaking with whom. The graph of one organisation counts from when its application is
 * handed in until that is declined or withdrawn, and while it is a member; before, anybody could tie a
 * competitor to a name. What two graphs state of each other counts at once.
 */
const ties = `stated AS (
    SELECT s.organisation_id AS a, i.organisation_id AS b
      FROM undertaking_statements s JOIN organisation_identifiers i USING (kind, value)
     WHERE i.organisation_id <> s.organisation_id),
  counted AS (
    SELECT s.a, s.b FROM stated s JOIN organisations o ON o.id = s.a
     WHERE o.identity_locked_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM memberships m WHERE m.organisation_id = s.a AND m.state <> 'ended')
        OR EXISTS (SELECT 1 FROM stated r WHERE r.a = s.b AND r.b = s.a)),
  ties AS (SELECT a, b FROM counted UNION SELECT b, a FROM counted)`;

/** Whoever shares a group with the organisation or is tied to it, over any number of ties. */
const reached = `reached AS (
    SELECT o.id FROM organisations o WHERE o.id = $1
        OR o.group_id = (SELECT own.group_id FROM organisations own WHERE own.id = $1)
    UNION SELECT t.b FROM reached r JOIN ties t ON t.a = r.id)`;

/**
 * Works out anew to which single undertaking an organisation and all who are tied to it belong, as
 * caps count them. Runs in the caller's transaction; one at a time, because two that meet would each
 * make a group.
 */
export async function regroup(
  manager: EntityManager,
  who: Principal,
  organisationId: string,
): Promise<void> {
  if (!(await mayBeTied(manager, organisationId))) return;
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('single-undertakings', 0))`);
  const organisations = await manager.query<Grouped[]>(
    `WITH RECURSIVE ${ties}, ${reached}
     SELECT o.id, o.group_id AS "groupId", o.group_derived AS derived
       FROM organisations o JOIN reached USING (id) ORDER BY o.id`,
    [organisationId],
  );
  const pairs = await manager.query<{ a: string; b: string }[]>(
    `WITH RECURSIVE ${ties}, ${reached}
     SELECT t.a, t.b FROM ties t JOIN reached ON reached.id = t.a WHERE t.a < t.b`,
    [organisationId],
  );
  const changed = regrouped(
    organisations,
    pairs.map(({ a, b }) => [a, b] as const),
    newId,
  );
  if (changed.length === 0) return;
  await manager.query(
    `UPDATE organisations o SET group_id = c."groupId", group_derived = c.derived
       FROM jsonb_to_recordset($1::jsonb) AS c(id uuid, "groupId" uuid, derived boolean)
      WHERE o.id = c.id`,
    [JSON.stringify(changed)],
  );
  const before = new Map(organisations.map(({ id, groupId }) => [id, groupId]));
  await auditAll(
    manager,
    who,
    changed.map(({ id, groupId }) => ({
      act: 'organisation.group',
      object: { kind: 'organisation', id },
      before: { groupId: before.get(id) ?? null },
      after: { groupId },
      rule: 'MEM-2',
    })),
  );
}

/** False for the many of whom no graph says anything: they need not wait for the others. */
async function mayBeTied(manager: EntityManager, organisationId: string): Promise<boolean> {
  const [row] = await manager.query<[{ tied: boolean }]>(
    `SELECT EXISTS (SELECT 1 FROM organisations WHERE id = $1 AND group_derived)
         OR EXISTS (SELECT 1 FROM undertaking_statements WHERE organisation_id = $1)
         OR EXISTS (SELECT 1 FROM undertaking_statements s
                      JOIN organisation_identifiers i USING (kind, value)
                     WHERE i.organisation_id = $1) AS tied`,
    [organisationId],
  );
  return row.tied;
}

/** The other organisations of the same single undertaking, by name. */
export async function undertakingOf(
  manager: EntityManager,
  organisationId: string,
): Promise<{ id: string; name: string }[]> {
  return await manager.query<{ id: string; name: string }[]>(
    `SELECT o.id, o.name FROM organisations o
       JOIN organisations own ON own.id = $1 AND own.group_id = o.group_id AND own.id <> o.id
      ORDER BY lower(o.name), o.id`,
    [organisationId],
  );
}
