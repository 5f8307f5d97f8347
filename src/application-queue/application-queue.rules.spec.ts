import { DomainError } from '../kernel/domain-error.js';
import { checkAssignment, escalationOf, type Assignment } from './application-queue.rules.js';

const officer = { isOfficer: true, isLinked: false };
const codeOf = (assignment: Assignment) => {
  try {
    checkAssignment(assignment);
    return null;
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('MEM-4: who can have a case', () => {
  test.each([
    ['an officer', { state: 'submitted', assignee: officer }, null],
    ['nobody', { state: 'screening', assignee: null }, null],
    ['while the applicant changes it', { state: 'changes_requested', assignee: officer }, null],
    [
      'not somebody else',
      { state: 'review', assignee: { ...officer, isOfficer: false } },
      'MEM_NOT_OFFICER',
    ],
    [
      'never somebody linked',
      { state: 'review', assignee: { ...officer, isLinked: true } },
      'MEM_ASSIGNEE_INTERESTED',
    ],
    ['not a draft', { state: 'draft', assignee: officer }, 'MEM_NOT_ASSIGNABLE'],
    ['not what is decided', { state: 'admitted', assignee: officer }, 'MEM_NOT_ASSIGNABLE'],
  ] as const)('%s', (_, assignment, expected) => {
    expect(codeOf(assignment)).toBe(expected);
  });
});

test.each([
  [0, 0, 'assignee'],
  [0, 30, 'assignee'],
  [1, 6, null],
  [1, 7, 'office'],
  [2, 60, null],
])('told %i times, %i days overdue: %s', (escalations, days, expected) => {
  expect(escalationOf(escalations, days)).toBe(expected);
});
