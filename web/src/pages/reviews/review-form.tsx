import { useQueryClient } from '@tanstack/react-query';
import { useForm, useFormContext } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import { Problem } from '../../api/problem';
import type { Assignment, WriteReview } from '../../api/shapes';
import { SaveStatus } from '../../components/save-status';
import { Notice } from '../../components/states';
import { ChoiceField, TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { useAutosave } from '../../forms/use-autosave';
import { T } from '../../intl/intl';
import { assignmentQuery } from './reviews.queries';

interface Values {
  scores: Record<string, string>;
  commentToApplicant: string;
  commentToPanel: string;
  confidence: string;
}

const scores = ['0', '1', '2', '3', '4', '5'];

/** The criteria with their scores and the comments, saved while one writes; sent once, for good. */
export function ReviewForm(props: { assignment: Assignment; onSubmitted: () => void }) {
  const { assignment } = props;
  const form = useForm<Values>({ defaultValues: valuesOf(assignment) });
  const autosave = useReviewSaving(assignment, form.getValues);
  const names = [
    ...assignment.criteria.map(({ key }) => `scores.${key}` as const),
    'commentToApplicant' as const,
  ];
  return (
    <div onInput={autosave.touch}>
      <h2>
        <T id="review.yours" />
      </h2>
      {autosave.state.kind === 'conflict' && (
        <Notice tone="warn" title={<T id="review.elsewhere" />} live>
          <p>
            <button
              type="button"
              className="button secondary"
              onClick={() => window.location.reload()}
            >
              <T id="review.reload" />
            </button>
          </p>
        </Notice>
      )}
      <Form
        form={form}
        names={names}
        fieldOf={(pointer) => pointer.slice(1).replaceAll('/', '.')}
        onSubmit={async () => {
          // An untouched review is saved once, so that the API says what it lacks.
          if (autosave.version() === 0) autosave.touch();
          if (!(await autosave.flush())) throw new Problem({ status: 0 });
          const header = { ...ifMatch(autosave.version()), ...idempotencyKey() };
          const params = { path: { id: assignment.id }, header };
          await answer(api.POST('/api/v1/assignments/{id}/review/submit', { params, body: {} }));
          props.onSubmitted();
        }}
      >
        <Criteria assignment={assignment} />
        <Comments />
        <div className="form-end">
          <SubmitButton form={form}>
            <T id="review.submit" />
          </SubmitButton>
          <SaveStatus state={autosave.state} />
        </div>
        <p className="small muted">
          <T id="review.submit.text" />
        </p>
      </Form>
    </div>
  );
}

function Criteria({ assignment }: { assignment: Assignment }) {
  return (
    <>
      {assignment.criteria.map((criterion) => (
        <ChoiceField<Values>
          key={criterion.key}
          name={`scores.${criterion.key}`}
          inline
          label={criterion.title}
          hint={
            <>
              {criterion.help}{' '}
              <T
                id="review.weight"
                values={{ weight: criterion.weight, threshold: criterion.threshold }}
              />
            </>
          }
          choices={scores.map((value) => ({ value, label: value }))}
        />
      ))}
      <p className="small muted">
        <T id="review.scale" />
      </p>
      <Total assignment={assignment} />
    </>
  );
}

function Comments() {
  return (
    <>
      <TextArea<Values>
        name="commentToApplicant"
        label={<T id="review.toApplicant" />}
        hint={<T id="review.toApplicant.hint" />}
        limit={8000}
        rows={7}
      />
      <TextArea<Values>
        name="commentToPanel"
        optional
        label={<T id="review.toPanel" />}
        hint={<T id="review.toPanel.hint" />}
        limit={8000}
        rows={4}
      />
      <ChoiceField<Values>
        name="confidence"
        inline
        label={<T id="review.confidence" />}
        choices={[
          { value: '1', label: <T id="confidence.1" /> },
          { value: '2', label: <T id="confidence.2" /> },
          { value: '3', label: <T id="confidence.3" /> },
        ]}
      />
    </>
  );
}

function valuesOf({ criteria, review }: Assignment): Values {
  return {
    scores: Object.fromEntries(
      criteria.map(({ key }) => [key, review?.scores[key]?.toString() ?? '']),
    ),
    commentToApplicant: review?.commentToApplicant ?? '',
    commentToPanel: review?.commentToPanel ?? '',
    confidence: review?.confidence?.toString() ?? '',
  };
}

/** What is sent: empty scores as null, since a draft need not be complete. */
export function bodyOf(values: Values): WriteReview {
  return {
    scores: Object.fromEntries(
      Object.entries(values.scores).map(([key, value]) => [key, value ? Number(value) : null]),
    ),
    commentToApplicant: values.commentToApplicant,
    commentToPanel: values.commentToPanel,
    confidence: values.confidence ? Number(values.confidence) : null,
  };
}

function useReviewSaving(assignment: Assignment, values: () => Values) {
  const client = useQueryClient();
  return useAutosave({
    version: assignment.review?.version ?? 0,
    save: async (version) => {
      const review = await answer(
        api.PUT('/api/v1/assignments/{id}/review', {
          params: { path: { id: assignment.id }, header: version > 0 ? ifMatch(version) : {} },
          body: bodyOf(values()),
        }),
      );
      client.setQueryData(assignmentQuery(assignment.id).queryKey, (known) =>
        known ? { ...known, review, state: review.state } : known,
      );
      return review;
    },
  });
}

/** REV-4 while scoring: the weighted mean of what is scored so far, on the scale of the panel. */
function Total({ assignment }: { assignment: Assignment }) {
  const given = useFormContext<Values>().watch('scores');
  const scored = assignment.criteria.filter(({ key }) => given[key]);
  const weights = scored.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return null;
  const sum = scored.reduce((total, { key, weight }) => total + weight * Number(given[key]), 0);
  return (
    <p role="status">
      <T
        id={scored.length === assignment.criteria.length ? 'review.total' : 'review.totalSoFar'}
        values={{ score: Math.round((sum / weights) * 200) / 10 }}
      />
    </p>
  );
}
