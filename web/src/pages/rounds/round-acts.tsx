import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Round } from '../../api/shapes';
import { LazyDialog } from '../../components/lazy-dialog';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { roundQuery } from './rounds.queries';

/** What the reader may do with a round now; the API says which acts those are. */
export function RoundActs({ round }: { round: Round }) {
  const can = (act: string) => round.possibleActs.includes(act);
  const params = {
    path: { id: round.id },
    header: ifMatch(round.version),
  };
  const withKey = () => ({ ...params, header: { ...params.header, ...idempotencyKey() } });
  const early = ['call_opening', 'cut_off', 'reviews'].includes(round.waitingFor ?? '');
  if (round.possibleActs.length === 0) return null;
  return (
    <div className="stack">
      {can('approve') && round.planHash && (
        <Act
          round={round}
          label={<T id="round.approve" />}
          text={
            <T
              id="round.approve.text"
              values={{ hash: <code>{round.planHash.slice(0, 16)}…</code> }}
            />
          }
          act={() =>
            answer(
              api.POST('/api/v1/rounds/{id}/approve', {
                params: withKey(),
                body: { planHash: round.planHash ?? '' },
              }),
            )
          }
        />
      )}
      {can('publish') && (
        <Act
          round={round}
          label={<T id="round.publish" />}
          text={<T id="round.publish.text" />}
          act={() =>
            answer(api.POST('/api/v1/rounds/{id}/publish', { params: withKey(), body: {} }))
          }
        />
      )}
      {can('compute') && !early && (
        <Act
          round={round}
          secondary={can('approve') || round.state === 'computed'}
          label={<T id={round.planHash ? 'round.recompute' : 'round.compute'} />}
          text={<T id={round.planHash ? 'round.recompute.text' : 'round.compute.text'} />}
          act={() =>
            answer(api.POST('/api/v1/rounds/{id}/compute', { params: withKey(), body: {} }))
          }
        />
      )}
      {can('cancel') && <Cancel round={round} />}
    </div>
  );
}

/** A button with what it does, said before it is pressed; what stands against it is told above. */
function Act(props: {
  round: Round;
  label: ReactNode;
  text: ReactNode;
  secondary?: boolean;
  act: () => Promise<Round>;
}) {
  const form = useForm();
  const take = useTake(props.round.id);
  return (
    <Form form={form} names={[]} onSubmit={async () => take(await props.act())}>
      <div className="act">
        {props.secondary ? (
          <button className="button secondary" type="submit">
            {props.label}
          </button>
        ) : (
          <SubmitButton form={form}>{props.label}</SubmitButton>
        )}
        <p className="small muted">{props.text}</p>
      </div>
    </Form>
  );
}

/** Shows the new state at once and reads again what depends on it. */
function useTake(id: string) {
  const client = useQueryClient();
  return (round: Round) => {
    client.setQueryData(roundQuery(id).queryKey, round);
    void client.invalidateQueries({ queryKey: ['rounds'] });
    void client.invalidateQueries({ queryKey: ['requests'] });
  };
}

function Cancel({ round }: { round: Round }) {
  const text = useText();
  const take = useTake(round.id);
  const [asking, setAsking] = useState(false);
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  return (
    <div>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        <T id="round.cancel" />
      </button>
      <LazyDialog
        open={asking}
        title={<T id="round.cancel.title" />}
        onClose={() => setAsking(false)}
      >
        <Form
          form={form}
          names={['reason']}
          onSubmit={async (body) => {
            const header = { ...ifMatch(round.version), ...idempotencyKey() };
            take(
              await answer(
                api.POST('/api/v1/rounds/{id}/cancel', {
                  params: { path: { id: round.id }, header },
                  body,
                }),
              ),
            );
          }}
        >
          <p>
            <T id="round.cancel.text" />
          </p>
          <TextArea<{ reason: string }>
            name="reason"
            label={<T id="form.reason" />}
            rules={{ minLength: { value: 10, message: text('form.reason.short') } }}
            rows={3}
            limit={2000}
          />
          <div className="row">
            <SubmitButton form={form}>
              <T id="round.cancel" />
            </SubmitButton>
            <button type="button" className="button secondary" onClick={() => setAsking(false)}>
              <T id="form.cancel" />
            </button>
          </div>
        </Form>
      </LazyDialog>
    </div>
  );
}
