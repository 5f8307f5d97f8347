import { DomainError } from '../kernel/domain-error.js';
import { acceptedState, checkInviter, checkRoom, openInvitationsMax } from './invitations.rules.js';

const outcome = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return (error as DomainError).code;
  }
};
const good = { state: 'open', expired: false, sentToThem: true, belongs: false } as const;

test.each([
  ['an open one', {}, 'accepted'],
  ['one sent to somebody else', { sentToThem: false }, 'INVITATION_FOR_OTHER'],
  [
    'somebody else’s tells nothing about its state',
    { sentToThem: false, state: 'revoked' },
    'INVITATION_FOR_OTHER',
  ],
  ['one that was used', { state: 'accepted' }, 'ILLEGAL_TRANSITION'],
  ['one that was taken back', { state: 'revoked' }, 'ILLEGAL_TRANSITION'],
  ['one that has expired', { expired: true }, 'INVITATION_EXPIRED'],
  ['somebody who is in already', { belongs: true }, 'ORG_PERSON_TWICE'],
] as const)('accepting %s: %j → %s', (_, change, expected) => {
  expect(outcome(() => acceptedState({ ...good, ...change }))).toBe(expected);
});

test('MEM-3: a representative is invited by a representative', () => {
  expect(outcome(() => checkInviter('representative', false))).toBe('ORG_REPRESENTATIVE_ONLY');
  expect(outcome(() => checkInviter('representative', true))).toBeUndefined();
  expect(outcome(() => checkInviter('manager', false))).toBeUndefined();
});

test('open invitations have a limit', () => {
  expect(outcome(() => checkRoom(openInvitationsMax - 1))).toBeUndefined();
  expect(outcome(() => checkRoom(openInvitationsMax))).toBe('INVITATION_LIMIT');
});
