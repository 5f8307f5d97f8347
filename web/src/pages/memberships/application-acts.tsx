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
import { Instant } from '../../components/values';
import { Notice } from '../../components/states';
import { useTake } from './use-take';

type Act = 'request-changes' | 'decline' | 'reject-proposal';

const titles = {
  decline: 'application.decline',
  'request-changes': 'application.requestChanges',
  'reject-proposal': 'application.rejectProposal',
} as const;

/** Screening, review and decision, each when its turn is; a refusal and a hand-back carry a reason. */
export function ApplicationActs({ application }: { application: MembershipApplication }) {
  const [asking, setAsking] = useState<Act | null>(null);
  const take = useTake(application.id);
  const office = useSession().platformRoles.includes('officer');
  const can = (act: string) => office && application.possibleActs.includes(act);
  const { screen, decide } = useDecisions(application, take);
  const proposal = application.office?.proposal ?? null;
  const fourEyes = application.office?.fourEyes;
  if (!['screen', 'review', 'request-changes', 'admit', 'decline'].some(can)) return null;
  return (
    <Section title={<T id="application.decide" />}>
      {proposal ? (
        <Proposed application={application} onConfirm={decide(proposal.decision)} />
      ) : (
        (fourEyes?.admit || fourEyes?.decline) && (
          <p className="prose small muted section-tight">
            <T
              id={
                fourEyes.admit && fourEyes.decline
                  ? 'application.fourEyes.both'
                  : fourEyes.admit
                    ? 'application.fourEyes.admit'
                    : 'application.fourEyes.decline'
              }
            />
          </p>
        )
      )}
      <div className="row">
        {proposal && (
          <button
            type="button"
            className="button secondary"
            onClick={() => setAsking('reject-proposal')}
          >
            <T id="application.rejectProposal" />
          </button>
        )}
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
        {can('admit') && !proposal && (
          <OneClick onSend={decide('admit')}>
            <T id={fourEyes?.admit ? 'application.proposeAdmit' : 'application.admit'} />
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
        {can('decline') && !proposal && (
          <button type="button" className="button danger" onClick={() => setAsking('decline')}>
            <T id="application.decline" />
          </button>
        )}
      </div>
      <LazyDialog
        open={asking !== null}
        title={<T id={titles[asking ?? 'decline']} />}
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
  const decide = (decision: 'admit' | 'decline') => async () =>
    take(
      await answer(
        api.POST('/api/v1/membership-applications/{id}/decide', { params, body: { decision } }),
      ),
    );
  return { screen, decide };
}

/** A decision that another officer proposed: to be confirmed by somebody else (MEM-4). */
function Proposed(props: { application: MembershipApplication; onConfirm: () => Promise<void> }) {
  const { person } = useSession();
  const proposal = props.application.office?.proposal;
  if (!proposal) return null;
  const admits = proposal.decision === 'admit';
  return (
    <div className="section-tight">
      <Notice
        tone="warn"
        title={
          <T
            id={admits ? 'application.proposed.admit' : 'application.proposed.decline'}
            values={{ name: proposal.by.name, at: <Instant at={proposal.at} /> }}
          />
        }
      >
        {proposal.reason && <blockquote className="pre-line">{proposal.reason}</blockquote>}
        {proposal.by.id === person.id ? (
          <p>
            <T id="application.proposed.own" />
          </p>
        ) : (
          <OneClick onSend={props.onConfirm}>
            <T id={admits ? 'application.confirm.admit' : 'application.confirm.decline'} />
          </OneClick>
        )}
      </Notice>
    </div>
  );
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
    if (act === 'reject-proposal') {
      return api.POST('/api/v1/membership-applications/{id}/reject-proposal', {
        params,
        body: { reason },
      });
    }
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
        hint={
          <T
            id={
              act === 'reject-proposal'
                ? 'application.rejectProposal.hint'
                : 'application.reason.hint'
            }
          />
        }
        rules={{ required: text('form.reason.missing') }}
        limit={4000}
        rows={4}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id={titles[act]} />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onCancel}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
