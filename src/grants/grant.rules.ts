import { DomainError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const grantStates = [
  'offered',
  'accepted',
  'active',
  'completed',
  'expired',
  'declined',
  'lapsed',
  'suspended',
  'returned',
  'revoked',
] as const;
export type GrantState = (typeof grantStates)[number];

/** The right to use GPU-time that follows from an award (states: docs/domain.md). */
export const grantMachine = stateMachine<
  GrantState,
  'accept' | 'decline' | 'lapse' | 'activate' | 'suspend' | 'resume' | 'return'
>('grant', 'offered', {
  accept: { from: ['offered'], to: 'accepted' },
  decline: { from: ['offered'], to: 'declined' },
  lapse: { from: ['offered'], to: 'lapsed' },
  activate: { from: ['accepted'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  return: { from: ['accepted', 'active', 'suspended'], to: 'returned' },
});
/** What suspended a grant: only that resumes or ends it. */
export const suspensionCauses = ['membership', 'membership_end'] as const;
export type SuspensionCause = (typeof suspensionCauses)[number];

export type GrantAct = keyof typeof grantMachine.acts;

/**
 * GRA-1: an offer can be answered until its window ends, whether or not the sweep has come by.
 * @throws DomainError conflict GRA_OFFER_LAPSED.
 */
export function refuseLapsed(grant: { state: string; overdue: boolean }): void {
  const lapsed = grant.state === 'lapsed' || (grant.state === 'offered' && grant.overdue);
  if (!lapsed) return;
  throw new DomainError(
    'conflict',
    'GRA_OFFER_LAPSED',
    'This offer had to be answered by its due date, which has passed. Its time goes to the next round, where you can ask again.',
  );
}

/** MEM-9: a suspended or ended membership refuses acceptances at once. */
export function refuseNonMember(allowed: boolean): void {
  if (allowed) return;
  throw new DomainError(
    'conflict',
    'GRA_MEMBERSHIP_REQUIRED',
    'Only active members can accept a grant. Have the membership renewed or reinstated before the offer ends.',
  );
}

/** What the ledger tells of one grant in one pool, in GPU-seconds. */
export interface GrantBalance {
  granted: bigint;
  available: bigint;
  held: bigint;
  used: bigint;
  returned: bigint;
  expired: bigint;
  moved: bigint;
}

/** LED-4: at every instant a grant's time is somewhere, and in one place only. */
export const isBalanced = (balance: GrantBalance): boolean =>
  balance.granted ===
  balance.available +
    balance.held +
    balance.used +
    balance.returned +
    balance.expired +
    balance.moved;
