import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Appeal } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Facts } from '../../components/figures';
import { LazyDialog } from '../../components/lazy-dialog';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';
import { AppealStateTag } from './appeal-state';
import { appealQuery } from './appeals.queries';

type Decision = Appeal['possibleDecisions'][number];

/** One appeal: what it is about, why, and what became of it; who may decides here. */
export function AppealPage() {
  const { id } = useParams({ from: '/signed-in/appeals/$id' });
  const appeal = useQuery(appealQuery(id));
  return (
    <Loaded query={appeal} page>
      {(known) => <AppealContent appeal={known} />}
    </Loaded>
  );
}

function AppealContent({ appeal }: { appeal: Appeal }) {
  const code = useCode();
  const { organisation, subject } = appeal;
  const own = useSession().organisations.some(({ id }) => id === organisation.id);
  useTitle(`${appeal.reference} · ${organisation.name}`);
  return (
    <>
      <PageHead
        back={
          own ? (
            <Link className="back-link" to="/org/$id/membership" params={{ id: organisation.id }}>
              <T id="back.membership" />
            </Link>
          ) : (
            <Link className="back-link" to="/office/appeals">
              <T id="back.appeals" />
            </Link>
          )
        }
        eyebrow={
          <>
            <span className="numbers">{appeal.reference}</span>
            <AppealStateTag state={appeal.state} />
          </>
        }
        title={<T id="appeal.title" values={{ organisation: organisation.name }} />}
      />
      {appeal.decisionReason && (
        <Notice tone="info" title={<T id="appeal.reason" />}>
          <p className="pre-line">{appeal.decisionReason}</p>
        </Notice>
      )}
      <Facts
        facts={[
          [
            <T id="appeal.subject" />,
            <>
              {code('appealSubject', subject.kind)} ·{' '}
              <span className="numbers">{subject.reference}</span>
            </>,
          ],
          [<T id="appeal.decidedAt" />, <Instant at={subject.decidedAt} />],
          [
            <T id="appeal.submitted" />,
            <>
              <Instant at={appeal.submittedAt} /> · {appeal.submittedBy.name}
            </>,
          ],
          [<T id="appeal.grounds" />, <span className="pre-line">{appeal.grounds}</span>],
        ]}
      />
      {appeal.possibleDecisions.length > 0 && <AppealActs appeal={appeal} />}
    </>
  );
}

function AppealActs({ appeal }: { appeal: Appeal }) {
  const code = useCode();
  const [asking, setAsking] = useState<Decision | null>(null);
  return (
    <Section title={<T id="appeal.decide" />}>
      <div className="row">
        {appeal.possibleDecisions.map((decision, index) => (
          <button
            key={decision}
            type="button"
            className={index === 0 ? 'button' : 'button secondary'}
            onClick={() => setAsking(decision)}
          >
            {code('appealDecision', decision)}
          </button>
        ))}
      </div>
      <LazyDialog
        open={asking !== null}
        title={code('appealDecision', asking ?? '')}
        onClose={() => setAsking(null)}
      >
        {asking && <Decide appeal={appeal} decision={asking} onClose={() => setAsking(null)} />}
      </LazyDialog>
    </Section>
  );
}

function Decide(props: { appeal: Appeal; decision: Decision; onClose: () => void }) {
  const text = useText();
  const code = useCode();
  const client = useQueryClient();
  const form = useForm<{ reason: string }>({ defaultValues: { reason: '' } });
  const { appeal, decision } = props;
  const free = decision === 'admissible';
  return (
    <Form
      form={form}
      names={['reason']}
      onSubmit={async ({ reason }) => {
        const decided = await answer(
          api.POST('/api/v1/appeals/{id}/decide', {
            params: {
              path: { id: appeal.id },
              header: { ...ifMatch(appeal.version), ...idempotencyKey() },
            },
            body: { decision, ...(reason ? { reason } : {}) },
          }),
        );
        props.onClose();
        client.setQueryData(appealQuery(appeal.id).queryKey, decided);
        void client.invalidateQueries({ queryKey: ['appeals', 'list'] });
      }}
    >
      <TextArea<{ reason: string }>
        name="reason"
        label={<T id="form.reason" />}
        hint={<T id="membership.reason.hint" />}
        optional={free}
        rules={
          free
            ? {}
            : {
                required: text('form.reason.missing'),
                minLength: { value: 20, message: text('form.min', { count: 20 }) },
              }
        }
        limit={4000}
        rows={5}
      />
      <div className="row">
        <SubmitButton form={form}>{code('appealDecision', decision)}</SubmitButton>
        <button type="button" className="button secondary" onClick={props.onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
