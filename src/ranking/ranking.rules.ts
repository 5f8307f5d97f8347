import type { Criterion } from '../calls/calls.schemas.js';
import type { Scores } from '../reviews/review.rules.js';

/** A request with the reviews that were submitted for it. */
export interface Candidate {
  requestId: string;
  reviews: readonly { total: number; scores: Scores }[];
}

export interface RankingTerms {
  criteria: readonly Criterion[];
  reviewsPerRequest: number;
  /** 0 to 1000. */
  thresholdTotal: number;
}

export interface RankedLine {
  requestId: string;
  reviewsSubmitted: number;
  reviewsMissing: number;
  /** Mean of the totals, 0 to 1000, rounded half up; null without a review. */
  mean: number | null;
  /** Highest total minus lowest. */
  spread: number | null;
  /** Mean score by criterion, 0 to 5 with two decimals. */
  criteria: { key: string; mean: number | null; below: boolean }[];
  /** REV-4: below the total's threshold or that of a criterion; only said when no review is missing. */
  below: boolean;
}

/** REV-4: the figures of one request. Thresholds are compared with exact sums, not with rounded means. */
export function rankedLine(candidate: Candidate, terms: RankingTerms): RankedLine {
  const { reviews } = candidate;
  const count = reviews.length;
  const totals = reviews.map(({ total }) => total);
  const sum = totals.reduce((all, total) => all + total, 0);
  const missing = Math.max(0, terms.reviewsPerRequest - count);
  const criteria = terms.criteria.map((criterion) => criterionLine(criterion, reviews));
  const short = sum < terms.thresholdTotal * count || criteria.some(({ below }) => below);
  return {
    requestId: candidate.requestId,
    reviewsSubmitted: count,
    reviewsMissing: missing,
    mean: count === 0 ? null : Math.floor((2 * sum + count) / (2 * count)),
    spread: count === 0 ? null : Math.max(...totals) - Math.min(...totals),
    criteria,
    below: count > 0 && missing === 0 && short,
  };
}

function criterionLine(
  { key, threshold }: Criterion,
  reviews: readonly { scores: Scores }[],
): RankedLine['criteria'][number] {
  if (reviews.length === 0) return { key, mean: null, below: false };
  const sum = reviews.reduce((all, { scores }) => all + (scores[key] ?? 0), 0);
  const mean = Math.round((100 * sum) / reviews.length) / 100;
  return { key, mean, below: sum < threshold * reviews.length };
}

/** Best first; requests below a threshold after the others, without reviews last, then by id. */
export function byRank(a: RankedLine, b: RankedLine): number {
  return (
    Number(a.below) - Number(b.below) ||
    (b.mean ?? -1) - (a.mean ?? -1) ||
    (a.requestId < b.requestId ? -1 : 1)
  );
}

/** Why a request is below threshold (REV-4), as the applicant reads it. */
export function belowThresholdReason(line: RankedLine, terms: RankingTerms): string {
  const parts: string[] = [];
  if ((line.mean ?? 0) < terms.thresholdTotal) {
    parts.push(
      `The mean score is ${line.mean} of 1000 and the call asks for at least ${terms.thresholdTotal}.`,
    );
  }
  for (const { key, mean, below } of line.criteria) {
    const criterion = terms.criteria.find((candidate) => candidate.key === key);
    if (!below || criterion === undefined) continue;
    parts.push(
      `"${criterion.title}" has a mean of ${mean} of 5 and the call asks for at least ${criterion.threshold}.`,
    );
  }
  return parts.join(' ') || 'The mean score is below what the call asks for.';
}
