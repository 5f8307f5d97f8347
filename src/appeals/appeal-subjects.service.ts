import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { MembershipLifecycle } from '../membership-lifecycle/membership-lifecycle.service.js';
import { ApplicationDecisions } from '../memberships/application-decisions.service.js';
import { MembershipApplication, Membership } from '../memberships/membership.entity.js';
import { claimMembership } from '../memberships/memberships.queries.js';
import { Memberships } from '../memberships/memberships.service.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import type { AppealSubject } from './appeal.rules.js';
import { decidersOf } from './appeals.queries.js';

/** A decision that can be appealed against, as it stands. */
export interface AppealedDecision {
  organisationId: string;
  /** What people call it. */
  reference: string;
  decidedAt: Date;
  deciders: string[];
}

/** One kind of decision: how to find it, and what follows when an appeal against it is upheld. */
interface Subject {
  /** The decision with this id, or null where there is none that can be appealed against. */
  find(manager: EntityManager, id: string): Promise<AppealedDecision | null>;
  /**
   * Undoes the decision of `decidedAt` in the caller's transaction.
   * @throws DomainError conflict where it cannot be undone now.
   */
  uphold(
    manager: EntityManager,
    who: Principal,
    subject: { id: string; decidedAt: Date },
    reason: string,
  ): Promise<void>;
}

/** What can be appealed against. A kind that is not built yet is not in the table. */
@Injectable()
export class AppealSubjects {
  private readonly table: Partial<Record<AppealSubject, Subject>> = {
    membership_decision: {
      find: async (manager, id) =>
        (await declinedApplication(manager, id)) ?? (await revokedMembership(manager, id)),
      uphold: (manager, who, { id }, reason) => this.undoDecision(manager, who, id, reason),
    },
    suspension: {
      find: suspendedMembership,
      uphold: (manager, who, { id, decidedAt }, reason) =>
        this.liftSuspension(manager, who, { id, decidedAt }, reason),
    },
  };

  constructor(
    private readonly applications: ApplicationDecisions,
    private readonly memberships: Memberships,
    private readonly lifecycle: MembershipLifecycle,
  ) {}

  /** @throws DomainError rule APL_SUBJECT_KIND for a kind that cannot be appealed against yet. */
  of(kind: AppealSubject): Subject {
    const subject = this.table[kind];
    if (subject !== undefined) return subject;
    const detail = `Appeals against a ${kind.replaceAll('_', ' ')} are not taken here. Possible: ${Object.keys(this.table).join(', ')}.`;
    throw new DomainError('rule', 'APL_SUBJECT_KIND', detail, {
      errors: [{ pointer: '/subject/kind', code: 'APL_SUBJECT_KIND', detail }],
    });
  }

  /** A declined application is reviewed again; a revoked membership starts anew. */
  private async undoDecision(manager: EntityManager, who: Principal, id: string, reason: string) {
    const membership = await manager.findOneBy(Membership, { id });
    if (membership === null) {
      await this.applications.reopenIn(manager, who, id, reason);
      return;
    }
    const { organisationId } = membership;
    await lockOrganisation(manager, organisationId);
    await this.memberships.startIn(manager, who, { organisationId, applicationId: null });
  }

  /** Lifts the suspension that was appealed against, and no other that came later. */
  private async liftSuspension(
    manager: EntityManager,
    who: Principal,
    { id, decidedAt }: { id: string; decidedAt: Date },
    reason: string,
  ) {
    const row = await claimMembership(manager, null, id);
    if (row.suspendedAt?.getTime() !== decidedAt.getTime()) {
      throw new DomainError(
        'conflict',
        'APL_SUBJECT_GONE',
        'The suspension that this appeal is about does not stand any more. Dismiss the appeal and say so.',
      );
    }
    await this.lifecycle.reinstateIn(manager, who, row, reason);
  }
}

async function declinedApplication(
  manager: EntityManager,
  id: string,
): Promise<AppealedDecision | null> {
  const row = await manager.findOneBy(MembershipApplication, { id, state: 'declined' });
  if (row === null || row.decidedAt === null) return null;
  const object = { kind: 'membership-application', id };
  const acted = await decidersOf(manager, object, ['decline', 'propose']);
  return {
    organisationId: row.organisationId,
    reference: row.reference,
    decidedAt: row.decidedAt,
    deciders: [...new Set([...acted, ...(row.decidedBy === null ? [] : [row.decidedBy])])],
  };
}

async function revokedMembership(
  manager: EntityManager,
  id: string,
): Promise<AppealedDecision | null> {
  const row = await manager.findOneBy(Membership, { id, state: 'ended', endKind: 'revoked' });
  if (row === null || row.endedAt === null) return null;
  const deciders = [row.revocationProposedBy, row.endedBy].filter((by) => by !== null);
  return decisionOn(manager, row, row.endedAt, deciders);
}

async function suspendedMembership(
  manager: EntityManager,
  id: string,
): Promise<AppealedDecision | null> {
  const row = await manager.findOneBy(Membership, { id, state: 'suspended' });
  if (row === null || row.suspendedAt === null) return null;
  return decisionOn(
    manager,
    row,
    row.suspendedAt,
    row.suspendedBy === null ? [] : [row.suspendedBy],
  );
}

/** A membership is called by the application that it came from, or by its organisation. */
async function decisionOn(
  manager: EntityManager,
  row: Membership,
  decidedAt: Date,
  deciders: string[],
): Promise<AppealedDecision> {
  const [named] = await manager.query<[{ name: string }]>(
    `SELECT coalesce((SELECT reference FROM membership_applications WHERE id = $2), name) AS name
       FROM organisations WHERE id = $1`,
    [row.organisationId, row.applicationId],
  );
  return { organisationId: row.organisationId, reference: named.name, decidedAt, deciders };
}
