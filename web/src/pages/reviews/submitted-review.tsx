import type { Assignment } from '../../api/shapes';
import { Facts } from '../../components/figures';
import { Notice } from '../../components/states';
import { Instant } from '../../components/values';
import { T } from '../../intl/intl';

/** What was submitted; it no longer changes. */
export function SubmittedReview({ assignment }: { assignment: Assignment }) {
  const { review, criteria } = assignment;
  if (!review) return null;
  return (
    <div className="stack">
      {review.submittedAt && (
        <Notice
          tone="good"
          title={<T id="review.submitted" values={{ at: <Instant at={review.submittedAt} /> }} />}
        />
      )}
      <Facts
        facts={[
          ...criteria.map(
            ({ key, title }) =>
              [
                title,
                <T key={key} id="score.ofFive" values={{ score: review.scores[key] ?? '–' }} />,
              ] as const,
          ),
          ...(review.total === null
            ? []
            : ([
                [
                  <T id="column.score" />,
                  <T key="t" id="score.of" values={{ score: review.total / 10 }} />,
                ],
              ] as const)),
          [
            <T id="review.toApplicant" />,
            <span className="pre-line">{review.commentToApplicant || '–'}</span>,
          ],
          [
            <T id="review.toPanel" />,
            <span className="pre-line">{review.commentToPanel || '–'}</span>,
          ],
        ]}
      />
    </div>
  );
}
