import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { poolGroupById } from '../pools/pool-lists.queries.js';
import type {
  ChangeQuotaPolicy,
  DraftQuotaPolicy,
  QuotaPoliciesQuery,
} from '../pools/quota-policies.schemas.js';
import { refuseStale } from '../sites/sites.rules.js';
import {
  duePolicies,
  groupsWithDuePolicies,
  memberInterests,
  poolIdsOfGroup,
  quotaPoliciesPage,
  quotaPolicyById,
} from './quota-policies.queries.js';
import {
  patchedRules,
  quotaPolicyMachine,
  refuseForeignDraft,
  refuseInterested,
  refuseUnfitRules,
  refuseUnseparated,
} from './quota-policies.rules.js';

/** The versioned rules by which a pool group is divided. */
@Injectable()
export class QuotaPolicies {
  constructor(private readonly database: Database) {}

  async list(query: QuotaPoliciesQuery) {
    return await quotaPoliciesPage(this.database.manager, query);
  }

  /** @throws DomainError not-found. */
  async read(id: string) {
    return await quotaPolicyById(this.database.manager, id);
  }

  /**
   * Drafts a policy for a pool group; it takes another person to approve it.
   * @throws DomainError not-found, rule POLICY_RULES, forbidden SEP_INTERESTED, SEP_NOT_A_PERSON.
   */
  async draft(principal: Principal, poolGroupId: string, input: DraftQuotaPolicy) {
    return await this.database.inTransaction(principal, async (manager) => {
      await poolGroupById(manager, poolGroupId, true);
      refuseUnfitRules(input.rules, await poolIdsOfGroup(manager, poolGroupId));
      const drafterId = personOf(principal);
      refuseInterested('You belong', await memberInterests(manager, drafterId));
      const id = newId();
      await manager.query(
        `INSERT INTO quota_policies (id, pool_group_id, number, rules, drafted_by, effective_from)
         SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5
           FROM quota_policies WHERE pool_group_id = $2`,
        [id, poolGroupId, JSON.stringify(input.rules), drafterId, input.effectiveFrom],
      );
      await audit(manager, principal, {
        act: 'quota-policy.draft',
        object: { kind: 'quota-policy', id },
        after: { poolGroupId, ...input },
      });
      return await quotaPolicyById(manager, id);
    });
  }

  /**
   * Changes a draft of one's own.
   * @throws DomainError not-found, stale, conflict POLICY_FIXED, forbidden POLICY_DRAFT_OF_ANOTHER,
   * rule POLICY_RULES.
   */
  async change(principal: Principal, id: string, version: number, changes: ChangeQuotaPolicy) {
    return await this.database.inTransaction(principal, async (manager) => {
      const before = await quotaPolicyById(manager, id, true);
      refuseStale('quota policy', version, before.version);
      refuseForeignDraft(before, principal.personId);
      const rules = patchedRules(before.rules, { ...changes.rules });
      refuseUnfitRules(rules, await poolIdsOfGroup(manager, before.poolGroup.id));
      await manager.query(
        `UPDATE quota_policies SET rules = $2, effective_from = $3, version = version + 1,
           updated_at = portal_now() WHERE id = $1`,
        [id, JSON.stringify(rules), changes.effectiveFrom ?? before.effectiveFrom.toISOString()],
      );
      await audit(manager, principal, {
        act: 'quota-policy.change',
        object: { kind: 'quota-policy', id },
        before: { rules: before.rules, effectiveFrom: before.effectiveFrom },
        after: { rules, effectiveFrom: changes.effectiveFrom ?? before.effectiveFrom },
      });
      return await quotaPolicyById(manager, id);
    });
  }

  /**
   * SEP-1: approves somebody else's draft. It takes effect at once when its time has come, else by
   * the tick; an earlier time than now means now.
   * @throws DomainError not-found, stale, conflict ILLEGAL_TRANSITION, forbidden SEP_…, rule POLICY_RULES.
   */
  async approve(principal: Principal, id: string, version: number | undefined) {
    return await this.database.inTransaction(principal, async (manager) => {
      const { poolGroup } = await quotaPolicyById(manager, id);
      // The group first, as the tick does: one order of locks, and one approval of a group at a time.
      await poolGroupById(manager, poolGroup.id, true);
      const before = await quotaPolicyById(manager, id, true);
      refuseStale('quota policy', version, before.version);
      const state = nextState(quotaPolicyMachine, before.state, 'approve');
      refuseUnseparated({
        drafterId: before.draftedBy.id,
        approverId: principal.personId,
        drafterInterests: await memberInterests(manager, before.draftedBy.id),
        approverInterests: await memberInterests(manager, principal.personId),
      });
      refuseUnfitRules(before.rules, await poolIdsOfGroup(manager, poolGroup.id));
      await manager.query(
        `UPDATE quota_policies SET state = $2, approved_by = $3, approved_at = portal_now(),
           effective_from = greatest(effective_from, portal_now()), version = version + 1,
           updated_at = portal_now() WHERE id = $1`,
        [id, state, principal.personId],
      );
      await audit(manager, principal, {
        act: 'quota-policy.approve',
        object: { kind: 'quota-policy', id },
        before: { state: before.state },
        after: { state, draftedBy: before.draftedBy.id },
        rule: 'SEP-1',
      });
      await takeEffect(manager, principal, poolGroup.id);
      return await quotaPolicyById(manager, id);
    });
  }

  /** The pool groups in which `takeDueEffect` has something to do. */
  async groupsDue(principal: Principal): Promise<string[]> {
    return await this.database.inTransaction(principal, (m) => groupsWithDuePolicies(m));
  }

  /** Brings the approved policies of a group into force whose time has come; idempotent. */
  async takeDueEffect(principal: Principal, poolGroupId: string): Promise<number> {
    return await this.database.inTransaction(principal, async (manager) => {
      await poolGroupById(manager, poolGroupId, true);
      return await takeEffect(manager, principal, poolGroupId);
    });
  }
}

async function takeEffect(
  manager: EntityManager,
  principal: Principal,
  poolGroupId: string,
): Promise<number> {
  const due = await duePolicies(manager, poolGroupId);
  for (const policy of due) {
    const [superseded] = await manager.query<[{ id: string }[], number]>(
      `UPDATE quota_policies SET state = 'superseded', version = version + 1, updated_at = portal_now()
        WHERE pool_group_id = $1 AND state = 'effective' RETURNING id`,
      [poolGroupId],
    );
    await manager.query(
      `UPDATE quota_policies SET state = 'effective', version = version + 1, updated_at = portal_now()
        WHERE id = $1`,
      [policy.id],
    );
    for (const { id } of superseded) {
      await audit(manager, principal, {
        act: 'quota-policy.supersede',
        object: { kind: 'quota-policy', id },
        before: { state: 'effective' },
        after: { state: 'superseded', by: policy.id },
      });
    }
    await audit(manager, principal, {
      act: 'quota-policy.take-effect',
      object: { kind: 'quota-policy', id: policy.id },
      before: { state: 'approved' },
      after: { state: 'effective' },
    });
  }
  return due.length;
}

function personOf(principal: Principal): string {
  if (principal.personId !== null) return principal.personId;
  throw new DomainError(
    'forbidden',
    'SEP_NOT_A_PERSON',
    'A quota policy is drafted and approved by people, not by the portal itself (SEP-1).',
  );
}
