import { DomainError, fieldError } from '../kernel/domain-error.js';
import type { ApplicationState } from '../memberships/memberships.rules.js';

/** States in which somebody of the office has the case. */
export const assignable: readonly ApplicationState[] = [
  'submitted',
  'screening',
  'review',
  'changes_requested',
];

/** How things stand between an application and whom it shall go to. */
export interface Assignment {
  state: ApplicationState;
  /** Null: nobody shall have it. */
  assignee: { isOfficer: boolean; isLinked: boolean } | null;
}

/**
 * MEM-4: a case goes to an officer, never to somebody who belongs or is linked to the organisation.
 * @throws DomainError conflict MEM_NOT_ASSIGNABLE · rule MEM_NOT_OFFICER, MEM_ASSIGNEE_INTERESTED.
 */
export function checkAssignment({ state, assignee }: Assignment): void {
  if (!assignable.includes(state)) {
    throw new DomainError(
      'conflict',
      'MEM_NOT_ASSIGNABLE',
      `This application is ${state.replaceAll('_', ' ')}: there is nothing to do for an officer.`,
    );
  }
  if (assignee === null) return;
  if (!assignee.isOfficer) {
    throw fieldError(
      '/personId',
      'MEM_NOT_OFFICER',
      'Only an officer of the programme office can have a case. Choose one of them.',
    );
  }
  if (assignee.isLinked) {
    throw fieldError(
      '/personId',
      'MEM_ASSIGNEE_INTERESTED',
      'This officer belongs or is linked to the organisation. Choose another one.',
    );
  }
}

/** Days after the due date at which an application that still waits is told to the whole office. */
export const escalationDays = 7;

/**
 * Who hears that an application is overdue: first whoever has it, after a week the whole office.
 * @param escalations how often it was told at this step before.
 * @param daysOverdue whole days since the due date.
 */
export function escalationOf(
  escalations: number,
  daysOverdue: number,
): 'assignee' | 'office' | null {
  if (escalations === 0) return 'assignee';
  return escalations === 1 && daysOverdue >= escalationDays ? 'office' : null;
}
