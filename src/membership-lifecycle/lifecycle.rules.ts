import { DomainError, fieldError, type FieldProblem } from '../kernel/domain-error.js';
import { reasonLengthMin, type StandingCode } from '../memberships/memberships.rules.js';

/**
 * MEM-9: how many days after a suspension the grants follow: what the terms say, or none for a
 * restrictive measure.
 */
export const noticeDays = (code: StandingCode, suspensionNoticeDays: number): number =>
  code === 'restrictive_measure' ? 0 : suspensionNoticeDays;

/**
 * SEP-1, MEM-5: whoever revokes says why, with a code and in words.
 * @throws DomainError rule MEM_CODE_MISSING, MEM_REASON_MISSING.
 */
export function checkGround(code: StandingCode | undefined, reason: string | undefined) {
  if (code === undefined) {
    throw fieldError('/code', 'MEM_CODE_MISSING', 'Name the ground of the revocation by its code.');
  }
  if (reason === undefined || reason.length < reasonLengthMin) {
    const detail = `Say in at least ${reasonLengthMin} characters why. The organisation reads it.`;
    throw fieldError('/reason', 'MEM_REASON_MISSING', detail);
  }
  return { code, reason };
}

/**
 * MEM-3: a membership is renewed and given up by the legal representative alone; a mandate to apply is
 * none for that.
 * @throws DomainError forbidden MEM_NOT_REPRESENTATIVE.
 */
export function checkRepresentative(role: string | undefined): void {
  if (role === 'representative') return;
  throw new DomainError(
    'forbidden',
    'MEM_NOT_REPRESENTATIVE',
    'Only the legal representative of the organisation can do this. Ask them to do it.',
  );
}

/** What one officer proposed. */
export interface ProposedRevocation {
  by: string | null;
  code: StandingCode | null;
}

/**
 * SEP-1: a revocation is made by another person than proposed it, on the same ground. Whoever proposed it
 * may name another ground, which takes the place of the first.
 * @returns whether this act makes it; false where it is the proposal.
 * @throws DomainError conflict MEM_SECOND_PERSON, MEM_OTHER_GROUND.
 */
export function makesRevocation(
  proposed: ProposedRevocation,
  personId: string | null,
  code: StandingCode,
): boolean {
  if (proposed.by === null) return false;
  if (proposed.by === personId) {
    if (proposed.code !== code) return false;
    throw new DomainError(
      'conflict',
      'MEM_SECOND_PERSON',
      'You proposed this revocation, so another officer has to make it.',
    );
  }
  if (proposed.code !== code) {
    throw new DomainError(
      'conflict',
      'MEM_OTHER_GROUND',
      `The revocation was proposed on the ground "${proposed.code}". Agree with that, or ask whoever proposed it to name another one.`,
    );
  }
  return true;
}

/** A membership as renewal looks at it. */
export interface Renewable {
  now: Date;
  expiresAt: Date;
  renewableFrom: Date;
}

/**
 * REN-1: a membership is renewed in the last weeks before it expires.
 * @throws DomainError conflict MEM_EXPIRED, MEM_RENEWAL_EARLY.
 */
export function checkRenewable({ now, expiresAt, renewableFrom }: Renewable): void {
  checkNotExpired(now, expiresAt);
  if (now >= renewableFrom) return;
  throw new DomainError(
    'conflict',
    'MEM_RENEWAL_EARLY',
    `This membership can be renewed from ${dayOf(renewableFrom)} on. There is nothing to do before.`,
  );
}

/** @throws DomainError conflict MEM_EXPIRED. */
export function checkNotExpired(now: Date, expiresAt: Date): void {
  if (now < expiresAt) return;
  throw new DomainError(
    'conflict',
    'MEM_EXPIRED',
    `This membership expired on ${dayOf(expiresAt)}. The organisation can apply anew.`,
  );
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What the representative confirms. */
export interface Confirmations {
  identity: boolean;
  representative: boolean;
  class: boolean;
}

/**
 * REN-1: renewing is confirming: each part by itself.
 * @throws DomainError rule MEM_NOT_CONFIRMED with a pointer for each that is not.
 */
export function checkConfirmed(confirmed: Confirmations): void {
  const errors: FieldProblem[] = (['identity', 'representative', 'class'] as const)
    .filter((name) => !confirmed[name])
    .map((name) => ({
      pointer: `/confirmed/${name}`,
      code: 'MEM_NOT_CONFIRMED',
      detail: `Correct the ${name} first where it is wrong, then confirm it.`,
    }));
  if (errors.length === 0) return;
  throw new DomainError(
    'rule',
    'MEM_NOT_CONFIRMED',
    'A membership is renewed by confirming identity, representative and class. See "errors".',
    { errors },
  );
}

/**
 * REN-1, MEM-2: the class of a company rests on its newest closed year: last year, or the year before
 * while the last accounts are not approved yet.
 * @throws DomainError rule MEM_FIGURES_OLD, MEM_FIGURES_FUTURE.
 */
export function checkFiguresYear(year: number, now: Date): void {
  const thisYear = now.getUTCFullYear();
  const refuse = (code: string, detail: string) => fieldError('/figures/year', code, detail);
  if (year > thisYear) {
    throw refuse(
      'MEM_FIGURES_FUTURE',
      `The year ${year} is not closed yet. Give the newest closed one.`,
    );
  }
  if (year >= thisYear - 2) return;
  throw refuse(
    'MEM_FIGURES_OLD',
    `The figures are of ${year}. Give those of the newest closed year, ${thisYear - 1} or ${thisYear - 2}.`,
  );
}

/**
 * REN-1: which reminder is due: the last of those whose day has come and that were not sent. When a
 * job was away for weeks, one letter goes out and not three.
 * @param daysLeft until the expiry, fractions included; above 0.
 */
export function dueReminder(
  daysLeft: number,
  reminderDays: readonly number[],
  sent: readonly number[],
): { days: number; covers: number[] } | null {
  const covers = reminderDays.filter((days) => daysLeft <= days && !sent.includes(days));
  if (covers.length === 0) return null;
  return { days: Math.min(...covers), covers };
}
