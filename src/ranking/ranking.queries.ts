import type { EntityManager } from 'typeorm';
import type { RequestState } from '../requests/request.rules.js';
import type { Scores } from '../reviews/review.rules.js';
import type { AssignmentSight } from '../reviews/assignments.queries.js';

/** A request of a call with its submitted reviews. */
export interface RankingRow {
  requestId: string;
  reference: string;
  title: string;
  state: RequestState;
  organisation: { id: string; name: string; country: string; class: string };
  asked: string;
  score: number | null;
  reviews: { total: number; scores: Scores }[];
}

/**
 * The requests of a call that are or were in expert review. REV-2: a conflict hides a request from a
 * chair, and takes it out of the counts.
 */
export async function rankingRows(
  manager: EntityManager,
  callId: string,
  sight: AssignmentSight,
): Promise<RankingRow[]> {
  return await manager.query(
    `SELECT r.id AS "requestId", r.reference, v.content->>'title' AS title, r.state, r.score,
            v.content->>'gpuSecondsAsked' AS asked,
            json_build_object('id', o.id, 'name', o.name, 'country', o.country, 'class', o.class) AS organisation,
            coalesce(w.reviews, '[]') AS reviews
       FROM requests r JOIN organisations o ON o.id = r.organisation_id
       JOIN request_revisions v ON v.request_id = r.id AND v.number = r.revision
       LEFT JOIN LATERAL (
         SELECT json_agg(json_build_object('total', w.total, 'scores', w.scores)) AS reviews
           FROM assignments a JOIN reviews w ON w.assignment_id = a.id
          WHERE a.request_id = r.id AND a.state IN ('submitted', 'released')) w ON true
      WHERE r.call_id = $1 AND r.state IN ('expert_review', 'panel', 'ranked', 'awarded', 'reserve', 'rejected')
        AND ($2::boolean OR NOT (r.organisation_id = ANY($4::uuid[]) OR EXISTS (
          SELECT 1 FROM assignments k WHERE k.request_id = r.id AND k.reviewer_id = $3::uuid AND k.state = 'conflict')))
      ORDER BY r.id`,
    [callId, sight.oversees, sight.personId, sight.linked],
  );
}

/** Locks the requests of a call that wait, in id order, and tells their states. */
export async function lockWaiting(
  manager: EntityManager,
  callId: string,
): Promise<{ id: string; state: RequestState; organisationId: string }[]> {
  return await manager.query(
    `SELECT id, state, organisation_id AS "organisationId" FROM requests
      WHERE call_id = $1 AND state IN ('submitted', 'expert_review', 'panel') ORDER BY id FOR UPDATE`,
    [callId],
  );
}

/** Whether somebody declared a conflict with one of these requests. */
export async function declaredConflict(
  manager: EntityManager,
  personId: string | null,
  requestIds: readonly string[],
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM assignments WHERE reviewer_id = $1 AND request_id = ANY($2) AND state = 'conflict' LIMIT 1`,
    [personId, requestIds],
  );
  return rows.length > 0;
}
