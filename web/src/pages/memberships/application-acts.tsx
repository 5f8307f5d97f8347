import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { MembershipApplication } from '../../api/shapes';
import { useSession } from '../../app/session';
import { LazyDialog } from '../../components/lazy-dialog';
import { Section } from '../../components/shell';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { applicationQuery } from './applications.queries';

type Act = 'request-changes' | 'decline';

/** Screening, review and decision, each when its turn is; a refusal and a hand-back carry a reason. */
export function ApplicationActs({ application }: { application: MembershipApplication }) {
  const [asking, setAsking] = useState<Act | null>(null);
  const take = useTake(application.id);
  const office = useSession().platformRoles.includes('officer');
  const can = (act: string) => office && application.possibleActs.includes(act);
  const { screen, admit } = useDecisions(application, take);
  if (!['screen', 'review', 'request-changes', 'admit', 'decline'].some(can)) return null;
  return (
    <Section title={<T id="application.decide" />}>
      <div className="row">
        {can('screen') && (
          <OneClick onSend={screen('open')}>
            <T id="application.screen" />
          </OneClick>
        )}
        {can('review') && (
          <OneClick onSend={screen('clear')}>
            <T id="application.clear" />
          </OneClick>
        )}
        {can('admit') && (
          <OneClick onSend={admit}>
            <T id="application.admit" />
          </OneClick>
        )}
        {can('request-changes') && (
          <button
            type="button"
            className="button secondary"
            onClick={() => setAsking('request-changes')}
          >
            <T id="application.requestChanges" />
          </button>
        )}
        {can('decline') && (
          <button type="button" className="button danger" onClick={() => setAsking('decline')}>
            <T id="application.decline" />
          </button>
        )}
      </div>
      <LazyDialog
        open={asking !== null}
        title={
          <T id={asking === 'decline' ? 'application.decline' : 'application.requestChanges'} />
        }
        onClose={() => setAsking(null)}
      >
        {asking && (
          <Reason
            application={application}
            act={asking}
            onDone={take}
            onCancel={() => setAsking(null)}
          />
        )}
      </LazyDialog>
    </Section>
  );
}

/** The steps that need no reason. */
function useDecisions(
  application: MembershipApplication,
  take: (changed: MembershipApplication) => void,
) {
  const params = {
    path: { id: application.id },
    header: { ...ifMatch(application.version), ...idempotencyKey() },
  };
  const screen = (finding: 'open' | 'clear') => async () =>
    take(
      await answer(
        api.POST('/api/v1/membership-applications/{id}/screen', { params, body: { finding } }),
      ),
    );
  const admit = async () =>
    take(
      await answer(
        api.POST('/api/v1/membership-applications/{id}/decide', {
          params,
          body: { decision: 'admit' },
        }),
      ),
    );
  return { screen, admit };
}

function useTake(id: string) {
  const client = useQueryClient();
  return (application: MembershipApplication) => {
    client.setQueryData(applicationQuery(id).queryKey, application);
    void client.invalidateQueries({ queryKey: ['applications', 'list'] });
    void client.invalidateQueries({ queryKey: ['inbox'] });
  };
}

function OneClick({ onSend, children }: { onSend: () => Promise<void>; children: ReactNode }) {
  const form = useForm();
  return (
    <Form form={form} names={[]} onSubmit={onSend}>
      <SubmitButton form={form}>{children}</SubmitButton>
    </Form>
  );
}

function Reason(props: {
  application: MembershipApplication;
  act: Act;
  onDone: (application: MembershipApplication) => void;
  onCancel: () => void;
}) {
  const text = useText();
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  const { application, act } = props;
  const send = ({ reason }: { reason: string }) => {
    const header = { ...ifMatch(application.version), ...idempotencyKey() };
    const params = { path: { id: application.id }, header };
    return act === 'decline'
      ? api.POST('/api/v1/membership-applications/{id}/decide', {
          params,
          body: { decision: 'decline', reason },
        })
      : api.POST('/api/v1/membership-applications/{id}/request-changes', {
          params,
          body: { reason },
        });
  };
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async (values) => props.onDone(await answer(send(values)))}
    >
      <TextArea<{ reason: string }>
        name="reason"
        label={<T id="form.reason" />}
        hint={<T id="application.reason.hint" />}
        rules={{ required: text('form.reason.missing') }}
        limit={4000}
        rows={4}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id={act === 'decline' ? 'application.decline' : 'application.requestChanges'} />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onCancel}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
