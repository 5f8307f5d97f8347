import type { EntityManager } from 'typeorm';

/** What the initiative's policy sets for memberships, as versioned rows; days are calendar days. */
export interface MembershipTerms {
  /** How long an admission or a renewal is good for. */
  validityMonths: number;
  /** MEM-9: from a suspension until the grants follow. */
  suspensionNoticeDays: number;
  /** APL-1: from a decision until nobody can appeal against it any more. */
  appealWindowDays: number;
  /** REN-1: before its expiry a membership can be renewed for so long. */
  renewalOpensDays: number;
  /** REN-1: days before the expiry at which the organisation is reminded. */
  reminderDays: number[];
}

/**
 * The terms in force on the day of `at` (now unless told).
 * @throws Error where no row covers the day: a fault of whoever keeps the terms.
 */
export async function membershipTerms(
  manager: EntityManager,
  at: Date | null = null,
): Promise<MembershipTerms> {
  const [terms] = await manager.query<MembershipTerms[]>(
    `SELECT validity_months AS "validityMonths", suspension_notice_days AS "suspensionNoticeDays",
            appeal_window_days AS "appealWindowDays", renewal_opens_days AS "renewalOpensDays",
            reminder_days AS "reminderDays"
       FROM membership_terms
      WHERE valid_from <= coalesce($1::timestamptz, portal_now())::date
        AND (valid_to IS NULL OR valid_to > coalesce($1::timestamptz, portal_now())::date)
      ORDER BY valid_from DESC LIMIT 1`,
    [at],
  );
  if (!terms) throw new Error('No terms of membership are in force on this day.');
  return terms;
}

/** Until when one may appeal against a decision that is taken in this transaction (APL-1). */
export async function appealUntil(manager: EntityManager): Promise<Date> {
  const { appealWindowDays } = await membershipTerms(manager);
  const [row] = await manager.query<[{ until: Date }]>(
    `SELECT portal_now() + make_interval(days => $1) AS until`,
    [appealWindowDays],
  );
  return row.until;
}
