import { DomainError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const applicationStates = [
  'draft',
  'submitted',
  'screening',
  'review',
  'changes_requested',
  'admitted',
  'declined',
  'withdrawn',
] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** A request to join (states: docs/domain.md). */
export const applicationMachine = stateMachine<
  ApplicationState,
  'submit' | 'screen' | 'review' | 'request-changes' | 'admit' | 'decline' | 'reopen' | 'withdraw'
>('membership application', 'draft', {
  submit: { from: ['draft', 'changes_requested'], to: 'submitted' },
  screen: { from: ['submitted'], to: 'screening' },
  review: { from: ['screening'], to: 'review' },
  'request-changes': { from: ['screening', 'review'], to: 'changes_requested' },
  admit: { from: ['review'], to: 'admitted' },
  decline: { from: ['review'], to: 'declined' },
  reopen: { from: ['declined'], to: 'review' },
  withdraw: {
    from: ['draft', 'submitted', 'screening', 'review', 'changes_requested'],
    to: 'withdrawn',
  },
});
export type ApplicationAct = keyof typeof applicationMachine.acts;

export const membershipStates = ['active', 'suspended', 'ended'] as const;
export type MembershipState = (typeof membershipStates)[number];

/**
 * A membership (states: docs/domain.md). From its date of expiry on nobody counts it as active, whether
 * or not the job has come by that ends it.
 */
export const membershipMachine = stateMachine<
  MembershipState,
  'renew' | 'suspend' | 'reinstate' | 'end'
>('membership', 'active', {
  renew: { from: ['active'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  reinstate: { from: ['suspended'], to: 'active' },
  end: { from: ['active', 'suspended'], to: 'ended' },
});
export type MembershipAct = keyof typeof membershipMachine.acts;

/** Why a membership is suspended or revoked (MEM-5); the reason in words comes beside it. */
export const standingCodes = [
  'restrictive_measure',
  'obligations',
  'data_not_confirmed',
  'misuse',
  'insolvency',
  'other',
] as const;
export type StandingCode = (typeof standingCodes)[number];

export const endKinds = ['withdrawn', 'expired', 'revoked'] as const;
export type EndKind = (typeof endKinds)[number];

/**
 * MEM-3: the submitter is a legal representative, or a manager with a mandate from one.
 * @throws DomainError forbidden MEM_NOT_REPRESENTATIVE.
 */
export function checkSubmitter(role: string | undefined, mandated: boolean): void {
  if (role === 'representative' || (role === 'manager' && mandated)) return;
  throw new DomainError(
    'forbidden',
    'MEM_NOT_REPRESENTATIVE',
    'Only the legal representative of the organisation, or a manager with a mandate from them, can do this. Ask them to do it, or to give you a mandate.',
  );
}

export { checkDisinterested } from '../organisations/organisation.rules.js';

/** States in which the applicant writes. */
export const writable: readonly ApplicationState[] = ['draft', 'changes_requested'];

/** @throws DomainError conflict MEM_APPLICATION_FIXED once it has been handed in. */
export function checkWritable(state: ApplicationState): void {
  if (writable.includes(state)) return;
  throw new DomainError(
    'conflict',
    'MEM_APPLICATION_FIXED',
    `This application is ${state.replaceAll('_', ' ')} and cannot be changed. Ask the programme office to request changes, or withdraw it.`,
  );
}

/**
 * MEM-5: whoever declines says why, in words that the applicant reads.
 * @throws DomainError rule MEM_REASON_MISSING.
 */
export function checkReason(decision: 'admit' | 'decline', reason: string | undefined): void {
  if (decision === 'admit' || (reason ?? '').length >= reasonLengthMin) return;
  const detail = `Say in at least ${reasonLengthMin} characters why it is declined. The applicant reads it.`;
  throw new DomainError('rule', 'MEM_REASON_MISSING', detail, {
    errors: [{ pointer: '/reason', code: 'MEM_REASON_MISSING', detail }],
  });
}
export const reasonLengthMin = 20;
