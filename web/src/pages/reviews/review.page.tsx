import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Assignment } from '../../api/shapes';
import { Deadline } from '../../components/deadline';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { Country } from '../../components/values';
import { ClassName } from '../../components/class-bars';
import { T, useText } from '../../intl/intl';
import { ContentFacts } from '../requests/content-facts';
import { callQuery } from '../requests/requests.queries';
import { sectionNames } from '../requests/sections';
import { AssignmentActs } from './assignment-acts';
import { ReviewForm } from './review-form';
import { SubmittedReview } from './submitted-review';
import { AssignmentStateTag } from './reviews.page';
import { assignmentQuery } from './reviews.queries';

/** One review: first whether one can take it, then the request left and the criteria right. */
export function ReviewPage() {
  const { id } = useParams({ from: '/signed-in/reviews/$id' });
  const assignment = useQuery(assignmentQuery(id));
  return (
    <Loaded query={assignment} page>
      {(known) => <ReviewContent assignment={known} />}
    </Loaded>
  );
}

function ReviewContent({ assignment }: { assignment: Assignment }) {
  const client = useQueryClient();
  useTitle(`${useText()('review.title')} · ${assignment.request.reference}`);
  const take = (changed: Assignment) => {
    client.setQueryData(assignmentQuery(assignment.id).queryKey, changed);
    void client.invalidateQueries({ queryKey: ['assignments', 'list'] });
  };
  const reread = () => void client.invalidateQueries({ queryKey: ['assignments'] });
  const writable = ['accepted', 'drafting'].includes(assignment.state);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/reviews">
            <T id="back.reviews" />
          </Link>
        }
        eyebrow={
          <>
            <span className="numbers">{assignment.request.reference}</span>
            <AssignmentStateTag state={assignment.state} />
          </>
        }
        title={assignment.request.title}
        lead={assignment.call.title}
      />
      <Facts
        facts={[
          [
            <T id="column.organisation" />,
            <>
              {assignment.request.organisation.name},{' '}
              <Country code={assignment.request.organisation.country} />
            </>,
          ],
          [<T id="column.class" />, <ClassName of={assignment.request.organisation.class} />],
          [<T id="reviews.due" />, <Deadline at={assignment.dueAt} />],
        ]}
      />
      {!assignment.content && (
        <Section title={<T id="field.summary" />}>
          <p className="prose pre-line">{assignment.summary}</p>
        </Section>
      )}
      <AssignmentActs key={assignment.version} assignment={assignment} onDone={take} />
      {assignment.content && (
        <div className="review-columns">
          <RequestText assignment={assignment} />
          <div className="review-side">
            {writable ? (
              <ReviewForm assignment={assignment} onSubmitted={reread} />
            ) : (
              <SubmittedReview assignment={assignment} />
            )}
          </div>
        </div>
      )}
      {['declined', 'conflict', 'expired'].includes(assignment.state) && (
        <div className="section">
          <Notice tone="info" title={<T id="review.over" />}>
            {assignment.reason && <p>{assignment.reason}</p>}
          </Notice>
        </div>
      )}
    </>
  );
}

function RequestText({ assignment }: { assignment: Assignment }) {
  const call = useQuery(callQuery(assignment.call.id));
  const content = assignment.content;
  if (!content) return null;
  return (
    <div>
      {sectionNames.map((section) => (
        <Section key={section} title={<T id={`section.${section}`} />}>
          <ContentFacts content={content} section={section} pools={call.data?.pools ?? []} />
        </Section>
      ))}
    </div>
  );
}
