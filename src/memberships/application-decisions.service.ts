import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { newestClassification } from '../classification/classifications.queries.js';
import { Classifications } from '../classification/classifications.service.js';
import { nextState } from '../kernel/state-machine.js';
import { Letters } from '../letters/letters.service.js';
import { notify } from '../notifications/notifications.queries.js';
import type { Organisation } from '../organisations/organisation.entity.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { refuseOpenMismatches } from '../registries/registries.queries.js';
import { audit } from '../platform/audit.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { Screenings } from '../screenings/screenings.service.js';
import { ApplicationSteps, noProposal, step, touch } from './application-steps.service.js';
import { alreadyOpen } from './applications.service.js';
import { asksFourEyes, claimApplication, openApplication } from './applications.queries.js';
import type {
  ApplicationView,
  Decide,
  RejectProposal,
  RequestChanges,
  Screen,
} from './applications.schemas.js';
import { checkClassifiable, checkProposed, eyesOf, type Proposal } from './decision.rules.js';
import { appealUntil } from './membership-terms.queries.js';
import { MembershipApplication } from './membership.entity.js';
import { applicationMachine, checkReason, type ApplicationAct } from './memberships.rules.js';
import { Memberships, refuseMember } from './memberships.service.js';

/** What the programme office does with an application: screening, class, decision (MEM-4). */
@Injectable()
export class ApplicationDecisions {
  constructor(
    private readonly steps: ApplicationSteps,
    private readonly memberships: Memberships,
    private readonly classifications: Classifications,
    private readonly letters: Letters,
    private readonly screenings: Screenings,
  ) {}

  /**
   * Takes the application up for screening, or, when the finding is clear, on to review. Whoever takes
   * up what nobody has is its officer from then on.
   * @throws DomainError forbidden MEM_INTERESTED · conflict ILLEGAL_TRANSITION.
   */
  async screen(
    who: Principal,
    id: string,
    version: number | undefined,
    { finding, note }: Screen,
  ): Promise<ApplicationView> {
    return await this.steps.judge(who, id, version, async (manager, row) => {
      const takesUp = row.state !== 'screening' || finding === 'open';
      const acts: ApplicationAct[] = takesUp ? ['screen'] : [];
      if (finding === 'clear') acts.push('review');
      await step(manager, who, row, { acts, reason: note ?? null, rule: 'MEM-4' });
      if (row.assignedTo !== null || who.personId === null) return;
      await manager.query(
        `UPDATE membership_applications SET assigned_to = $2, assigned_at = portal_now() WHERE id = $1`,
        [id, who.personId],
      );
    });
  }

  /** Hands the application back to be changed, with words that the applicant reads. */
  async requestChanges(
    who: Principal,
    id: string,
    version: number | undefined,
    { reason }: RequestChanges,
  ): Promise<ApplicationView> {
    return await this.steps.judge(who, id, version, async (manager, row) => {
      await step(manager, who, row, {
        acts: ['request-changes'],
        columns: { decisionReason: reason, ...noProposal },
        reason,
        rule: 'MEM-5',
      });
      await this.steps.lockIdentity(manager, who, row.organisationId, false);
      await this.letters.write(manager, {
        ...letterOn(row, reason),
        kind: 'application-changes-requested',
      });
    });
  }

  /**
   * Computes the class from the ownership graph and gives it to the organisation, although its identity
   * is locked: the decision will rest on it (MEM-2). A proposal made on another class is gone.
   * @throws DomainError forbidden MEM_INTERESTED · conflict MEM_CLASS_FIXED · rule OWN_MISSING, OWN_GRAPH.
   */
  async classify(
    who: Principal,
    id: string,
    version: number | undefined,
  ): Promise<ApplicationView> {
    return await this.steps.judge(who, id, version, async (manager, row) => {
      checkClassifiable(row.state);
      const organisation = await lockOrganisation(manager, row.organisationId);
      const found = await this.classifications.computeIn(manager, who, organisation, true);
      await manager.update(
        MembershipApplication,
        { id },
        {
          classificationId: found.id,
          ...(found.class === organisation.class ? {} : noProposal),
        },
      );
      await touch(manager, id);
    });
  }

  /**
   * Admits or declines; where policy asks for four eyes, the first officer proposes and the state
   * changes when another confirms. From screening it passes through review on the way, so that the file
   * shows both steps. Nobody is admitted while hits on the list of restrictive measures are open (MEM-6).
   * @throws DomainError forbidden MEM_INTERESTED, MEM_FOUR_EYES · rule MEM_REASON_MISSING · conflict.
   */
  async decide(
    who: Principal,
    id: string,
    version: number | undefined,
    { decision, reason }: Decide,
  ): Promise<ApplicationView> {
    return await this.steps.judge(who, id, version, async (manager, row) => {
      const organisation = await lockOrganisation(manager, row.organisationId);
      const proposal = proposalOf(row);
      const reviewed = row.state === 'screening' ? 'review' : row.state;
      nextState(applicationMachine, reviewed, decision);
      const fourEyes = await asksFourEyes(manager, row.organisationId, decision);
      const act = eyesOf(fourEyes, proposal, decision, who.personId);
      const words = reason ?? (act === 'confirm' ? (proposal?.reason ?? undefined) : undefined);
      checkReason(decision, words);
      if (decision === 'admit') {
        await refuseOpenMismatches(manager, row.organisationId);
        await this.screenings.refuseUnscreened(manager, row.organisationId);
      }
      if (act === 'propose') await propose(manager, who, row, { decision, reason: words ?? null });
      else await this.conclude(manager, who, row, organisation, { decision, reason: words });
    });
  }

  /**
   * Puts a proposed decision aside, with a reason for the officer who proposed it; also one's own.
   * @throws DomainError forbidden MEM_INTERESTED · conflict MEM_NO_PROPOSAL.
   */
  async rejectProposal(
    who: Principal,
    id: string,
    version: number | undefined,
    { reason }: RejectProposal,
  ): Promise<ApplicationView> {
    return await this.steps.judge(who, id, version, async (manager, row) => {
      const { decision, personId } = checkProposed(proposalOf(row));
      await manager.update(MembershipApplication, { id }, noProposal);
      await touch(manager, id);
      await audit(manager, who, {
        act: 'membership-application.reject-proposal',
        object: { kind: 'membership-application', id },
        before: { proposal: decision },
        after: { proposal: null },
        reason,
        rule: 'MEM-4',
      });
      if (personId === who.personId) return;
      await notify(manager, [personId], {
        kind: 'application.proposal-rejected',
        details: { reference: row.reference, by: who.name, reason },
        path: `/office/members/${id}`,
      });
    });
  }

  /** The decision itself, with what it rests on (MEM-2). */
  private async conclude(
    manager: EntityManager,
    who: Principal,
    row: MembershipApplication,
    organisation: Organisation,
    { decision, reason }: Decide,
  ): Promise<void> {
    const { id, organisationId } = row;
    const classification = await newestClassification(manager, organisationId);
    await step(manager, who, row, {
      acts: row.state === 'screening' ? ['review', decision] : [decision],
      columns: {
        decisionReason: reason ?? null,
        classificationId: classification?.id ?? null,
        decidedClass: organisation.class,
        decidedClassBasis: organisation.classBasis,
      },
      stamps: 'decided',
      reason: reason ?? null,
      told: {
        class: organisation.class,
        classificationId: classification?.id ?? null,
        proposedBy: row.proposedBy,
      },
      rule: 'MEM-5',
    });
    if (decision === 'decline') {
      await this.steps.lockIdentity(manager, who, organisationId, false);
      const until = await appealUntil(manager);
      await this.letters.write(manager, {
        ...letterOn(row, reason),
        kind: 'application-declined',
        appeal: { kind: 'membership_decision', until },
      });
    } else {
      const { values } = letterOn(row, reason);
      await this.memberships.startIn(manager, who, { organisationId, applicationId: id }, values);
    }
  }

  /**
   * APL-1: takes a declined application up again because an appeal against the decision was upheld; in
   * the caller's transaction. The identity that was checked is held fast again.
   * @throws DomainError conflict MEM_APPLICATION_OPEN, MEM_ALREADY_MEMBER, ILLEGAL_TRANSITION.
   */
  async reopenIn(
    manager: EntityManager,
    who: Principal,
    id: string,
    reason: string,
  ): Promise<void> {
    const row = await claimApplication(manager, null, id, undefined);
    await lockOrganisation(manager, row.organisationId);
    await refuseMember(manager, row.organisationId);
    const open = await openApplication(manager, row.organisationId);
    if (open !== null) throw alreadyOpen(open.reference);
    await step(manager, who, row, {
      acts: ['reopen'],
      columns: {
        decisionReason: null,
        decidedAt: null,
        decidedBy: null,
        decidedClass: null,
        decidedClassBasis: null,
        ...noProposal,
      },
      reason,
      rule: 'APL-1',
    });
    const { organisationId } = row;
    await this.steps.lockIdentity(manager, who, organisationId, true);
    // While it was declined nobody screened what changed.
    await enqueue(manager, 'screenings.organisation', { organisationId, cause: 'change' });
  }
}

/** What every letter on an application says. */
const letterOn = (row: MembershipApplication, reason: string | undefined) => ({
  organisationId: row.organisationId,
  about: { kind: 'membership-application', id: row.id },
  values: { reference: row.reference, reason: reason ?? null },
});

const proposalOf = (row: MembershipApplication): Proposal | null =>
  row.proposedDecision === null
    ? null
    : {
        decision: row.proposedDecision,
        reason: row.proposedReason,
        personId: row.proposedBy ?? '',
      };

/** The first of two officers says what should be decided; the application stays in review. */
async function propose(
  manager: EntityManager,
  who: Principal,
  row: MembershipApplication,
  { decision, reason }: { decision: Proposal['decision']; reason: string | null },
): Promise<void> {
  await step(manager, who, row, {
    acts: row.state === 'screening' ? ['review'] : [],
    columns: { proposedDecision: decision, proposedReason: reason, proposedBy: who.personId },
  });
  await manager.query(
    `UPDATE membership_applications SET proposed_at = portal_now() WHERE id = $1`,
    [row.id],
  );
  await audit(manager, who, {
    act: 'membership-application.propose',
    object: { kind: 'membership-application', id: row.id },
    after: { proposal: decision },
    reason,
    rule: 'MEM-4',
  });
  const others = await manager.query<{ id: string }[]>(
    `SELECT id FROM people WHERE 'officer' = ANY(platform_roles) AND suspended_at IS NULL AND id <> $1`,
    [who.personId],
  );
  await notify(
    manager,
    others.map(({ id }) => id),
    {
      kind: 'application.proposed',
      details: { reference: row.reference, by: who.name, decision },
      path: `/office/members/${row.id}`,
    },
  );
}
