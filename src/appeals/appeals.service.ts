import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import type { LetterKind } from '../letters/letter-kinds.rules.js';
import { Letters } from '../letters/letters.service.js';
import { membershipTerms } from '../memberships/membership-terms.queries.js';
import { checkDisinterested } from '../memberships/memberships.rules.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import type { Appeal } from './appeal.entity.js';
import {
  actOfDecision,
  appealMachine,
  checkAppealReason,
  checkOtherPerson,
  checkWindow,
} from './appeal.rules.js';
import { appealsPage, appealView, claimAppeal } from './appeals.queries.js';
import type { AppealsQuery, AppealView, DecideAppeal, SubmitAppeal } from './appeals.schemas.js';
import { AppealSubjects } from './appeal-subjects.service.js';

const dayMs = 86_400_000;

/** What organisations say against decisions on them, and who decides on that. */
@Injectable()
export class Appeals {
  constructor(
    private readonly database: Database,
    private readonly subjects: AppealSubjects,
    private readonly letters: Letters,
  ) {}

  /** The appeals of one's own organisations; all of them for officers and auditors. */
  async list(who: Principal, query: AppealsQuery) {
    return await appealsPage(this.database.manager, who, query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<AppealView> {
    return await appealView(this.database.manager, who, id);
  }

  /**
   * APL-1: lodges an appeal against a decision while its window is open, one for each decision, by the
   * legal representative.
   * @throws DomainError not-found for an unknown or foreign decision, or one that cannot be appealed
   *   against · conflict APL_WINDOW_OVER, APL_TWICE · rule APL_SUBJECT_KIND.
   */
  async submit(who: Principal, { subject, grounds }: SubmitAppeal): Promise<AppealView> {
    return await this.database.inTransaction(who, async (manager) => {
      const decision = await this.subjects.of(subject.kind).find(manager, subject.id);
      const own = tenantIds(who, 'appeal.submit');
      if (decision === null || own?.includes(decision.organisationId) === false) {
        throw notFound('decision');
      }
      const { organisationId, reference, decidedAt, deciders } = decision;
      const { appealWindowDays } = await membershipTerms(manager, decidedAt);
      const dueAt = new Date(decidedAt.getTime() + appealWindowDays * dayMs);
      checkWindow(await this.database.now(manager), dueAt);
      const id = newId();
      const inserted = await manager.query<{ reference: string }[]>(
        `INSERT INTO appeals (id, subject_kind, subject_id, subject_reference, subject_decided_at, first_deciders,
                              organisation_id, grounds, due_at, submitted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (subject_kind, subject_id, subject_decided_at) DO NOTHING RETURNING reference`,
        [
          id,
          subject.kind,
          subject.id,
          reference,
          decidedAt,
          deciders,
          organisationId,
          grounds,
          dueAt,
          who.personId,
        ],
      );
      const [made] = inserted;
      if (!made) throw twice();
      await audit(manager, who, {
        act: 'appeal.submit',
        object: { kind: 'appeal', id },
        after: { state: appealMachine.initial, subject, organisationId },
        rule: 'APL-1',
      });
      const told = { id, organisationId, reference: made.reference, subjectReference: reference };
      await this.tell(manager, 'appeal-received', told, null);
      return await appealView(manager, who, id);
    });
  }

  /**
   * Decides on an appeal: whether it is admissible, then whether it is right. An appeal that is upheld
   * takes effect at once: the declined application is reviewed again, the suspension is lifted.
   * @throws DomainError not-found · stale · forbidden APL_FIRST_DECIDER, MEM_INTERESTED · rule
   *   APL_REASON_MISSING · conflict ILLEGAL_TRANSITION, APL_SUBJECT_GONE and what stands against the
   *   effect.
   */
  async decide(
    who: Principal,
    id: string,
    version: number | undefined,
    { decision, reason }: DecideAppeal,
  ): Promise<AppealView> {
    return await this.database.inTransaction(who, async (manager) => {
      const appeal = await claimAppeal(manager, tenantIds(who, 'appeal.decide'), id, version);
      checkOtherPerson(who.personId, appeal.firstDeciders);
      await refuseLinked(manager, who, appeal.organisationId);
      checkAppealReason(decision, reason);
      const state = nextState(appealMachine, appeal.state, actOfDecision[decision]);
      if (state === 'upheld') {
        const { subjectKind, subjectId, subjectDecidedAt } = appeal;
        const subject = { id: subjectId, decidedAt: subjectDecidedAt };
        await this.subjects.of(subjectKind).uphold(manager, who, subject, reason ?? '');
      }
      await store(manager, who, appeal, state, reason ?? null);
      await audit(manager, who, {
        act: `appeal.${actOfDecision[decision]}`,
        object: { kind: 'appeal', id },
        before: { state: appeal.state },
        after: { state },
        reason: reason ?? null,
        rule: 'APL-2',
      });
      await this.tell(manager, `appeal-${decision}`, appeal, reason ?? null);
      return await appealView(manager, who, id);
    });
  }

  private async tell(
    manager: EntityManager,
    kind: LetterKind,
    appeal: Pick<Appeal, 'id' | 'organisationId' | 'reference' | 'subjectReference'>,
    reason: string | null,
  ): Promise<void> {
    const { id, organisationId, reference, subjectReference } = appeal;
    await this.letters.write(manager, {
      kind,
      organisationId,
      about: { kind: 'appeal', id },
      values: { reference, subjectReference, reason },
    });
  }
}

/** Admissibility is one decision, the result another: both are kept with who took them. */
async function store(
  manager: EntityManager,
  who: Principal,
  appeal: Appeal,
  state: Appeal['state'],
  reason: string | null,
): Promise<void> {
  const column = state === 'admissible' ? 'admitted' : 'decided';
  await manager.query(
    `UPDATE appeals SET state = $2, ${column}_by = $3, ${column}_at = portal_now(),
            decision_reason = coalesce($4, decision_reason), version = version + 1, updated_at = portal_now()
      WHERE id = $1`,
    [appeal.id, state, who.personId, reason],
  );
}

async function refuseLinked(manager: EntityManager, who: Principal, organisationId: string) {
  const { personId } = who;
  checkDisinterested(
    personId !== null && (await personBelongsOrIsLinked(manager, personId, organisationId)),
  );
}

const twice = () =>
  new DomainError(
    'conflict',
    'APL_TWICE',
    'There is an appeal against this decision already. It is on the page of your organisation.',
  );
