import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayUse, tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { possibleActs } from '../kernel/state-machine.js';
import { holdActiveMember } from '../memberships/memberships.queries.js';
import { Database } from '../platform/database.service.js';
import { GrantMoves } from './grant-moves.service.js';
import type { Grant } from './grant.entity.js';
import { grantMachine, refuseLapsed, refuseNonMember, type GrantAct } from './grant.rules.js';
import {
  claimGrant,
  grantItem,
  grantPools,
  grantsPage,
  visibleGrant,
  type GrantPool,
  type GrantRow,
} from './grants.queries.js';
import { hasBegun, needsMembership } from './offers.queries.js';
import type { GrantDetail, GrantsQuery } from './grants.schemas.js';

/** Grants as organisations see and answer them. */
@Injectable()
export class Grants {
  constructor(
    private readonly database: Database,
    private readonly moves: GrantMoves,
  ) {}

  /** One page of the grants that this principal may see. */
  async list(principal: Principal, query: GrantsQuery) {
    const ids = tenantIds(principal, 'grant.read');
    const page = await grantsPage(this.database.manager, ids, query);
    return { ...page, items: page.items.map(grantItem) };
  }

  /** @throws DomainError not-found. */
  async read(principal: Principal, grantId: string): Promise<GrantDetail> {
    return await grantDetail(this.database.manager, principal, grantId);
  }

  /**
   * The representative takes the grant; it is active at once where its time has begun.
   * @throws DomainError not-found, stale, or conflict: GRA_OFFER_LAPSED after the window (GRA-1),
   * GRA_MEMBERSHIP_REQUIRED (MEM-9), or answered already.
   */
  async accept(principal: Principal, grantId: string, version?: number): Promise<GrantDetail> {
    return await this.database.inTransaction(principal, async (manager) => {
      const grant = await this.claimOffer(manager, principal, grantId, version);
      const free = !(await needsMembership(manager, grant.requestId));
      refuseNonMember(free || (await holdActiveMember(manager, grant.organisationId)));
      await this.moves.move(manager, principal, grant, 'accept', {
        acceptedBy: principal.personId,
        rule: 'GRA-1',
      });
      if (await hasBegun(manager, grantId)) {
        await this.moves.move(manager, principal, grant, 'activate');
      }
      return await grantDetail(manager, principal, grantId);
    });
  }

  /**
   * The representative gives the grant up; its time goes back to the pools.
   * @throws DomainError not-found, stale, or conflict as `accept`.
   */
  async decline(
    principal: Principal,
    grantId: string,
    reason: string,
    version?: number,
  ): Promise<GrantDetail> {
    return await this.database.inTransaction(principal, async (manager) => {
      const grant = await this.claimOffer(manager, principal, grantId, version);
      await this.moves.move(manager, principal, grant, 'decline', { reason });
      await this.moves.giveBack(manager, grantId, 'grant.decline');
      return await grantDetail(manager, principal, grantId);
    });
  }

  private async claimOffer(
    manager: EntityManager,
    principal: Principal,
    grantId: string,
    version?: number,
  ): Promise<Grant> {
    const ids = tenantIds(principal, 'grant.accept');
    const grant = await claimGrant(manager, ids, grantId, version);
    const overdue = grant.acceptanceDueAt <= (await this.database.now(manager));
    refuseLapsed({ state: grant.state, overdue });
    return grant;
  }
}

/** The whole grant as this principal may see it. */
async function grantDetail(
  manager: EntityManager,
  principal: Principal,
  grantId: string,
): Promise<GrantDetail> {
  const row = await visibleGrant(manager, tenantIds(principal, 'grant.read'), grantId);
  const pools = await grantPools(manager, grantId);
  return {
    ...grantItem(row),
    acceptedBy: row.acceptedByName === null ? null : { name: row.acceptedByName },
    declinedReason: row.declinedReason,
    suspendedFor: row.suspendedFor,
    pools: pools.map(poolFigures),
    possibleActs: actsFor(principal, row),
  };
}

function poolFigures({ poolId, poolName, startsAt, endsAt, balance }: GrantPool) {
  return {
    pool: {
      id: poolId,
      name: poolName,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    },
    ...gpuTimeFields('Granted', balance.granted),
    ...gpuTimeFields('Available', balance.available),
    ...gpuTimeFields('Held', balance.held),
    ...gpuTimeFields('Used', balance.used),
    ...gpuTimeFields('Returned', balance.returned),
    ...gpuTimeFields('Expired', balance.expired),
    ...gpuTimeFields('Moved', balance.moved),
  };
}

/** Only the organisation's own representative answers an offer, and only in time. */
function actsFor(principal: Principal, row: GrantRow): GrantAct[] {
  const own = tenantIds(principal, 'grant.accept') ?? [];
  const answers = mayUse(principal, 'grant.accept').allow && own.includes(row.organisationId);
  if (!answers || row.overdue) return [];
  return possibleActs(grantMachine, row.state).filter(
    (act) => act === 'accept' || act === 'decline',
  );
}
