import type { OrganisationRole } from '../access/permissions.js';
import { DomainError } from '../kernel/domain-error.js';
import { nextState, stateMachine } from '../kernel/state-machine.js';

export const invitationStates = ['open', 'accepted', 'revoked'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** An invitation expires by its date: no job has to run for that. */
export const invitationMachine = stateMachine<InvitationState, 'accept' | 'revoke'>(
  'invitation',
  'open',
  {
    accept: { from: ['open'], to: 'accepted' },
    revoke: { from: ['open'], to: 'revoked' },
  },
);

export const invitationDays = 14;
export const openInvitationsMax = 100;

/**
 * MEM-3: only representatives make a representative, by invitation too.
 * @throws DomainError forbidden ORG_REPRESENTATIVE_ONLY.
 */
export function checkInviter(role: OrganisationRole, actsAsRepresentative: boolean): void {
  if (role !== 'representative' || actsAsRepresentative) return;
  throw new DomainError(
    'forbidden',
    'ORG_REPRESENTATIVE_ONLY',
    'Only a representative of the organisation can invite a representative. Ask one of them.',
  );
}

/**
 * An organisation that is flooded with invitations is a mistake or an abuse.
 * @throws DomainError conflict INVITATION_LIMIT.
 */
export function checkRoom(open: number): void {
  if (open < openInvitationsMax) return;
  throw new DomainError(
    'conflict',
    'INVITATION_LIMIT',
    `${openInvitationsMax} invitations of this organisation are open. Revoke those that are not needed, then invite again.`,
  );
}

export interface Acceptance {
  state: InvitationState;
  expired: boolean;
  /** Whether it was sent to the address of whoever accepts. */
  sentToThem: boolean;
  /** Whether they belong to the organisation already. */
  belongs: boolean;
}

/**
 * Whether an invitation can be accepted by whoever shows its token.
 * @returns the state that follows.
 * @throws DomainError forbidden INVITATION_FOR_OTHER · conflict INVITATION_EXPIRED, ORG_PERSON_TWICE,
 *   ILLEGAL_TRANSITION.
 */
export function acceptedState({
  state,
  expired,
  sentToThem,
  belongs,
}: Acceptance): InvitationState {
  if (!sentToThem) {
    throw new DomainError(
      'forbidden',
      'INVITATION_FOR_OTHER',
      'This invitation was sent to another address. Sign in with the account of that address, or ask for an invitation to yours.',
    );
  }
  const next = nextState(invitationMachine, state, 'accept');
  if (expired) {
    throw new DomainError(
      'conflict',
      'INVITATION_EXPIRED',
      'This invitation has expired. Ask the organisation for a new one.',
    );
  }
  if (belongs) throw alreadyIn();
  return next;
}

/** Somebody who is in the organisation needs a change of role, not an invitation. */
export function alreadyIn(): DomainError {
  return new DomainError(
    'conflict',
    'ORG_PERSON_TWICE',
    'This person belongs to the organisation already. Change their role instead.',
  );
}
