import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { Classifications } from '../classification/classifications.service.js';
import { regroup } from '../classification/undertakings.queries.js';
import { nextState } from '../kernel/state-machine.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { Organisations } from '../organisations/organisations.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { applicationView, claimApplication } from './applications.queries.js';
import type { ApplicationView } from './applications.schemas.js';
import { MembershipApplication } from './membership.entity.js';
import {
  applicationMachine,
  checkDisinterested,
  type ApplicationAct,
  type ApplicationState,
} from './memberships.rules.js';

/** What an act changes besides the state. */
export interface Step {
  acts: readonly ApplicationAct[];
  columns?: Partial<MembershipApplication>;
  stamps?: 'submitted' | 'decided';
  reason?: string | null;
  rule?: string;
  /** What else the audit row of the last act tells. */
  told?: Readonly<Record<string, unknown>>;
}

/** A proposal that is gone with what it was made on. */
export const noProposal = {
  proposedDecision: null,
  proposedReason: null,
  proposedBy: null,
  proposedAt: null,
} as const;

type Work = (manager: EntityManager, row: MembershipApplication) => Promise<void>;

/** How every act on an application goes: claimed under lock, through the table, audited, answered whole. */
@Injectable()
export class ApplicationSteps {
  constructor(
    private readonly database: Database,
    private readonly organisations: Organisations,
    private readonly classifications: Classifications,
  ) {}

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async view(manager: EntityManager, ids: string[] | null, id: string): Promise<ApplicationView> {
    return await applicationView(manager, ids, id, async (organisationId) => {
      const organisation = await manager.findOneByOrFail(Organisation, { id: organisationId });
      return await this.classifications.claimProblem(manager, organisation);
    });
  }

  /** One use case on one application, in one transaction. */
  async act(
    who: Principal,
    id: string,
    permission: Permission,
    version: number | undefined,
    work: Work,
  ): Promise<ApplicationView> {
    return await this.database.inTransaction(who, async (manager) => {
      const row = await claimApplication(manager, tenantIds(who, permission), id, version);
      await work(manager, row);
      return await this.view(manager, tenantIds(who, 'membership.read'), id);
    });
  }

  /** An officer's act: never on an organisation to which they belong or are linked (MEM-4). */
  async judge(
    who: Principal,
    id: string,
    version: number | undefined,
    work: Work,
  ): Promise<ApplicationView> {
    return await this.act(who, id, 'membership.decide', version, async (manager, row) => {
      const { personId } = who;
      checkDisinterested(
        personId !== null && (await personBelongsOrIsLinked(manager, personId, row.organisationId)),
      );
      await work(manager, row);
    });
  }

  /**
   * Holds fast what the application rests on, or lets it be changed again; whether its ownership graph
   * counts for single undertakings goes with it.
   */
  async lockIdentity(manager: EntityManager, who: Principal, id: string, locked: boolean) {
    await this.organisations.lockIdentity(manager, id, locked);
    await regroup(manager, who, id);
  }
}

/**
 * Walks the acts of one use case through the table, with an audit row for each (AUD-1); the step at
 * which the application then is gets its due date.
 */
export async function step(
  manager: EntityManager,
  who: Principal,
  row: MembershipApplication,
  { acts, columns = {}, stamps, reason = null, rule, told = {} }: Step,
): Promise<void> {
  let state: ApplicationState = row.state;
  for (const [at, act] of acts.entries()) {
    const before = state;
    state = nextState(applicationMachine, state, act);
    await audit(manager, who, {
      act: `membership-application.${act}`,
      object: { kind: 'membership-application', id: row.id },
      before: { state: before },
      after: { state, ...(at === acts.length - 1 ? told : {}) },
      reason,
      rule: rule ?? null,
    });
  }
  await manager.update(MembershipApplication, { id: row.id }, { state, ...columns });
  if (state !== row.state) await setDueDate(manager, row.id);
  if (stamps !== undefined) {
    await manager.query(
      `UPDATE membership_applications SET ${stamps}_at = portal_now(), ${stamps}_by = $2 WHERE id = $1`,
      [row.id, who.personId],
    );
  }
  await touch(manager, row.id);
}

/** By the periods in force (days of the calendar); none once it is decided or withdrawn. */
async function setDueDate(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `UPDATE membership_applications a SET escalations = 0, due_at = (
       SELECT portal_now() + make_interval(days => p.days) FROM application_periods p
        WHERE p.step = a.state AND p.valid_from <= portal_now()::date
          AND (p.valid_to IS NULL OR p.valid_to >= portal_now()::date)
        ORDER BY p.valid_from DESC LIMIT 1)
      WHERE a.id = $1`,
    [id],
  );
}

export async function touch(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `UPDATE membership_applications SET version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id],
  );
}
