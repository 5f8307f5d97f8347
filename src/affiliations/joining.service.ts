import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { alreadyIn } from '../invitations/invitations.rules.js';
import { organisationView } from '../organisations/organisations.queries.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { lockPerson, personById } from '../people/people.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import {
  joiningRequestById,
  joiningRequestsPage,
  joiningSituation,
  organisationsOfDomains,
  roleIn,
} from './affiliations.queries.js';
import { checkJoining, domainsOf, joiningMachine, type JoiningAct } from './affiliations.rules.js';
import type {
  AcceptJoining,
  JoiningRequestsQuery,
  JoiningRequestView,
} from './affiliations.schemas.js';

/**
 * People whose address has the domain of an organisation may ask to join it. Addresses are not verified,
 * so a domain opens nothing by itself: somebody of the organisation decides.
 */
@Injectable()
export class Joining {
  constructor(private readonly database: Database) {}

  /** Organisations whose domain one's address has, as a hint whom to ask. */
  async hints(who: Principal) {
    return { items: await this.hintsOf(this.database.manager, who) };
  }

  /** One's own requests. */
  async mine(who: Principal, query: JoiningRequestsQuery) {
    const personId = who.personId ?? '';
    return await joiningRequestsPage(this.database.manager, { personId }, query);
  }

  /** Who asks to join. @throws DomainError not-found for a foreign organisation. */
  async list(who: Principal, organisationId: string, query: JoiningRequestsQuery) {
    const { manager } = this.database;
    const ids = tenantIds(who, 'organisation.people');
    if (!(await organisationView(manager, who, ids, organisationId))) {
      throw notFound('organisation');
    }
    return await joiningRequestsPage(manager, { organisationId }, query);
  }

  /** One's own, or of the organisation whose people one looks after. @throws DomainError not-found. */
  async one(who: Principal, id: string): Promise<JoiningRequestView> {
    const ids = tenantIds(who, 'organisation.people');
    return found(await joiningRequestById(this.database.manager, ids, who.personId, id));
  }

  /**
   * Asks to join. An organisation that is no hint for the asker is as unknown as any other.
   * @throws DomainError not-found · conflict JOINING_OPEN, JOINING_PAUSE, JOINING_LIMIT.
   */
  async ask(who: Principal, organisationId: string): Promise<JoiningRequestView> {
    return await this.database.inTransaction(who, async (manager) => {
      const personId = who.personId ?? '';
      const hints = await this.hintsOf(manager, who);
      if (!hints.some(({ organisation }) => organisation.id === organisationId)) {
        throw notFound('organisation');
      }
      await lockOrganisation(manager, organisationId);
      checkJoining({
        belongs: (await roleIn(manager, organisationId, personId)) !== null,
        ...(await joiningSituation(manager, organisationId, personId)),
      });
      const id = newId();
      await manager.query(
        `INSERT INTO joining_requests (id, organisation_id, person_id) VALUES ($1, $2, $3)`,
        [id, organisationId, personId],
      );
      await audit(manager, who, {
        act: 'joining-request.make',
        object: { kind: 'joining-request', id },
        after: { organisationId, state: joiningMachine.initial },
      });
      return found(await joiningRequestById(manager, null, null, id));
    });
  }

  /** Brings the asker into the organisation. @throws DomainError not-found · conflict. */
  async accept(
    who: Principal,
    id: string,
    version: number | undefined,
    { role }: AcceptJoining,
  ): Promise<JoiningRequestView> {
    const ids = tenantIds(who, 'organisation.people');
    return await this.act(who, { id, version, act: 'accept', ids }, async (manager, request) => {
      const organisationId = request.organisation.id;
      const personId = request.person.id;
      // Held, so that nobody is brought in who is being erased at this instant.
      const person = await lockPerson(manager, personId);
      if (person === null || person.erasedAt !== null) throw notFound('joining request');
      if ((await roleIn(manager, organisationId, personId)) !== null) throw alreadyIn();
      await manager.query(
        `INSERT INTO organisation_people (organisation_id, person_id, role) VALUES ($1, $2, $3)`,
        [organisationId, personId, role],
      );
      await manager.query(`UPDATE joining_requests SET role = $2 WHERE id = $1`, [id, role]);
      await audit(manager, who, {
        act: 'organisation.person-add',
        object: { kind: 'organisation', id: organisationId },
        after: { personId, role },
      });
      await enqueue(manager, 'screenings.organisation', { organisationId, cause: 'change' });
    });
  }

  /** @throws DomainError not-found · conflict. */
  async refuse(who: Principal, id: string, version: number | undefined) {
    const ids = tenantIds(who, 'organisation.people');
    return await this.act(who, { id, version, act: 'refuse', ids }, () => Promise.resolve());
  }

  /** The asker takes the request back. @throws DomainError not-found · conflict. */
  async withdraw(who: Principal, id: string, version: number | undefined) {
    return await this.act(who, { id, version, act: 'withdraw', ids: [] }, async (_, request) => {
      if (request.person.id !== who.personId) throw notFound('joining request');
    });
  }

  private async hintsOf(manager: EntityManager, who: Principal) {
    const person = await personById(manager, who.personId ?? '');
    const domains = person ? domainsOf(person.emailNormal) : [];
    if (person === null || domains.length === 0) return [];
    return await organisationsOfDomains(manager, domains, person.id);
  }

  private async act(
    who: Principal,
    {
      id,
      version,
      act,
      ids,
    }: { id: string; version: number | undefined; act: JoiningAct; ids: string[] | null },
    work: (manager: EntityManager, request: JoiningRequestView) => Promise<void>,
  ): Promise<JoiningRequestView> {
    // prettier-ignore
    return await this.database.inTransaction(who, async (manager) => {
      const asker = act === 'withdraw' ? who.personId : null;
      const { organisation } = found(await joiningRequestById(manager, ids, asker, id));
      await lockOrganisation(manager, organisation.id);
      const request = found(await joiningRequestById(manager, ids, asker, id));
      if (version !== undefined && version !== request.version) throw stale();
      const state = nextState(joiningMachine, request.state, act);
      await work(manager, request);
      await manager.query(
        `UPDATE joining_requests SET state = $2, decided_by = $3, version = version + 1,
                updated_at = portal_now() WHERE id = $1`,
        [id, state, who.personId],
      );
      await audit(manager, who, {
        act: `joining-request.${act}`,
        object: { kind: 'joining-request', id },
        before: { state: request.state },
        after: { state },
      });
      return found(await joiningRequestById(manager, null, null, id));
    });
  }
}

function found<T>(thing: T | null): T {
  if (thing === null) throw notFound('joining request');
  return thing;
}

function stale(): DomainError {
  return new DomainError(
    'stale',
    'VERSION_STALE',
    'Somebody answered this request meanwhile. Read it again.',
  );
}
