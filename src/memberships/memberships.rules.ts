import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';
import type { OrganisationClass } from '../organisations/classification.rules.js';

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
  'submit' | 'screen' | 'review' | 'request-changes' | 'admit' | 'decline' | 'withdraw'
>('membership application', 'draft', {
  submit: { from: ['draft', 'changes_requested'], to: 'submitted' },
  screen: { from: ['submitted'], to: 'screening' },
  review: { from: ['screening'], to: 'review' },
  'request-changes': { from: ['screening', 'review'], to: 'changes_requested' },
  admit: { from: ['review'], to: 'admitted' },
  decline: { from: ['review'], to: 'declined' },
  withdraw: {
    from: ['draft', 'submitted', 'screening', 'review', 'changes_requested'],
    to: 'withdrawn',
  },
});
export type ApplicationAct = keyof typeof applicationMachine.acts;

export const membershipStates = ['active', 'suspended', 'ended'] as const;
export type MembershipState = (typeof membershipStates)[number];

/** A membership (states: docs/domain.md). It expires by its date: no job has to run for that. */
export const membershipMachine = stateMachine<MembershipState, 'suspend' | 'reinstate' | 'end'>(
  'membership',
  'active',
  {
    suspend: { from: ['active'], to: 'suspended' },
    reinstate: { from: ['suspended'], to: 'active' },
    end: { from: ['active', 'suspended'], to: 'ended' },
  },
);

/** What the applicant writes, and what the organisation brings along. */
export interface ApplicationContent {
  motivation: string;
  aiActivity: string;
  valuesAccepted: boolean;
  class: OrganisationClass;
  identifiers: number;
}

export const motivationLengthMin = 50;
export const aiActivityLengthMin = 20;

/** MEM-8: science organisations join by a short track. */
export const trackOf = (of: OrganisationClass): 'short' | 'full' =>
  of === 'science' ? 'short' : 'full';

/**
 * What is missing before an application can be submitted; empty when it is complete. MEM-1: at least
 * one checked identifier. MEM-8: no pledge is asked of anybody, and science need not describe its use
 * of AI.
 */
export function missingIn(content: ApplicationContent): FieldProblem[] {
  const missing: FieldProblem[] = [];
  const miss = (pointer: string, code: string, detail: string) =>
    missing.push({ pointer, code, detail });
  if (content.motivation.length < motivationLengthMin) {
    miss(
      '/motivation',
      'TOO_SHORT',
      `Say in at least ${motivationLengthMin} characters why you want to join.`,
    );
  }
  if (trackOf(content.class) === 'full' && content.aiActivity.length < aiActivityLengthMin) {
    miss(
      '/aiActivity',
      'TOO_SHORT',
      `Describe in at least ${aiActivityLengthMin} characters what you do with AI.`,
    );
  }
  if (!content.valuesAccepted) {
    miss(
      '/valuesAccepted',
      'NOT_ACCEPTED',
      'Accept the values of the initiative: only those who do can join.',
    );
  }
  if (content.identifiers === 0) {
    miss(
      '/organisation/identifiers',
      'MISSING',
      content.class === 'science'
        ? 'Give the organisation an identifier: its ROR id, PIC or VAT number.'
        : 'Give the organisation an identifier: its VAT number, LEI or SIREN.',
    );
  }
  return missing;
}

/** @throws DomainError rule MEM_INCOMPLETE with a pointer for each thing that is missing. */
export function checkComplete(content: ApplicationContent): void {
  const errors = missingIn(content);
  if (errors.length === 0) return;
  throw new DomainError(
    'rule',
    'MEM_INCOMPLETE',
    'The application is not complete. See "errors" for what is missing, fill it in and submit again.',
    { errors },
  );
}

/**
 * MEM-3: the submitter is a legal representative.
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
