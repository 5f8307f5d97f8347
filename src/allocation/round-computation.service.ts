import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { derivedId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { Ledger } from '../ledger/ledger.service.js';
import { audit } from '../platform/audit.service.js';
import { allowLongWork } from '../platform/bulk.js';
import { News } from '../platform/news.service.js';
import { Pools } from '../pools/pools.service.js';
import { rankedRequestRows, undecidedRequests } from '../requests/ranked-requests.queries.js';
import { EngineRunner, type DividedRound } from './engine-runner.service.js';
import { SnapshotRefused, type PlanHead } from './engine/index.js';
import { storePlan } from './plan.queries.js';
import { openReservations } from './reservations.queries.js';
import type { Round } from './round.entity.js';
import { roundMachine } from './round.rules.js';
import type { RoundBasis } from './round-divider.rules.js';
import { RoundSources } from './round-sources.service.js';
import { otherOpenRound } from './rounds.queries.js';

/** How far a computation has come. */
export type RoundStep = 'reading' | 'dividing' | 'storing' | 'failed';

/** Snapshot → plan → reservation, inside one transaction: all of a computation or nothing of it. */
@Injectable()
export class RoundComputation {
  constructor(
    private readonly ledger: Ledger,
    private readonly pools: Pools,
    private readonly sources: RoundSources,
    private readonly engine: EngineRunner,
    private readonly news: News,
  ) {}

  /**
   * Divides what the cut-off offers and reserves it. Computing again after a change voids the earlier
   * reservation; its approvals name the earlier epoch and count no more. The caller has locked the
   * round (`claimRound`) in a REPEATABLE READ transaction, so that what is read is one state of the
   * database and a change meanwhile makes the computation start over.
   * @throws DomainError conflict when reviews are open, no policy is in force, another round of the
   * pools is not published yet, or the engine refuses the snapshot.
   */
  async compute(manager: EntityManager, principal: Principal, round: Round): Promise<void> {
    try {
      await this.computeIn(manager, principal, round);
    } catch (error) {
      this.progress(round, 'failed');
      throw error;
    }
  }

  /** Told before anything commits, to those who run rounds; that it is done is told by the audit. */
  private progress(round: Round, step: RoundStep, count?: number): void {
    const progress = count === undefined ? { step } : { step, count };
    this.news.tell([{ kind: 'round', id: round.id, progress }]);
  }

  private async computeIn(
    manager: EntityManager,
    principal: Principal,
    round: Round,
  ): Promise<void> {
    const state = nextState(roundMachine, round.state, 'compute');
    await this.refuseUnready(manager, round);
    await allowLongWork(manager);
    await this.release(manager, round.id);
    await this.pools.releaseDue(manager, principal, round.poolGroupId, round.cutOffAt);
    this.progress(round, 'reading');
    const { basis, policyId, receiptsDigest } = await this.sources.read(manager, round);
    const divided = await this.divide(manager, round, basis);
    const { snapshot, plan, summary, requestCount } = divided.head;
    const epoch = round.epoch + 1;
    try {
      this.progress(round, 'storing', requestCount);
      await storePlan(manager, round.id, divided);
    } finally {
      divided.close();
    }
    await this.reserve(manager, round.id, epoch, plan, basis.quantumGpuSeconds);
    const [, written] = await manager.query<[unknown, number]>(
      `UPDATE rounds SET state = $2, epoch = $3, policy_id = $4, receipts_digest = $5, seed = $6,
         snapshot = $7, snapshot_hash = $8, plan = $9, plan_hash = $10, summary = $11,
         computed_at = portal_now(), version = version + 1, updated_at = portal_now()
       WHERE id = $1 AND epoch = $3 - 1`,
      [
        round.id,
        state,
        epoch,
        policyId,
        receiptsDigest,
        basis.seed,
        JSON.stringify(snapshot),
        plan.snapshotHash,
        JSON.stringify(plan),
        plan.planHash,
        JSON.stringify(summary),
      ],
    );
    if (written !== 1) throw new Error('The round was computed by somebody else meanwhile.');
    await audit(manager, principal, {
      act: 'round.compute',
      object: { kind: 'round', id: round.id },
      before: { state: round.state, epoch: round.epoch, planHash: round.planHash },
      after: { state, epoch, planHash: plan.planHash, requests: requestCount },
      rule: 'ALLOC-0',
    });
  }

  /** Gives a computation's reserved time back: before the next one, or when the round is cancelled. */
  async release(manager: EntityManager, roundId: string): Promise<void> {
    await this.resolve(manager, roundId, 'void');
  }

  /** Turns a computation's reservation into awarded time: at publication. */
  async award(manager: EntityManager, roundId: string): Promise<void> {
    await this.resolve(manager, roundId, 'post');
  }

  private async resolve(
    manager: EntityManager,
    roundId: string,
    kind: 'post' | 'void',
  ): Promise<void> {
    const open = await openReservations(manager, roundId);
    await this.ledger.record(
      manager,
      open.map(({ id, debitAccountId, creditAccountId, amountGpuSeconds }) => ({
        id: derivedId(kind, id),
        kind,
        debitAccountId,
        creditAccountId,
        amountGpuSeconds,
        pendingId: id,
        code: kind === 'post' ? 'round.award' : 'round.release',
        subject: { kind: 'round', id: roundId },
      })),
    );
  }

  private async refuseUnready(manager: EntityManager, round: Round): Promise<void> {
    const undecided = await undecidedRequests(manager, round.callId);
    if (undecided > 0) {
      throw new DomainError(
        'conflict',
        'ROUND_REVIEWS_OPEN',
        `Not all requests of this call are ranked yet (open: ${undecided}). Finish the reviews and the ranking, then compute the round.`,
      );
    }
    const other = await otherOpenRound(manager, round);
    if (other !== null) {
      throw new DomainError(
        'conflict',
        'ROUND_OTHER_OPEN',
        `Round ${other} of the same pools is computed and not published yet. Publish or cancel it first.`,
      );
    }
  }

  /** A snapshot that the engine refuses is a mistake of policy or data; the officer reads which. */
  private async divide(
    manager: EntityManager,
    round: Round,
    basis: RoundBasis,
  ): Promise<DividedRound> {
    const requests = rankedRequestRows(manager, round.callId);
    try {
      return await this.engine.divide(basis, requests, (count) =>
        this.progress(round, 'dividing', count),
      );
    } catch (error) {
      if (!(error instanceof SnapshotRefused)) throw error;
      throw new DomainError('conflict', 'ROUND_SNAPSHOT_REFUSED', error.sentence, { cause: error });
    }
  }

  /** Holds the granted time of each pool back, so that nothing else can spend it before publication. */
  private async reserve(
    manager: EntityManager,
    roundId: string,
    epoch: number,
    plan: PlanHead,
    quantumGpuSeconds: bigint,
  ): Promise<void> {
    const granted = plan.pools.filter((pool) => BigInt(pool.granted) > 0n);
    const keys = granted.flatMap((pool) => [
      { kind: 'unallocated' as const, poolId: pool.id },
      { kind: 'awarded' as const, poolId: pool.id },
    ]);
    const accounts = await this.ledger.accounts(manager, keys);
    await this.ledger.record(
      manager,
      granted.map((pool, index) => ({
        id: derivedId('round-reserve', roundId, String(epoch), pool.id),
        kind: 'pending' as const,
        debitAccountId: accounts[2 * index]!,
        creditAccountId: accounts[2 * index + 1]!,
        amountGpuSeconds: BigInt(pool.granted) * quantumGpuSeconds,
        code: 'round.reserve',
        subject: { kind: 'round', id: roundId },
      })),
    );
  }
}
