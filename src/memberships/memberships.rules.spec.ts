import { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import {
  applicationMachine,
  applicationStates,
  checkComplete,
  checkDisinterested,
  checkReason,
  checkRepresentative,
  checkWritable,
  membershipMachine,
  missingIn,
  trackOf,
  type ApplicationAct,
  type ApplicationContent,
} from './memberships.rules.js';

const acts = Object.keys(applicationMachine.acts) as ApplicationAct[];
const content: ApplicationContent = {
  motivation: 'We want to train open models for the public services of our region, together.',
  aiActivity: 'Speech recognition for dialects.',
  valuesAccepted: true,
  class: 'sme',
  identifiers: 1,
};
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
    declined: {},
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

describe('what is missing before an application can be submitted', () => {
  test('nothing, when it is complete', () => {
    expect(missingIn(content)).toEqual([]);
    expect(codeOf(() => checkComplete(content))).toBeNull();
  });

  test.each([
    ['motivation', { motivation: 'Because.' }, ['/motivation']],
    ['use of AI', { aiActivity: '' }, ['/aiActivity']],
    ['values', { valuesAccepted: false }, ['/valuesAccepted']],
    ['an identifier', { identifiers: 0 }, ['/organisation/identifiers']],
    [
      'everything',
      { motivation: '', aiActivity: '', valuesAccepted: false, identifiers: 0 },
      ['/motivation', '/aiActivity', '/valuesAccepted', '/organisation/identifiers'],
    ],
  ])('%s', (_, change, pointers) => {
    expect(missingIn({ ...content, ...change }).map(({ pointer }) => pointer)).toEqual(pointers);
    expect(codeOf(() => checkComplete({ ...content, ...change }))).toBe('MEM_INCOMPLETE');
  });

  test('MEM-8: science is not asked what it does with AI', () => {
    expect(missingIn({ ...content, class: 'science', aiActivity: '' })).toEqual([]);
    expect([trackOf('science'), trackOf('sme'), trackOf('large')]).toEqual([
      'short',
      'full',
      'full',
    ]);
  });
});

test('MEM-3: only the legal representative submits', () => {
  expect(codeOf(() => checkRepresentative('representative'))).toBeNull();
  for (const role of ['manager', 'member', 'viewer', undefined]) {
    expect(codeOf(() => checkRepresentative(role))).toBe('MEM_NOT_REPRESENTATIVE');
  }
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
