import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { system, type Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { auditAll } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { currentList, listedNames } from '../restrictive-measures/lists.queries.js';
import { matchPolicyOn } from '../restrictive-measures/match-policy.rules.js';
import { NameIndex } from '../restrictive-measures/name-index.rules.js';
import { checkStanding, notScreened, type ScreeningCause } from './hit.rules.js';
import { hitKey, screen, type Found } from './screen.rules.js';
import {
  dismissedKeys,
  insertScreening,
  isScreened,
  newestScreening,
  organisationsOf,
  screenedOf,
  standingOf,
  unscreened,
  writeFound,
} from './screenings.queries.js';
import type { ScreeningView } from './screenings.schemas.js';

/** So many organisations are looked up before it is asked again who is due. */
const atOnce = 500;

/** Looks organisations up in the list of restrictive measures (MEM-6). */
@Injectable()
export class Screenings {
  /** The list in use, ready for look-ups: a list never changes, so its id is enough to know it. */
  private ready: { listId: string; index: NameIndex } | null = null;

  constructor(private readonly database: Database) {}

  /** @throws DomainError not-found for an unknown organisation, and before its first screening. */
  async newest(_who: Principal, organisationId: string): Promise<ScreeningView> {
    return await newestScreening(this.database.manager, organisationId);
  }

  /**
   * Screens an organisation now, as an officer asks.
   * @throws DomainError not-found · conflict LIST_MISSING before a list was imported.
   */
  async run(who: Principal, organisationId: string): Promise<ScreeningView> {
    return await this.database.inTransaction(who, async (manager) => {
      await lockOrganisation(manager, organisationId);
      if (!(await this.screenIn(manager, who, organisationId, 'officer'))) {
        throw new DomainError(
          'conflict',
          'LIST_MISSING',
          'No list of restrictive measures has been imported. Import the consolidated list first.',
        );
      }
      return await newestScreening(manager, organisationId);
    });
  }

  /**
   * MEM-6, for whoever admits: refuses while the organisation is not screened, hits are open, or people
   * decided that it is on the list. Looks its names up as they are at this instant, too: the job that
   * screens after a change may still be on its way. Runs in the caller's transaction, with the
   * organisation locked.
   * @throws DomainError conflict MEM_NOT_SCREENED, MEM_HITS_OPEN, MEM_TRUE_MATCH.
   */
  async refuseUnscreened(manager: EntityManager, organisationId: string): Promise<void> {
    const standing = await standingOf(manager, organisationId);
    checkStanding(standing);
    if (standing.listId === null) return;
    const { found, dismissed } = await this.look(manager, organisationId, standing.listId);
    const isNew = ({ subjectKind, subjectNormal, match }: Found) =>
      !dismissed.has(hitKey(subjectKind, subjectNormal, match.entryId));
    if (found.some(isNew)) throw notScreened();
  }

  /** Screens the organisations of somebody whose name has changed. Returns how many. */
  async followPerson(personId: string): Promise<number> {
    let screened = 0;
    for (const id of await organisationsOf(this.database.manager, personId)) {
      if (await this.follow(id, 'change')) screened += 1;
    }
    return screened;
  }

  /** Screens an organisation that has applied or changed, if it is a member or an open applicant. */
  async follow(organisationId: string, cause: ScreeningCause): Promise<boolean> {
    const who = system('screenings.organisation');
    return await this.database.inTransaction(who, async (manager) => {
      if (!(await isScreened(manager, organisationId))) return false;
      await lockOrganisation(manager, organisationId);
      return await this.screenIn(manager, who, organisationId, cause);
    });
  }

  /**
   * Screens all members and open applicants that were not yet screened against the list in use; each in
   * its own transaction, so that what is done stays done.
   * @returns how many.
   */
  async catchUp(): Promise<number> {
    const list = await currentList(this.database.manager);
    if (list === null) return 0;
    for (let screened = 0; ;) {
      const due = await unscreened(this.database.manager, list.id, atOnce);
      let done = 0;
      for (const id of due) if (await this.follow(id, 'list')) done += 1;
      screened += done;
      if (due.length < atOnce || done === 0) return screened;
    }
  }

  /** False when there is no list to look into. */
  private async screenIn(
    manager: EntityManager,
    who: Principal,
    organisationId: string,
    cause: ScreeningCause,
  ): Promise<boolean> {
    const list = await currentList(manager);
    if (list === null) return false;
    const { found, names, policy } = await this.look(manager, organisationId, list.id);
    const moved = await writeFound(manager, organisationId, list.id, found);
    const raised = moved.filter(({ act }) => act === 'raise').length;
    const id = await insertScreening(manager, {
      ...{ organisationId, listId: list.id, cause, policy: policy.id },
      ...{ names, found: found.length, raised, personId: who.personId },
    });
    await auditAll(manager, who, [
      {
        act: 'screening.run',
        object: { kind: 'screening', id },
        after: {
          organisationId,
          listId: list.id,
          policy: policy.id,
          names,
          found: found.length,
          raised,
        },
        rule: 'MEM-6',
      },
      ...moved.map(({ id, act, before }) => ({
        act: `screening-hit.${act}`,
        object: { kind: 'screening-hit', id },
        before: before === null ? null : { state: before },
        after: { state: act === 'raise' ? 'open' : 'lapsed' },
        rule: 'MEM-6',
      })),
    ]);
    return true;
  }

  private async look(manager: EntityManager, organisationId: string, listId: string) {
    const index = await this.indexOf(manager, listId);
    const now = await this.database.now(manager);
    const policy = matchPolicyOn(now.toISOString().slice(0, 10));
    const dismissed = await dismissedKeys(manager, organisationId);
    const screened = await screenedOf(manager, organisationId);
    return { ...screen(screened, index, policy, dismissed), policy, dismissed };
  }

  private async indexOf(manager: EntityManager, listId: string): Promise<NameIndex> {
    if (this.ready?.listId !== listId) {
      this.ready = { listId, index: new NameIndex(await listedNames(manager, listId)) };
    }
    return this.ready.index;
  }
}
