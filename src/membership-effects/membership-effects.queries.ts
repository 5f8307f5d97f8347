import type { EntityManager } from 'typeorm';
import type { GrantState, SuspensionCause } from '../grants/grant.rules.js';

/** A grant that a membership has an effect on, under lock. */
export interface ClaimedGrant {
  id: string;
  state: GrantState;
  suspendedFor: SuspensionCause | null;
  version: number;
  /** Whether some of it is held for a job that runs. */
  held: boolean;
}

/** A grant of a call that admits non-members does not rest on the membership (MEM-7). */
const restsOnMembership = `EXISTS (SELECT 1 FROM requests q JOIN calls c ON c.id = q.call_id
  WHERE q.id = g.request_id AND c.members_only)`;
const amounts = `LEFT JOIN LATERAL (
  SELECT coalesce(sum(CASE a.kind WHEN 'grant_available' THEN a.debits_pending
           ELSE a.credits_posted - a.debits_posted END), 0) AS held,
         coalesce(sum(CASE WHEN a.kind = 'grant_available'
           THEN a.credits_posted - a.debits_posted - a.debits_pending ELSE 0 END), 0) AS available
    FROM ledger_accounts a WHERE a.grant_id = g.id AND a.kind IN ('grant_available', 'grant_held')) b ON true`;
const select = `SELECT g.id, g.state, g.suspended_for AS "suspendedFor", g.version, b.held > 0 AS held
  FROM grants g ${amounts}`;
const locked = `ORDER BY g.id LIMIT $1 FOR UPDATE OF g SKIP LOCKED`;

/**
 * MEM-9: active grants of organisations whose notice is over. A restrictive measure is about the
 * organisation, so it reaches every grant, also those that need no membership.
 */
export async function claimToSuspend(manager: EntityManager, limit: number) {
  return await manager.query<ClaimedGrant[]>(
    `${select} WHERE g.state = 'active' AND EXISTS (
       SELECT 1 FROM memberships m WHERE m.organisation_id = g.organisation_id AND m.state = 'suspended'
          AND m.grants_suspend_at <= portal_now()
          AND (m.suspension_code = 'restrictive_measure' OR ${restsOnMembership})) ${locked}`,
    [limit],
  );
}

/** Grants that were suspended with a membership which is active again. */
export async function claimToResume(manager: EntityManager, limit: number) {
  return await manager.query<ClaimedGrant[]>(
    `${select} WHERE g.state = 'suspended' AND g.suspended_for = 'membership' AND EXISTS (
       SELECT 1 FROM memberships m WHERE m.organisation_id = g.organisation_id AND m.state = 'active'
          AND m.expires_at > portal_now()) ${locked}`,
    [limit],
  );
}

/**
 * Whether membership `m` ended under a restrictive measure: suspended for one at the end, or revoked for
 * one. A reinstatement clears both codes.
 */
const endedRestricted = `(m.suspension_code = 'restrictive_measure'
  OR (m.end_kind = 'revoked' AND m.revocation_code = 'restrictive_measure'))`;

/**
 * Grants of organisations whose membership has ended and that have time to give back, or nothing held
 * any more: what is held for a running job waits for it. Grants that need no membership stay, unless it
 * ended under a restrictive measure (MEM-9): nobody gets out of that by withdrawing.
 */
export async function claimToReturn(manager: EntityManager, limit: number) {
  return await manager.query<ClaimedGrant[]>(
    `${select} WHERE g.state IN ('offered', 'accepted', 'active', 'suspended')
        AND EXISTS (SELECT 1 FROM memberships m WHERE m.organisation_id = g.organisation_id AND m.state = 'ended'
                     AND (${endedRestricted} OR ${restsOnMembership}))
        AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.organisation_id = g.organisation_id AND m.state <> 'ended')
        AND NOT (g.suspended_for IS NOT DISTINCT FROM 'membership_end' AND b.held > 0 AND b.available = 0) ${locked}`,
    [limit],
  );
}

/** Notes on a suspended grant that more of its time went back. */
export async function touchEnding(manager: EntityManager, grantId: string): Promise<void> {
  await manager.query(
    `UPDATE grants SET suspended_for = 'membership_end', version = version + 1, updated_at = portal_now()
      WHERE id = $1`,
    [grantId],
  );
}
