import type { SeededRandom } from '../../kernel/seeded-random.js';
import {
  excellenceSentences,
  impactSentences,
  implementationSentences,
  openings,
  panelSentences,
  type ReviewBand,
} from '../data/review-sentences.js';
import { fill } from './text.js';

/** What a reviewer writes about a request. */
export interface PlannedReview {
  /** 0 to 5 per criterion. */
  scores: Record<Criterion, number>;
  commentToApplicant: string;
  commentToPanel: string;
  /** 1 unsure, 2 fairly sure, 3 sure. */
  confidence: 1 | 2 | 3;
}

export const criteria = ['excellence', 'impact', 'implementation'] as const;
export type Criterion = (typeof criteria)[number];

const sentences: Record<Criterion, Record<ReviewBand, readonly string[]>> = {
  excellence: excellenceSentences,
  impact: impactSentences,
  implementation: implementationSentences,
};

/** The facts of a request to which sentences refer. */
export type Reviewed = { gpus: number; months: number; hours: number };

/** Whose review it is. */
export interface Voice {
  /** Points of 5 by which the reviewer scores lower (positive) or higher than others. */
  severity: number;
  /** First, second … reviewer of the request: two of them do not use the same words. */
  nth: number;
}

/** Writes a review of a request of the given quality (0 to 1). Scores and words agree with each other. */
export function planReview(
  random: SeededRandom,
  reviewed: Reviewed,
  quality: number,
  { severity, nth }: Voice,
): PlannedReview {
  const score = () =>
    Math.min(5, Math.max(0, Math.round(5 * quality - severity + 0.55 * random.normal())));
  const scores = { excellence: score(), impact: score(), implementation: score() };
  const overall = bandOf((scores.excellence + scores.impact + scores.implementation) / 3);
  const say = (list: readonly string[]) =>
    fill(random.pick(list.filter((_, index) => index % 2 === nth % 2)), reviewed);
  const parts = random
    .shuffled(criteria)
    .map((criterion) => say(sentences[criterion][bandOf(scores[criterion])]));
  return {
    scores,
    commentToApplicant: [say(openings[overall]), ...parts].join(' '),
    commentToPanel: random.chance(0.6) ? say(panelSentences[overall]) : '',
    confidence: random.pick([2, 2, 3, 3, 3, 1] as const),
  };
}

const bandOf = (points: number): ReviewBand =>
  points >= 4.5 ? 'excellent' : points >= 3.5 ? 'good' : points >= 2.5 ? 'fair' : 'weak';
