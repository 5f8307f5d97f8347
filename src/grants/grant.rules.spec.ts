import { nextState, possibleActs } from '../kernel/state-machine.js';
import { grantMachine, isBalanced, refuseLapsed, refuseNonMember } from './grant.rules.js';

describe('states of a grant', () => {
  test('an offer is answered or lapses', () => {
    expect(possibleActs(grantMachine, 'offered')).toEqual(['accept', 'decline', 'lapse']);
  });

  test('what was declined or lapsed stays so', () => {
    for (const state of ['declined', 'lapsed'] as const) {
      expect(() => nextState(grantMachine, state, 'accept')).toThrow(/ILLEGAL_TRANSITION/);
    }
  });

  test('an accepted grant becomes active', () => {
    expect(nextState(grantMachine, 'accepted', 'activate')).toBe('active');
  });
});

describe('GRA-1: the acceptance window', () => {
  test('an overdue offer cannot be answered, swept or not', () => {
    expect(() => refuseLapsed({ state: 'offered', overdue: true })).toThrow(/GRA_OFFER_LAPSED/);
    expect(() => refuseLapsed({ state: 'lapsed', overdue: true })).toThrow(/GRA_OFFER_LAPSED/);
  });

  test('an offer in time can, and what was answered is told otherwise', () => {
    expect(() => refuseLapsed({ state: 'offered', overdue: false })).not.toThrow();
    expect(() => refuseLapsed({ state: 'accepted', overdue: true })).not.toThrow();
  });
});

test('MEM-9: only active members accept', () => {
  expect(() => refuseNonMember(false)).toThrow(/GRA_MEMBERSHIP_REQUIRED/);
  expect(() => refuseNonMember(true)).not.toThrow();
});

test('LED-4: the parts of a grant make up what was granted', () => {
  const parts = { available: 5n, held: 1n, used: 2n, returned: 0n, expired: 0n, moved: 0n };
  expect(isBalanced({ granted: 8n, ...parts })).toBe(true);
  expect(isBalanced({ granted: 9n, ...parts })).toBe(false);
});
