import type { EntityManager } from 'typeorm';
import type { ApplicationState } from '../memberships/memberships.rules.js';
import type { OfficerRow } from './application-queue.schemas.js';

const isOfficer = `'officer' = ANY(p.platform_roles) AND p.suspended_at IS NULL`;

/** The officers, each with what waits for them, by name. */
export async function officers(manager: EntityManager): Promise<OfficerRow[]> {
  return await manager.query<OfficerRow[]>(
    `SELECT p.id, p.name, count(a.id)::int AS open,
            (count(a.id) FILTER (WHERE a.due_at <= portal_now()))::int AS overdue
       FROM people p LEFT JOIN membership_applications a
         ON a.assigned_to = p.id AND a.state IN ('submitted', 'screening', 'review')
      WHERE ${isOfficer} GROUP BY p.id ORDER BY lower(p.name), p.id`,
  );
}

export interface CaseRow {
  id: string;
  reference: string;
  state: ApplicationState;
  version: number;
  organisation: string;
  organisationId: string;
  assignedTo: string | null;
}

/** Applications under lock, in the order of their ids: two who assign at one instant come in turn. */
export async function lockCases(
  manager: EntityManager,
  ids: readonly string[],
): Promise<CaseRow[]> {
  return await manager.query<CaseRow[]>(
    `SELECT a.id, a.reference, a.state, a.version, o.name AS organisation,
            a.organisation_id AS "organisationId", a.assigned_to AS "assignedTo"
       FROM membership_applications a JOIN organisations o ON o.id = a.organisation_id
      WHERE a.id = ANY($1) ORDER BY a.id FOR UPDATE OF a`,
    [ids],
  );
}

/** Is the person an officer who is not suspended? */
export async function isActiveOfficer(manager: EntityManager, personId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM people p WHERE p.id = $1 AND ${isOfficer}`,
    [personId],
  );
  return rows.length > 0;
}

export async function setAssignee(
  manager: EntityManager,
  id: string,
  personId: string | null,
): Promise<void> {
  await manager.query(
    `UPDATE membership_applications
        SET assigned_to = $2, assigned_at = CASE WHEN $2::uuid IS NOT NULL THEN portal_now() END,
            version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id, personId],
  );
}

export interface OverdueRow {
  id: string;
  reference: string;
  organisation: string;
  organisationId: string;
  state: ApplicationState;
  assignedTo: string | null;
  escalations: number;
  daysOverdue: number;
  dueOn: string;
}

/** Applications whose step is overdue and that somebody may have to hear of, under lock. */
export async function lockOverdue(manager: EntityManager, limit: number): Promise<OverdueRow[]> {
  return await manager.query<OverdueRow[]>(
    `SELECT a.id, a.reference, o.name AS organisation, a.organisation_id AS "organisationId", a.state,
            a.assigned_to AS "assignedTo", a.escalations,
            floor(extract(epoch FROM portal_now() - a.due_at) / 86400)::int AS "daysOverdue",
            to_char(a.due_at, 'YYYY-MM-DD') AS "dueOn"
       FROM membership_applications a JOIN organisations o ON o.id = a.organisation_id
      WHERE a.state IN ('submitted', 'screening', 'review', 'changes_requested')
        AND a.due_at <= portal_now() - CASE a.escalations WHEN 0 THEN interval '0'
                                       ELSE interval '7 days' END
        AND a.escalations < 2
      ORDER BY a.due_at, a.id LIMIT $1 FOR UPDATE OF a SKIP LOCKED`,
    [limit],
  );
}

export async function countEscalation(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `UPDATE membership_applications SET escalations = escalations + 1 WHERE id = $1`,
    [id],
  );
}

/** Everybody of the office; of the organisation, those who may submit. */
export async function officeIds(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT p.id FROM people p WHERE ${isOfficer} ORDER BY p.id`,
  );
  return rows.map(({ id }) => id);
}

export async function representativeIds(
  manager: EntityManager,
  organisationId: string,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT person_id AS id FROM organisation_people
      WHERE organisation_id = $1 AND role = 'representative' ORDER BY person_id`,
    [organisationId],
  );
  return rows.map(({ id }) => id);
}
