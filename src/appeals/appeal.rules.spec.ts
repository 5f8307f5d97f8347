import type { DomainError } from '../kernel/domain-error.js';
import { nextState } from '../kernel/state-machine.js';
import {
  actOfDecision,
  appealDecisions,
  appealMachine,
  appealStates,
  checkAppealReason,
  checkOtherPerson,
  checkWindow,
  type AppealState,
} from './appeal.rules.js';

const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('states of an appeal', () => {
  const possible: Partial<Record<AppealState, readonly string[]>> = {
    submitted: ['admissible', 'inadmissible'],
    admissible: ['upheld', 'dismissed'],
  };
  const cases = appealStates.flatMap((state) =>
    appealDecisions.map((decision) => [state, decision] as const),
  );
  test.each(cases)('%s, decided %s', (state, decision) => {
    const move = () => nextState(appealMachine, state, actOfDecision[decision]);
    if (possible[state]?.includes(decision)) expect(move()).toBe(decision);
    else expect(codeOf(move)).toBe('ILLEGAL_TRANSITION');
  });
});

test('APL-1: the window closes at its instant', () => {
  const due = new Date('2026-12-25T00:00:00Z');
  expect(codeOf(() => checkWindow(new Date('2026-12-24T23:59:59.999Z'), due))).toBeNull();
  expect(codeOf(() => checkWindow(due, due))).toBe('APL_WINDOW_OVER');
});

test('APL-2: whoever took the first decision does not decide on the appeal', () => {
  expect(codeOf(() => checkOtherPerson('a', ['b', 'a']))).toBe('APL_FIRST_DECIDER');
  expect(codeOf(() => checkOtherPerson('c', ['b', 'a']))).toBeNull();
});

test('MEM-5: a decision on an appeal carries a reason', () => {
  for (const decision of ['inadmissible', 'upheld', 'dismissed'] as const) {
    expect(codeOf(() => checkAppealReason(decision, 'short'))).toBe('APL_REASON_MISSING');
    expect(
      codeOf(() => checkAppealReason(decision, 'The seat is in Estonia after all.')),
    ).toBeNull();
  }
  expect(codeOf(() => checkAppealReason('admissible', undefined))).toBeNull();
});
