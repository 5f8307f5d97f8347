import type { RoundState } from '../allocation/round.rules.js';
import type { ApprovalCapacity } from './approval.rules.js';

/** What a round can wait for. */
export const waitings = [
  'call_opening',
  'cut_off',
  'reviews',
  'allocation_time',
  'computation',
  'approvals',
  'chair_approval',
  'officer_approval',
  'publication',
] as const;
export type Waiting = (typeof waitings)[number];

export interface RoundSituation {
  state: RoundState;
  /** Whether these times have passed. */
  cutOffPassed: boolean;
  allocationDue: boolean;
  /** Requests of the call whose review has not ended. */
  undecided: number;
  approvals: readonly { role: ApprovalCapacity }[];
}

/** The next thing that has to happen, so that nobody has to guess why a round stands still. */
export function waitingFor(situation: RoundSituation): Waiting | null {
  const { state, approvals } = situation;
  if (state === 'scheduled') return 'call_opening';
  if (state === 'collecting') return collectingFor(situation);
  if (state === 'approved') return 'publication';
  if (state !== 'computed') return null;
  if (approvals.length === 0) return 'approvals';
  return approvals[0]!.role === 'chair' ? 'officer_approval' : 'chair_approval';
}

function collectingFor({ cutOffPassed, allocationDue, undecided }: RoundSituation): Waiting {
  if (!cutOffPassed) return 'cut_off';
  if (undecided > 0) return 'reviews';
  return allocationDue ? 'computation' : 'allocation_time';
}
