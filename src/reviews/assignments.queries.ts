import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import type { Criterion } from '../calls/calls.schemas.js';
import { organisationsLinkedTo } from '../organisations/organisations.queries.js';
import { keysetPage } from '../platform/keyset.js';
import type { RequestContent } from '../requests/requests.schemas.js';
import type { AssignmentState } from './assignment.rules.js';
import type { Scores } from './review.rules.js';

/** Which assignments somebody may see. */
export interface AssignmentSight {
  /** Officers, administrators, auditors. */
  oversees: boolean;
  /** Panel chairs. */
  chairs: boolean;
  personId: string | null;
  /** Organisations to which the person belongs or is linked (REV-1). */
  linked: string[];
}

/** Asks for links only where they bar. */
export async function assignmentSight(
  manager: EntityManager,
  principal: Principal,
): Promise<AssignmentSight> {
  const has = (...roles: string[]) => principal.platformRoles.some((role) => roles.includes(role));
  const oversees = principal.kind === 'system' || has('officer', 'admin', 'auditor');
  const { personId } = principal;
  const linked =
    oversees || personId === null ? [] : await organisationsLinkedTo(manager, personId);
  return { oversees, chairs: has('chair'), personId, linked: linked.map(({ id }) => id) };
}

/** `$1`–`$4` are the sight. REV-2: a conflict hides the request's other assignments as well. */
const visible = `($1::boolean OR ((a.reviewer_id = $3 OR $2::boolean) AND NOT (r.organisation_id = ANY($4::uuid[]))
  AND NOT EXISTS (SELECT 1 FROM assignments k WHERE k.request_id = a.request_id AND k.reviewer_id = $3::uuid
    AND k.state = 'conflict')))`;
const sightParameters = (sight: AssignmentSight) => [
  sight.oversees,
  sight.chairs,
  sight.personId,
  sight.linked,
];

const itemColumns = `a.id, a.state, a.due_at AS "dueAt", a.reason, a.version, a.created_at AS "createdAt",
  a.updated_at AS "updatedAt", json_build_object('id', p.id, 'name', p.name) AS reviewer,
  json_build_object('id', c.id, 'reference', c.reference, 'title', c.title) AS call,
  json_build_object('id', r.id, 'reference', r.reference, 'title', v.content->>'title', 'state', r.state,
    'organisation', json_build_object('id', o.id, 'name', o.name, 'country', o.country, 'class', o.class)) AS request`;
const from = `FROM assignments a JOIN people p ON p.id = a.reviewer_id JOIN requests r ON r.id = a.request_id
  JOIN calls c ON c.id = r.call_id JOIN organisations o ON o.id = r.organisation_id
  JOIN request_revisions v ON v.request_id = r.id AND v.number = r.revision`;

export interface AssignmentItem {
  id: string;
  state: AssignmentState;
  reviewer: { id: string; name: string };
  request: { id: string; state: string };
}

interface AssignmentFilter {
  limit: number;
  cursor?: string | undefined;
  sort?: string | undefined;
  state?: string | undefined;
  call?: string | undefined;
  request?: string | undefined;
  reviewer?: string | undefined;
}

/** One page of the assignments that may be seen, the most urgent first. */
export async function assignmentPage(
  manager: EntityManager,
  sight: AssignmentSight,
  asked: AssignmentFilter,
) {
  return await keysetPage<AssignmentItem>(
    manager,
    {
      select: itemColumns,
      from,
      where: [
        visible,
        '($5::text IS NULL OR a.state = $5)',
        '($6::uuid IS NULL OR r.call_id = $6)',
        '($7::uuid IS NULL OR a.request_id = $7)',
        '($8::uuid IS NULL OR a.reviewer_id = $8)',
      ],
      parameters: [
        ...sightParameters(sight),
        asked.state ?? null,
        asked.call ?? null,
        asked.request ?? null,
        asked.reviewer ?? null,
      ],
      id: 'a.id',
      sorts: {
        dueAt: { expression: 'a.due_at', type: 'timestamptz' },
        createdAt: { expression: 'a.created_at', type: 'timestamptz' },
      },
      sortDefault: 'dueAt',
    },
    asked,
  );
}

export interface ReviewRow {
  id: string;
  assignmentId: string;
  state: AssignmentState;
  scores: Scores;
  total: number | null;
  commentToApplicant: string;
  commentToPanel: string;
  confidence: number | null;
  submittedAt: Date | null;
  version: number;
}

export interface AssignmentRow extends AssignmentItem {
  content: RequestContent;
  criteria: Criterion[];
}

/** The assignment, or null when it is unknown or not to be seen. */
export async function assignmentRow(
  manager: EntityManager,
  sight: AssignmentSight,
  id: string,
): Promise<AssignmentRow | null> {
  const [row] = await manager.query<AssignmentRow[]>(
    `SELECT ${itemColumns}, v.content, c.criteria ${from} WHERE ${visible} AND a.id = $5`,
    [...sightParameters(sight), id],
  );
  return row ?? null;
}

const reviewColumns = `w.id, w.assignment_id AS "assignmentId", a.state, w.scores, w.total,
  w.comment_to_applicant AS "commentToApplicant", w.comment_to_panel AS "commentToPanel", w.confidence,
  w.submitted_at AS "submittedAt", w.version, w.created_at AS "createdAt", w.updated_at AS "updatedAt"`;

/** The review of an assignment as it stands, or null. */
export async function reviewOf(
  manager: EntityManager,
  assignmentId: string,
): Promise<ReviewRow | null> {
  const [row] = await manager.query<ReviewRow[]>(
    `SELECT ${reviewColumns} FROM reviews w JOIN assignments a ON a.id = w.assignment_id
      WHERE w.assignment_id = $1`,
    [assignmentId],
  );
  return row ?? null;
}

/** The reviews of a request that were submitted, in an order that tells nothing. */
export async function submittedReviews(
  manager: EntityManager,
  requestId: string,
): Promise<(ReviewRow & { reviewer: { id: string; name: string } })[]> {
  return await manager.query(
    `SELECT ${reviewColumns}, json_build_object('id', p.id, 'name', p.name) AS reviewer
       FROM reviews w JOIN assignments a ON a.id = w.assignment_id JOIN people p ON p.id = a.reviewer_id
      WHERE a.request_id = $1 AND a.state IN ('submitted', 'released') ORDER BY md5(w.id::text)`,
    [requestId],
  );
}

/** What decides whether somebody may read the reviews of a request. */
export interface RequestStanding {
  organisationId: string;
  /** State of the person's own assignment, or null. */
  own: AssignmentState | null;
  sent: boolean;
}

export async function requestStanding(
  manager: EntityManager,
  requestId: string,
  personId: string | null,
): Promise<RequestStanding | null> {
  const [row] = await manager.query<RequestStanding[]>(
    `SELECT r.organisation_id AS "organisationId", r.revision > 0 AS sent,
            (SELECT a.state FROM assignments a WHERE a.request_id = r.id AND a.reviewer_id = $2) AS own
       FROM requests r WHERE r.id = $1`,
    [requestId, personId],
  );
  return row ?? null;
}

/** Requests that were taken away while reviewers still owe a review of them, at most `limit`. */
export async function goneRequests(manager: EntityManager, limit: number): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT r.id FROM requests r WHERE r.state IN ('withdrawn', 'closed') AND EXISTS
       (SELECT 1 FROM assignments a WHERE a.request_id = r.id AND a.state IN ('proposed', 'accepted', 'drafting'))
      ORDER BY r.id LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** A reviewer's own assignment locked for a change, with its request held as it is. */
export interface ClaimedAssignment {
  id: string;
  state: AssignmentState;
  version: number;
  requestState: string;
  criteria: Criterion[];
}

/** Null when it is unknown, somebody else's, or barred (REV-2): the three look alike. */
export async function claimAssignment(
  manager: EntityManager,
  sight: AssignmentSight,
  id: string,
): Promise<ClaimedAssignment | null> {
  const [row] = await manager.query<ClaimedAssignment[]>(
    `SELECT a.id, a.state, a.version, r.state AS "requestState", c.criteria
       FROM assignments a JOIN requests r ON r.id = a.request_id JOIN calls c ON c.id = r.call_id
      WHERE a.id = $1 AND a.reviewer_id = $2 AND a.state <> 'conflict'
        AND NOT (r.organisation_id = ANY($3::uuid[]))
        FOR SHARE OF r FOR UPDATE OF a`,
    [id, sight.personId, sight.linked],
  );
  return row ?? null;
}

/** What decides about a new assignment; null when the call has no such request. */
export interface Candidate {
  organisationId: string;
  requestState: string;
  reviewDueAt: Date;
  now: Date;
  roles: string[] | null;
  suspended: boolean;
  earlier: AssignmentState | null;
  applies: boolean;
}

export async function candidateFor(
  manager: EntityManager,
  callId: string,
  requestId: string,
  reviewerId: string,
): Promise<Candidate | null> {
  const [row] = await manager.query<Candidate[]>(
    `SELECT r.organisation_id AS "organisationId", r.state AS "requestState",
            c.review_due_at AS "reviewDueAt", portal_now() AS now, p.platform_roles AS roles,
            p.suspended_at IS NOT NULL AS suspended,
            (SELECT a.state FROM assignments a WHERE a.request_id = r.id AND a.reviewer_id = $3) AS earlier,
            EXISTS (SELECT 1 FROM requests q LEFT JOIN request_revisions v ON v.request_id = q.id
                     WHERE q.call_id = c.id AND (q.created_by = $3 OR v.submitted_by = $3)) AS applies
       FROM requests r JOIN calls c ON c.id = r.call_id LEFT JOIN people p ON p.id = $3
      WHERE r.id = $2 AND c.id = $1 FOR SHARE OF r`,
    [callId, requestId, reviewerId],
  );
  return row ?? null;
}
