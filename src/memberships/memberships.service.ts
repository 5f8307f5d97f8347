import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { Membership } from './membership.entity.js';
import { membershipMachine } from './memberships.rules.js';
import { isActiveMember, membershipsPage } from './memberships.queries.js';
import type { MembershipsQuery } from './memberships.schemas.js';

/** Who is a member, and since when. */
@Injectable()
export class Memberships {
  constructor(private readonly database: Database) {}

  /** The memberships of one's own organisations; all of them for officers. */
  async list(who: Principal, query: MembershipsQuery) {
    const ids = tenantIds(who, 'membership.read');
    return await membershipsPage(this.database.manager, ids, query);
  }

  /**
   * Makes an organisation a member for one year; a membership that has expired ends. Runs in the
   * caller's transaction, with the organisation locked.
   * @returns the id of the membership.
   * @throws DomainError conflict MEM_ALREADY_MEMBER.
   */
  async startIn(
    manager: EntityManager,
    who: Principal,
    start: { organisationId: string; applicationId: string | null },
  ): Promise<string> {
    await refuseMember(manager, start.organisationId);
    await this.endExpired(manager, who, start.organisationId);
    const id = newId();
    await manager.query(
      `INSERT INTO memberships (id, organisation_id, application_id, expires_at)
       VALUES ($1, $2, $3, portal_now() + interval '1 year')`,
      [id, start.organisationId, start.applicationId],
    );
    await audit(manager, who, {
      act: 'membership.start',
      object: { kind: 'membership', id },
      after: { ...start, state: membershipMachine.initial },
      rule: 'MEM-7',
    });
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
      `UPDATE memberships SET state = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
      [old.id, state],
    );
    await audit(manager, who, {
      act: 'membership.end',
      object: { kind: 'membership', id: old.id },
      before: { state: old.state },
      after: { state },
      reason: 'It had expired before the organisation was admitted again.',
    });
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
