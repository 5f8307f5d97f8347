import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { newId, newSecret } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { organisationView } from '../organisations/organisations.queries.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { emailNormal, personById } from '../people/people.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import {
  addressBelongs,
  invitationById,
  invitationsPage,
  lockInvitationByToken,
  openInvitations,
} from './invitations.queries.js';
import {
  acceptedState,
  alreadyIn,
  checkInviter,
  checkRoom,
  invitationDays,
  invitationMachine,
  type InvitationState,
} from './invitations.rules.js';
import type { InvitationsQuery, InvitationView, Invite } from './invitations.schemas.js';

/** How people come into an organisation: by a link that its people pass on. */
@Injectable()
export class Invitations {
  constructor(private readonly database: Database) {}

  /** @throws DomainError not-found for a foreign organisation. */
  async list(who: Principal, organisationId: string, query: InvitationsQuery) {
    const { manager } = this.database;
    await visible(manager, who, organisationId);
    return await invitationsPage(manager, organisationId, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<InvitationView> {
    const ids = tenantIds(who, 'organisation.people');
    return found(await invitationById(this.database.manager, ids, id));
  }

  /**
   * Invites an address for a number of days; an open invitation to it is taken back. The token is in no
   * table: a retry under the same Idempotency-Key tells all but it.
   * @throws DomainError not-found for a foreign organisation · forbidden ORG_REPRESENTATIVE_ONLY ·
   *   conflict ORG_PERSON_TWICE, INVITATION_LIMIT.
   */
  async invite(who: Principal, organisationId: string, { email, role }: Invite) {
    const [id, token] = [newId(), newSecret(256)];
    const made = await this.database.inTransaction(who, async (manager) => {
      const ids = await visible(manager, who, organisationId);
      checkInviter(
        role,
        ids === null || who.organisations.get(organisationId) === 'representative',
      );
      await lockOrganisation(manager, organisationId);
      const address = emailNormal(email);
      if (await addressBelongs(manager, organisationId, address)) throw alreadyIn();
      const open = await openInvitations(manager, organisationId, address);
      if (open.toAddress === null) checkRoom(open.count);
      else await move(manager, who, open.toAddress, { from: 'open', to: 'revoked' });
      await manager.query(
        `INSERT INTO invitations (id, organisation_id, email, email_normal, role, token_hash, invited_by,
                                  expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, portal_now() + $8 * interval '1 day')`,
        [id, organisationId, email, address, role, sha256Hex(token), who.personId, invitationDays],
      );
      await audit(manager, who, {
        act: 'invitation.make',
        object: { kind: 'invitation', id },
        after: { organisationId, role, state: invitationMachine.initial },
      });
      return found(await invitationById(manager, null, id));
    });
    return { ...made, token: made.id === id ? token : null };
  }

  /** Takes an open invitation back. */
  async revoke(who: Principal, id: string, version: number): Promise<void> {
    await this.database.inTransaction(who, async (manager) => {
      const ids = tenantIds(who, 'organisation.people');
      const { organisation } = found(await invitationById(manager, ids, id));
      await lockOrganisation(manager, organisation.id);
      const invitation = found(await invitationById(manager, ids, id));
      if (invitation.version !== version) throw stale();
      const to = nextState(invitationMachine, invitation.state, 'revoke');
      await move(manager, who, id, { from: invitation.state, to });
    });
  }

  /**
   * Brings whoever is signed in into the organisation, in the role they were invited for.
   * @throws DomainError not-found for an unknown token · forbidden INVITATION_FOR_OTHER · conflict.
   */
  async accept(who: Principal, token: string): Promise<InvitationView> {
    return await this.database.inTransaction(who, async (manager) => {
      const invitation = found(await lockInvitationByToken(manager, sha256Hex(token)));
      const person = await personById(manager, who.personId ?? '');
      if (!person) throw notFound('invitation');
      const { id, role, state } = invitation;
      const organisationId = invitation.organisation.id;
      const to = acceptedState({
        state,
        expired: invitation.expired,
        sentToThem: person.emailNormal === invitation.emailNormal,
        belongs: await addressBelongs(manager, organisationId, person.emailNormal),
      });
      await manager.query(
        `INSERT INTO organisation_people (organisation_id, person_id, role) VALUES ($1, $2, $3)`,
        [organisationId, person.id, role],
      );
      await manager.query(`UPDATE invitations SET accepted_by = $2 WHERE id = $1`, [id, person.id]);
      await move(manager, who, id, { from: state, to });
      await audit(manager, who, {
        act: 'organisation.person-add',
        object: { kind: 'organisation', id: organisationId },
        after: { personId: person.id, role },
      });
      await enqueue(manager, 'screenings.organisation', { organisationId, cause: 'change' });
      return found(await invitationById(manager, null, id));
    });
  }
}

/** The tenants of `organisation.people`, when the organisation is among them. */
async function visible(
  manager: EntityManager,
  who: Principal,
  organisationId: string,
): Promise<string[] | null> {
  const ids = tenantIds(who, 'organisation.people');
  if (!(await organisationView(manager, who, ids, organisationId))) throw notFound('organisation');
  return ids;
}

async function move(
  manager: EntityManager,
  who: Principal,
  id: string,
  { from, to }: { from: InvitationState; to: InvitationState },
): Promise<void> {
  await manager.query(
    `UPDATE invitations SET state = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id, to],
  );
  await audit(manager, who, {
    act: `invitation.${to === 'accepted' ? 'accept' : 'revoke'}`,
    object: { kind: 'invitation', id },
    before: { state: from },
    after: { state: to },
  });
}

function found<T>(invitation: T | null): T {
  if (invitation === null) throw notFound('invitation');
  return invitation;
}

function stale(): DomainError {
  return new DomainError(
    'stale',
    'VERSION_STALE',
    'Somebody changed this invitation meanwhile. Read it again and repeat your change.',
  );
}
