import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { system, type Principal } from '../access/principal.js';
import { roundMachine, type RoundState } from '../allocation/round.rules.js';
import { CONFIG, type Config } from '../config/config.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { newId, newSecret } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { seal } from '../platform/sealed-box.js';
import { effectivePolicy } from '../pools/pools.queries.js';
import { undecidedRequests } from '../requests/ranked-requests.queries.js';

interface CallRow {
  id: string;
  state: string;
  cutOffAt: Date;
}

const callFields = `c.id, c.state, c.cut_off_at AS "cutOffAt"`;

/** Looks for rounds that are due: every method finds its work in the tables, so that a missed tick costs time only. */
@Injectable()
export class RoundSchedule {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** Gives every open call its round; a call that closed before a tick saw it gets one too. */
  async scheduleDue(): Promise<number> {
    const principal = system('rounds.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const calls = await manager.query<CallRow[]>(
        `SELECT ${callFields} FROM calls c WHERE c.state IN ('open', 'closed')
            AND NOT EXISTS (SELECT 1 FROM rounds r WHERE r.call_id = c.id)
          ORDER BY c.id FOR SHARE OF c SKIP LOCKED`,
      );
      const made = [];
      for (const call of calls) made.push(await this.schedule(manager, principal, call));
      return made.filter((id) => id !== null).length;
    });
  }

  /** Opens the collection of rounds whose call has opened since they were scheduled. */
  async collectDue(): Promise<number> {
    const principal = system('rounds.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const rounds = await manager.query<{ id: string; state: RoundState; commitment: string }[]>(
        `SELECT r.id, r.state, r.commitment FROM rounds r JOIN calls c ON c.id = r.call_id
          WHERE r.state = 'scheduled' AND c.state IN ('open', 'closed')
          ORDER BY r.id FOR UPDATE OF r SKIP LOCKED`,
      );
      for (const round of rounds) await collect(manager, principal, round);
      return rounds.length;
    });
  }

  /** A call that is closed early has its cut-off then; the round's follows. */
  async followCutOffs(): Promise<number> {
    const principal = system('rounds.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const rounds = await manager.query<{ id: string }[]>(
        `SELECT r.id FROM rounds r JOIN calls c ON c.id = r.call_id
          WHERE r.state IN ('scheduled', 'collecting') AND r.cut_off_at <> c.cut_off_at
          ORDER BY r.id FOR UPDATE OF r SKIP LOCKED`,
      );
      for (const { id } of rounds) await this.followCutOff(manager, principal, id);
      return rounds.length;
    });
  }

  /** The same for one locked round, before it is computed. */
  async followCutOff(manager: EntityManager, principal: Principal, roundId: string): Promise<void> {
    const [moved] = await manager.query<[{ before: Date; cutOffAt: Date }[], number]>(
      `UPDATE rounds r SET cut_off_at = c.cut_off_at, version = r.version + 1, updated_at = portal_now()
         FROM calls c, rounds b
        WHERE r.id = $1 AND b.id = r.id AND c.id = r.call_id AND r.cut_off_at <> c.cut_off_at
        RETURNING b.cut_off_at AS before, r.cut_off_at AS "cutOffAt"`,
      [roundId],
    );
    const [change] = moved;
    if (!change) return;
    await audit(manager, principal, {
      act: 'round.reschedule',
      object: { kind: 'round', id: roundId },
      before: { cutOffAt: change.before },
      after: { cutOffAt: change.cutOffAt },
      rule: 'REQ-2',
    });
  }

  /**
   * Asks for the computation of rounds whose time has come: the call's allocation time has passed,
   * every request is ranked, a policy is in force and no other round of the pools is in the way. Asked
   * again at every tick until it is done, but not of a round that is locked: somebody computes it right
   * now. The epoch makes all but one of the jobs do nothing.
   */
  async computeDue(): Promise<number> {
    return await this.database.inTransaction(system('rounds.tick'), async (manager) => {
      const rounds = await manager.query<
        { id: string; epoch: number; callId: string; poolGroupId: string }[]
      >(
        `SELECT r.id, r.epoch, r.call_id AS "callId", r.pool_group_id AS "poolGroupId"
           FROM rounds r JOIN calls c ON c.id = r.call_id
          WHERE r.state = 'collecting' AND c.state = 'closed'
            AND c.allocate_at <= portal_now()
            AND NOT EXISTS (SELECT 1 FROM rounds o WHERE o.pool_group_id = r.pool_group_id
                              AND o.state IN ('computed', 'approved'))
          ORDER BY r.cut_off_at, r.id FOR UPDATE OF r SKIP LOCKED`,
      );
      let asked = 0;
      for (const { id, epoch, callId, poolGroupId } of rounds) {
        if ((await undecidedRequests(manager, callId)) > 0) continue;
        if ((await effectivePolicy(manager, poolGroupId)) === null) continue;
        await enqueue(manager, 'round.compute', { roundId: id, epoch });
        asked += 1;
      }
      return asked;
    });
  }

  /**
   * Schedules the round of one call.
   * @throws DomainError not-found, or conflict when the call is over or its cut-off has a round.
   */
  async scheduleFor(manager: EntityManager, principal: Principal, callId: string): Promise<string> {
    const [call] = await manager.query<CallRow[]>(
      `SELECT ${callFields} FROM calls c WHERE c.id = $1 FOR SHARE OF c`,
      [callId],
    );
    if (!call) throw notFound('call');
    if (call.state === 'completed' || call.state === 'cancelled') {
      throw new DomainError(
        'conflict',
        'ROUND_CALL_OVER',
        `This call is ${call.state}, so there is nothing to allocate. Choose an open or closed call.`,
      );
    }
    if (call.state === 'draft') {
      throw new DomainError(
        'conflict',
        'ROUND_CALL_DRAFT',
        'This call is still a draft, and its terms may change. Open it: its round is then scheduled by itself.',
      );
    }
    const roundId = await this.schedule(manager, principal, call);
    if (roundId !== null) return roundId;
    throw new DomainError(
      'conflict',
      'ROUND_EXISTS',
      'These pools have a round for this cut-off already. Open it, or cancel it before you schedule another.',
    );
  }

  /**
   * ALLOC-0: the round's secret is made and committed to before any request is known. A round that is
   * scheduled again after a cancellation keeps the call's first secret: with a new one, whoever
   * schedules could draw until the draw suits. Null when the cut-off has a round (one per pool group
   * and cut-off, by the unique index rounds_cut_off).
   */
  private async schedule(
    manager: EntityManager,
    principal: Principal,
    call: CallRow,
  ): Promise<string | null> {
    const secret = sha256Hex(newSecret());
    const commitment = sha256Hex(secret);
    const sealed = (purpose: string, text: string) =>
      seal(this.config.APP_SECRET, purpose, Buffer.from(text));
    const [round] = await manager.query<{ id: string; state: RoundState; commitment: string }[]>(
      `INSERT INTO rounds (id, call_id, pool_group_id, cut_off_at, commitment, secret_sealed, salt_sealed)
       SELECT $1, c.id, c.pool_group_id, c.cut_off_at, coalesce(first.commitment, $3),
              coalesce(first.secret_sealed, $4), coalesce(first.salt_sealed, $5)
         FROM calls c LEFT JOIN LATERAL (
           SELECT r.commitment, r.secret_sealed, r.salt_sealed FROM rounds r
            WHERE r.call_id = c.id ORDER BY r.created_at, r.id LIMIT 1) first ON true
        WHERE c.id = $2
       ON CONFLICT (pool_group_id, cut_off_at) WHERE state <> 'cancelled' DO NOTHING
       RETURNING id, state, commitment`,
      [
        newId(),
        call.id,
        commitment,
        sealed('round-secret', secret),
        sealed('round-salt', newSecret()),
      ],
    );
    if (!round) return null;
    await audit(manager, principal, {
      act: 'round.schedule',
      object: { kind: 'round', id: round.id },
      after: { state: round.state, callId: call.id, cutOffAt: call.cutOffAt },
    });
    await collect(manager, principal, round);
    return round.id;
  }
}

/** Collection opens; from here on everybody can read the commitment. */
async function collect(
  manager: EntityManager,
  principal: Principal,
  round: { id: string; state: RoundState; commitment: string },
): Promise<void> {
  const state = nextState(roundMachine, round.state, 'collect');
  await manager.query(
    `UPDATE rounds SET state = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [round.id, state],
  );
  await audit(manager, principal, {
    act: 'round.collect',
    object: { kind: 'round', id: round.id },
    before: { state: round.state },
    after: { state, commitment: round.commitment },
    rule: 'ALLOC-0',
  });
}
