import { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import {
  applicationMachine,
  applicationStates,
  checkDisinterested,
  checkReason,
  checkSubmitter,
  checkWritable,
  membershipMachine,
  type ApplicationAct,
} from './memberships.rules.js';

const acts = Object.keys(applicationMachine.acts) as ApplicationAct[];
const codeOf = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('states of an application', () => {
  const possible: Record<string, Partial<Record<ApplicationAct, string>>> = {
    draft: { submit: 'submitted', withdraw: 'withdrawn' },
    submitted: { screen: 'screening', withdraw: 'withdrawn' },
    screening: {
      review: 'review',
      'request-changes': 'changes_requested',
      withdraw: 'withdrawn',
    },
    review: {
      'request-changes': 'changes_requested',
      admit: 'admitted',
      decline: 'declined',
      withdraw: 'withdrawn',
    },
    changes_requested: { submit: 'submitted', withdraw: 'withdrawn' },
    admitted: {},
    declined: { reopen: 'review' },
    withdrawn: {},
  };
  const cases = applicationStates.flatMap((state) =>
    acts.map((act) => [state, act, possible[state]?.[act] ?? null] as const),
  );

  test.each(cases)('%s, %s → %s', (state, act, expected) => {
    const move = () => nextState(applicationMachine, state, act);
    if (expected === null) expect(codeOf(move)).toBe('ILLEGAL_TRANSITION');
    else expect(move()).toBe(expected);
  });
});

test.each([
  ['active', 'suspend', 'suspended'],
  ['suspended', 'reinstate', 'active'],
  ['active', 'end', 'ended'],
  ['suspended', 'end', 'ended'],
] as const)('a membership: %s, %s → %s', (state, act, expected) => {
  expect(nextState(membershipMachine, state, act)).toBe(expected);
});

test('MEM-3: a legal representative submits, or a manager with a mandate', () => {
  const codes = (mandated: boolean) =>
    ['representative', 'manager', 'member', 'viewer', undefined].map((role) =>
      codeOf(() => checkSubmitter(role, mandated)),
    );
  const no = 'MEM_NOT_REPRESENTATIVE';
  expect(codes(false)).toEqual([null, no, no, no, no]);
  expect(codes(true)).toEqual([null, null, no, no, no]);
});

test('MEM-4: nobody decides on an organisation to which they belong or are linked', () => {
  expect(codeOf(() => checkDisinterested(true))).toBe('MEM_INTERESTED');
  expect(codeOf(() => checkDisinterested(false))).toBeNull();
});

test('MEM-5: a decision to decline carries reasons', () => {
  expect(codeOf(() => checkReason('decline', undefined))).toBe('MEM_REASON_MISSING');
  expect(codeOf(() => checkReason('decline', 'no'))).toBe('MEM_REASON_MISSING');
  expect(
    codeOf(() => checkReason('decline', 'The seat is outside the countries admitted.')),
  ).toBeNull();
  expect(codeOf(() => checkReason('admit', undefined))).toBeNull();
});

test.each(applicationStates)(
  'an application that is %s can be changed only by its writer',
  (state) => {
    const expected = ['draft', 'changes_requested'].includes(state)
      ? null
      : 'MEM_APPLICATION_FIXED';
    expect(codeOf(() => checkWritable(state))).toBe(expected);
  },
);
