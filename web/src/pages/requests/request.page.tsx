import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Request } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Deadline } from '../../components/deadline';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { TaskList, type Task } from '../../components/task-list';
import { useTitle } from '../../components/title';
import { Country, GpuHours, Instant } from '../../components/values';
import { T, useText } from '../../intl/intl';
import { ContentFacts } from './content-facts';
import { RequestDecision } from './request-decision';
import { RequestStateTag } from './request-state';
import { RequestTimeline } from './request-timeline';
import { callQuery, requestQuery } from './requests.queries';
import { sectionNames, statusOf } from './sections';
import { Withdraw } from './withdraw';

/** One request: what is to be done, how it stands, what was decided and why, what happened. */
export function RequestPage() {
  const { id } = useParams({ from: '/signed-in/requests/$id' });
  const request = useQuery(requestQuery(id));
  return (
    <Loaded query={request} page>
      {(known) => <RequestContent request={known} />}
    </Loaded>
  );
}

function RequestContent({ request }: { request: Request }) {
  const text = useText();
  const title = request.title || text('request.untitled');
  useTitle(title);
  const editable = request.possibleActs.includes('change');
  const unsent = editable && (request.revision === 0 || request.unsentChanges);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/requests">
            <T id="back.requests" />
          </Link>
        }
        eyebrow={
          <>
            <span className="numbers">{request.reference}</span>
            <RequestStateTag state={request.state} />
          </>
        }
        title={title}
        lead={request.call.title}
      />
      <div className="stack">
        <RequestDecision request={request} />
        {unsent && request.revision > 0 && (
          <Notice tone="warn" title={<T id="request.unsent.title" />}>
            <p>
              <T id="request.unsent.text" />
            </p>
          </Notice>
        )}
        {request.receipt && <Receipt receipt={request.receipt} />}
      </div>
      {unsent ? <Tasks request={request} /> : <Sent request={request} editable={editable} />}
      <Section title={<T id="request.facts" />}>
        <RequestFacts request={request} />
      </Section>
      <Section title={<T id="request.timeline" />}>
        <RequestTimeline id={request.id} />
      </Section>
      {request.possibleActs.includes('withdraw') && <Withdraw request={request} />}
    </>
  );
}

function Receipt({ receipt }: { receipt: NonNullable<Request['receipt']> }) {
  return (
    <Notice
      tone="good"
      title={<T id="receipt.title" values={{ at: <Instant at={receipt.receiptAt} /> }} />}
    >
      <p>
        <T
          id="receipt.text"
          values={{ reference: receipt.reference, revision: receipt.revision }}
        />
      </p>
      <p className="small">
        <T id="receipt.digest" /> <code>{receipt.digest}</code>
      </p>
    </Notice>
  );
}

/** The topics with their status; sending comes last and opens when all are done. */
function Tasks({ request }: { request: Request }) {
  const topics = sectionNames.map((section): Task & { done: boolean } => {
    const status = statusOf(section, request);
    return {
      key: section,
      done: status === 'done' || status === 'optional',
      what: (
        <Link to="/requests/$id/edit/$section" params={{ id: request.id, section }}>
          <T id={`section.${section}`} />
        </Link>
      ),
      hint: <T id={`section.${section}.hint`} />,
      status: <T id={`task.${status}`} />,
      tone: status === 'done' ? 'good' : status === 'inProgress' ? 'warn' : undefined,
    };
  });
  const ready = topics.every(({ done }) => done);
  const send: Task = {
    key: 'send',
    what: (
      <Link to="/requests/$id/check" params={{ id: request.id }}>
        <T id="task.send" />
      </Link>
    ),
    hint: <T id="requests.cutOff" values={{ at: <Deadline at={request.call.cutOffAt} /> }} />,
    status: <T id={ready ? 'task.ready' : 'task.notYet'} />,
    tone: ready ? 'info' : undefined,
  };
  return (
    <Section title={<T id="request.tasks" />}>
      <TaskList tasks={[...topics, send]} />
    </Section>
  );
}

function Sent({ request, editable }: { request: Request; editable: boolean }) {
  const call = useQuery(callQuery(request.call.id));
  return (
    <Loaded query={call}>
      {({ pools }) => (
        <Section
          title={<T id={request.revision > 0 ? 'request.sent' : 'request.draft'} />}
          aside={
            editable && (
              <Link
                to="/requests/$id/edit/$section"
                params={{ id: request.id, section: 'project' }}
              >
                <T id="request.change" />
              </Link>
            )
          }
        >
          {sectionNames.map((section) => (
            <div className="facts-group" key={section}>
              <h3>
                <T id={`section.${section}`} />
              </h3>
              <ContentFacts content={request.content} section={section} pools={pools} />
            </div>
          ))}
        </Section>
      )}
    </Loaded>
  );
}

function RequestFacts({ request }: { request: Request }) {
  const { organisations } = useSession();
  const own = organisations.some(({ id }) => id === request.organisation.id);
  const hours = (value: number | null) =>
    value === null ? (
      <T id="content.none" />
    ) : (
      <>
        <GpuHours value={value} /> <T id="unit.gpuHours" />
      </>
    );
  return (
    <Facts
      facts={[
        [
          <T id="column.organisation" />,
          <>
            {own ? (
              <Link to="/org/$id" params={{ id: request.organisation.id }}>
                {request.organisation.name}
              </Link>
            ) : (
              request.organisation.name
            )}
            , <Country code={request.organisation.country} />
          </>,
        ],
        [<T id="call.cutOffLabel" />, <Deadline at={request.call.cutOffAt} />],
        [<T id="field.gpuSecondsAsked" />, hours(request.gpuHoursAsked)],
        [<T id="field.gpuSecondsMinimum" />, hours(request.gpuHoursMinimum)],
        ...(request.score === null
          ? []
          : ([
              [<T id="column.score" />, <T id="score.of" values={{ score: request.score / 10 }} />],
            ] as const)),
        ...(request.estimate
          ? ([
              [<T id="request.estimate" />, <Estimate key="e" estimate={request.estimate} />],
            ] as const)
          : []),
        [<T id="request.createdBy" />, request.createdBy.name],
      ]}
    />
  );
}

/** REQ-4: training compute, with what the law attaches to that size. */
function Estimate({ estimate }: { estimate: NonNullable<Request['estimate']> }) {
  const [mantissa, exponent] = estimate.flop.toExponential(1).split('e+');
  return (
    <>
      {mantissa} × 10<sup>{exponent}</sup> FLOP{' '}
      <span className="muted">
        <T
          id="request.estimate.basis"
          values={{ percent: estimate.utilisationPercent, accelerator: estimate.accelerator }}
        />
      </span>
      {estimate.flags.map((flag) => (
        <span className="hint block" key={flag.flop}>
          {flag.sentence} ({flag.source})
        </span>
      ))}
    </>
  );
}
