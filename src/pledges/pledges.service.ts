import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { lockOrganisation } from '../organisations/organisations.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { Pledge } from './pledge.entity.js';
import {
  claimPledge,
  keepVersion,
  pledgesPage,
  pledgeVersions,
  pledgeView,
  type VersionNote,
} from './pledges.queries.js';
import {
  checkAmount,
  checkConfirmer,
  checkCorrects,
  checkHorizon,
  pledgeMachine,
} from './pledges.rules.js';
import type {
  ChangePledge,
  CreatePledge,
  Evidence,
  PledgesQuery,
  PledgeVersionView,
  PledgeView,
  WithdrawPledge,
} from './pledges.schemas.js';

/** What members commit; confirmed by the programme office, never a price for anything (MEM-8). */
@Injectable()
export class Pledges {
  constructor(private readonly database: Database) {}

  /** The pledges of one's own organisations; all of them for officers. */
  async list(who: Principal, query: PledgesQuery) {
    return await pledgesPage(this.database.manager, tenantIds(who, 'pledge.read'), query);
  }

  /** @throws DomainError not-found for an unknown or a foreign one. */
  async one(who: Principal, id: string): Promise<PledgeView> {
    return await pledgeView(this.database.manager, tenantIds(who, 'pledge.read'), id);
  }

  /** What it said after each act. @throws DomainError not-found for an unknown or a foreign one. */
  async versions(who: Principal, id: string): Promise<{ items: PledgeVersionView[] }> {
    const { manager } = this.database;
    await pledgeView(manager, tenantIds(who, 'pledge.read'), id);
    return { items: await pledgeVersions(manager, id) };
  }

  /**
   * Declares a pledge, by the representative.
   * @throws DomainError not-found for a foreign organisation · rule PLEDGE_AMOUNT_MISSING,
   *   PLEDGE_HORIZON_PAST.
   */
  async declare(who: Principal, input: CreatePledge): Promise<PledgeView> {
    return await this.database.inTransaction(who, async (manager) => {
      const ids = tenantIds(who, 'pledge.declare');
      if (ids !== null && !ids.includes(input.organisationId)) throw notFound('organisation');
      await lockOrganisation(manager, input.organisationId);
      const pledge = { ...input, amountCents: input.amountCents ?? null };
      await this.check(manager, pledge);
      const id = newId();
      await manager.insert(Pledge, { id, ...pledge });
      await keepVersion(manager, id, { act: 'declare', personId: who.personId });
      await audit(manager, who, {
        act: 'pledge.declare',
        object: { kind: 'pledge', id },
        after: { ...pledge, state: pledgeMachine.initial },
        rule: 'MEM-8',
      });
      return await pledgeView(manager, null, id);
    });
  }

  /**
   * Corrects a pledge, by merge patch and with a reason: a new version, the old ones stay readable. What
   * was confirmed has to be confirmed again.
   * @throws DomainError not-found · stale · conflict ILLEGAL_TRANSITION · rule PLEDGE_UNCHANGED and as
   *   `declare`.
   */
  async change(
    who: Principal,
    id: string,
    version: number,
    { reason, ...patch }: ChangePledge,
  ): Promise<PledgeView> {
    return await this.act(who, id, 'pledge.declare', version, async (manager, row) => {
      const state = nextState(pledgeMachine, row.state, 'correct');
      const { kind, amountCents, horizonYear, newMoney, description } = row;
      const before = { kind, amountCents, horizonYear, newMoney, description };
      const after = {
        kind: patch.kind ?? kind,
        amountCents: patch.amountCents === undefined ? amountCents : patch.amountCents,
        horizonYear: patch.horizonYear ?? horizonYear,
        newMoney: patch.newMoney ?? newMoney,
        description: patch.description === undefined ? description : (patch.description ?? ''),
      };
      checkCorrects(before, after);
      await this.check(manager, after);
      await manager.update(
        Pledge,
        { id },
        { ...after, state, confirmedBy: null, confirmedAt: null },
      );
      await touch(manager, id);
      await keepVersion(manager, id, { act: 'correct', personId: who.personId, reason });
      await audit(manager, who, {
        act: 'pledge.correct',
        object: { kind: 'pledge', id },
        before: { ...before, state: row.state },
        after: { ...after, state },
        reason,
      });
    });
  }

  /**
   * Confirms a declared pledge on evidence, by an officer.
   * @throws DomainError not-found · stale · forbidden PLEDGE_INTERESTED · conflict ILLEGAL_TRANSITION.
   */
  async confirm(who: Principal, id: string, version: number | undefined, evidence: Evidence) {
    return await this.judge(who, id, version, 'confirm', evidence);
  }

  /** Says on evidence that a confirmed pledge was kept, by an officer. @throws as `confirm`. */
  async fulfil(who: Principal, id: string, version: number | undefined, evidence: Evidence) {
    return await this.judge(who, id, version, 'fulfil', evidence);
  }

  /** Takes a pledge back, by the representative; it no longer counts anywhere. */
  async withdraw(who: Principal, id: string, version: number | undefined, input: WithdrawPledge) {
    return await this.act(who, id, 'pledge.declare', version, async (manager, row) => {
      await this.move(manager, who, row, 'withdraw', { reason: input?.reason ?? null });
    });
  }

  private async judge(
    who: Principal,
    id: string,
    version: number | undefined,
    act: 'confirm' | 'fulfil',
    { evidence, evidenceUrl }: Evidence,
  ): Promise<PledgeView> {
    return await this.act(who, id, 'pledge.confirm', version, async (manager, row) => {
      const { personId } = who;
      checkConfirmer(
        personId !== null && (await personBelongsOrIsLinked(manager, personId, row.organisationId)),
      );
      await this.move(manager, who, row, act, { evidence, evidenceUrl: evidenceUrl ?? null });
      if (act !== 'confirm') return;
      await manager.query(
        `UPDATE pledges SET confirmed_at = portal_now(), confirmed_by = $2 WHERE id = $1`,
        [id, personId],
      );
    });
  }

  private async move(
    manager: EntityManager,
    who: Principal,
    row: Pledge,
    act: 'confirm' | 'fulfil' | 'withdraw',
    note: Omit<VersionNote, 'act' | 'personId'>,
  ): Promise<void> {
    const state = nextState(pledgeMachine, row.state, act);
    await manager.update(Pledge, { id: row.id }, { state });
    await touch(manager, row.id);
    await keepVersion(manager, row.id, { act, personId: who.personId, ...note });
    await audit(manager, who, {
      act: `pledge.${act}`,
      object: { kind: 'pledge', id: row.id },
      before: { state: row.state },
      after: { state, ...(note.evidenceUrl ? { evidenceUrl: note.evidenceUrl } : {}) },
      reason: note.evidence ?? note.reason ?? null,
      rule: act === 'withdraw' ? null : 'MEM-4',
    });
  }

  private async check(
    manager: EntityManager,
    pledge: Pick<Pledge, 'kind' | 'amountCents' | 'horizonYear'>,
  ): Promise<void> {
    checkAmount(pledge.kind, pledge.amountCents);
    const now = await this.database.now(manager);
    checkHorizon(pledge.horizonYear, now.getUTCFullYear());
  }

  private async act(
    who: Principal,
    id: string,
    permission: Permission,
    version: number | undefined,
    work: (manager: EntityManager, row: Pledge) => Promise<void>,
  ): Promise<PledgeView> {
    return await this.database.inTransaction(who, async (manager) => {
      const row = await claimPledge(manager, tenantIds(who, permission), id, version);
      await work(manager, row);
      return await pledgeView(manager, null, id);
    });
  }
}

async function touch(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `UPDATE pledges SET version = version + 1, updated_at = portal_now() WHERE id = $1`,
    [id],
  );
}
