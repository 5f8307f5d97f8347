import { nextState } from '../kernel/state-machine.js';
import {
  callMachine,
  callStates,
  eligibilityChecks,
  isReceiving,
  requireCoherentTerms,
  requireOpenable,
  type CallTerms,
} from './call.rules.js';

const day = (number: number) => new Date(Date.UTC(2026, 10, number));
const terms: CallTerms = {
  opensAt: day(1),
  cutOffAt: day(10),
  reviewDueAt: day(20),
  allocateAt: day(30),
  askMinGpuSeconds: 3600n,
  askMaxGpuSeconds: 7200n,
  reviewsPerRequest: 2,
  criteria: [{ key: 'excellence' }],
};

describe('states of a call', () => {
  const table: Record<string, string[]> = {
    draft: ['open', 'cancel'],
    open: ['close', 'cancel'],
    closed: ['complete'],
    completed: [],
    cancelled: [],
  };
  const acts = ['open', 'close', 'complete', 'cancel'] as const;

  test.each(callStates.flatMap((state) => acts.map((act) => [state, act] as const)))(
    '%s, %s',
    (state, act) => {
      const move = () => nextState(callMachine, state, act);
      if (table[state]?.includes(act)) expect(move).not.toThrow();
      else expect(move).toThrow(/ILLEGAL_TRANSITION/);
    },
  );
});

describe('terms of a call', () => {
  test('that fit together pass, with equal dates where that is possible', () => {
    expect(() => requireCoherentTerms(terms)).not.toThrow();
    const tight = { ...terms, reviewDueAt: terms.cutOffAt, allocateAt: terms.cutOffAt };
    expect(() => requireCoherentTerms(tight)).not.toThrow();
  });

  test('that do not are all named at once', () => {
    const broken: CallTerms = {
      opensAt: day(10),
      cutOffAt: day(10),
      reviewDueAt: day(9),
      allocateAt: day(8),
      askMinGpuSeconds: 2n,
      askMaxGpuSeconds: 1n,
      reviewsPerRequest: 1,
      criteria: [],
    };
    expect(problemsOf(broken)).toEqual([
      'CALL_CUT_OFF_BEFORE_OPENING',
      'CALL_REVIEW_BEFORE_CUT_OFF',
      'CALL_ALLOCATION_BEFORE_REVIEW',
      'CALL_LIMITS_CROSSED',
      'CALL_CRITERIA_MISSING',
    ]);
    expect(problemsOf({ ...terms, criteria: [{ key: 'a' }, { key: 'a' }] })).toEqual([
      'CALL_CRITERIA_DOUBLED',
    ]);
  });

  function problemsOf(of: CallTerms): string[] {
    try {
      requireCoherentTerms(of);
    } catch (error) {
      return (error as { errors: { code: string }[] }).errors.map(({ code }) => code);
    }
    return [];
  }
});

test('a call opens only with time, pools and a policy, and as the only one of its cut-off', () => {
  const ready = { cutOffAt: day(10), now: day(5), pools: 1, hasPolicy: true, sameCutOff: null };
  expect(() => requireOpenable(ready)).not.toThrow();
  expect(() => requireOpenable({ ...ready, now: day(10) })).toThrow(/CALL_CUT_OFF_PASSED/);
  expect(() => requireOpenable({ ...ready, pools: 0 })).toThrow(/CALL_NO_POOLS/);
  expect(() => requireOpenable({ ...ready, hasPolicy: false })).toThrow(/CALL_NO_POLICY/);
  expect(() => requireOpenable({ ...ready, sameCutOff: 'CALL-1' })).toThrow(/CALL_CUT_OFF_TAKEN/);
});

test('REQ-2: the last millisecond before the cut-off is in time, the cut-off is not', () => {
  const cutOffAt = day(10);
  const just = new Date(cutOffAt.getTime() - 1);
  expect(isReceiving({ state: 'open', cutOffAt }, just)).toBe(true);
  expect(isReceiving({ state: 'open', cutOffAt }, cutOffAt)).toBe(false);
  expect(isReceiving({ state: 'closed', cutOffAt }, just)).toBe(false);
});

describe('REQ-1, MEM-7: eligibility', () => {
  const call = { state: 'open', cutOffAt: day(10), classes: ['sme'], membersOnly: true };
  const failing = (situation: Partial<Parameters<typeof eligibilityChecks>[0]>) =>
    eligibilityChecks({
      call,
      organisationClass: 'sme',
      activeMember: true,
      now: day(5),
      ...situation,
    })
      .filter(({ holds }) => !holds)
      .map(({ rule, code }) => `${rule} ${code}`);

  test.each([
    ['a member of an admitted class in time', {}, []],
    ['not a member', { activeMember: false }, ['MEM-7 REQ_MEMBERSHIP_REQUIRED']],
    [
      'not a member, open to all',
      { activeMember: false, call: { ...call, membersOnly: false } },
      [],
    ],
    ['another class', { organisationClass: 'large' }, ['REQ-1 REQ_CLASS_NOT_ADMITTED']],
    ['too late', { now: day(10) }, ['REQ-2 REQ_CALL_CLOSED']],
  ])('%s', (_, situation, expected) => {
    expect(failing(situation)).toEqual(expected);
  });

  test('a refusal names who is admitted', () => {
    const checks = eligibilityChecks({
      call,
      organisationClass: 'large',
      activeMember: true,
      now: day(5),
    });
    expect(checks.at(-1)?.sentence).toBe(
      'The call is open to small and medium enterprises only. Look for a call for large firms.',
    );
  });
});
