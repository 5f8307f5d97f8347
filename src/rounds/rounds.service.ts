import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import { system, type Principal } from '../access/principal.js';
import { RoundComputation } from '../allocation/round-computation.service.js';
import { roundMachine } from '../allocation/round.rules.js';
import { claimRound } from '../allocation/rounds.queries.js';
import { callById } from '../calls/calls.queries.js';
import { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { roundDetail } from './round-detail.queries.js';
import { RoundSchedule } from './round-schedule.service.js';
import { roundItem, roundsPage } from './rounds.queries.js';
import type { RoundDetail, RoundsQuery } from './rounds.schemas.js';

/** Rounds up to their computation; approving and publishing them is RoundDecisions. */
@Injectable()
export class Rounds {
  constructor(
    private readonly database: Database,
    private readonly computation: RoundComputation,
    private readonly schedule: RoundSchedule,
  ) {}

  /** One page of the rounds that this principal may see. */
  async list(principal: Principal, query: RoundsQuery) {
    const ids = tenantIds(principal, 'round.read');
    const page = await roundsPage(this.database.manager, ids, query);
    return { ...page, items: page.items.map(roundItem) };
  }

  /** @throws DomainError not-found. */
  async read(principal: Principal, roundId: string): Promise<RoundDetail> {
    return await roundDetail(this.database.manager, principal, roundId);
  }

  /**
   * Schedules the round of a call by hand; calls that open get theirs by themselves.
   * @throws DomainError not-found, or conflict when the call is over or its cut-off has a round.
   */
  async create(principal: Principal, callId: string): Promise<RoundDetail> {
    return await this.database.inTransaction(principal, async (manager) => {
      const roundId = await this.schedule.scheduleFor(manager, principal, callId);
      return await roundDetail(manager, principal, roundId);
    });
  }

  /**
   * Computes the round (again). A job passes the epoch it saw: when somebody else has computed since,
   * nothing happens and the answer is null (reliability rule 4).
   * @throws DomainError not-found, stale, or conflict as RoundComputation says.
   */
  async compute(
    principal: Principal,
    roundId: string,
    expected: { version?: number; epoch?: number } = {},
  ): Promise<RoundDetail | null> {
    return await this.database.inTransaction(
      principal,
      async (manager) => {
        const seen = await claimRound(manager, roundId, expected.version);
        if (expected.epoch !== undefined && expected.epoch !== seen.epoch) return null;
        await refuseWhileCollecting(manager, seen);
        if (seen.state === 'collecting') {
          await this.schedule.followCutOff(manager, principal, roundId);
        }
        const round = await claimRound(manager, roundId);
        await this.computation.compute(manager, principal, round);
        return await roundDetail(manager, principal, roundId);
      },
      'REPEATABLE READ',
    );
  }

  /** Ends a round that was not published and gives its reserved time back. */
  async cancel(
    principal: Principal,
    roundId: string,
    reason: string,
    version?: number,
  ): Promise<RoundDetail> {
    return await this.database.inTransaction(principal, async (manager) => {
      await this.end(manager, principal, roundId, reason, version);
      return await roundDetail(manager, principal, roundId);
    });
  }

  /** Rounds of cancelled calls end with them. */
  async cancelWithCalls(): Promise<number> {
    const principal = system('rounds.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const rounds = await manager.query<{ id: string; reference: string }[]>(
        `SELECT r.id, c.reference FROM rounds r JOIN calls c ON c.id = r.call_id
          WHERE c.state = 'cancelled' AND r.state IN ('scheduled', 'collecting', 'computed', 'approved')
          ORDER BY r.id FOR UPDATE OF r SKIP LOCKED`,
      );
      for (const { id, reference } of rounds) {
        await this.end(manager, principal, id, `Call ${reference} was cancelled.`);
      }
      return rounds.length;
    });
  }

  private async end(
    manager: EntityManager,
    principal: Principal,
    roundId: string,
    reason: string,
    version?: number,
  ): Promise<void> {
    const round = await claimRound(manager, roundId, version);
    const state = nextState(roundMachine, round.state, 'cancel');
    await this.computation.release(manager, round.id);
    await manager.query(
      `UPDATE rounds SET state = $2, cancel_reason = $3, version = version + 1, updated_at = portal_now()
        WHERE id = $1`,
      [round.id, state, reason],
    );
    await audit(manager, principal, {
      act: 'round.cancel',
      object: { kind: 'round', id: round.id },
      before: { state: round.state },
      after: { state },
      reason,
    });
  }
}

/** Requests may still come in while the call is open: what is divided then would leave some out. */
async function refuseWhileCollecting(
  manager: EntityManager,
  round: { callId: string },
): Promise<void> {
  const call = await callById(manager, round.callId);
  if (call?.state !== 'draft' && call?.state !== 'open') return;
  throw new DomainError(
    'conflict',
    'ROUND_STILL_COLLECTING',
    'The call is not closed, so requests may still come in. Compute the round after the cut-off.',
  );
}
