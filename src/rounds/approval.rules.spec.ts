import { DomainError } from '../kernel/domain-error.js';
import { approvalCapacity, isApproved, type ApprovalSituation } from './approval.rules.js';

const plan = 'a'.repeat(64);
const situation = (own: Partial<ApprovalSituation>): ApprovalSituation => ({
  roles: ['officer'],
  personId: 'olga',
  given: [],
  interests: [],
  planHashSeen: plan,
  planHashNow: plan,
  ...own,
});

function refusal(own: Partial<ApprovalSituation>): string {
  try {
    approvalCapacity(situation(own));
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
}

describe('SEP-2: in which capacity an approval counts', () => {
  const chair = { personId: 'carl', capacity: 'chair' as const };
  const officer = { personId: 'olaf', capacity: 'officer' as const };

  test.each<[string, Partial<ApprovalSituation>, string]>([
    ['a chair comes first', { roles: ['chair'] }, 'chair'],
    ['an officer comes first', { roles: ['officer'] }, 'officer'],
    ['an admin stands for an officer', { roles: ['admin'] }, 'officer'],
    ['an officer follows the chair', { roles: ['officer'], given: [chair] }, 'officer'],
    ['a chair follows the officer', { roles: ['chair'], given: [officer] }, 'chair'],
    ['who is both fills the open one', { roles: ['chair', 'admin'], given: [chair] }, 'officer'],
  ])('%s', (_, own, expected) => {
    expect(approvalCapacity(situation(own))).toBe(expected);
  });

  test.each<[string, Partial<ApprovalSituation>, string]>([
    ['neither chair nor officer', { roles: ['auditor'] }, 'SEP_CAPACITY'],
    ['a second chair', { roles: ['chair'], given: [chair] }, 'SEP_CAPACITY_TAKEN'],
    ['a second officer', { roles: ['admin'], given: [officer] }, 'SEP_CAPACITY_TAKEN'],
    [
      'the same person in the other capacity',
      { personId: 'carl', roles: ['chair', 'officer'], given: [chair] },
      'SEP_SAME_PERSON',
    ],
    ['somebody linked to an applicant', { interests: ['Acme SE'] }, 'SEP_INTERESTED'],
    ['somebody who saw another plan', { planHashSeen: 'b'.repeat(64) }, 'ROUND_PLAN_CHANGED'],
  ])('is refused for %s', (_, own, code) => {
    expect(refusal(own)).toBe(code);
  });

  test('names the applicant in which somebody is interested', () => {
    expect(() => approvalCapacity(situation({ interests: ['Acme SE', 'Bolt'] }))).toThrow(
      /Acme SE, Bolt/,
    );
  });

  test('a round is approved by one of each', () => {
    expect(isApproved([])).toBe(false);
    expect(isApproved([chair])).toBe(false);
    expect(isApproved([officer, { capacity: 'officer' }])).toBe(false);
    expect(isApproved([officer, chair])).toBe(true);
  });
});
