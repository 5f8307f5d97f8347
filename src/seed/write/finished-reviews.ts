import type { EntityManager } from 'typeorm';
import type { Principal } from '../../access/principal.js';
import { newId } from '../../kernel/random.js';
import { assignmentMachine, type AssignmentState } from '../../reviews/assignment.rules.js';
import { totalOf } from '../../reviews/review.rules.js';
import { callCriteria } from '../plan/calls.js';
import type { PlannedReview } from '../plan/reviews.js';

/** A review from its assignment to its submission. */
export interface FinishedReview {
  requestId: string;
  reviewer: Principal;
  assigned: Date;
  accepted: Date;
  written: Date;
  submitted: Date;
  review: PlannedReview;
}

interface FinishedReviews {
  dueAt: Date;
  officer: Principal;
  rows: readonly FinishedReview[];
}

/**
 * Writes what assigning, accepting, writing and submitting leave behind, with the audit row of each
 * change of state (AUD-1), in three statements.
 */
export async function insertFinishedReviews(
  manager: EntityManager,
  { dueAt, officer, rows: given }: FinishedReviews,
): Promise<void> {
  const rows = given.map((row) => ({ ...row, id: newId(), reviewId: newId() }));
  const json = JSON.stringify(
    rows.map(({ reviewer, review, ...row }) => ({
      ...row,
      ...review,
      reviewerId: reviewer.personId,
      total: totalOf(callCriteria, review.scores),
    })),
  );
  await manager.query(
    `INSERT INTO assignments (id, request_id, reviewer_id, state, due_at, assigned_by, version, created_at, updated_at)
     SELECT a.id, a."requestId", a."reviewerId", 'submitted', $2, $3, 4, a.assigned, a.submitted
       FROM jsonb_to_recordset($1::jsonb) AS a(id uuid, "requestId" uuid, "reviewerId" uuid,
            assigned timestamptz, submitted timestamptz)`,
    [json, dueAt, officer.personId],
  );
  await manager.query(
    `INSERT INTO reviews (id, assignment_id, scores, total, comment_to_applicant, comment_to_panel,
                          confidence, submitted_at, version, created_at, updated_at)
     SELECT a."reviewId", a.id, a.scores, a.total, a."commentToApplicant", a."commentToPanel",
            a.confidence, a.submitted, 2, a.written, a.submitted
       FROM jsonb_to_recordset($1::jsonb) AS a(id uuid, "reviewId" uuid, scores jsonb, total integer,
            "commentToApplicant" text, "commentToPanel" text, confidence integer, written timestamptz,
            submitted timestamptz)`,
    [json],
  );
  await insertAudit(
    manager,
    rows.flatMap((row) => entriesOf(row, officer, dueAt)),
  );
}

interface Entry {
  at: Date;
  who: Principal;
  act: string;
  id: string;
  before: { state: AssignmentState } | null;
  after: object;
  rule: string | null;
}

/** The same four entries that the services write, each at its time. */
function entriesOf(row: FinishedReview & { id: string }, officer: Principal, dueAt: Date): Entry[] {
  const { id, requestId, reviewer: who } = row;
  const reviewerId = who.personId;
  const move = (at: Date, act: string, before: AssignmentState, after: AssignmentState): Entry => ({
    at,
    who,
    act,
    id,
    before: { state: before },
    after: { state: after },
    rule: null,
  });
  return [
    {
      at: row.assigned,
      who: officer,
      act: 'assignment.propose',
      id,
      before: null,
      after: { state: assignmentMachine.initial, requestId, reviewerId, dueAt },
      rule: 'REV-1',
    },
    move(row.accepted, 'assignment.accept', 'proposed', 'accepted'),
    move(row.written, 'review.start', 'accepted', 'drafting'),
    move(row.submitted, 'review.submit', 'drafting', 'submitted'),
  ];
}

async function insertAudit(manager: EntityManager, entries: readonly Entry[]): Promise<void> {
  await manager.query(
    `INSERT INTO audit_event (id, at, actor_kind, actor_id, actor_name, act, object_kind, object_id,
                              before, after, rule, request_id)
     SELECT e.id, e.at, 'person', e.actor, 'person', e.act, 'assignment', e.object,
            nullif(e.before, 'null'), e.after, e.rule, e.request
       FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, at timestamptz, actor uuid, act text,
            object text, before jsonb, after jsonb, rule text, request text)`,
    [
      JSON.stringify(
        entries.map(({ who, id: object, ...entry }) => ({
          ...entry,
          object,
          id: newId(),
          actor: who.personId,
          request: who.requestId,
        })),
      ),
    ],
  );
}
