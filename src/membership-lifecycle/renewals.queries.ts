import type { EntityManager } from 'typeorm';
import { Membership } from '../memberships/membership.entity.js';

export interface ToRemind {
  id: string;
  organisationId: string;
  expiresAt: Date;
  /** Days of the reminders that went out for this term already. */
  sent: number[];
}

/** Active memberships for which a reminder is due, locked; what another worker has is left to it. */
export async function claimToRemind(
  manager: EntityManager,
  reminderDays: readonly number[],
  limit: number,
): Promise<ToRemind[]> {
  return await manager.query<ToRemind[]>(
    `SELECT m.id, m.organisation_id AS "organisationId", m.expires_at AS "expiresAt",
            ARRAY(SELECT r.days FROM membership_reminders r
                   WHERE r.membership_id = m.id AND r.expires_at = m.expires_at) AS sent
       FROM memberships m
      WHERE m.state = 'active' AND m.expires_at > portal_now() AND EXISTS (
        SELECT 1 FROM unnest($1::int[]) AS d(days)
         WHERE m.expires_at <= portal_now() + make_interval(days => d.days) AND NOT EXISTS (
           SELECT 1 FROM membership_reminders r
            WHERE r.membership_id = m.id AND r.expires_at = m.expires_at AND r.days = d.days))
      ORDER BY m.id LIMIT $2 FOR UPDATE OF m SKIP LOCKED`,
    [reminderDays, limit],
  );
}

/** Notes reminders of a membership under lock as sent for its present term. */
export async function noteReminders(
  manager: EntityManager,
  membershipId: string,
  days: readonly number[],
): Promise<void> {
  await manager.query(
    `INSERT INTO membership_reminders (membership_id, expires_at, days)
     SELECT m.id, m.expires_at, d.days FROM memberships m, unnest($2::int[]) AS d(days)
      WHERE m.id = $1 ON CONFLICT DO NOTHING`,
    [membershipId, days],
  );
}

/** Memberships whose time is over and that have not ended, locked. */
export async function claimExpired(manager: EntityManager, limit: number): Promise<Membership[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM memberships WHERE state <> 'ended' AND expires_at <= portal_now()
      ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  if (rows.length === 0) return [];
  return await manager
    .createQueryBuilder(Membership, 'm')
    .where('m.id IN (:...ids)', { ids: rows.map(({ id }) => id) })
    .getMany();
}
