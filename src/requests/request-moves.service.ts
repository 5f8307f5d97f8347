import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { auditAll } from '../platform/audit.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { requestMachine, type RequestAct, type RequestState } from './request.rules.js';

/** One step of one request; what is left out stays as it is. */
export interface RequestMove {
  requestId: string;
  act: RequestAct;
  /** 0 to 1000. */
  score?: number;
  code?: string;
  reason?: string;
}

interface Standing {
  id: string;
  reference: string;
  state: RequestState;
}

/**
 * Moves many requests at once: rows locked in id order, one audit row each.
 * @throws DomainError conflict REQ_MOVED_MEANWHILE that lists every request which is not where it was
 *   thought to be (withdrawn, for example); nothing is moved then.
 */
export async function moveRequests(
  manager: EntityManager,
  principal: Principal,
  moves: readonly RequestMove[],
  rule: string | null,
): Promise<void> {
  if (moves.length === 0) return;
  const rows = await manager.query<Standing[]>(
    `SELECT id, reference, state FROM requests WHERE id = ANY($1) ORDER BY id FOR UPDATE`,
    [moves.map(({ requestId }) => requestId)],
  );
  const standing = new Map(rows.map((row) => [row.id, row]));
  requirePossible(moves, standing);
  await manager.query(
    `UPDATE requests r SET state = m.state, score = coalesce(m.score, r.score),
       decision_code = coalesce(m.code, r.decision_code), decision_reason = coalesce(m.reason, r.decision_reason),
       version = r.version + 1, updated_at = portal_now()
       FROM jsonb_to_recordset($1::jsonb) AS m(id uuid, state text, score integer, code text, reason text)
      WHERE r.id = m.id`,
    [
      JSON.stringify(
        moves.map(({ requestId, act, score, code, reason }) => ({
          id: requestId,
          state: requestMachine.acts[act].to,
          score,
          code,
          reason,
        })),
      ),
    ],
  );
  await auditAll(
    manager,
    principal,
    moves.map(({ requestId, act, score, code, reason }) => ({
      act: `request.${act}`,
      object: { kind: 'request', id: requestId },
      before: { state: standing.get(requestId)?.state },
      after: { state: requestMachine.acts[act].to, score, code },
      reason: reason ?? null,
      rule,
    })),
  );
  await tellReviewers(manager, moves, standing);
}

/** Reviewers of a request that was taken away have nothing left to do: told to them by a job. */
async function tellReviewers(
  manager: EntityManager,
  moves: readonly RequestMove[],
  standing: ReadonlyMap<string, Standing>,
): Promise<void> {
  for (const { requestId, act } of moves) {
    const before = standing.get(requestId)?.state;
    const reviewed = before === 'expert_review' || before === 'panel';
    if (!reviewed || (act !== 'withdraw' && act !== 'close')) continue;
    await enqueue(manager, 'reviews.request-gone', { requestId });
  }
}

function requirePossible(
  moves: readonly RequestMove[],
  standing: ReadonlyMap<string, Standing>,
): void {
  const errors = moves.flatMap(({ requestId, act }) => {
    const row = standing.get(requestId);
    if (row && requestMachine.acts[act].from.includes(row.state)) return [];
    const state = row ? row.state.replaceAll('_', ' ') : 'gone';
    const detail = `${row?.reference ?? requestId} is ${state}.`;
    return [{ pointer: `/requests/${requestId}`, code: 'REQ_MOVED_MEANWHILE', detail }];
  });
  if (errors.length === 0) return;
  throw new DomainError(
    'conflict',
    'REQ_MOVED_MEANWHILE',
    `${errors.length} of these requests changed meanwhile, so nothing was done. ${errors[0]?.detail} Read them again.`,
    { errors: errors.slice(0, 50) },
  );
}
