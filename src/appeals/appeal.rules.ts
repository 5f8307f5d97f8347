import { DomainError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const appealStates = [
  'submitted',
  'admissible',
  'inadmissible',
  'upheld',
  'dismissed',
] as const;
export type AppealState = (typeof appealStates)[number];

/** An appeal against a decision (states: docs/domain.md). */
export const appealMachine = stateMachine<AppealState, 'admit' | 'reject' | 'uphold' | 'dismiss'>(
  'appeal',
  'submitted',
  {
    admit: { from: ['submitted'], to: 'admissible' },
    reject: { from: ['submitted'], to: 'inadmissible' },
    uphold: { from: ['admissible'], to: 'upheld' },
    dismiss: { from: ['admissible'], to: 'dismissed' },
  },
);
export type AppealAct = keyof typeof appealMachine.acts;

/** What can be appealed against; the last three join when they are built. */
export const appealSubjects = [
  'membership_decision',
  'suspension',
  'request_decision',
  'revocation',
  'underuse_cut',
] as const;
export type AppealSubject = (typeof appealSubjects)[number];

/** Decisions as POST …/decide names them: the state that each leads to. */
export const appealDecisions = ['admissible', 'inadmissible', 'upheld', 'dismissed'] as const;
export type AppealDecision = (typeof appealDecisions)[number];
export const actOfDecision: Readonly<Record<AppealDecision, AppealAct>> = {
  admissible: 'admit',
  inadmissible: 'reject',
  upheld: 'uphold',
  dismissed: 'dismiss',
};

/**
 * APL-1: an appeal is lodged while the window after the decision is open.
 * @throws DomainError conflict APL_WINDOW_OVER.
 */
export function checkWindow(now: Date, dueAt: Date): void {
  if (now < dueAt) return;
  throw new DomainError(
    'conflict',
    'APL_WINDOW_OVER',
    `One could appeal against this decision until ${dueAt.toISOString()}. It stands now; write to the programme office if something new came to light.`,
  );
}

/**
 * APL-2: an appeal is not decided by anybody who took part in the first decision.
 * @throws DomainError forbidden APL_FIRST_DECIDER.
 */
export function checkOtherPerson(personId: string | null, firstDeciders: readonly string[]): void {
  if (personId === null || !firstDeciders.includes(personId)) return;
  throw new DomainError(
    'forbidden',
    'APL_FIRST_DECIDER',
    'You took part in the decision that this appeal is about, so somebody else has to decide on it.',
  );
}

export const reasonLengthMin = 20;

/**
 * MEM-5: every decision but the one that the appeal is admissible carries a reason, which the
 * organisation reads.
 * @throws DomainError rule APL_REASON_MISSING.
 */
export function checkAppealReason(decision: AppealDecision, reason: string | undefined): void {
  if (decision === 'admissible' || (reason ?? '').length >= reasonLengthMin) return;
  const detail = `Say in at least ${reasonLengthMin} characters why. The organisation reads it.`;
  throw new DomainError('rule', 'APL_REASON_MISSING', detail, {
    errors: [{ pointer: '/reason', code: 'APL_REASON_MISSING', detail }],
  });
}
