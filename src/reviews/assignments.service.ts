import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState, possibleActs } from '../kernel/state-machine.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { assignmentMachine, requireAssignable, type AssignmentAct } from './assignment.rules.js';
import {
  assignmentPage,
  assignmentRow,
  assignmentSight,
  candidateFor,
  claimAssignment,
  reviewOf,
  type AssignmentRow,
  type AssignmentSight,
  type ClaimedAssignment,
} from './assignments.queries.js';
import type { Assign, assignmentsQuery } from './reviews.schemas.js';

/** Who reviews what: assigned by officers, answered by reviewers. */
@Injectable()
export class Assignments {
  constructor(private readonly database: Database) {}

  /** One page of assignments: a reviewer's own, or all for those who run the programme. */
  async list(principal: Principal, asked: z.infer<typeof assignmentsQuery>) {
    const { manager } = this.database;
    return await assignmentPage(manager, await assignmentSight(manager, principal), asked);
  }

  /** @throws DomainError not-found for an unknown, foreign or barred assignment alike (REV-2). */
  async get(principal: Principal, id: string) {
    const { manager } = this.database;
    return await resource(manager, await assignmentSight(manager, principal), id);
  }

  /**
   * Proposes a request to a reviewer.
   * @throws DomainError rule REV_CONFLICT and others of REV-1, conflict when it is not in review.
   */
  async assign(principal: Principal, callId: string, body: Assign) {
    return await this.database.inTransaction(principal, async (manager) => {
      const { requestId, reviewerId } = body;
      const candidate = await candidateFor(manager, callId, requestId, reviewerId);
      if (candidate === null) throw notFound('request');
      const { organisationId } = candidate;
      const dueAt = body.dueAt === undefined ? candidate.reviewDueAt : new Date(body.dueAt);
      const linked = await personBelongsOrIsLinked(manager, reviewerId, organisationId);
      requireAssignable({ ...candidate, linked, dueAt });
      const id = newId();
      await manager.query(
        `INSERT INTO assignments (id, request_id, reviewer_id, due_at, assigned_by) VALUES ($1, $2, $3, $4, $5)`,
        [id, requestId, reviewerId, dueAt, principal.personId],
      );
      await audit(manager, principal, {
        act: 'assignment.propose',
        object: { kind: 'assignment', id },
        after: { state: assignmentMachine.initial, requestId, reviewerId, dueAt },
        rule: 'REV-1',
      });
      return await resource(manager, await assignmentSight(manager, principal), id);
    });
  }

  /** Proposed → accepted: from here on the reviewer reads the request. */
  async accept(principal: Principal, id: string, version?: number) {
    return await this.answer(principal, id, 'accept', null, version);
  }

  async decline(principal: Principal, id: string, reason?: string, version?: number) {
    return await this.answer(principal, id, 'decline', reason || null, version);
  }

  /** REV-1, REV-2: declares a tie to the applicant; the request vanishes for this reviewer. */
  async declareConflict(principal: Principal, id: string, reason: string, version?: number) {
    return await this.answer(principal, id, 'declare-conflict', reason, version);
  }

  private async answer(
    principal: Principal,
    id: string,
    act: AssignmentAct,
    reason: string | null,
    version: number | undefined,
  ) {
    return await this.database.inTransaction(principal, async (manager) => {
      const sight = await assignmentSight(manager, principal);
      const claimed = await claimOwn(manager, sight, id, version);
      const state = nextState(assignmentMachine, claimed.state, act);
      if (act === 'accept') requireInReview(claimed);
      await manager.query(
        `UPDATE assignments SET state = $2, reason = coalesce($3, reason), version = version + 1,
           updated_at = portal_now() WHERE id = $1`,
        [id, state, reason],
      );
      await audit(manager, principal, {
        act: `assignment.${act}`,
        object: { kind: 'assignment', id },
        before: { state: claimed.state },
        after: { state },
        reason,
        rule: act === 'declare-conflict' ? 'REV-1' : null,
      });
      // Read past the bar that this very act may have set, and told without the request's content.
      const row = await assignmentRow(manager, { ...sight, oversees: true }, id);
      return told(row as AssignmentRow, sight, await reviewOf(manager, id));
    });
  }
}

/**
 * A reviewer's own assignment, locked.
 * @throws DomainError not-found, stale.
 */
export async function claimOwn(
  manager: EntityManager,
  sight: AssignmentSight,
  id: string,
  version?: number,
): Promise<ClaimedAssignment> {
  const claimed = await claimAssignment(manager, sight, id);
  if (claimed === null) throw notFound('assignment');
  if (version === undefined || version === claimed.version) return claimed;
  throw new DomainError(
    'stale',
    'VERSION_STALE',
    `This assignment is at version ${claimed.version} now. Read it again, then repeat your change.`,
  );
}

/** @throws DomainError conflict when the request is no longer reviewed. */
export function requireInReview(claimed: ClaimedAssignment): void {
  if (claimed.requestState === 'expert_review') return;
  throw new DomainError(
    'conflict',
    'REV_NOT_IN_REVIEW',
    `The request is ${claimed.requestState.replaceAll('_', ' ')}, so it is not reviewed any more. Nothing is left to do for you.`,
  );
}

async function resource(manager: EntityManager, sight: AssignmentSight, id: string) {
  const row = await assignmentRow(manager, sight, id);
  if (row === null) throw notFound('assignment');
  return told(row, sight, await reviewOf(manager, id));
}

/** States in which a reviewer has taken the request on and reads it. */
const reading = new Set(['accepted', 'drafting', 'submitted', 'released']);

function told(
  row: AssignmentRow,
  sight: AssignmentSight,
  review: Awaited<ReturnType<typeof reviewOf>>,
) {
  const own = row.reviewer.id === sight.personId;
  const reads = reading.has(row.state) || (!own && (sight.oversees || sight.chairs));
  const submitted = (review?.submittedAt ?? null) !== null;
  const seesReview = own ? reading.has(row.state) : sight.oversees && submitted;
  return {
    ...row,
    summary: row.content.summary,
    content: reads ? row.content : null,
    review: seesReview ? review : null,
    possibleActs: own ? actsOf(row) : [],
  };
}

function actsOf(row: AssignmentRow): string[] {
  const inReview = row.request.state === 'expert_review';
  return possibleActs(assignmentMachine, row.state).filter((act) => {
    if (act === 'expire' || act === 'release') return false;
    return inReview || act === 'decline' || act === 'declare-conflict';
  });
}
