import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayUse } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import type { Call } from '../calls/call.entity.js';
import { callById } from '../calls/calls.queries.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { organisationsLinkedTo } from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { moveRequests, type RequestMove } from '../requests/request-moves.service.js';
import { endAssignments } from '../reviews/assignment-ends.service.js';
import { assignmentSight, type AssignmentSight } from '../reviews/assignments.queries.js';
import { declaredConflict, lockWaiting, rankingRows, type RankingRow } from './ranking.queries.js';
import { belowThresholdReason, byRank, rankedLine, type RankedLine } from './ranking.rules.js';

/** From reviews to the ranked list that goes into the round. */
@Injectable()
export class Ranking {
  constructor(private readonly database: Database) {}

  /** The ranking as it stands; a chair does not see requests with a conflict (REV-2). */
  async get(principal: Principal, callId: string) {
    const { manager } = this.database;
    return await this.resource(manager, principal, callId);
  }

  /**
   * Fixes the scores: requests at or above the thresholds are ranked, the others rejected with the
   * reason, reviews released. All of a call at once, and only with all reviews there.
   * @throws DomainError conflict RANKING_REVIEWS_MISSING that lists the requests without enough reviews.
   */
  async finalise(principal: Principal, callId: string) {
    return await this.database.inTransaction(principal, async (manager) => {
      const call = await callById(manager, callId);
      if (call === null || call.openedAt === null) throw notFound('call');
      const waiting = await lockWaiting(manager, callId);
      requireRankable(call, waiting);
      const ids = waiting.map(({ id }) => id);
      await requireDisinterested(manager, principal, waiting);
      const rows = await rankingRows(manager, callId, everything);
      const lines = rows
        .filter(({ requestId }) => ids.includes(requestId))
        .map((row) => rankedLine(row, call));
      requireAllReviews(lines, rows, call.reviewsPerRequest);
      await moveRequests(
        manager,
        principal,
        lines.map((line) => moveOf(line, call)),
        'REV-4',
      );
      await endAssignments(manager, principal, ids, { release: true });
      await audit(manager, principal, {
        act: 'ranking.finalise',
        object: { kind: 'call', id: callId },
        after: { ranked: lines.filter(({ below }) => !below).length, requests: lines.length },
        rule: 'REV-4',
      });
      return await this.resource(manager, principal, callId);
    });
  }

  private async resource(manager: EntityManager, principal: Principal, callId: string) {
    const call = await callById(manager, callId);
    if (call === null || call.openedAt === null) throw notFound('call');
    const sight = await assignmentSight(manager, principal);
    const rows = await rankingRows(manager, callId, sight);
    const final = rows.every(({ state }) => state !== 'expert_review' && state !== 'panel');
    const may = mayUse(principal, 'ranking.finalise').allow;
    const open = call.state === 'closed' && !final;
    return {
      ...call,
      final,
      items: itemsOf(rows, call),
      possibleActs: may && open ? ['finalise'] : [],
    };
  }
}

/** For the decision itself every request counts, whoever decides. */
const everything: AssignmentSight = { oversees: true, chairs: false, personId: null, linked: [] };

function itemsOf(rows: readonly RankingRow[], call: Call) {
  const byId = new Map(rows.map((row) => [row.requestId, row]));
  const lines = rows.map((row) => rankedLine(row, call)).sort(byRank);
  return lines.map((line, index) => {
    const row = byId.get(line.requestId) as RankingRow;
    return {
      ...row,
      ...line,
      ...gpuTimeFields('Asked', BigInt(row.asked)),
      rank: line.below || line.mean === null ? null : index + 1,
    };
  });
}

function requireRankable(call: Call, waiting: readonly { state: string }[]): void {
  if (call.state !== 'closed') {
    throw new DomainError(
      'conflict',
      'RANKING_CALL_NOT_CLOSED',
      `This call is ${call.state}. Its ranking is finalised after the cut-off and before its round is published.`,
    );
  }
  if (waiting.some(({ state }) => state === 'submitted')) {
    throw new DomainError(
      'conflict',
      'RANKING_NOT_COLLECTED',
      'The requests of this call are still being collected after its cut-off. Try again in a moment.',
    );
  }
  if (waiting.length === 0) {
    throw new DomainError(
      'conflict',
      'RANKING_FINAL',
      'No request of this call waits for its rank. The ranking is final.',
    );
  }
}

/** MEM-4, REV-1: nobody decides on an organisation to which they belong or are linked. */
async function requireDisinterested(
  manager: EntityManager,
  principal: Principal,
  waiting: readonly { id: string; organisationId: string }[],
): Promise<void> {
  if (principal.personId === null) return;
  const linked = await organisationsLinkedTo(manager, principal.personId);
  const own = linked.find(({ id }) => waiting.some(({ organisationId }) => organisationId === id));
  const ids = waiting.map(({ id }) => id);
  if (!own && !(await declaredConflict(manager, principal.personId, ids))) return;
  throw new DomainError(
    'forbidden',
    'RANKING_INTERESTED',
    'You have a conflict of interest in this call, so somebody else has to finalise its ranking.',
  );
}

function requireAllReviews(
  lines: readonly RankedLine[],
  rows: readonly RankingRow[],
  reviewsPerRequest: number,
): void {
  const reference = new Map(rows.map((row) => [row.requestId, row.reference]));
  const missing = lines.filter(({ reviewsMissing }) => reviewsMissing > 0);
  if (missing.length === 0) return;
  throw new DomainError(
    'conflict',
    'RANKING_REVIEWS_MISSING',
    `${missing.length} of ${lines.length} requests have fewer than ${reviewsPerRequest} reviews. Remind the reviewers or assign others, then finalise.`,
    {
      errors: missing.slice(0, 200).map(({ requestId, reviewsSubmitted }) => ({
        pointer: `/requests/${requestId}`,
        code: 'RANKING_REVIEWS_MISSING',
        detail: `${reference.get(requestId)} has ${reviewsSubmitted} of ${reviewsPerRequest} reviews.`,
      })),
    },
  );
}

function moveOf(line: RankedLine, call: Call): RequestMove {
  const { requestId, mean } = line;
  const score = mean ?? 0;
  if (!line.below) return { requestId, act: 'rank', score };
  const reason = belowThresholdReason(line, call);
  return { requestId, act: 'reject', score, code: 'BELOW_THRESHOLD', reason };
}
