import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound, type FieldProblem } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { assignmentMachine, type AssignmentState } from './assignment.rules.js';
import {
  assignmentSight,
  requestStanding,
  reviewOf,
  submittedReviews,
  type ReviewRow,
} from './assignments.queries.js';
import { claimOwn, requireInReview } from './assignments.service.js';
import { reviewProblems, reviewView, totalOf, unknownCriteria } from './review.rules.js';
import type { WriteReview } from './reviews.schemas.js';

/** What reviewers write, and who reads it when. */
@Injectable()
export class Reviews {
  constructor(private readonly database: Database) {}

  /**
   * Saves a review as far as it is; the first save starts it, later ones name the version they change.
   * @throws DomainError version-required, stale, conflict after submission, rule for unknown criteria.
   */
  async write(principal: Principal, assignmentId: string, body: WriteReview, version?: number) {
    return await this.database.inTransaction(principal, async (manager) => {
      const sight = await assignmentSight(manager, principal);
      const claimed = await claimOwn(manager, sight, assignmentId);
      requireUnsent(claimed.state);
      const state = nextState(assignmentMachine, claimed.state, 'write');
      requireInReview(claimed);
      const unknown = unknownCriteria(claimed.criteria, body.scores);
      if (unknown.length > 0) throw broken(unknown);
      const review = await reviewOf(manager, assignmentId);
      requireVersion(review, version);
      await store(manager, assignmentId, body);
      if (claimed.state !== state) {
        await moveAssignment(
          manager,
          principal,
          assignmentId,
          claimed.state,
          state,
          'review.start',
        );
      }
      return await reviewOf(manager, assignmentId);
    });
  }

  /**
   * Submits a complete review; from then on it is fixed and its total counts (REV-4).
   * @throws DomainError rule with every score and comment that is missing.
   */
  async submit(principal: Principal, assignmentId: string, version?: number) {
    return await this.database.inTransaction(principal, async (manager) => {
      const sight = await assignmentSight(manager, principal);
      const claimed = await claimOwn(manager, sight, assignmentId);
      requireUnsent(claimed.state);
      const review = await reviewOf(manager, assignmentId);
      if (review === null) {
        throw new DomainError(
          'conflict',
          'REV_NOT_STARTED',
          'There is no review yet. Accept the assignment and save your scores, then submit.',
        );
      }
      if (version !== undefined) requireVersion(review, version);
      const state = nextState(assignmentMachine, claimed.state, 'submit');
      requireInReview(claimed);
      const problems = reviewProblems(claimed.criteria, review);
      if (problems.length > 0) throw broken(problems);
      const total = totalOf(claimed.criteria, review.scores);
      await manager.query(
        `UPDATE reviews SET total = $2, submitted_at = portal_now(), version = version + 1,
           updated_at = portal_now() WHERE id = $1`,
        [review.id, total],
      );
      await moveAssignment(manager, principal, assignmentId, claimed.state, state, 'review.submit');
      return await reviewOf(manager, assignmentId);
    });
  }

  /**
   * The reviews of a request as far as the reader may know them (REV-2, REV-6).
   * @throws DomainError not-found where nothing may be known.
   */
  async ofRequest(principal: Principal, requestId: string) {
    const { manager } = this.database;
    const sight = await assignmentSight(manager, principal);
    const standing = await requestStanding(manager, requestId, principal.personId);
    if (standing === null) throw notFound('request');
    const view = reviewView({
      oversees: sight.oversees,
      chairs: sight.chairs && standing.sent,
      applicant: principal.organisations.has(standing.organisationId),
      barred: sight.linked.includes(standing.organisationId) || standing.own === 'conflict',
      own: standing.own,
    });
    if (view === null) throw notFound('request');
    const reviews = await submittedReviews(manager, requestId);
    const readable = reviews.filter((review) => {
      if (view === 'own') return review.reviewer.id === principal.personId;
      return view !== 'applicant' || review.state === 'released';
    });
    return {
      requestId,
      items: readable.map((review, index) => ({
        ...(view === 'applicant' ? textOnly(review) : review),
        label: `Review ${index + 1}`,
        own: review.reviewer.id === principal.personId,
        reviewer: view === 'panel' ? review.reviewer : null,
      })),
    };
  }
}

/** REV-6: what applicants get is text, without names, scores and times. */
const textOnly = ({ commentToApplicant }: ReviewRow) => ({
  commentToApplicant,
  scores: null,
  total: null,
  commentToPanel: null,
  confidence: null,
  submittedAt: null,
});

function requireUnsent(state: AssignmentState): void {
  if (state !== 'submitted' && state !== 'released') return;
  throw new DomainError(
    'conflict',
    'REV_SUBMITTED',
    'This review is submitted, so it stays as it is. Tell the programme office if something is wrong.',
  );
}

function requireVersion(review: ReviewRow | null, version: number | undefined): void {
  if (review === null) {
    if (version === undefined) return;
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'There is no review yet. Send your first version without If-Match.',
    );
  }
  if (version === undefined) {
    throw new DomainError(
      'version-required',
      'VERSION_REQUIRED',
      'Say which version you change: send If-Match with the ETag of your last read.',
    );
  }
  if (version === review.version) return;
  throw new DomainError(
    'stale',
    'VERSION_STALE',
    `This review is at version ${review.version} now. Read it again, then repeat your change.`,
  );
}

function broken(problems: readonly FieldProblem[]): DomainError {
  const [first] = problems;
  const more = problems.length > 1 ? ` ${problems.length - 1} more to mend, see "errors".` : '';
  return new DomainError('rule', first?.code ?? 'REV_INCOMPLETE', `${first?.detail ?? ''}${more}`, {
    errors: problems,
  });
}

async function store(
  manager: EntityManager,
  assignmentId: string,
  body: WriteReview,
): Promise<void> {
  await manager.query(
    `INSERT INTO reviews (id, assignment_id, scores, comment_to_applicant, comment_to_panel, confidence)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (assignment_id) DO UPDATE SET scores = $3, comment_to_applicant = $4,
       comment_to_panel = $5, confidence = $6, version = reviews.version + 1, updated_at = portal_now()`,
    [
      newId(),
      assignmentId,
      JSON.stringify(body.scores),
      body.commentToApplicant,
      body.commentToPanel,
      body.confidence,
    ],
  );
}

async function moveAssignment(
  manager: EntityManager,
  principal: Principal,
  id: string,
  before: AssignmentState,
  after: AssignmentState,
  act: string,
): Promise<void> {
  await manager.query(
    `UPDATE assignments SET state = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id, after],
  );
  await audit(manager, principal, {
    act,
    object: { kind: 'assignment', id },
    before: { state: before },
    after: { state: after },
  });
}
