import { DomainError, fieldError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const pledgeKinds = [
  'capital',
  'compute',
  'data',
  'talent',
  'adoption_pilot',
  'open_model',
] as const;
export type PledgeKind = (typeof pledgeKinds)[number];

export const pledgeStates = ['declared', 'confirmed', 'fulfilled', 'withdrawn'] as const;
export type PledgeState = (typeof pledgeStates)[number];

/**
 * What a member commits (states: docs/domain.md). It buys no score and no hours (MEM-8). A correction of
 * what was confirmed has to be confirmed again.
 */
export const pledgeMachine = stateMachine<
  PledgeState,
  'correct' | 'confirm' | 'fulfil' | 'withdraw'
>('pledge', 'declared', {
  correct: { from: ['declared', 'confirmed'], to: 'declared' },
  confirm: { from: ['declared'], to: 'confirmed' },
  fulfil: { from: ['confirmed'], to: 'fulfilled' },
  withdraw: { from: ['declared', 'confirmed'], to: 'withdrawn' },
});

/**
 * Capital is money, so it has an amount; other kinds may be counted in people or data.
 * @throws DomainError rule PLEDGE_AMOUNT_MISSING.
 */
export function checkAmount(kind: PledgeKind, amountCents: string | null): void {
  if (kind !== 'capital' || (amountCents !== null && amountCents !== '0')) return;
  throw fieldError(
    '/amountCents',
    'PLEDGE_AMOUNT_MISSING',
    'A pledge of capital has an amount. Give it in euro cents, or choose another kind.',
  );
}

/**
 * A horizon lies ahead.
 * @param year the year in which it is declared, by the database's time.
 * @throws DomainError rule PLEDGE_HORIZON_PAST.
 */
export function checkHorizon(horizonYear: number, year: number): void {
  if (horizonYear >= year) return;
  throw fieldError(
    '/horizonYear',
    'PLEDGE_HORIZON_PAST',
    `A pledge looks ahead. Choose ${year} or a later year.`,
  );
}

/** What a pledge says; each version keeps its own. */
export interface PledgeContent {
  kind: PledgeKind;
  amountCents: string | null;
  horizonYear: number;
  newMoney: boolean;
  description: string;
}

/** @throws DomainError rule PLEDGE_UNCHANGED: a correction that corrects nothing is no version. */
export function checkCorrects(before: PledgeContent, after: PledgeContent): void {
  const keys = ['kind', 'amountCents', 'horizonYear', 'newMoney', 'description'] as const;
  if (keys.some((key) => before[key] !== after[key])) return;
  throw new DomainError(
    'rule',
    'PLEDGE_UNCHANGED',
    'This is what the pledge says already. Change something, or leave it as it is.',
  );
}

/**
 * MEM-4: nobody confirms a pledge of an organisation to which they belong or are linked.
 * @throws DomainError forbidden PLEDGE_INTERESTED.
 */
export function checkConfirmer(belongsOrIsLinked: boolean): void {
  if (!belongsOrIsLinked) return;
  throw new DomainError(
    'forbidden',
    'PLEDGE_INTERESTED',
    'You belong or are linked to this organisation, so somebody else has to confirm its pledge.',
  );
}
