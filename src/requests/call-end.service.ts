import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { callById } from '../calls/calls.queries.js';
import { Database } from '../platform/database.service.js';
import { moveRequests } from './request-moves.service.js';
import { actAtCallEnd, type RequestState } from './request.rules.js';

const batchSize = 200;

/** What the end of a call does to its requests: drafts lapse, what was sent goes on (REQ-2). */
@Injectable()
export class CallEnd {
  constructor(private readonly database: Database) {}

  /**
   * Moves a batch of requests of an ended call; answers how many, 0 when nothing is left to do. Each
   * batch is a transaction of its own that re-reads what it moves, so it may be repeated or shared.
   */
  async moveBatch(principal: Principal, callId: string): Promise<number> {
    return await this.database.inTransaction(principal, async (manager) => {
      const call = await callById(manager, callId);
      if (call === null) return 0;
      const rows = await waiting(manager, callId, statesThatMove(call));
      await moveRequests(
        manager,
        principal,
        rows.flatMap(({ id, state }) => {
          const act = actAtCallEnd(state, call);
          if (act === null) return [];
          const closed = { code: 'CALL_CANCELLED', reason: call.cancelReason ?? '' };
          return [{ requestId: id, act, ...(act === 'close' ? closed : {}) }];
        }),
        'REQ-2',
      );
      return rows.length;
    });
  }

  /** Calls that have ended and still have requests to move: what a lost job left behind. */
  async unfinished(principal: Principal): Promise<string[]> {
    return await this.database.inTransaction(principal, async (manager) => {
      const rows = await manager.query<{ id: string }[]>(
        `SELECT DISTINCT c.id FROM calls c JOIN requests r ON r.call_id = c.id
          WHERE (c.state IN ('closed', 'completed') AND r.state IN ('draft', 'submitted'))
             OR (c.state = 'cancelled' AND r.state = ANY($1))`,
        [statesThatMove({ state: 'cancelled', reviewsPerRequest: 0 })],
      );
      return rows.map(({ id }) => id);
    });
  }
}

const candidates: readonly RequestState[] = [
  'draft',
  'submitted',
  'completeness',
  'technical',
  'expert_review',
  'panel',
  'ranked',
  'reserve',
  'changes_requested',
];

const statesThatMove = (call: { state: string; reviewsPerRequest: number }) =>
  candidates.filter((state) => actAtCallEnd(state, call) !== null);

async function waiting(
  manager: EntityManager,
  callId: string,
  states: readonly RequestState[],
): Promise<{ id: string; state: RequestState }[]> {
  return await manager.query(
    `SELECT id, state FROM requests WHERE call_id = $1 AND state = ANY($2)
      ORDER BY id LIMIT ${batchSize} FOR UPDATE`,
    [callId, states],
  );
}
