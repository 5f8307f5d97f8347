import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { effectivePolicy } from '../pools/pools.queries.js';
import type { Call } from './call.entity.js';
import { callMachine, requireOpenable } from './call.rules.js';
import {
  callPools,
  callResource,
  callWithSameCutOff,
  claimCall,
  lockCall,
} from './calls.queries.js';

/** How a call moves: opened and called off by officers, closed by the clock, completed by its round. */
@Injectable()
export class CallLifecycle {
  constructor(private readonly database: Database) {}

  /**
   * Opens a draft. A call opened before its planned time opens now, and says so.
   * @throws DomainError conflict when pools, policy or time are missing.
   */
  async open(principal: Principal, id: string, version?: number) {
    return await this.database.inTransaction(principal, async (manager) => {
      const call = await claimCall(manager, id, version);
      const state = nextState(callMachine, call.state, 'open');
      const now = await this.database.now(manager);
      requireOpenable({
        cutOffAt: call.cutOffAt,
        now,
        pools: (await callPools(manager, call.poolGroupId)).length,
        hasPolicy: (await effectivePolicy(manager, call.poolGroupId)) !== null,
        sameCutOff: await callWithSameCutOff(manager, call),
      });
      await manager.query(
        `UPDATE calls SET state = $2, opened_at = portal_now(), opens_at = least(opens_at, portal_now()),
           version = version + 1, updated_at = portal_now() WHERE id = $1`,
        [id, state],
      );
      await audit(manager, principal, {
        act: 'call.open',
        object: { kind: 'call', id },
        before: { state: call.state },
        after: { state, cutOffAt: call.cutOffAt },
      });
      return await callResource(manager, principal, id);
    });
  }

  /** Closes an open call before its time: this moment becomes its cut-off. */
  async close(principal: Principal, id: string, version?: number) {
    return await this.database.inTransaction(principal, async (manager) => {
      const call = await claimCall(manager, id, version);
      await closeNow(manager, principal, call, 'Closed early.');
      return await callResource(manager, principal, id);
    });
  }

  /** Calls a call off; its requests are closed by the job that follows. */
  async cancel(principal: Principal, id: string, reason: string, version?: number) {
    return await this.database.inTransaction(principal, async (manager) => {
      const call = await claimCall(manager, id, version);
      const state = nextState(callMachine, call.state, 'cancel');
      await manager.query(
        `UPDATE calls SET state = $2, cancel_reason = $3, version = version + 1, updated_at = portal_now()
          WHERE id = $1`,
        [id, state, reason],
      );
      await audit(manager, principal, {
        act: 'call.cancel',
        object: { kind: 'call', id },
        before: { state: call.state },
        after: { state },
        reason,
      });
      await enqueue(manager, 'requests.call-closed', { callId: id });
      return await callResource(manager, principal, id);
    });
  }

  /** Closed → completed, inside the transaction that publishes its round; a second time changes nothing. */
  async complete(manager: EntityManager, principal: Principal, id: string): Promise<void> {
    const call = await claimCall(manager, id);
    if (call.state === 'completed') return;
    const state = nextState(callMachine, call.state, 'complete');
    await manager.query(
      `UPDATE calls SET state = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
      [id, state],
    );
    await audit(manager, principal, {
      act: 'call.complete',
      object: { kind: 'call', id },
      before: { state: call.state },
      after: { state },
    });
  }

  /**
   * Closes one call whose cut-off has passed; answers whether it did. Two workers may both try: the row
   * lock makes one of them see a closed call.
   */
  async closeDue(principal: Principal, id: string): Promise<boolean> {
    return await this.database.inTransaction(principal, async (manager) => {
      await letSubmissionsSettle(manager, id);
      const call = await lockCall(manager, id);
      const now = await this.database.now(manager);
      if (call?.state !== 'open' || call.cutOffAt > now) return false;
      await closeNow(manager, principal, call, null);
      return true;
    });
  }

  /** Ids of open calls whose cut-off has passed, oldest first. */
  async due(principal: Principal): Promise<string[]> {
    return await this.database.inTransaction(principal, async (manager) => {
      const rows = await manager.query<{ id: string }[]>(
        `SELECT id FROM calls WHERE state = 'open' AND cut_off_at <= portal_now()
          ORDER BY cut_off_at LIMIT 100`,
      );
      return rows.map(({ id }) => id);
    });
  }
}

/**
 * REQ-2: a submission that arrived before the cut-off may still wait for its lock, at most 2 s
 * (lock_timeout). The clock closes the call only after that, so that no such submission finds it closed.
 */
async function letSubmissionsSettle(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `SELECT pg_sleep(least(2.2, greatest(0, extract(epoch FROM cut_off_at + interval '2.2 seconds' - portal_now()))))
       FROM calls WHERE id = $1 AND state = 'open' AND cut_off_at <= portal_now()`,
    [id],
  );
}

/**
 * The instant at which the row is held: the transaction began before it waited for submissions that were
 * under way, and what they were received at must not lie after the cut-off (REQ-2).
 */
const heldAt = `coalesce(nullif(current_setting('portal.now', true), '')::timestamptz, clock_timestamp())`;

async function closeNow(
  manager: EntityManager,
  principal: Principal,
  call: Call,
  reason: string | null,
): Promise<void> {
  const state = nextState(callMachine, call.state, 'close');
  await manager.query(
    `UPDATE calls SET state = $2, version = version + 1, updated_at = portal_now(),
       cut_off_at = greatest(least(cut_off_at, ${heldAt}), opens_at + interval '1 millisecond')
      WHERE id = $1`,
    [call.id, state],
  );
  await audit(manager, principal, {
    act: 'call.close',
    object: { kind: 'call', id: call.id },
    before: { state: call.state, cutOffAt: call.cutOffAt },
    after: { state },
    reason,
    rule: 'REQ-2',
  });
  await enqueue(manager, 'requests.call-closed', { callId: call.id });
}
