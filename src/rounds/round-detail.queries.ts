import type { EntityManager } from 'typeorm';
import { mayUse, tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { roundMachine, type RoundAct } from '../allocation/round.rules.js';
import { possibleActs } from '../kernel/state-machine.js';
import { undecidedRequests } from '../requests/ranked-requests.queries.js';
import type { RoundDetail } from './rounds.schemas.js';
import {
  approvalsOf,
  roundItem,
  visibleRound,
  type Approval,
  type RoundRow,
} from './rounds.queries.js';
import { waitingFor } from './waiting.rules.js';

/** Who may do what; `collect` happens by itself. */
const permissionOf: Readonly<Partial<Record<RoundAct, Permission>>> = {
  compute: 'round.run',
  approve: 'round.approve',
  publish: 'round.publish',
  cancel: 'round.run',
};

/**
 * The whole round as this principal may see it. Applicants learn neither who approved nor what holds
 * the round up.
 * @throws DomainError not-found.
 */
export async function roundDetail(
  manager: EntityManager,
  principal: Principal,
  roundId: string,
): Promise<RoundDetail> {
  const organisationIds = tenantIds(principal, 'round.read');
  const row = await visibleRound(manager, organisationIds, roundId);
  const inside = organisationIds === null;
  const approvals = inside ? await approvalsOf(manager, row) : [];
  return {
    ...roundItem(row),
    cancelReason: row.cancelReason,
    waitingFor: inside ? await waiting(manager, row, approvals) : null,
    approvals: approvals.map(({ name, capacity, approvedAt }) => ({
      by: { name },
      role: capacity,
      approvedAt: approvedAt.toISOString(),
    })),
    possibleActs: actsFor(principal, row, approvals),
  };
}

async function waiting(manager: EntityManager, row: RoundRow, approvals: readonly Approval[]) {
  const undecided = row.state === 'collecting' ? await undecidedRequests(manager, row.callId) : 0;
  return waitingFor({
    state: row.state,
    cutOffPassed: row.cutOffPassed,
    allocationDue: row.allocationDue,
    undecided,
    approvals: approvals.map(({ capacity }) => ({ role: capacity })),
  });
}

function actsFor(principal: Principal, row: RoundRow, approvals: readonly Approval[]): RoundAct[] {
  return possibleActs(roundMachine, row.state).filter((act) => {
    const permission = permissionOf[act];
    if (permission === undefined || !mayUse(principal, permission).allow) return false;
    const mine = approvals.some(({ personId }) => personId === principal.personId);
    return act !== 'approve' || !mine;
  });
}
