import type { Criterion } from '../calls/calls.schemas.js';
import type { FieldProblem } from '../kernel/domain-error.js';

/** Score by criterion key, 0 to 5; null or absent where not given yet. */
export type Scores = Readonly<Record<string, number | null>>;

export const scoreMax = 5;
export const totalMax = 1000;
/** Characters that the applicant is owed at least. */
export const commentMin = 50;

/**
 * REV-4: the weighted mean of the scores on a scale of 0 to 1000 (× 200), rounded half up. Every
 * criterion has to be scored.
 */
export function totalOf(criteria: readonly Criterion[], scores: Scores): number {
  let weights = 0;
  let sum = 0;
  for (const { key, weight } of criteria) {
    weights += weight;
    sum += weight * (scores[key] ?? 0);
  }
  return Math.floor((2 * sum * 200 + weights) / (2 * weights));
}

/** Scores for criteria that the call does not have. */
export function unknownCriteria(criteria: readonly Criterion[], scores: Scores): FieldProblem[] {
  const known = new Set(criteria.map(({ key }) => key));
  return Object.keys(scores)
    .filter((key) => !known.has(key))
    .map((key) => ({
      pointer: `/scores/${key}`,
      code: 'REV_CRITERION_UNKNOWN',
      detail: `This call has no criterion "${key}". Its criteria: ${[...known].join(', ')}.`,
    }));
}

/** What a review lacks before it can be submitted; nothing when it is complete. */
export function reviewProblems(
  criteria: readonly Criterion[],
  review: { scores: Scores; commentToApplicant: string },
): FieldProblem[] {
  const unscored = criteria
    .filter(({ key }) => (review.scores[key] ?? null) === null)
    .map(({ key, title }) => ({
      pointer: `/scores/${key}`,
      code: 'REV_SCORE_MISSING',
      detail: `Give a score from 0 to ${scoreMax} for "${title}".`,
    }));
  if (review.commentToApplicant.trim().length >= commentMin) return unscored;
  return [
    ...unscored,
    {
      pointer: '/commentToApplicant',
      code: 'REV_COMMENT_MISSING',
      detail: `Tell the applicant in at least ${commentMin} characters why you score so.`,
    },
  ];
}

/** Who looks at the reviews of a request. */
export interface ReviewReader {
  /** Officer, administrator or auditor. */
  oversees: boolean;
  chairs: boolean;
  /** Belongs to the applicant. */
  applicant: boolean;
  /** REV-1: linked to the applicant, or declared a conflict. */
  barred: boolean;
  /** State of the reader's own assignment to the request, or null. */
  own: string | null;
}

/**
 * What a reader gets: `panel` all with names, `peer` all without names, `own` only one's own, `applicant`
 * the released text; null: there is no such request for this reader.
 */
export type ReviewView = 'panel' | 'peer' | 'own' | 'applicant' | null;

/** REV-2, REV-6: what bars also hides, and nobody reads other opinions before giving one's own. */
export function reviewView(reader: ReviewReader): ReviewView {
  if (reader.oversees) return 'panel';
  if (reader.applicant) return 'applicant';
  if (reader.barred) return null;
  const given = reader.own === 'submitted' || reader.own === 'released';
  const owed = reader.own !== null && !given && reader.own !== 'declined';
  if (owed && reader.own !== 'expired') return 'own';
  if (reader.chairs) return 'panel';
  return given ? 'peer' : null;
}
