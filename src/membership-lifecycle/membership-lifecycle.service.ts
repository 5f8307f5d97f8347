import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayUse, tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import { Letters } from '../letters/letters.service.js';
import { supersedeCredential } from '../membership-credentials/credentials.queries.js';
import type { Membership } from '../memberships/membership.entity.js';
import { membershipTerms } from '../memberships/membership-terms.queries.js';
import { claimMembership, membershipView } from '../memberships/memberships.queries.js';
import {
  checkDisinterested,
  membershipMachine,
  type EndKind,
  type StandingCode,
} from '../memberships/memberships.rules.js';
import type { MembershipView } from '../memberships/memberships.schemas.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import {
  checkGround,
  checkNotExpired,
  checkRepresentative,
  makesRevocation,
  noticeDays,
} from './lifecycle.rules.js';
import type { End, Reinstate, Suspend } from './lifecycle.schemas.js';

/** How and why a membership ends. */
export interface Ending {
  kind: EndKind;
  reason: string | null;
  code?: StandingCode;
}

/** What becomes of a membership while it lasts: suspension, reinstatement, end. */
@Injectable()
export class MembershipLifecycle {
  constructor(
    private readonly database: Database,
    private readonly letters: Letters,
  ) {}

  /**
   * MEM-9: suspends a membership. From the commit on nothing is submitted or accepted any more; grants
   * follow when the notice period is over, which for a restrictive measure is now.
   * @throws DomainError not-found · stale · forbidden MEM_INTERESTED · conflict ILLEGAL_TRANSITION,
   *   MEM_EXPIRED.
   */
  async suspend(
    who: Principal,
    id: string,
    version: number | undefined,
    { code, reason }: Suspend,
  ): Promise<MembershipView> {
    return await this.judge(who, id, version, async (manager, row) => {
      const state = nextState(membershipMachine, row.state, 'suspend');
      const terms = await membershipTerms(manager);
      const days = noticeDays(code, terms.suspensionNoticeDays);
      const [[times]] = await manager.query<[[{ grantsFrom: Date; appealUntil: Date }]]>(
        `UPDATE memberships SET state = $2, suspended_at = portal_now(), suspended_by = $3, suspension_code = $4,
                suspension_reason = $5, grants_suspend_at = portal_now() + make_interval(days => $6),
                version = version + 1, updated_at = portal_now() WHERE id = $1
         RETURNING grants_suspend_at AS "grantsFrom", suspended_at + make_interval(days => $7) AS "appealUntil"`,
        [id, state, who.personId, code, reason, days, terms.appealWindowDays],
      );
      await audit(manager, who, {
        act: 'membership.suspend',
        object: { kind: 'membership', id },
        before: { state: row.state },
        after: { state, code, grantsSuspendAt: times.grantsFrom },
        reason,
        rule: 'MEM-9',
      });
      await this.letters.write(manager, {
        kind: 'membership-suspended',
        organisationId: row.organisationId,
        about: { kind: 'membership', id },
        values: {
          ground: code,
          reason,
          [days === 0 ? 'grantsAtOnce' : 'grantsFrom']: times.grantsFrom,
        },
        appeal: { kind: 'suspension', until: times.appealUntil },
      });
      await enqueue(manager, 'grants.memberships', {});
    });
  }

  /** Lifts a suspension; its grants resume. */
  async reinstate(
    who: Principal,
    id: string,
    version: number | undefined,
    { reason }: Reinstate,
  ): Promise<MembershipView> {
    return await this.judge(who, id, version, (manager, row) =>
      this.reinstateIn(manager, who, row, reason),
    );
  }

  /**
   * The same for an appeal that is upheld: in the caller's transaction, on a membership under lock.
   * @throws DomainError conflict ILLEGAL_TRANSITION, MEM_EXPIRED.
   */
  async reinstateIn(
    manager: EntityManager,
    who: Principal,
    row: Membership,
    reason: string,
  ): Promise<void> {
    const { id } = row;
    checkNotExpired(await this.database.now(manager), row.expiresAt);
    const state = nextState(membershipMachine, row.state, 'reinstate');
    await manager.query(
      `UPDATE memberships SET state = $2, suspended_at = NULL, suspended_by = NULL, suspension_code = NULL,
              suspension_reason = NULL, grants_suspend_at = NULL, revocation_proposed_at = NULL,
              revocation_proposed_by = NULL, revocation_code = NULL, revocation_reason = NULL,
              version = version + 1, updated_at = portal_now() WHERE id = $1`,
      [id, state],
    );
    await audit(manager, who, {
      act: 'membership.reinstate',
      object: { kind: 'membership', id },
      before: { state: row.state, code: row.suspensionCode, suspendedAt: row.suspendedAt },
      after: { state },
      reason,
      rule: 'MEM-9',
    });
    await this.letters.write(manager, {
      kind: 'membership-reinstated',
      organisationId: row.organisationId,
      about: { kind: 'membership', id },
      values: { reason, validUntil: row.expiresAt },
    });
    await enqueue(manager, 'grants.memberships', {});
  }

  /**
   * Ends a membership: withdrawn by the legal representative, or revoked by two officers, of whom the
   * first one's act is the proposal (SEP-1). Unused time goes back to the pools (MEM-9).
   * @throws DomainError not-found · stale · forbidden MEM_NOT_REPRESENTATIVE, MEM_INTERESTED,
   *   PERMISSION_DENIED · rule MEM_CODE_MISSING, MEM_REASON_MISSING · conflict MEM_SECOND_PERSON,
   *   MEM_OTHER_GROUND, ILLEGAL_TRANSITION, MEM_EXPIRED.
   */
  async end(
    who: Principal,
    id: string,
    version: number | undefined,
    input: End,
  ): Promise<MembershipView> {
    return await this.act(who, id, 'membership.end', version, async (manager, row) => {
      if (input.kind === 'withdrawn') {
        checkRepresentative(who.organisations.get(row.organisationId));
        await this.endIn(manager, who, row, { kind: 'withdrawn', reason: input.reason ?? null });
      } else {
        const decision = mayUse(who, 'membership.decide');
        if (!decision.allow) {
          throw new DomainError(decision.category, decision.code, decision.reason);
        }
        await checkUnlinked(manager, who, row);
        await this.revoke(manager, who, row, input);
      }
    });
  }

  private async revoke(
    manager: EntityManager,
    who: Principal,
    row: Membership,
    input: End,
  ): Promise<void> {
    const { code, reason } = checkGround(input.code, input.reason);
    nextState(membershipMachine, row.state, 'end');
    const proposed = { by: row.revocationProposedBy, code: row.revocationCode };
    if (makesRevocation(proposed, who.personId, code)) {
      await this.endIn(manager, who, row, { kind: 'revoked', code, reason: row.revocationReason });
      return;
    }
    await manager.query(
      `UPDATE memberships SET revocation_proposed_at = portal_now(), revocation_proposed_by = $2,
              revocation_code = $3, revocation_reason = $4, version = version + 1, updated_at = portal_now()
        WHERE id = $1`,
      [row.id, who.personId, code, reason],
    );
    await audit(manager, who, {
      act: 'membership.propose-revocation',
      object: { kind: 'membership', id: row.id },
      before: { state: row.state, code: row.revocationCode },
      after: { state: row.state, code },
      reason,
      rule: 'SEP-1',
    });
  }

  /** Ends a membership under lock in the caller's transaction, with its letter. */
  async endIn(
    manager: EntityManager,
    who: Principal,
    row: Membership,
    { kind, reason, code }: Ending,
  ): Promise<void> {
    const { id, organisationId } = row;
    const state = nextState(membershipMachine, row.state, 'end');
    const { appealWindowDays } = await membershipTerms(manager);
    const [[times]] = await manager.query<[[{ appealUntil: Date }]]>(
      `UPDATE memberships SET state = $2, end_kind = $3, end_reason = $4, ended_at = portal_now(), ended_by = $5,
              version = version + 1, updated_at = portal_now() WHERE id = $1
       RETURNING ended_at + make_interval(days => $6) AS "appealUntil"`,
      [id, state, kind, reason, who.personId, appealWindowDays],
    );
    await supersedeCredential(manager, id);
    await audit(manager, who, {
      act: 'membership.end',
      object: { kind: 'membership', id },
      before: { state: row.state },
      after: { state, kind, ...(code === undefined ? {} : { code }) },
      reason,
      rule: kind === 'revoked' ? 'SEP-1' : 'MEM-9',
    });
    await this.letters.write(manager, {
      kind: `membership-${kind}`,
      organisationId,
      about: { kind: 'membership', id },
      values: { reason, ground: code, validUntil: row.expiresAt },
      ...(kind === 'revoked'
        ? { appeal: { kind: 'membership_decision', until: times.appealUntil } }
        : {}),
    });
    await enqueue(manager, 'grants.memberships', {});
  }

  /** An officer's act: never on an organisation to which they belong or are linked (MEM-4). */
  private async judge(
    who: Principal,
    id: string,
    version: number | undefined,
    work: (manager: EntityManager, row: Membership) => Promise<void>,
  ): Promise<MembershipView> {
    return await this.act(who, id, 'membership.decide', version, async (manager, row) => {
      await checkUnlinked(manager, who, row);
      await work(manager, row);
    });
  }

  private async act(
    who: Principal,
    id: string,
    permission: Permission,
    version: number | undefined,
    work: (manager: EntityManager, row: Membership) => Promise<void>,
  ): Promise<MembershipView> {
    return await this.database.inTransaction(who, async (manager) => {
      const row = await claimMembership(manager, tenantIds(who, permission), id, version);
      if (row.state !== 'ended') {
        checkNotExpired(await this.database.now(manager), row.expiresAt);
      }
      await work(manager, row);
      return await membershipView(manager, who, id);
    });
  }
}

async function checkUnlinked(manager: EntityManager, who: Principal, row: Membership) {
  const { personId } = who;
  checkDisinterested(
    personId !== null && (await personBelongsOrIsLinked(manager, personId, row.organisationId)),
  );
}
