import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { OrganisationRole } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { organisationView } from '../organisations/organisations.queries.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { handOverById, handOversPage, hasOpenHandOver, roleIn } from './affiliations.queries.js';
import {
  checkAcceptance,
  checkHandOver,
  handOverDays,
  handOverMachine,
  type HandOverAct,
} from './affiliations.rules.js';
import type { HandOversQuery, HandOverView, OfferHandOver } from './affiliations.schemas.js';

/**
 * The role of representative goes from one person to another: offered by the one, accepted by the other.
 * Every step holds the organisation, so that it never has no representative, whoever does what at one
 * instant.
 */
@Injectable()
export class HandOvers {
  constructor(private readonly database: Database) {}

  /** @throws DomainError not-found for a foreign organisation. */
  async list(who: Principal, organisationId: string, query: HandOversQuery) {
    const { manager } = this.database;
    const ids = tenantIds(who, 'organisation.read');
    if (!(await organisationView(manager, who, ids, organisationId))) {
      throw notFound('organisation');
    }
    return await handOversPage(manager, organisationId, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<HandOverView> {
    const ids = tenantIds(who, 'organisation.read');
    return found(await handOverById(this.database.manager, ids, id));
  }

  /**
   * Offers one's role of representative to somebody of the organisation, for a number of days.
   * @throws DomainError not-found for a foreign organisation or somebody who is not in it · forbidden
   *   ORG_REPRESENTATIVE_ONLY · conflict HAND_OVER_NEEDLESS, HAND_OVER_OPEN.
   */
  async offer(who: Principal, organisationId: string, { personId, roleAfter }: OfferHandOver) {
    return await this.database.inTransaction(who, async (manager) => {
      const giverId = who.personId ?? '';
      if (!who.organisations.has(organisationId)) throw notFound('organisation');
      await lockOrganisation(manager, organisationId);
      const receiver = await roleIn(manager, organisationId, personId);
      if (receiver === null) throw notFound('person');
      checkHandOver({
        giver: await roleIn(manager, organisationId, giverId),
        receiver,
        toOneself: personId === giverId,
        alreadyOpen: await hasOpenHandOver(manager, organisationId, giverId),
      });
      await withdrawExpired(manager, organisationId, giverId);
      const id = newId();
      await manager.query(
        `INSERT INTO hand_overs (id, organisation_id, giver_id, receiver_id, role_after, expires_at)
         VALUES ($1, $2, $3, $4, nullif($5, 'none'), portal_now() + $6 * interval '1 day')`,
        [id, organisationId, giverId, personId, roleAfter, handOverDays],
      );
      await audit(manager, who, {
        act: 'hand-over.offer',
        object: { kind: 'hand-over', id },
        after: { organisationId, receiverId: personId, roleAfter, state: handOverMachine.initial },
        rule: 'MEM-3',
      });
      return found(await handOverById(manager, null, id));
    });
  }

  /**
   * The receiver becomes representative and the giver what they chose to be, in one step.
   * @throws DomainError not-found · forbidden HAND_OVER_FOR_OTHER · stale · conflict HAND_OVER_EXPIRED,
   *   HAND_OVER_VOID, ILLEGAL_TRANSITION.
   */
  async accept(who: Principal, id: string, version: number | undefined): Promise<HandOverView> {
    return await this.act(who, id, version, 'accept', async (manager, offer) => {
      const organisationId = offer.organisation.id;
      refuseOthers(who, offer.receiver.id, 'It was offered to somebody else.');
      const giver = await roleIn(manager, organisationId, offer.giver.id);
      const receiver = await roleIn(manager, organisationId, offer.receiver.id);
      checkAcceptance({ expired: offer.expired, giver, receiver });
      const after = offer.roleAfter === 'none' ? null : offer.roleAfter;
      await setRole(manager, who, { organisationId, personId: offer.receiver.id, from: receiver, to: 'representative' });
      await setRole(manager, who, { organisationId, personId: offer.giver.id, from: giver, to: after });
    }); // prettier-ignore
  }

  /** The receiver does not want the role. */
  async decline(who: Principal, id: string, version: number | undefined): Promise<HandOverView> {
    return await this.act(who, id, version, 'decline', (_, offer) => {
      refuseOthers(who, offer.receiver.id, 'It was offered to somebody else.');
      return Promise.resolve();
    });
  }

  /** The giver takes the offer back. */
  async withdraw(who: Principal, id: string, version: number | undefined): Promise<HandOverView> {
    return await this.act(who, id, version, 'withdraw', (_, offer) => {
      refuseOthers(who, offer.giver.id, 'Somebody else offered it.');
      return Promise.resolve();
    });
  }

  private async act(
    who: Principal,
    id: string,
    version: number | undefined,
    act: HandOverAct,
    work: (manager: EntityManager, offer: HandOverView) => Promise<void>,
  ): Promise<HandOverView> {
    return await this.database.inTransaction(who, async (manager) => {
      const ids = [...who.organisations.keys()];
      const { organisation } = found(await handOverById(manager, ids, id));
      await lockOrganisation(manager, organisation.id);
      const offer = found(await handOverById(manager, ids, id));
      if (version !== undefined && version !== offer.version) throw stale();
      const state = nextState(handOverMachine, offer.state, act);
      await work(manager, offer);
      await manager.query(
        `UPDATE hand_overs SET state = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
        [id, state],
      );
      await audit(manager, who, {
        act: `hand-over.${act}`,
        object: { kind: 'hand-over', id },
        before: { state: offer.state },
        after: { state },
        rule: 'MEM-3',
      });
      return found(await handOverById(manager, null, id));
    });
  }
}

/** An offer that nobody took in time makes room for the next. */
async function withdrawExpired(
  manager: EntityManager,
  organisationId: string,
  giverId: string,
): Promise<void> {
  await manager.query(
    `UPDATE hand_overs SET state = 'withdrawn', version = version + 1, updated_at = portal_now()
      WHERE organisation_id = $1 AND giver_id = $2 AND state = 'open' AND expires_at <= portal_now()`,
    [organisationId, giverId],
  );
}

async function setRole(
  manager: EntityManager,
  who: Principal,
  change: {
    organisationId: string;
    personId: string;
    from: OrganisationRole | null;
    to: OrganisationRole | null;
  },
): Promise<void> {
  const { organisationId, personId, from, to } = change;
  await manager.query(
    to === null
      ? `DELETE FROM organisation_people WHERE organisation_id = $1 AND person_id = $2`
      : `UPDATE organisation_people SET role = $3, version = version + 1, updated_at = portal_now()
          WHERE organisation_id = $1 AND person_id = $2`,
    to === null ? [organisationId, personId] : [organisationId, personId, to],
  );
  await audit(manager, who, {
    act: to === null ? 'organisation.person-leave' : 'organisation.person-role',
    object: { kind: 'organisation', id: organisationId },
    before: { personId, role: from },
    after: to === null ? null : { personId, role: to },
    rule: 'MEM-3',
  });
}

function refuseOthers(who: Principal, personId: string, whose: string): void {
  if (who.personId === personId) return;
  throw new DomainError(
    'forbidden',
    'HAND_OVER_FOR_OTHER',
    `This is not yours to answer. ${whose} Ask that person to do it.`,
  );
}

function found<T>(thing: T | null): T {
  if (thing === null) throw notFound('hand-over');
  return thing;
}

function stale(): DomainError {
  return new DomainError(
    'stale',
    'VERSION_STALE',
    'Somebody answered this offer meanwhile. Read it again.',
  );
}
