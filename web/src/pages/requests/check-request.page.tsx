import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Call, Request } from '../../api/shapes';
import { CheckList } from '../../components/check-list';
import { Deadline } from '../../components/deadline';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { ContentFacts } from './content-facts';
import { callQuery, requestQuery } from './requests.queries';
import { sectionNames, sectionOf } from './sections';

/** Check your answers, then send. */
export function CheckRequestPage() {
  const { id } = useParams({ from: '/signed-in/requests/$id/check' });
  const request = useQuery({ ...requestQuery(id), staleTime: 0 });
  const callId = request.data?.call.id ?? '';
  const call = useQuery({ ...callQuery(callId), enabled: callId !== '' });
  return (
    <Loaded query={request} page>
      {(known) => (
        <Loaded query={call} page>
          {(terms) => <Check request={known} call={terms} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Check({ request, call }: { request: Request; call: Call }) {
  const text = useText();
  useTitle(`${text('check.title')} · ${request.reference}`);
  const maySend = request.possibleActs.includes('submit');
  const open = request.checks.filter(({ holds }) => !holds);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/requests/$id" params={{ id: request.id }}>
            <T id="back.request" />
          </Link>
        }
        eyebrow={
          <span className="numbers">
            {request.reference} · {call.title}
          </span>
        }
        title={<T id="check.title" />}
        lead={<T id="check.lead" values={{ at: <Deadline at={call.cutOffAt} /> }} />}
      />
      {sectionNames.map((section) => (
        <Section
          key={section}
          title={<T id={`section.${section}`} />}
          aside={
            <Link to="/requests/$id/edit/$section" params={{ id: request.id, section }}>
              <T id="check.change" />
              <span className="visually-hidden">
                {' '}
                <T id={`section.${section}`} />
              </span>
            </Link>
          }
        >
          <ContentFacts content={request.content} section={section} pools={call.pools} />
        </Section>
      ))}
      <Section title={<T id="check.send" />}>
        {open.length > 0 && <Open request={request} />}
        {maySend ? <Send request={request} blocked={open.length > 0} /> : <NotYours />}
      </Section>
    </>
  );
}

function Open({ request }: { request: Request }) {
  const open = request.checks.filter(({ holds }) => !holds);
  return (
    <Notice tone="warn" title={<T id="check.open" values={{ count: open.length }} />}>
      <CheckList
        checks={open.map((check) => {
          const section = sectionOf(check.pointer);
          return {
            ...check,
            action: section && (
              <Link to="/requests/$id/edit/$section" params={{ id: request.id, section }}>
                <T id="check.fix" />
              </Link>
            ),
          };
        })}
      />
    </Notice>
  );
}

function NotYours() {
  return (
    <Notice tone="info" title={<T id="check.notYours.title" />}>
      <p>
        <T id="check.notYours.text" />
      </p>
    </Notice>
  );
}

function Send({ request, blocked }: { request: Request; blocked: boolean }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm();
  return (
    <Form
      form={form}
      names={[]}
      onSubmit={async () => {
        const sent = await answer(
          api.POST('/api/v1/requests/{id}/submit', {
            params: {
              path: { id: request.id },
              header: { ...ifMatch(request.version), ...idempotencyKey() },
            },
            body: {},
          }),
        );
        client.setQueryData(requestQuery(request.id).queryKey, sent);
        void client.invalidateQueries({ queryKey: ['requests'] });
        await navigate({ to: '/requests/$id', params: { id: request.id } });
      }}
    >
      {!blocked && (
        <p className="prose">
          <T id={request.revision > 0 ? 'check.again' : 'check.consequence'} />
        </p>
      )}
      <SubmitButton form={form}>
        <T id={request.revision > 0 ? 'check.sendAgain' : 'check.sendNow'} />
      </SubmitButton>
    </Form>
  );
}
