import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { OrganisationPerson } from './organisation.entity.js';
import { checkRoleChange } from './organisation.rules.js';
import {
  organisationPeoplePage,
  organisationPerson,
  organisationView,
  type OrganisationPersonRow,
} from './organisations.queries.js';
import type { ChangeRole, OrganisationPeopleQuery } from './organisations.schemas.js';
import { lockOrganisation } from './organisations.service.js';

/** Who belongs to an organisation, and in which role. */
@Injectable()
export class OrganisationPeople {
  constructor(private readonly database: Database) {}

  /** @throws DomainError not-found for a foreign organisation. */
  async list(who: Principal, organisationId: string, query: OrganisationPeopleQuery) {
    const { manager } = this.database;
    const ids = tenantIds(who, 'organisation.read');
    if (!(await organisationView(manager, who, ids, organisationId)))
      throw notFound('organisation');
    return await organisationPeoplePage(manager, organisationId, query);
  }

  /** @throws DomainError not-found for a foreign organisation or somebody who is not in it. */
  async one(who: Principal, organisationId: string, personId: string) {
    const ids = tenantIds(who, 'organisation.read');
    return found(await organisationPerson(this.database.manager, ids, organisationId, personId));
  }

  /**
   * Gives somebody another role.
   * @throws DomainError not-found · stale · forbidden ORG_REPRESENTATIVE_ONLY · conflict
   *   ORG_LAST_REPRESENTATIVE.
   */
  async change(
    who: Principal,
    organisationId: string,
    personId: string,
    version: number,
    { role }: ChangeRole,
  ): Promise<OrganisationPersonRow> {
    return await this.database.inTransaction(who, async (manager) => {
      const before = await this.claim(manager, who, {
        organisationId,
        personId,
        version,
        to: role,
      });
      await manager.query(
        `UPDATE organisation_people SET role = $3, version = version + 1, updated_at = portal_now()
          WHERE organisation_id = $1 AND person_id = $2`,
        [organisationId, personId, role],
      );
      await audit(manager, who, {
        act: 'organisation.person-role',
        object: { kind: 'organisation', id: organisationId },
        before: { personId, role: before.role },
        after: { personId, role },
      });
      return found(await organisationPerson(manager, null, organisationId, personId));
    });
  }

  /**
   * Takes somebody out of the organisation, or leaves it; the same refusals as `change`, and forbidden
   * ORG_PEOPLE_DENIED for those who may only leave themselves.
   */
  async remove(
    who: Principal,
    organisationId: string,
    personId: string,
    version: number,
  ): Promise<void> {
    await this.database.inTransaction(who, async (manager) => {
      const before = await this.claim(manager, who, {
        organisationId,
        personId,
        version,
        to: null,
      });
      await manager.delete(OrganisationPerson, { organisationId, personId });
      await audit(manager, who, {
        act: personId === who.personId ? 'organisation.person-leave' : 'organisation.person-remove',
        object: { kind: 'organisation', id: organisationId },
        before: { personId, role: before.role },
        after: null,
      });
    });
  }

  /**
   * The person's row, after the organisation is locked: two representatives who remove each other at
   * one instant come one after the other, and the second is refused.
   */
  private async claim(
    manager: EntityManager,
    who: Principal,
    change: {
      organisationId: string;
      personId: string;
      version: number;
      to: OrganisationPersonRow['role'] | null;
    },
  ): Promise<OrganisationPersonRow> {
    const { organisationId, personId } = change;
    const leaves = personId === who.personId && change.to === null;
    const ids = leaves ? [organisationId] : tenantIds(who, 'organisation.people');
    if (ids?.includes(organisationId) === false && who.organisations.has(organisationId)) {
      throw peopleDenied();
    }
    found(await organisationPerson(manager, ids, organisationId, personId));
    await lockOrganisation(manager, organisationId);
    const person = found(await organisationPerson(manager, ids, organisationId, personId));
    if (person.version !== change.version) {
      throw new DomainError(
        'stale',
        'VERSION_STALE',
        'Somebody changed this role meanwhile. Read it again and repeat your change.',
      );
    }
    checkRoleChange({
      from: person.role,
      to: change.to,
      representatives: await manager.countBy(OrganisationPerson, {
        organisationId,
        role: 'representative',
      }),
      actsAsRepresentative:
        ids === null || who.organisations.get(organisationId) === 'representative',
      ownRole: personId === who.personId,
    });
    return person;
  }
}

function peopleDenied(): DomainError {
  return new DomainError(
    'forbidden',
    'ORG_PEOPLE_DENIED',
    'You can leave the organisation, but not take others out of it. Ask a representative or manager.',
  );
}

function found(person: OrganisationPersonRow | null): OrganisationPersonRow {
  if (person === null) throw notFound('person');
  return person;
}
