import { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import {
  checkAmount,
  checkConfirmer,
  checkCorrects,
  checkHorizon,
  pledgeMachine,
  pledgeStates,
  type PledgeState,
} from './pledges.rules.js';

const codeOf = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('states of a pledge', () => {
  const possible: Record<PledgeState, Record<string, string>> = {
    declared: { correct: 'declared', confirm: 'confirmed', withdraw: 'withdrawn' },
    confirmed: { correct: 'declared', fulfil: 'fulfilled', withdraw: 'withdrawn' },
    fulfilled: {},
    withdrawn: {},
  };
  const acts = ['correct', 'confirm', 'fulfil', 'withdraw'] as const;

  test.each(
    pledgeStates.flatMap((state) =>
      acts.map((act) => [state, act, possible[state][act] ?? null] as const),
    ),
  )('%s, %s → %s', (state, act, expected) => {
    const move = () => nextState(pledgeMachine, state, act);
    if (expected === null) expect(codeOf(move)).toBe('ILLEGAL_TRANSITION');
    else expect(move()).toBe(expected);
  });
});

test.each([
  ['capital', null, 'PLEDGE_AMOUNT_MISSING'],
  ['capital', '0', 'PLEDGE_AMOUNT_MISSING'],
  ['capital', '1', null],
  ['data', null, null],
  ['talent', '500', null],
] as const)('a pledge of %s with %s cents: %s', (kind, cents, code) => {
  expect(codeOf(() => checkAmount(kind, cents))).toBe(code);
});

test('a horizon lies ahead', () => {
  expect(codeOf(() => checkHorizon(2026, 2026))).toBeNull();
  expect(codeOf(() => checkHorizon(2025, 2026))).toBe('PLEDGE_HORIZON_PAST');
});

test('a correction corrects something', () => {
  const before = {
    kind: 'capital',
    amountCents: '5',
    horizonYear: 2030,
    newMoney: true,
    description: '',
  } as const;
  expect(codeOf(() => checkCorrects(before, { ...before }))).toBe('PLEDGE_UNCHANGED');
  expect(codeOf(() => checkCorrects(before, { ...before, amountCents: '6' }))).toBeNull();
});

test('MEM-4: nobody confirms a pledge of an organisation of their own', () => {
  expect(codeOf(() => checkConfirmer(true))).toBe('PLEDGE_INTERESTED');
  expect(codeOf(() => checkConfirmer(false))).toBeNull();
});
