import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import type { Round } from '../allocation/round.entity.js';
import { roundMachine } from '../allocation/round.rules.js';
import { claimRound } from '../allocation/rounds.queries.js';
import { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import { organisationsLinkedTo } from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { allowLongWork } from '../platform/bulk.js';
import { Database } from '../platform/database.service.js';
import { approvalCapacity, isApproved, type ApprovalCapacity } from './approval.rules.js';
import { roundDetail } from './round-detail.queries.js';
import { RoundPublication } from './round-publication.service.js';
import { applicantsAmong, approvalsOf, overtakenRequests } from './rounds.queries.js';
import type { RoundDetail } from './rounds.schemas.js';

/** What people decide about a computed round. */
@Injectable()
export class RoundDecisions {
  constructor(
    private readonly database: Database,
    private readonly publication: RoundPublication,
  ) {}

  /**
   * SEP-2: one approval of the plan that `planHash` names; the round is approved by the second.
   * @throws DomainError not-found, stale, forbidden or conflict with the reason why it does not count.
   */
  async approve(
    principal: Principal,
    roundId: string,
    planHash: string,
    version?: number,
  ): Promise<RoundDetail> {
    return await this.database.inTransaction(principal, async (manager) => {
      const round = await claimRound(manager, roundId, version);
      const approved = nextState(roundMachine, round.state, 'approve');
      await allowLongWork(manager);
      await refuseOvertaken(manager, round);
      const given = await approvalsOf(manager, round);
      const personId = personOf(principal);
      const capacity = approvalCapacity({
        roles: principal.platformRoles,
        personId,
        given,
        interests: await interestsOf(manager, round.id, personId),
        planHashSeen: planHash,
        planHashNow: round.planHash ?? '',
      });
      await manager.query(
        `INSERT INTO round_approvals (round_id, epoch, person_id, capacity, plan_hash, approved_at)
         VALUES ($1, $2, $3, $4, $5, portal_now())`,
        [round.id, round.epoch, personId, capacity, planHash],
      );
      const state = isApproved([...given, { capacity }]) ? approved : round.state;
      await this.note(manager, principal, round, state, capacity);
      return await roundDetail(manager, principal, roundId);
    });
  }

  /**
   * Publishes an approved round: books it, tells every request its outcome, opens the secret.
   * @throws DomainError not-found, stale, or conflict when it is not approved or was overtaken.
   */
  async publish(principal: Principal, roundId: string, version?: number): Promise<RoundDetail> {
    return await this.database.inTransaction(principal, async (manager) => {
      const round = await claimRound(manager, roundId, version);
      const state = nextState(roundMachine, round.state, 'publish');
      await allowLongWork(manager);
      await refuseOvertaken(manager, round);
      await this.publication.publish(manager, principal, round, state);
      return await roundDetail(manager, principal, roundId);
    });
  }

  private async note(
    manager: EntityManager,
    principal: Principal,
    round: Round,
    state: string,
    capacity: ApprovalCapacity,
  ): Promise<void> {
    await manager.query(
      `UPDATE rounds SET state = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
      [round.id, state],
    );
    await audit(manager, principal, {
      act: 'round.approve',
      object: { kind: 'round', id: round.id },
      before: { state: round.state },
      after: { state, capacity, epoch: round.epoch, planHash: round.planHash },
      rule: 'SEP-2',
    });
  }
}

/** SEP-2: the scheduler and the command line never count as a person. */
function personOf(principal: Principal): string {
  if (principal.kind === 'person' && principal.personId !== null) return principal.personId;
  throw new DomainError(
    'forbidden',
    'SEP_NOT_A_PERSON',
    'Only people approve rounds. Ask a panel chair and an officer to sign in and approve.',
  );
}

async function interestsOf(
  manager: EntityManager,
  roundId: string,
  personId: string,
): Promise<string[]> {
  const linked = await organisationsLinkedTo(manager, personId);
  return await applicantsAmong(
    manager,
    roundId,
    linked.map(({ id }) => id),
  );
}

/** A request that was withdrawn since would still get its part; one that was ranked since would get none. */
async function refuseOvertaken(manager: EntityManager, round: Round): Promise<void> {
  const overtaken = await overtakenRequests(manager, round);
  if (overtaken === 0) return;
  const next =
    round.state === 'computed'
      ? 'Compute the round again, then have the new plan approved.'
      : 'Cancel it, schedule it again and compute it anew.';
  throw new DomainError(
    'conflict',
    'ROUND_OVERTAKEN',
    `The ranking has changed since this plan was computed (requests concerned: ${overtaken}). ${next}`,
  );
}
