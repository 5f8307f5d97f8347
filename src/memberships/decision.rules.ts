import { DomainError } from '../kernel/domain-error.js';

export const decisions = ['admit', 'decline'] as const;
export type Decision = (typeof decisions)[number];

/** What one officer proposed and another has to confirm. */
export interface Proposal {
  decision: Decision;
  reason: string | null;
  personId: string;
}

/**
 * MEM-4: where policy asks for four eyes, the first officer proposes and another confirms.
 * @param personId of the officer who decides now; null for the portal itself.
 * @returns what this decision is.
 * @throws DomainError forbidden MEM_FOUR_EYES to whoever proposed · conflict MEM_PROPOSAL_OTHER.
 */
export function eyesOf(
  fourEyes: boolean,
  proposal: Proposal | null,
  decision: Decision,
  personId: string | null,
): 'decide' | 'propose' | 'confirm' {
  if (!fourEyes) return 'decide';
  if (proposal === null) return 'propose';
  if (proposal.decision !== decision) {
    throw new DomainError(
      'conflict',
      'MEM_PROPOSAL_OTHER',
      `Another decision is proposed: ${proposal.decision}. Confirm that one, or reject the proposal first.`,
    );
  }
  if (proposal.personId === personId) {
    throw new DomainError(
      'forbidden',
      'MEM_FOUR_EYES',
      'You proposed this decision, so another officer has to confirm it.',
    );
  }
  return 'confirm';
}

/** @throws DomainError conflict MEM_NO_PROPOSAL. */
export function checkProposed(proposal: Proposal | null): Proposal {
  if (proposal !== null) return proposal;
  throw new DomainError(
    'conflict',
    'MEM_NO_PROPOSAL',
    'No decision is proposed on this application. Read it again.',
  );
}

/**
 * MEM-2: the office computes the class anew while it looks at the application.
 * @throws DomainError conflict MEM_CLASS_FIXED.
 */
export function checkClassifiable(state: string): void {
  if (state === 'screening' || state === 'review') return;
  throw new DomainError(
    'conflict',
    'MEM_CLASS_FIXED',
    `This application is ${state.replaceAll('_', ' ')}: the office computes the class during screening and review only.`,
  );
}
