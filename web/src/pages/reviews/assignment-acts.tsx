import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Assignment } from '../../api/shapes';
import { LazyDialog } from '../../components/lazy-dialog';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';

type Done = (changed: Assignment) => void;

/** Take it on, leave it to somebody else, or say what ties one to the applicant (REV-1). */
export function AssignmentActs(props: { assignment: Assignment; onDone: Done }) {
  const { assignment, onDone } = props;
  const [open, setOpen] = useState<'decline' | 'declare-conflict' | null>(null);
  const form = useForm();
  const can = (act: string) => assignment.possibleActs.includes(act);
  if (!can('accept') && !can('decline') && !can('declare-conflict')) return null;
  return (
    <div className="section stack">
      {can('accept') && (
        <p className="prose">
          <T id="review.conflictFirst" />
        </p>
      )}
      <div className="row">
        {can('accept') && (
          <Form
            form={form}
            names={[]}
            onSubmit={async () =>
              onDone(
                await answer(
                  api.POST('/api/v1/assignments/{id}/accept', {
                    params: paramsOf(assignment),
                    body: {},
                  }),
                ),
              )
            }
          >
            <SubmitButton form={form}>
              <T id="review.accept" />
            </SubmitButton>
          </Form>
        )}
        {can('declare-conflict') && (
          <button
            type="button"
            className="button secondary"
            onClick={() => setOpen('declare-conflict')}
          >
            <T id="review.conflict" />
          </button>
        )}
        {can('decline') && (
          <button type="button" className="button secondary" onClick={() => setOpen('decline')}>
            <T id="review.decline" />
          </button>
        )}
      </div>
      <LazyDialog
        open={open !== null}
        title={<T id={open === 'decline' ? 'review.decline' : 'review.conflict'} />}
        onClose={() => setOpen(null)}
      >
        {open && (
          <Reason
            assignment={assignment}
            act={open}
            onDone={onDone}
            onCancel={() => setOpen(null)}
          />
        )}
      </LazyDialog>
    </div>
  );
}

const paramsOf = (assignment: Assignment) => ({
  path: { id: assignment.id },
  header: { ...ifMatch(assignment.version), ...idempotencyKey() },
});

function Reason(props: {
  assignment: Assignment;
  act: 'decline' | 'declare-conflict';
  onDone: Done;
  onCancel: () => void;
}) {
  const text = useText();
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  const conflict = props.act === 'declare-conflict';
  const send = ({ reason }: { reason: string }) => {
    const params = paramsOf(props.assignment);
    return conflict
      ? api.POST('/api/v1/assignments/{id}/declare-conflict', { params, body: { reason } })
      : api.POST('/api/v1/assignments/{id}/decline', { params, body: reason ? { reason } : {} });
  };
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async (values) => props.onDone(await answer(send(values)))}
    >
      <p>
        <T id={conflict ? 'review.conflict.text' : 'review.decline.text'} />
      </p>
      <TextArea<{ reason: string }>
        name="reason"
        label={<T id={conflict ? 'review.conflict.reason' : 'withdraw.reason'} />}
        rules={conflict ? { required: text('form.reason.missing') } : undefined}
        rows={3}
        limit={2000}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id={conflict ? 'review.conflict' : 'review.decline'} />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onCancel}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
