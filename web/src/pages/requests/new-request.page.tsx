import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { CallSummary } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Deadline } from '../../components/deadline';
import { Loaded } from '../../components/loaded';
import { PageHead } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { useTitle } from '../../components/title';
import { GpuHours } from '../../components/values';
import { ChoiceField, SelectField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';
import { Eligibility } from './eligibility';
import { openCallsQuery, requestQuery } from './requests.queries';

/** Chooses a call and the organisation that asks; the draft is made at once. */
export function NewRequestPage() {
  const text = useText();
  const calls = useQuery(openCallsQuery);
  useTitle(text('newRequest.title'));
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/requests">
            <T id="back.requests" />
          </Link>
        }
        title={<T id="newRequest.title" />}
        lead={<T id="newRequest.lead" />}
      />
      <Loaded query={calls} page>
        {({ items }) => (items.length === 0 ? <NoCall /> : <NewRequest calls={items} />)}
      </Loaded>
    </>
  );
}

function NoCall() {
  return (
    <EmptyState
      title={<T id="newRequest.noCall.title" />}
      next={
        <Link className="button secondary" to="/requests">
          <T id="back.requests" />
        </Link>
      }
    >
      <T id="newRequest.noCall.text" />
    </EmptyState>
  );
}

interface Choice {
  callId: string;
  organisationId: string;
}

function NewRequest({ calls }: { calls: readonly CallSummary[] }) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/requests/new' });
  const own = useSession().organisations.filter(({ role }) => role !== 'viewer');
  const form = useForm<Choice>({
    defaultValues: {
      callId: search.call ?? (calls.length === 1 ? calls[0]?.id : '') ?? '',
      organisationId: search.organisation ?? own[0]?.id ?? '',
    },
  });
  const { callId, organisationId } = form.watch();
  if (own.length === 0) return <NoOrganisation />;
  return (
    <Form
      form={form}
      names={['callId', 'organisationId']}
      onSubmit={async (body) => {
        const header = idempotencyKey();
        const made = await answer(
          api.POST('/api/v1/requests', { body: { ...body, content: {} }, params: { header } }),
        );
        client.setQueryData(requestQuery(made.id).queryKey, made);
        await client.invalidateQueries({ queryKey: ['requests', 'list'] });
        await navigate({
          to: '/requests/$id/edit/$section',
          params: { id: made.id, section: 'project' },
        });
      }}
    >
      <ChoiceField<Choice>
        name="callId"
        label={<T id="newRequest.call" />}
        rules={{ required: text('newRequest.call.missing') }}
        choices={calls.map((call) => ({
          value: call.id,
          label: call.title,
          hint: <CallHint call={call} />,
        }))}
      />
      {own.length > 1 && (
        <SelectField<Choice>
          name="organisationId"
          label={<T id="newRequest.organisation" />}
          choices={own.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {callId && organisationId && <Eligibility callId={callId} organisationId={organisationId} />}
      <SubmitButton form={form}>
        <T id="newRequest.send" />
      </SubmitButton>
    </Form>
  );
}

function NoOrganisation() {
  return (
    <EmptyState
      title={<T id="newRequest.noOrganisation.title" />}
      next={
        <Link className="button" to="/org/new">
          <T id="org.new.title" />
        </Link>
      }
    >
      <T id="newRequest.noOrganisation.text" />
    </EmptyState>
  );
}

/** What decides whether a call fits: for whom, how much, how long, until when. */
function CallHint({ call }: { call: CallSummary }) {
  const code = useCode();
  return (
    <>
      {call.accessMode.name} · {call.classes.map((name) => code('class', name)).join(', ')}
      <br />
      <T
        id="call.limits"
        values={{
          min: <GpuHours value={call.gpuHoursAskMin} />,
          max: <GpuHours value={call.gpuHoursAskMax} />,
          months: call.months.join(', '),
        }}
      />
      <br />
      <T id="call.cutOff" values={{ at: <Deadline at={call.cutOffAt} /> }} />
    </>
  );
}
