import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { PlatformRole } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import {
  lockActiveAdmins,
  lockPerson,
  peoplePage,
  personById,
  personView,
} from './people.queries.js';
import { checkRolesChange, checkSuspension, standingMachine, standingOf } from './people.rules.js';
import type { ChangeMe, ChangeRoles, PeopleQuery, PersonView, Suspend } from './people.schemas.js';
import type { Person } from './person.entity.js';

/** Accounts: one's own, and everybody's for administrators. */
@Injectable()
export class People {
  constructor(private readonly database: Database) {}

  /** Everybody, for administrators and auditors. */
  async list(_who: Principal, query: PeopleQuery) {
    return await peoplePage(this.database.manager, query);
  }

  /** The account of whoever asks. */
  async me(who: Principal) {
    const person = await personById(this.database.manager, who.personId ?? '');
    if (!person) throw notFound('person');
    return personView(person);
  }

  /** Changes name or language of one's own account. */
  async changeMe(who: Principal, version: number, patch: ChangeMe) {
    return await this.database.inTransaction(who, async (manager) => {
      const before = await held(manager, who.personId ?? '', version);
      const after = { name: patch.name ?? before.name, locale: patch.locale ?? before.locale };
      await manager.query(
        `UPDATE people SET name = $2, locale = $3, version = version + 1, updated_at = portal_now()
          WHERE id = $1`,
        [before.id, after.name, after.locale],
      );
      const nameChanged = before.name !== after.name;
      const [was, is] = [{ locale: before.locale }, { locale: after.locale, nameChanged }];
      await audit(manager, who, entry('person.edit', before.id, was, is));
      if (nameChanged) await enqueue(manager, 'screenings.person', { personId: before.id });
      return await fresh(manager, before.id);
    });
  }

  /**
   * Sets the platform roles of a person. Their sessions end at once, so that nobody goes on working
   * with what they had.
   * @throws DomainError rule PEOPLE_OWN_ADMIN_ROLE · stale VERSION_STALE · not-found.
   */
  async changeRoles(who: Principal, id: string, version: number, change: ChangeRoles) {
    return await this.database.inTransaction(who, async (manager) => {
      await onlyAsAdmin(manager, who);
      const before = await held(manager, id, version);
      const roles = change.platformRoles;
      checkRolesChange(who.personId, before, roles);
      await manager.query(
        `UPDATE people SET platform_roles = $2, sessions_valid_from = now(), version = version + 1,
                updated_at = portal_now() WHERE id = $1`,
        [id, roles],
      );
      const was = { platformRoles: before.platformRoles };
      await audit(manager, who, {
        ...entry('person.roles', id, was, { platformRoles: roles }),
        reason: change.reason ?? null,
      });
      return await fresh(manager, id);
    });
  }

  /** Ends all sessions of a person and lets nobody sign in as them until they are reinstated. */
  async suspend(who: Principal, id: string, version: number | undefined, { reason }: Suspend) {
    checkSuspension(who.personId, id);
    return await this.changeStanding(who, id, version, 'suspend', reason);
  }

  /** Lets a suspended person sign in again; the sessions from before stay dead. */
  async reinstate(who: Principal, id: string, version: number | undefined) {
    return await this.changeStanding(who, id, version, 'reinstate', null);
  }

  private async changeStanding(
    who: Principal,
    id: string,
    version: number | undefined,
    act: 'suspend' | 'reinstate',
    reason: string | null,
  ): Promise<PersonView> {
    return await this.database.inTransaction(who, async (manager) => {
      await onlyAsAdmin(manager, who);
      const before = await held(manager, id, version);
      const state = nextState(standingMachine, standingOf(before), act);
      await manager.query(
        `UPDATE people SET suspended_at = CASE WHEN $2 = 'suspended' THEN portal_now() END,
                sessions_valid_from = now(), version = version + 1, updated_at = portal_now()
          WHERE id = $1`,
        [id, state],
      );
      const was = { state: standingOf(before) };
      await audit(manager, who, { ...entry(`person.${act}`, id, was, { state }), reason });
      return await fresh(manager, id);
    });
  }
}

const entry = (act: string, id: string, before: object, after: object) => ({
  act,
  object: { kind: 'person', id },
  before,
  after,
});

function personErased(): DomainError {
  return new DomainError(
    'conflict',
    'PEOPLE_ERASED',
    'This account was erased and cannot come back. The person can register a new one.',
  );
}

/** The person under lock, in the version that the change was made for. */
async function held(
  manager: EntityManager,
  id: string,
  version: number | undefined,
): Promise<Person> {
  const person = await lockPerson(manager, id);
  if (!person) throw notFound('person');
  if (person.erasedAt !== null) throw personErased();
  if (version !== undefined && version !== person.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'Somebody changed this person meanwhile. Read it again and repeat your change.',
    );
  }
  return person;
}

/**
 * The guard looked before the lock: two administrators who take the role from each other at one
 * instant must not both succeed.
 */
async function onlyAsAdmin(manager: EntityManager, who: Principal): Promise<void> {
  const admins = await lockActiveAdmins(manager);
  if (who.kind === 'system' || admins.includes(who.personId ?? '')) return;
  const role: PlatformRole = 'admin';
  throw new DomainError('forbidden', 'PERMISSION_DENIED', `This needs the role ${role}.`);
}

async function fresh(manager: EntityManager, id: string): Promise<PersonView> {
  const person = await personById(manager, id);
  if (!person) throw notFound('person');
  return personView(person) as unknown as PersonView;
}
