import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { Classifications } from '../classification/classifications.service.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { lockOrganisation, Organisations } from '../organisations/organisations.service.js';
import { refuseOpenMismatches } from '../registries/registries.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import {
  applicationsPage,
  applicationView,
  claimApplication,
  openApplication,
} from './applications.queries.js';
import type {
  ApplicationsQuery,
  ApplicationView,
  ChangeApplication,
  CreateApplication,
  Decide,
  RequestChanges,
  Screen,
  Withdraw,
} from './applications.schemas.js';
import { MembershipApplication } from './membership.entity.js';
import {
  applicationMachine,
  checkComplete,
  checkDisinterested,
  checkReason,
  checkRepresentative,
  checkWritable,
  writable,
  type ApplicationAct,
  type ApplicationState,
} from './memberships.rules.js';
import { Memberships, refuseMember } from './memberships.service.js';

/** What an act changes besides the state. */
interface Step {
  acts: readonly ApplicationAct[];
  columns?: Partial<Pick<MembershipApplication, 'decisionReason'>>;
  stamps?: 'submitted' | 'decided';
  reason?: string | null;
  rule?: string;
}

/** Requests of organisations to join: from the draft to the decision. */
@Injectable()
export class MembershipApplications {
  constructor(
    private readonly database: Database,
    private readonly organisations: Organisations,
    private readonly memberships: Memberships,
    private readonly classifications: Classifications,
  ) {}

  /** The applications of one's own organisations; all of them for officers. */
  async list(who: Principal, query: ApplicationsQuery) {
    const ids = tenantIds(who, 'membership.read');
    return await applicationsPage(this.database.manager, ids, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<ApplicationView> {
    return await applicationView(this.database.manager, tenantIds(who, 'membership.read'), id);
  }

  /**
   * Opens a draft.
   * @throws DomainError not-found for a foreign organisation · conflict MEM_APPLICATION_OPEN,
   *   MEM_ALREADY_MEMBER.
   */
  async create(who: Principal, input: CreateApplication): Promise<ApplicationView> {
    return await this.database.inTransaction(who, async (manager) => {
      const ids = tenantIds(who, 'membership.draft');
      if (ids !== null && !ids.includes(input.organisationId)) throw notFound('organisation');
      await lockOrganisation(manager, input.organisationId);
      await refuseMember(manager, input.organisationId);
      const open = await openApplication(manager, input.organisationId);
      if (open !== null) throw alreadyOpen(open.reference);
      // After a membership that has expired the applicant may say anew who the organisation is.
      await this.organisations.lockIdentity(manager, input.organisationId, false);
      const id = newId();
      await manager.insert(MembershipApplication, { id, ...input, createdBy: who.personId ?? '' });
      await audit(manager, who, {
        act: 'membership-application.create',
        object: { kind: 'membership-application', id },
        after: { organisationId: input.organisationId, state: applicationMachine.initial },
      });
      return await applicationView(manager, null, id);
    });
  }

  /**
   * Changes a draft, or what changes were requested in, by merge patch.
   * @throws DomainError not-found · stale · conflict MEM_APPLICATION_FIXED.
   */
  async change(
    who: Principal,
    id: string,
    version: number,
    patch: ChangeApplication,
  ): Promise<ApplicationView> {
    return await this.act(who, id, 'membership.draft', version, async (manager, row) => {
      checkWritable(row.state);
      const text = (given: string | null | undefined, before: string) =>
        given === undefined ? before : (given ?? '');
      const consent = (given: boolean | null | undefined, before: boolean) =>
        given === undefined ? before : (given ?? false);
      const after = {
        motivation: text(patch.motivation, row.motivation),
        aiActivity: text(patch.aiActivity, row.aiActivity),
        valuesAccepted: consent(patch.valuesAccepted, row.valuesAccepted),
        publicationConsent: consent(patch.publicationConsent, row.publicationConsent),
      };
      await manager.update(MembershipApplication, { id }, after);
      await touch(manager, id);
      const { motivation, aiActivity, valuesAccepted, publicationConsent } = row;
      await audit(manager, who, {
        act: 'membership-application.edit',
        object: { kind: 'membership-application', id },
        before: { motivation, aiActivity, valuesAccepted, publicationConsent },
        after,
      });
    });
  }

  /**
   * Hands the application in and holds fast what it rests on (MEM-3, MEM-8). Where an ownership graph
   * is stored, an SME has to be one by it (MEM-2).
   * @throws DomainError forbidden MEM_NOT_REPRESENTATIVE · rule MEM_INCOMPLETE, MEM_CLASS_OWNERSHIP,
   *   OWN_GRAPH · conflict.
   */
  async submit(who: Principal, id: string, version?: number): Promise<ApplicationView> {
    return await this.act(who, id, 'membership.draft', version, async (manager, row) => {
      checkRepresentative(who.organisations.get(row.organisationId));
      nextState(applicationMachine, row.state, 'submit');
      const organisation = await lockOrganisation(manager, row.organisationId);
      const identifiers = await countIdentifiers(manager, row.organisationId);
      checkComplete({ ...row, class: organisation.class, identifiers });
      await this.classifications.settleIn(manager, who, organisation);
      await this.organisations.lockIdentity(manager, row.organisationId, true);
      await step(manager, who, row, {
        acts: ['submit'],
        columns: { decisionReason: null },
        stamps: 'submitted',
        rule: 'MEM-3',
      });
    });
  }

  /** Takes the application back; once handed in, only a representative can. */
  async withdraw(
    who: Principal,
    id: string,
    version: number | undefined,
    input: Withdraw,
  ): Promise<ApplicationView> {
    return await this.act(who, id, 'membership.draft', version, async (manager, row) => {
      if (!writable.includes(row.state)) {
        checkRepresentative(who.organisations.get(row.organisationId));
      }
      await step(manager, who, row, { acts: ['withdraw'], reason: input?.reason ?? null });
      await this.organisations.lockIdentity(manager, row.organisationId, false);
    });
  }

  /**
   * Takes the application up for screening, or, when the finding is clear, on to review.
   * @throws DomainError forbidden MEM_INTERESTED · conflict ILLEGAL_TRANSITION.
   */
  async screen(
    who: Principal,
    id: string,
    version: number | undefined,
    { finding, note }: Screen,
  ): Promise<ApplicationView> {
    return await this.judge(who, id, version, async (manager, row) => {
      const takesUp = row.state !== 'screening' || finding === 'open';
      const acts: ApplicationAct[] = takesUp ? ['screen'] : [];
      if (finding === 'clear') acts.push('review');
      await step(manager, who, row, { acts, reason: note ?? null, rule: 'MEM-4' });
    });
  }

  /** Hands the application back to be changed, with words that the applicant reads. */
  async requestChanges(
    who: Principal,
    id: string,
    version: number | undefined,
    { reason }: RequestChanges,
  ): Promise<ApplicationView> {
    return await this.judge(who, id, version, async (manager, row) => {
      await step(manager, who, row, {
        acts: ['request-changes'],
        columns: { decisionReason: reason },
        reason,
        rule: 'MEM-5',
      });
      await this.organisations.lockIdentity(manager, row.organisationId, false);
    });
  }

  /**
   * Admits or declines. From screening it passes through review on the way, so that the file shows
   * both steps.
   * @throws DomainError forbidden MEM_INTERESTED · rule MEM_REASON_MISSING · conflict.
   */
  async decide(
    who: Principal,
    id: string,
    version: number | undefined,
    { decision, reason }: Decide,
  ): Promise<ApplicationView> {
    return await this.judge(who, id, version, async (manager, row) => {
      checkReason(decision, reason);
      await lockOrganisation(manager, row.organisationId);
      if (decision === 'admit') await refuseOpenMismatches(manager, row.organisationId);
      await step(manager, who, row, {
        acts: row.state === 'screening' ? ['review', decision] : [decision],
        columns: { decisionReason: reason ?? null },
        stamps: 'decided',
        reason: reason ?? null,
        rule: 'MEM-5',
      });
      const { organisationId } = row;
      if (decision === 'decline') {
        await this.organisations.lockIdentity(manager, organisationId, false);
      } else {
        await this.memberships.startIn(manager, who, { organisationId, applicationId: id });
      }
    });
  }

  /** An officer's act: never on an organisation to which they belong or are linked (MEM-4). */
  private async judge(
    who: Principal,
    id: string,
    version: number | undefined,
    work: (manager: EntityManager, row: MembershipApplication) => Promise<void>,
  ): Promise<ApplicationView> {
    return await this.act(who, id, 'membership.decide', version, async (manager, row) => {
      const { personId } = who;
      checkDisinterested(
        personId !== null && (await personBelongsOrIsLinked(manager, personId, row.organisationId)),
      );
      await work(manager, row);
    });
  }

  private async act(
    who: Principal,
    id: string,
    permission: Permission,
    version: number | undefined,
    work: (manager: EntityManager, row: MembershipApplication) => Promise<void>,
  ): Promise<ApplicationView> {
    return await this.database.inTransaction(who, async (manager) => {
      const row = await claimApplication(manager, tenantIds(who, permission), id, version);
      await work(manager, row);
      return await applicationView(manager, null, id);
    });
  }
}

/** Walks the acts of one use case through the table, with an audit row for each (AUD-1). */
async function step(
  manager: EntityManager,
  who: Principal,
  row: MembershipApplication,
  { acts, columns = {}, stamps, reason = null, rule }: Step,
): Promise<void> {
  let state: ApplicationState = row.state;
  for (const act of acts) {
    const before = state;
    state = nextState(applicationMachine, state, act);
    await audit(manager, who, {
      act: `membership-application.${act}`,
      object: { kind: 'membership-application', id: row.id },
      before: { state: before },
      after: { state },
      reason,
      rule: rule ?? null,
    });
  }
  await manager.update(MembershipApplication, { id: row.id }, { state, ...columns });
  if (stamps !== undefined) {
    await manager.query(
      `UPDATE membership_applications SET ${stamps}_at = portal_now(), ${stamps}_by = $2 WHERE id = $1`,
      [row.id, who.personId],
    );
  }
  await touch(manager, row.id);
}

async function touch(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `UPDATE membership_applications SET version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id],
  );
}

async function countIdentifiers(manager: EntityManager, organisationId: string): Promise<number> {
  const [row] = await manager.query<[{ count: number }]>(
    `SELECT count(*)::int AS count FROM organisation_identifiers WHERE organisation_id = $1`,
    [organisationId],
  );
  return row.count;
}

function alreadyOpen(reference: string): DomainError {
  return new DomainError(
    'conflict',
    'MEM_APPLICATION_OPEN',
    `Your organisation has an open application already: ${reference}. Go on with that one, or withdraw it first.`,
  );
}
