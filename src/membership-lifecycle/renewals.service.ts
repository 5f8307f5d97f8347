import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import { system, type Principal } from '../access/principal.js';
import { Classifications } from '../classification/classifications.service.js';
import { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import { Letters } from '../letters/letters.service.js';
import { MembershipCredentials } from '../membership-credentials/credentials.service.js';
import type { Membership } from '../memberships/membership.entity.js';
import { membershipTerms, type MembershipTerms } from '../memberships/membership-terms.queries.js';
import { claimMembership, membershipView } from '../memberships/memberships.queries.js';
import { membershipMachine } from '../memberships/memberships.rules.js';
import type { MembershipView } from '../memberships/memberships.schemas.js';
import { classOf, type Figures } from '../organisations/classification.rules.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import {
  checkConfirmed,
  checkFiguresYear,
  checkRenewable,
  checkRepresentative,
  dueReminder,
} from './lifecycle.rules.js';
import type { Renew } from './lifecycle.schemas.js';
import { claimExpired, claimToRemind, noteReminders } from './renewals.queries.js';
import { MembershipLifecycle } from './membership-lifecycle.service.js';

/** Memberships per transaction: short enough that nobody waits for its locks. */
const batch = 50;
const dayMs = 86_400_000;

/** How a membership goes on for another year, or ends because nobody renewed it (REN-1). */
@Injectable()
export class Renewals {
  constructor(
    private readonly database: Database,
    private readonly letters: Letters,
    private readonly credentials: MembershipCredentials,
    private readonly classifications: Classifications,
    private readonly lifecycle: MembershipLifecycle,
  ) {}

  /**
   * REN-1: the legal representative confirms who the organisation is, who represents it and of which
   * class it is; the membership then lasts on from its old expiry, and a new credential replaces the old.
   * @throws DomainError not-found · stale · forbidden MEM_NOT_REPRESENTATIVE · conflict
   *   ILLEGAL_TRANSITION, MEM_EXPIRED, MEM_RENEWAL_EARLY · rule MEM_NOT_CONFIRMED, MEM_FIGURES_OLD,
   *   MEM_FIGURES_FUTURE, ORG_FIGURES_MISSING.
   */
  async renew(
    who: Principal,
    id: string,
    version: number | undefined,
    { confirmed, figures }: Renew,
  ): Promise<MembershipView> {
    return await this.database.inTransaction(who, async (manager) => {
      const row = await claimMembership(manager, tenantIds(who, 'membership.renew'), id, version);
      checkRepresentative(who.organisations.get(row.organisationId));
      const state = nextState(membershipMachine, row.state, 'renew');
      const now = await this.database.now(manager);
      const terms = await membershipTerms(manager);
      checkRenewable({ now, expiresAt: row.expiresAt, renewableFrom: renewableFrom(row, terms) });
      checkConfirmed(confirmed);
      const of = await this.confirmClass(manager, who, row.organisationId, figures, now);
      const [[{ validUntil }]] = await manager.query<[[{ validUntil: Date }]]>(
        `UPDATE memberships SET state = $2, expires_at = expires_at + make_interval(months => $3),
                renewed_at = portal_now(), renewed_by = $4, version = version + 1, updated_at = portal_now()
          WHERE id = $1 RETURNING expires_at AS "validUntil"`,
        [id, state, terms.validityMonths, who.personId],
      );
      await audit(manager, who, {
        act: 'membership.renew',
        object: { kind: 'membership', id },
        before: { state: row.state, expiresAt: row.expiresAt },
        after: { state, expiresAt: validUntil, class: of, confirmed },
        rule: 'REN-1',
      });
      await this.credentials.issueIn(manager, who, id);
      await this.letters.write(manager, {
        kind: 'membership-renewed',
        organisationId: row.organisationId,
        about: { kind: 'membership', id },
        values: { validUntil },
      });
      return await membershipView(manager, who, id);
    });
  }

  /** MEM-2: a company's class by its newest closed year; others are what they are by their kind. */
  private async confirmClass(
    manager: EntityManager,
    who: Principal,
    organisationId: string,
    given: Renew['figures'],
    now: Date,
  ): Promise<string> {
    const organisation = await lockOrganisation(manager, organisationId);
    if (organisation.kind !== 'company') return organisation.class;
    const byGraph = await this.classifications.renewIn(manager, who, organisation);
    if (byGraph !== null) {
      if (given !== undefined) throw graphCounts();
      checkFiguresYear(byGraph.year, now);
      return byGraph.class;
    }
    const figures = given ?? organisation.figures;
    if (figures !== null) checkFiguresYear(figures.year, now);
    return await classByFigures(manager, who, organisation, figures, now);
  }

  /** REN-1: reminds organisations whose membership runs out. Returns how many letters it wrote. */
  async remindSome(): Promise<number> {
    const principal = system('memberships.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const { reminderDays } = await membershipTerms(manager);
      const now = await this.database.now(manager);
      const due = await claimToRemind(manager, reminderDays, batch);
      let written = 0;
      for (const { id, organisationId, expiresAt, sent } of due) {
        const daysLeft = (expiresAt.getTime() - now.getTime()) / dayMs;
        const reminder = dueReminder(daysLeft, reminderDays, sent);
        if (reminder === null) continue;
        await noteReminders(manager, id, reminder.covers);
        await this.letters.write(manager, {
          kind: 'membership-renewal-due',
          organisationId,
          about: { kind: 'membership', id },
          values: { validUntil: expiresAt, days: Math.ceil(daysLeft) },
        });
        await audit(manager, principal, {
          act: 'membership.remind',
          object: { kind: 'membership', id },
          after: { days: reminder.days, expiresAt },
          rule: 'REN-1',
        });
        written += 1;
      }
      return written;
    });
  }

  /** Ends memberships that nobody renewed in time. Returns how many. */
  async expireSome(): Promise<number> {
    const principal = system('memberships.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const expired = await claimExpired(manager, batch);
      for (const row of expired) {
        await this.lifecycle.endIn(manager, principal, row, {
          kind: 'expired',
          reason: 'It was not renewed before it expired.',
        });
      }
      return expired.length;
    });
  }
}

/**
 * REN-1, MEM-2: the class of a company without an ownership graph. One that was declared large stays so,
 * because linked enterprises count too; an SME goes by the figures of its newest closed year.
 * @throws DomainError rule ORG_FIGURES_MISSING.
 */
async function classByFigures(
  manager: EntityManager,
  who: Principal,
  organisation: Organisation,
  figures: Figures | null,
  now: Date,
): Promise<string> {
  const { id, kind } = organisation;
  const declared = organisation.class === 'large' ? organisation.class : null;
  const day = now.toISOString().slice(0, 10);
  const { class: of, basis } = classOf({ kind, class: declared, figures }, day);
  await manager.update(Organisation, { id }, { class: of, classBasis: basis.join('\n'), figures });
  await manager.query(
    `UPDATE organisations SET version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id],
  );
  await audit(manager, who, {
    act: 'organisation.edit',
    object: { kind: 'organisation', id },
    before: { class: organisation.class, figures: organisation.figures },
    after: { class: of, figures },
    rule: 'MEM-2',
  });
  return of;
}

const renewableFrom = (row: Membership, { renewalOpensDays }: MembershipTerms): Date =>
  new Date(row.expiresAt.getTime() - renewalOpensDays * dayMs);

const graphCounts = () =>
  new DomainError(
    'rule',
    'MEM_CLASS_OWNERSHIP',
    'The class follows from the ownership graph. Store its newest closed year there and send no figures.',
    {
      errors: [
        {
          pointer: '/figures',
          code: 'MEM_CLASS_OWNERSHIP',
          detail: 'Leave this out: figures come from the ownership graph.',
        },
      ],
    },
  );
