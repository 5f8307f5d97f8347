import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { Classifications } from '../classification/classifications.service.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { liveMandate } from '../mandates/mandates.queries.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { ApplicationSteps, noProposal, step, touch } from './application-steps.service.js';
import { applicationContent, applicationsPage, openApplication } from './applications.queries.js';
import type {
  ApplicationsQuery,
  ApplicationView,
  ChangeApplication,
  CreateApplication,
  Withdraw,
} from './applications.schemas.js';
import { checkComplete, checkDeclarations } from './completeness.rules.js';
import { acceptDeclarations, declarationTexts } from './declarations.queries.js';
import { MembershipApplication } from './membership.entity.js';
import {
  applicationMachine,
  checkSubmitter,
  checkWritable,
  writable,
} from './memberships.rules.js';
import { refuseMember } from './memberships.service.js';

/** Requests of organisations to join, as the applicant writes them. */
@Injectable()
export class MembershipApplications {
  constructor(
    private readonly database: Database,
    private readonly steps: ApplicationSteps,
    private readonly classifications: Classifications,
  ) {}

  /** The applications of one's own organisations; all of them for officers. */
  async list(who: Principal, query: ApplicationsQuery) {
    const ids = tenantIds(who, 'membership.read');
    return await applicationsPage(this.database.manager, who, ids, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<ApplicationView> {
    return await this.steps.view(this.database.manager, tenantIds(who, 'membership.read'), id);
  }

  /** What applicants declare: the texts in force. */
  async declarations() {
    return { items: await declarationTexts(this.database.manager) };
  }

  /**
   * Opens a draft.
   * @throws DomainError not-found for a foreign organisation · conflict MEM_APPLICATION_OPEN,
   *   MEM_ALREADY_MEMBER · rule MEM_DECLARATION_CHANGED.
   */
  async create(who: Principal, input: CreateApplication): Promise<ApplicationView> {
    return await this.database.inTransaction(who, async (manager) => {
      const ids = tenantIds(who, 'membership.draft');
      const { organisationId, declarations, valuesAccepted, ...content } = input;
      if (ids !== null && !ids.includes(organisationId)) throw notFound('organisation');
      await lockOrganisation(manager, organisationId);
      await refuseMember(manager, organisationId);
      const open = await openApplication(manager, organisationId);
      if (open !== null) throw alreadyOpen(open.reference);
      // After a membership that has expired the applicant may say anew who the organisation is.
      await this.steps.lockIdentity(manager, who, organisationId, false);
      const id = newId();
      const createdBy = who.personId ?? '';
      await manager.insert(MembershipApplication, { id, organisationId, ...content, createdBy });
      await declare(manager, who, id, { declarations, valuesAccepted });
      await audit(manager, who, {
        act: 'membership-application.create',
        object: { kind: 'membership-application', id },
        after: { organisationId, state: applicationMachine.initial },
      });
      return await this.steps.view(manager, tenantIds(who, 'membership.read'), id);
    });
  }

  /**
   * Changes a draft, or what changes were requested in, by merge patch.
   * @throws DomainError not-found · stale · conflict MEM_APPLICATION_FIXED · rule
   *   MEM_DECLARATION_CHANGED.
   */
  async change(
    who: Principal,
    id: string,
    version: number,
    patch: ChangeApplication,
  ): Promise<ApplicationView> {
    return await this.steps.act(who, id, 'membership.draft', version, async (manager, row) => {
      checkWritable(row.state);
      const text = (given: string | null | undefined, before: string) =>
        given === undefined ? before : (given ?? '');
      const consent = patch.publicationConsent;
      const after = {
        motivation: text(patch.motivation, row.motivation),
        aiActivity: text(patch.aiActivity, row.aiActivity),
        publicationConsent: consent === undefined ? row.publicationConsent : (consent ?? false),
      };
      await manager.update(MembershipApplication, { id }, after);
      const declared = await declare(manager, who, id, patch);
      await touch(manager, id);
      const { motivation, aiActivity, publicationConsent } = row;
      await audit(manager, who, {
        act: 'membership-application.edit',
        object: { kind: 'membership-application', id },
        before: { motivation, aiActivity, publicationConsent },
        after: { ...after, ...(declared === null ? {} : { declarations: declared }) },
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
    return await this.steps.act(who, id, 'membership.draft', version, async (manager, row) => {
      const submittedMandateId = await rightToSubmit(manager, who, row.organisationId);
      nextState(applicationMachine, row.state, 'submit');
      const organisation = await lockOrganisation(manager, row.organisationId);
      checkComplete(await applicationContent(manager, id, null));
      const classificationId = await this.classifications.settleIn(manager, who, organisation);
      await this.steps.lockIdentity(manager, who, row.organisationId, true);
      await step(manager, who, row, {
        acts: ['submit'],
        columns: { decisionReason: null, submittedMandateId, classificationId },
        stamps: 'submitted',
        told: { mandateId: submittedMandateId },
        rule: 'MEM-3',
      });
      const { organisationId } = row;
      await enqueue(manager, 'screenings.organisation', { organisationId, cause: 'submission' });
    });
  }

  /** Takes the application back; once handed in, only who may submit can. */
  async withdraw(
    who: Principal,
    id: string,
    version: number | undefined,
    input: Withdraw,
  ): Promise<ApplicationView> {
    return await this.steps.act(who, id, 'membership.draft', version, async (manager, row) => {
      if (!writable.includes(row.state)) await rightToSubmit(manager, who, row.organisationId);
      await step(manager, who, row, {
        acts: ['withdraw'],
        columns: noProposal,
        reason: input?.reason ?? null,
      });
      await this.steps.lockIdentity(manager, who, row.organisationId, false);
    });
  }
}

/**
 * MEM-3: by what right somebody submits.
 * @returns the mandate; null for a representative.
 * @throws DomainError forbidden MEM_NOT_REPRESENTATIVE.
 */
async function rightToSubmit(
  manager: EntityManager,
  who: Principal,
  organisationId: string,
): Promise<string | null> {
  const role = who.organisations.get(organisationId);
  const asks = role === 'manager' && who.personId !== null;
  const mandate = asks ? await liveMandate(manager, organisationId, who.personId ?? '') : null;
  checkSubmitter(role, mandate !== null);
  return mandate?.id ?? null;
}

/** Takes the declarations of a patch; null when it says nothing of them. */
async function declare(
  manager: EntityManager,
  who: Principal,
  id: string,
  patch: Pick<ChangeApplication, 'declarations' | 'valuesAccepted'>,
): Promise<{ code: string; version: number }[] | null> {
  if (patch.declarations === undefined && patch.valuesAccepted === undefined) return null;
  const inForce = await declarationTexts(manager);
  const all = patch.valuesAccepted === true ? inForce : [];
  const accepted = (patch.declarations ?? all).map(({ code, version }) => ({ code, version }));
  checkDeclarations(accepted, inForce);
  await acceptDeclarations(manager, id, who.personId, accepted);
  return accepted;
}

export function alreadyOpen(reference: string): DomainError {
  return new DomainError(
    'conflict',
    'MEM_APPLICATION_OPEN',
    `Your organisation has an open application already: ${reference}. Go on with that one, or withdraw it first.`,
  );
}
