import { DomainError, fieldError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const assignmentStates = [
  'proposed',
  'accepted',
  'declined',
  'conflict',
  'expired',
  'drafting',
  'submitted',
  'released',
] as const;
export type AssignmentState = (typeof assignmentStates)[number];
export type AssignmentAct =
  'accept' | 'decline' | 'declare-conflict' | 'write' | 'submit' | 'expire' | 'release';

/** States of the pairing of a reviewer and a request (docs/domain.md). */
export const assignmentMachine = stateMachine<AssignmentState, AssignmentAct>(
  'assignment',
  'proposed',
  {
    accept: { from: ['proposed'], to: 'accepted' },
    decline: { from: ['proposed', 'accepted', 'drafting'], to: 'declined' },
    'declare-conflict': { from: ['proposed', 'accepted', 'drafting'], to: 'conflict' },
    write: { from: ['accepted', 'drafting'], to: 'drafting' },
    submit: { from: ['drafting'], to: 'submitted' },
    expire: { from: ['proposed', 'accepted', 'drafting'], to: 'expired' },
    release: { from: ['submitted'], to: 'released' },
  },
);

/** What is known about a person whom an officer wants to assign. */
export interface AssignmentSituation {
  /** Null when there is no such person. */
  roles: readonly string[] | null;
  suspended: boolean;
  /** Belongs to the applicant, or to an organisation of its single undertaking. */
  linked: boolean;
  /** Wrote or sent a request in the same call. */
  applies: boolean;
  /** State of an earlier assignment to the same request, or null. */
  earlier: AssignmentState | null;
  requestState: string;
  dueAt: Date;
  now: Date;
}

/**
 * REV-1: whether somebody may review a request.
 * @throws DomainError conflict or rule that says what stands against it.
 */
export function requireAssignable(situation: AssignmentSituation): void {
  if (situation.requestState !== 'expert_review') {
    throw new DomainError(
      'conflict',
      'REV_NOT_IN_REVIEW',
      `This request is ${situation.requestState.replaceAll('_', ' ')}; reviewers are assigned while it is in expert review.`,
    );
  }
  const reviews = situation.roles?.some((role) => role === 'reviewer' || role === 'chair');
  if (!reviews || situation.suspended) {
    throw fieldError(
      '/reviewerId',
      'REV_NOT_A_REVIEWER',
      'This person is not an active reviewer. Choose somebody with the role reviewer or chair.',
    );
  }
  if (situation.linked) {
    throw fieldError(
      '/reviewerId',
      'REV_CONFLICT',
      'This person belongs to the applicant or to its single undertaking. Choose somebody else.',
    );
  }
  if (situation.applies) {
    throw fieldError(
      '/reviewerId',
      'REV_CONFLICT',
      'This person applies in the same call. Choose somebody else.',
    );
  }
  refuseEarlier(situation.earlier);
  if (situation.dueAt <= situation.now) {
    throw fieldError('/dueAt', 'REV_DUE_IN_PAST', 'The due date has passed. Choose a later one.');
  }
}

function refuseEarlier(earlier: AssignmentState | null): void {
  if (earlier === null) return;
  if (earlier === 'conflict') {
    throw new DomainError(
      'conflict',
      'REV_CONFLICT_DECLARED',
      'This person declared a conflict of interest with this request. Choose somebody else.',
    );
  }
  throw new DomainError(
    'conflict',
    'REV_ASSIGNED_ALREADY',
    `This person was assigned to this request already (${earlier}). Choose somebody else.`,
  );
}
