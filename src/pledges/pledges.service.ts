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
import { claimPledge, pledgesPage, pledgeView } from './pledges.queries.js';
import {
  checkAmount,
  checkConfirmer,
  checkHorizon,
  checkStillDeclared,
  pledgeMachine,
} from './pledges.rules.js';
import type {
  ChangePledge,
  ConfirmPledge,
  CreatePledge,
  PledgesQuery,
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
   * Changes a pledge that nobody has confirmed yet, by merge patch.
   * @throws DomainError not-found · stale · conflict PLEDGE_FIXED · rule.
   */
  async change(
    who: Principal,
    id: string,
    version: number,
    patch: ChangePledge,
  ): Promise<PledgeView> {
    return await this.act(who, id, 'pledge.declare', version, async (manager, row) => {
      checkStillDeclared(row.state);
      const { kind, amountCents, horizonYear, newMoney, description } = row;
      const before = { kind, amountCents, horizonYear, newMoney, description };
      const after = {
        kind: patch.kind ?? kind,
        amountCents: patch.amountCents === undefined ? amountCents : patch.amountCents,
        horizonYear: patch.horizonYear ?? horizonYear,
        newMoney: patch.newMoney ?? newMoney,
        description: patch.description === undefined ? description : (patch.description ?? ''),
      };
      await this.check(manager, after);
      await manager.update(Pledge, { id }, after);
      await touch(manager, id);
      await audit(manager, who, {
        act: 'pledge.edit',
        object: { kind: 'pledge', id },
        before,
        after,
      });
    });
  }

  /**
   * Confirms a declared pledge on evidence, by an officer.
   * @throws DomainError not-found · stale · forbidden PLEDGE_INTERESTED · conflict ILLEGAL_TRANSITION.
   */
  async confirm(who: Principal, id: string, version: number | undefined, input: ConfirmPledge) {
    return await this.act(who, id, 'pledge.confirm', version, async (manager, row) => {
      const { personId } = who;
      checkConfirmer(
        personId !== null && (await personBelongsOrIsLinked(manager, personId, row.organisationId)),
      );
      await this.move(manager, who, row, 'confirm', input?.evidence);
      await manager.query(
        `UPDATE pledges SET confirmed_at = portal_now(), confirmed_by = $2 WHERE id = $1`,
        [id, personId],
      );
    });
  }

  /** Takes a pledge back, by the representative; it no longer counts anywhere. */
  async withdraw(who: Principal, id: string, version: number | undefined, input: WithdrawPledge) {
    return await this.act(who, id, 'pledge.declare', version, async (manager, row) => {
      await this.move(manager, who, row, 'withdraw', input?.reason);
    });
  }

  private async move(
    manager: EntityManager,
    who: Principal,
    row: Pledge,
    act: keyof typeof pledgeMachine.acts,
    reason: string | undefined,
  ): Promise<void> {
    const state = nextState(pledgeMachine, row.state, act);
    await manager.update(Pledge, { id: row.id }, { state });
    await touch(manager, row.id);
    await audit(manager, who, {
      act: `pledge.${act}`,
      object: { kind: 'pledge', id: row.id },
      before: { state: row.state },
      after: { state },
      reason: reason ?? null,
      rule: act === 'confirm' ? 'MEM-4' : null,
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
