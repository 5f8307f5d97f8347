import fc from 'fast-check';
import { requireAssignable, type AssignmentSituation } from './assignment.rules.js';
import { reviewProblems, reviewView, totalOf, unknownCriteria } from './review.rules.js';

const criterion = (key: string, weight: number) => ({
  key,
  title: key,
  help: '',
  weight,
  threshold: 0,
});
const criteria = [criterion('a', 2), criterion('b', 1)];

describe('REV-4: the total of a review', () => {
  test.each([
    [{ a: 5, b: 5 }, 1000],
    [{ a: 0, b: 0 }, 0],
    // (2·4 + 3) / 3 · 200 = 733.3
    [{ a: 4, b: 3 }, 733],
    // (2·4 + 5) / 3 · 200 = 866.7
    [{ a: 4, b: 5 }, 867],
  ])('%j gives %i', (scores, total) => {
    expect(totalOf(criteria, scores)).toBe(total);
  });

  test('lies between 0 and 1000 and never falls when a score rises', () => {
    const score = fc.integer({ min: 0, max: 5 });
    const weight = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(score, score, weight, weight, (a, b, wa, wb) => {
        const of = [criterion('a', wa), criterion('b', wb)];
        const total = totalOf(of, { a, b });
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(1000);
        if (a < 5) expect(totalOf(of, { a: a + 1, b })).toBeGreaterThanOrEqual(total);
        expect(totalOf(of, { a, b: a })).toBe(a * 200);
      }),
    );
  });
});

test('a review is complete with every score and a comment of 50 characters', () => {
  const comment = 'x'.repeat(50);
  const pointers = (scores: Record<string, number | null>, commentToApplicant: string) =>
    reviewProblems(criteria, { scores, commentToApplicant }).map(({ pointer }) => pointer);
  expect(pointers({ a: 0, b: 5 }, comment)).toEqual([]);
  expect(pointers({ a: null }, comment)).toEqual(['/scores/a', '/scores/b']);
  expect(pointers({ a: 1, b: 1 }, comment.slice(1))).toEqual(['/commentToApplicant']);
  expect(pointers({ a: 1, b: 1 }, ' '.repeat(60))).toEqual(['/commentToApplicant']);
  expect(unknownCriteria(criteria, { a: 1, c: 2 }).map(({ pointer }) => pointer)).toEqual([
    '/scores/c',
  ]);
});

describe('REV-2, REV-6: what a reader gets', () => {
  const nobody = { oversees: false, chairs: false, applicant: false, barred: false, own: null };

  test.each([
    ['an officer', { oversees: true }, 'panel'],
    ['an officer even when barred', { oversees: true, barred: true }, 'panel'],
    ['a chair', { chairs: true }, 'panel'],
    ['a barred chair', { chairs: true, barred: true }, null],
    ['a chair who owes a review', { chairs: true, own: 'drafting' }, 'own'],
    ['an applicant', { applicant: true, barred: true }, 'applicant'],
    ['a chair among the applicants', { applicant: true, barred: true, chairs: true }, 'applicant'],
    ['a reviewer who owes a review', { own: 'accepted' }, 'own'],
    ['a reviewer who was asked', { own: 'proposed' }, 'own'],
    ['a reviewer who submitted', { own: 'submitted' }, 'peer'],
    ['a reviewer after the release', { own: 'released' }, 'peer'],
    ['a reviewer who declined', { own: 'declined' }, null],
    ['a reviewer who came too late', { own: 'expired' }, null],
    ['a reviewer with a conflict', { own: 'conflict', barred: true }, null],
    ['a reviewer who was tied later', { own: 'submitted', barred: true }, null],
    ['any other reviewer', {}, null],
  ] as const)('%s', (_, reader, view) => {
    expect(reviewView({ ...nobody, ...reader })).toBe(view);
  });
});

describe('REV-1: who may be assigned', () => {
  const fit: AssignmentSituation = {
    roles: ['reviewer'],
    suspended: false,
    linked: false,
    applies: false,
    earlier: null,
    requestState: 'expert_review',
    dueAt: new Date('2026-12-01T00:00:00Z'),
    now: new Date('2026-11-01T00:00:00Z'),
  };

  test.each([
    ['a reviewer without ties', {}, null],
    ['a chair without ties', { roles: ['chair'] }, null],
    ['somebody who is no reviewer', { roles: ['officer'] }, 'REV_NOT_A_REVIEWER'],
    ['nobody', { roles: null }, 'REV_NOT_A_REVIEWER'],
    ['a suspended reviewer', { suspended: true }, 'REV_NOT_A_REVIEWER'],
    ['somebody of the applicant or its group', { linked: true }, 'REV_CONFLICT'],
    ['an applicant of the same call', { applies: true }, 'REV_CONFLICT'],
    ['somebody who declared a conflict', { earlier: 'conflict' }, 'REV_CONFLICT_DECLARED'],
    ['somebody who declined', { earlier: 'declined' }, 'REV_ASSIGNED_ALREADY'],
    ['a request that is not reviewed', { requestState: 'ranked' }, 'REV_NOT_IN_REVIEW'],
    ['a due date that has passed', { dueAt: fit.now }, 'REV_DUE_IN_PAST'],
  ] as const)('%s', (_, changes, code) => {
    const attempt = () => requireAssignable({ ...fit, ...changes });
    if (code === null) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(code);
  });
});
