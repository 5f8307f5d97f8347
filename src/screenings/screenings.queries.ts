import type { EntityManager } from 'typeorm';
import { newestOwnership } from '../classification/classifications.queries.js';
import { notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { currentList } from '../restrictive-measures/lists.queries.js';
import type { ScreeningCause, Standing } from './hit.rules.js';
import { hitKey, type Found, type Screened } from './screen.rules.js';
import type { Explanation, ScreeningView } from './screenings.schemas.js';

/** Applications that wait for a decision. */
export const openApplication = `a.state IN ('submitted', 'screening', 'review', 'changes_requested')`;
/** Whether organisation `o` is a member, active or suspended. */
export const isMember = `EXISTS (SELECT 1 FROM memberships m WHERE m.organisation_id = o.id AND m.state <> 'ended')`;
export const isApplicant = `EXISTS (SELECT 1 FROM membership_applications a
  WHERE a.organisation_id = o.id AND ${openApplication})`;
/** When the open application of organisation \`o\` was handed in; before everything where there is none. */
const submittedAt = `coalesce((SELECT max(a.submitted_at) FROM membership_applications a
  WHERE a.organisation_id = o.id AND ${openApplication}), '-infinity')`;

/** Members and open applicants that were not screened against the list, or before they applied. */
export async function unscreened(
  manager: EntityManager,
  listId: string,
  limit: number,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT o.id FROM organisations o
      WHERE (${isMember} OR ${isApplicant})
        AND NOT EXISTS (SELECT 1 FROM screenings s WHERE s.organisation_id = o.id AND s.list_id = $1
                         AND s.created_at >= ${submittedAt})
      ORDER BY o.id LIMIT $2`,
    [listId, limit],
  );
  return rows.map(({ id }) => id);
}

/** Is it one of those who are screened: a member, or an applicant that waits for a decision? */
export async function isScreened(manager: EntityManager, organisationId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM organisations o WHERE o.id = $1 AND (${isMember} OR ${isApplicant})`,
    [organisationId],
  );
  return rows.length > 0;
}

/** The organisations to which a person belongs. */
export async function organisationsOf(manager: EntityManager, personId: string): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT organisation_id AS id FROM organisation_people WHERE person_id = $1 ORDER BY organisation_id`,
    [personId],
  );
  return rows.map(({ id }) => id);
}

/** The names that are screened. */
export async function screenedOf(
  manager: EntityManager,
  organisationId: string,
): Promise<Screened> {
  const [row] = await manager.query<{ name: string; people: string[] }[]>(
    `SELECT o.name, ARRAY(SELECT DISTINCT p.name FROM organisation_people op
                            JOIN people p ON p.id = op.person_id
                           WHERE op.organisation_id = o.id ORDER BY p.name) AS people
       FROM organisations o WHERE o.id = $1`,
    [organisationId],
  );
  if (row === undefined) throw notFound('organisation');
  const ownership = await newestOwnership(manager, organisationId);
  return { ...row, graph: ownership?.graph ?? null };
}

/** What people called a false match in this organisation. */
export async function dismissedKeys(
  manager: EntityManager,
  organisationId: string,
): Promise<Set<string>> {
  const rows = await manager.query<{ kind: Found['subjectKind']; normal: string; entry: string }[]>(
    `SELECT subject_kind AS kind, subject_normal AS normal, entry_id AS entry FROM screening_hits
      WHERE organisation_id = $1 AND state = 'false_match'`,
    [organisationId],
  );
  return new Set(rows.map(({ kind, normal, entry }) => hitKey(kind, normal, entry)));
}

/** A hit whose state a screening has changed. */
export interface MovedHit {
  id: string;
  act: 'raise' | 'lapse';
  before: 'open' | 'lapsed' | null;
}

/**
 * Writes what was found: new hits are open, lapsed ones are open again, decided ones keep their decision,
 * and open ones that were not found again lapse. Runs with the organisation locked.
 */
export async function writeFound(
  manager: EntityManager,
  organisationId: string,
  listId: string,
  found: readonly Found[],
): Promise<MovedHit[]> {
  const rows = found.map(({ match, ...rest }) => ({
    id: newId(),
    ...rest,
    entryId: match.entryId,
    matchedName: match.name,
    scorePpm: match.likeness.scorePpm,
    explanation: explanationOf(match),
  }));
  const written = await manager.query<{ id: string; before: MovedHit['before'] | 'decided' }[]>(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($3::jsonb) AS g(id uuid, "subjectKind" text, "subjectName" text,
         "subjectNormal" text, "holdingPpm" int, "entryId" uuid, "matchedName" text, "scorePpm" int,
         explanation jsonb)
     ), earlier AS (
       SELECT h.id, h.state, g.id AS given FROM given g JOIN screening_hits h ON h.organisation_id = $1
          AND h.subject_kind = g."subjectKind" AND h.subject_normal = g."subjectNormal"
          AND h.entry_id = g."entryId"
     ), written AS (
       INSERT INTO screening_hits (id, organisation_id, subject_kind, subject_name, subject_normal,
         holding_ppm, entry_id, list_id, matched_name, score_ppm, explanation)
       SELECT id, $1, "subjectKind", "subjectName", "subjectNormal", "holdingPpm", "entryId", $2,
              "matchedName", "scorePpm", explanation FROM given
       ON CONFLICT (organisation_id, subject_kind, subject_normal, entry_id) DO UPDATE SET
         subject_name = excluded.subject_name, holding_ppm = excluded.holding_ppm,
         list_id = excluded.list_id, matched_name = excluded.matched_name,
         score_ppm = excluded.score_ppm, explanation = excluded.explanation,
         state = CASE screening_hits.state WHEN 'lapsed' THEN 'open' ELSE screening_hits.state END,
         version = screening_hits.version + 1, updated_at = portal_now()
       RETURNING id
     )
     SELECT w.id, CASE WHEN e.state IN ('true_match', 'false_match') THEN 'decided' ELSE e.state END AS before
       FROM written w LEFT JOIN earlier e ON e.id = w.id`,
    [organisationId, listId, JSON.stringify(rows)],
  );
  const [lapsed] = await manager.query<[{ id: string }[], number]>(
    `UPDATE screening_hits SET state = 'lapsed', version = version + 1, updated_at = portal_now()
      WHERE organisation_id = $1 AND state = 'open' AND NOT id = ANY($2::uuid[]) RETURNING id`,
    [organisationId, written.map(({ id }) => id)],
  );
  return [
    ...written
      .filter(({ before }) => before === null || before === 'lapsed')
      .map(({ id, before }): MovedHit => ({ id, act: 'raise', before: before as 'lapsed' | null })),
    ...lapsed.map(({ id }): MovedHit => ({ id, act: 'lapse', before: 'open' })),
  ];
}

const explanationOf = ({ likeness, strong, thresholdPpm }: Found['match']): Explanation => {
  const { scorePpm: _, ...how } = likeness;
  return { ...how, strong, thresholdPpm };
};

export interface NewScreening {
  organisationId: string;
  listId: string;
  cause: ScreeningCause;
  policy: string;
  names: number;
  found: number;
  raised: number;
  personId: string | null;
}

/** Keeps that, and against what, an organisation was screened; answers its id. */
export async function insertScreening(
  manager: EntityManager,
  { organisationId, listId, cause, policy, names, found, raised, personId }: NewScreening,
): Promise<string> {
  const id = newId();
  await manager.query(
    `INSERT INTO screenings (id, organisation_id, list_id, cause, policy, names, found, raised, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, organisationId, listId, cause, policy, names, found, raised, personId],
  );
  return id;
}

/** True matches of organisation \`$1\` with an entry of the list \`$2\`. */
const trueMatches = `(SELECT count(*)::int FROM screening_hits h
   JOIN restrictive_measure_list_entries l ON l.entry_id = h.entry_id AND l.list_id = $2::uuid
  WHERE h.organisation_id = $1 AND h.state = 'true_match')`;
const openHits = `(SELECT count(*)::int FROM screening_hits h WHERE h.organisation_id = $1 AND h.state = 'open')`;

/** The newest screening of an organisation. @throws DomainError not-found before the first. */
export async function newestScreening(
  manager: EntityManager,
  organisationId: string,
): Promise<ScreeningView> {
  const list = await currentList(manager);
  const [row] = await manager.query<Omit<ScreeningView, 'version' | 'updatedAt'>[]>(
    `SELECT s.id, s.organisation_id AS "organisationId", s.cause, s.policy, s.names, s.found, s.raised,
            jsonb_build_object('id', l.id, 'generatedAt', to_char(l.generated_at AT TIME ZONE 'UTC',
              'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS list, s.created_at AS "createdAt",
            ${openHits} AS "openHits", ${trueMatches} AS "trueMatches"
       FROM screenings s JOIN restrictive_measure_lists l ON l.id = s.list_id
      WHERE s.organisation_id = $1 ORDER BY s.created_at DESC, s.id DESC LIMIT 1`,
    [organisationId, list?.id ?? null],
  );
  if (row === undefined) throw notFound('screening');
  return { ...row, version: 1, updatedAt: row.createdAt };
}

/** Where an organisation stands with the list in use (MEM-6). */
export async function standingOf(
  manager: EntityManager,
  organisationId: string,
): Promise<Standing> {
  const list = await currentList(manager);
  const [row] = await manager.query<[Omit<Standing, 'listId'>]>(
    `SELECT ${openHits} AS "openHits", ${trueMatches} AS "trueMatches",
            EXISTS (SELECT 1 FROM screenings s JOIN organisations o ON o.id = s.organisation_id
                     WHERE s.organisation_id = $1 AND s.list_id = $2::uuid
                       AND s.created_at >= ${submittedAt}) AS screened`,
    [organisationId, list?.id ?? null],
  );
  return { ...row, listId: list?.id ?? null };
}
