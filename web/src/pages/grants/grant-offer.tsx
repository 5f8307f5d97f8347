import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Grant } from '../../api/shapes';
import { Deadline } from '../../components/deadline';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { Tag } from '../../components/states';
import { GpuHours, Instant } from '../../components/values';
import { LazyDialog } from '../../components/lazy-dialog';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';

const grantQuery = (id: string) => ({
  queryKey: ['grants', id],
  queryFn: () => answer(api.GET('/api/v1/grants/{id}', { params: { path: { id } } })),
});

/** A grant with its pools; an offer is answered here by who may. */
export function GrantOffer({ id }: { id: string }) {
  const grant = useQuery(grantQuery(id));
  return (
    <Loaded query={grant} lines={3}>
      {(known) => <GrantCard grant={known} />}
    </Loaded>
  );
}

function GrantCard({ grant }: { grant: Grant }) {
  const code = useCode();
  const offered = grant.state === 'offered';
  return (
    <section className="card" aria-labelledby="grant">
      <div className="head-row">
        <h2 id="grant">
          <T id={offered ? 'grant.offer' : 'grant.title'} />
        </h2>
        <Tag tone={offered ? 'warn' : 'good'}>{code('grantState', grant.state)}</Tag>
      </div>
      <p className="grant-figure">
        <GpuHours value={grant.gpuHoursGranted} />{' '}
        <small>
          <T id="unit.gpuHours" />
        </small>
      </p>
      <p className="muted small numbers">{grant.reference}</p>
      <div className="section-tight">
        <Facts
          facts={[
            ...(offered
              ? ([
                  [<T id="grant.answerBy" />, <Deadline key="d" at={grant.acceptanceDueAt} />],
                ] as const)
              : []),
            ...(grant.acceptedAt
              ? ([
                  [
                    <T id="grant.accepted" />,
                    <>
                      <Instant at={grant.acceptedAt} />
                      {grant.acceptedBy && <> · {grant.acceptedBy.name}</>}
                    </>,
                  ],
                ] as const)
              : []),
            ...grant.pools.map(
              ({ pool, gpuHoursGranted }) =>
                [
                  pool.name,
                  <>
                    <GpuHours value={gpuHoursGranted} /> <T id="unit.gpuHours" />,{' '}
                    <Instant at={pool.startsAt} dateOnly /> – <Instant at={pool.endsAt} dateOnly />
                  </>,
                ] as const,
            ),
          ]}
        />
      </div>
      {offered && !grant.possibleActs.includes('accept') && (
        <p className="muted">
          <T id="grant.byRepresentative" />
        </p>
      )}
      {grant.possibleActs.includes('accept') && <Answer grant={grant} />}
    </section>
  );
}

function Answer({ grant }: { grant: Grant }) {
  const client = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const form = useForm();
  const done = (answered: Grant) => {
    client.setQueryData(grantQuery(grant.id).queryKey, answered);
    void client.invalidateQueries({ queryKey: ['grants'] });
    void client.invalidateQueries({ queryKey: ['requests'] });
  };
  return (
    <>
      <Form
        form={form}
        names={[]}
        onSubmit={async () =>
          done(
            await answer(
              api.POST('/api/v1/grants/{id}/accept', {
                params: {
                  path: { id: grant.id },
                  header: { ...ifMatch(grant.version), ...idempotencyKey() },
                },
                body: {},
              }),
            ),
          )
        }
      >
        <div className="row">
          <SubmitButton form={form}>
            <T id="grant.accept" />
          </SubmitButton>
          <button type="button" className="button danger" onClick={() => setDeclining(true)}>
            <T id="grant.decline" />
          </button>
        </div>
      </Form>
      <LazyDialog
        open={declining}
        title={<T id="grant.decline.title" />}
        onClose={() => setDeclining(false)}
      >
        <Decline grant={grant} onDone={done} onCancel={() => setDeclining(false)} />
      </LazyDialog>
    </>
  );
}

function Decline(props: { grant: Grant; onDone: (grant: Grant) => void; onCancel: () => void }) {
  const text = useText();
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async (body) => {
        props.onDone(
          await answer(
            api.POST('/api/v1/grants/{id}/decline', {
              params: {
                path: { id: props.grant.id },
                header: { ...ifMatch(props.grant.version), ...idempotencyKey() },
              },
              body,
            }),
          ),
        );
        props.onCancel();
      }}
    >
      <p>
        <T id="grant.decline.text" />
      </p>
      <TextArea<{ reason: string }>
        name="reason"
        label={<T id="form.reason" />}
        rules={{ required: text('form.reason.missing') }}
        limit={2000}
        rows={3}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="grant.decline" />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onCancel}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
