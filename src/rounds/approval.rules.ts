import { DomainError } from '../kernel/domain-error.js';

/** In which capacity somebody approves: SEP-2 asks for one of each, two different people. */
export const approvalCapacities = ['chair', 'officer'] as const;
export type ApprovalCapacity = (typeof approvalCapacities)[number];

export interface ApprovalSituation {
  /** Platform roles of the one who wants to approve. */
  roles: readonly string[];
  personId: string;
  /** Approvals of the present computation. */
  given: readonly { personId: string; capacity: ApprovalCapacity }[];
  /** Names of applicants in the round to which the person belongs or is linked. */
  interests: readonly string[];
  /** The plan the person looked at, and the one that stands. */
  planHashSeen: string;
  planHashNow: string;
}

/**
 * SEP-2: decides in which capacity this approval counts.
 * @throws DomainError conflict or forbidden, with the reason, when it does not count.
 */
export function approvalCapacity(situation: ApprovalSituation): ApprovalCapacity {
  if (situation.planHashSeen !== situation.planHashNow) {
    throw new DomainError(
      'conflict',
      'ROUND_PLAN_CHANGED',
      'The round was computed again since you looked. Read the new result, then approve that one.',
    );
  }
  if (situation.interests.length > 0) {
    throw new DomainError(
      'forbidden',
      'SEP_INTERESTED',
      `You belong or are linked to an applicant in this round (${situation.interests.join(', ')}), so somebody else has to approve it.`,
    );
  }
  if (situation.given.some(({ personId }) => personId === situation.personId)) {
    throw new DomainError(
      'conflict',
      'SEP_SAME_PERSON',
      'You have approved this round already. The second approval has to come from another person.',
    );
  }
  return openCapacity(situation);
}

function openCapacity({ roles, given }: ApprovalSituation): ApprovalCapacity {
  const held: ApprovalCapacity[] = [];
  if (roles.includes('chair')) held.push('chair');
  if (roles.includes('officer') || roles.includes('admin')) held.push('officer');
  const open = held.find((capacity) => given.every((approval) => approval.capacity !== capacity));
  if (open !== undefined) return open;
  if (held.length === 0) {
    throw new DomainError(
      'forbidden',
      'SEP_CAPACITY',
      'A round is approved by a panel chair and by an officer or administrator. You are neither.',
    );
  }
  const missing = held.includes('chair') ? 'an officer or administrator' : 'a panel chair';
  throw new DomainError(
    'conflict',
    'SEP_CAPACITY_TAKEN',
    `That approval has been given already. The other one has to come from ${missing}.`,
  );
}

/** SEP-2: both capacities are there. */
export const isApproved = (given: readonly { capacity: ApprovalCapacity }[]): boolean =>
  approvalCapacities.every((wanted) => given.some(({ capacity }) => capacity === wanted));
