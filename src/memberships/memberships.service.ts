import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { Letters } from '../letters/letters.service.js';
import { supersedeCredential } from '../membership-credentials/credentials.queries.js';
import { MembershipCredentials } from '../membership-credentials/credentials.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { membershipTerms } from './membership-terms.queries.js';
import { Membership } from './membership.entity.js';
import { membershipMachine } from './memberships.rules.js';
import { isActiveMember, membershipsPage, membershipView } from './memberships.queries.js';
import type { MembershipsQuery, MembershipView } from './memberships.schemas.js';

/** Who is a member, and since when. */
@Injectable()
export class Memberships {
  constructor(
    private readonly database: Database,
    private readonly credentials: MembershipCredentials,
    private readonly letters: Letters,
  ) {}

  /** The memberships of one's own organisations; all of them for officers. */
  async list(who: Principal, query: MembershipsQuery) {
    return await membershipsPage(this.database.manager, who, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<MembershipView> {
    return await membershipView(this.database.manager, who, id);
  }

  /**
   * Makes an organisation a member for the validity that the terms set, with its credential and a
   * letter; a membership that has expired ends. Runs in the caller's transaction, with the organisation
   * locked.
   * @returns the id of the membership.
   * @throws DomainError conflict MEM_ALREADY_MEMBER.
   */
  async startIn(
    manager: EntityManager,
    who: Principal,
    start: { organisationId: string; applicationId: string | null },
    letter: { reference: string; reason: string | null } | null = null,
  ): Promise<string> {
    await refuseMember(manager, start.organisationId);
    await this.endExpired(manager, who, start.organisationId);
    const id = newId();
    const { validityMonths } = await membershipTerms(manager);
    const [row] = await manager.query<[{ validUntil: Date }]>(
      `INSERT INTO memberships (id, organisation_id, application_id, expires_at)
       VALUES ($1, $2, $3, portal_now() + make_interval(months => $4)) RETURNING expires_at AS "validUntil"`,
      [id, start.organisationId, start.applicationId, validityMonths],
    );
    await audit(manager, who, {
      act: 'membership.start',
      object: { kind: 'membership', id },
      after: { ...start, state: membershipMachine.initial },
      rule: 'MEM-7',
    });
    await this.credentials.issueIn(manager, who, id);
    if (letter !== null) {
      await this.letters.write(manager, {
        kind: 'membership-admitted',
        organisationId: start.organisationId,
        about: { kind: 'membership', id },
        values: { ...letter, validUntil: row.validUntil },
      });
    }
    return id;
  }

  private async endExpired(manager: EntityManager, who: Principal, organisationId: string) {
    const old = await manager.findOne(Membership, {
      where: [
        { organisationId, state: 'active' },
        { organisationId, state: 'suspended' },
      ],
      lock: { mode: 'pessimistic_write' },
    });
    if (!old) return;
    const state = nextState(membershipMachine, old.state, 'end');
    await manager.query(
      `UPDATE memberships SET state = $2, end_kind = 'expired', ended_at = portal_now(),
              version = version + 1, updated_at = portal_now() WHERE id = $1`,
      [old.id, state],
    );
    await audit(manager, who, {
      act: 'membership.end',
      object: { kind: 'membership', id: old.id },
      before: { state: old.state },
      after: { state },
      reason: 'It had expired before the organisation was admitted again.',
      rule: 'MEM-9',
    });
    await supersedeCredential(manager, old.id);
  }
}

/**
 * A member does not join twice; a suspended one is reinstated instead of admitted anew.
 * @throws DomainError conflict MEM_ALREADY_MEMBER.
 */
export async function refuseMember(manager: EntityManager, organisationId: string): Promise<void> {
  const suspended = await manager.existsBy(Membership, { organisationId, state: 'suspended' });
  if (!suspended && !(await isActiveMember(manager, organisationId))) return;
  throw new DomainError(
    'conflict',
    'MEM_ALREADY_MEMBER',
    suspended
      ? 'The membership of this organisation is suspended. Ask the programme office to reinstate it.'
      : 'This organisation is a member already. There is nothing to apply for.',
  );
}
