import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { MembershipApplication, Organisation } from '../../api/shapes';
import { Deadline } from '../../components/deadline';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { EmptyState, Notice } from '../../components/states';
import { TaskList, type Task } from '../../components/task-list';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { Form } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { applicationOfQuery, organisationQuery } from '../organisations/organisations.queries';
import { isOpen, sectionNames, sectionOf, type SectionName } from './application-sections';
import { ApplicationDocuments } from './application-documents';
import { ApplicationStateTag } from './application-state';
import { SectionLink } from './section-link';

/** The application of one's organisation: its topics, each with what it lacks, then the check. */
export function ApplicationTasksPage() {
  const { id } = useParams({ from: '/signed-in/org/$id/application' });
  const organisation = useQuery(organisationQuery(id));
  const application = useQuery({ ...applicationOfQuery(id), staleTime: 0 });
  return (
    <Loaded query={organisation} page>
      {(of) => (
        <Loaded query={application} page>
          {(known) =>
            known ? <Tasks organisation={of} application={known} /> : <None organisation={of} />
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function None({ organisation: { id } }: { organisation: Organisation }) {
  return (
    <EmptyState
      title={<T id="membership.none.title" />}
      next={
        <Link className="button" to="/org/$id" params={{ id }}>
          <T id="back.organisation" />
        </Link>
      }
    />
  );
}

function Tasks(props: { organisation: Organisation; application: MembershipApplication }) {
  const { organisation, application } = props;
  const { id } = organisation;
  const text = useText();
  useTitle(`${text('application.title')} · ${organisation.name}`);
  const open = isOpen(application);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/org/$id" params={{ id }}>
            <T id="back.organisation" />
          </Link>
        }
        eyebrow={
          <>
            <span className="numbers">{application.reference}</span>
            <ApplicationStateTag state={application.state} />
          </>
        }
        title={<T id="application.title" />}
        lead={open ? <T id="application.lead" /> : undefined}
      />
      <Standing application={application} />
      {open && (
        <Section title={<T id="application.sections" />}>
          <TaskList tasks={sectionNames.map((name) => taskOf(application, name))} />
          <p className="form-end">
            <Link className="button" to="/org/$id/application/check" params={{ id }}>
              <T id="edit.check" />
            </Link>
          </p>
        </Section>
      )}
      {open && (organisation.role === 'representative' || organisation.role === 'manager') && (
        <ApplicationDocuments application={application} writable />
      )}
      {application.possibleActs.includes('withdraw') && <Withdraw application={application} />}
    </>
  );
}

function taskOf(application: MembershipApplication, name: SectionName): Task {
  const state = sectionOf(application, name);
  const lacking = state?.missing.length ?? 0;
  const advised = state?.advice.length ?? 0;
  return {
    key: name,
    what: (
      <SectionLink organisation={application.organisation.id} section={name}>
        <T id={`applicationSection.${name}`} />
      </SectionLink>
    ),
    hint: lacking ? (
      <T id="application.lacking" values={{ count: lacking }} />
    ) : advised ? (
      <T id="application.advised" values={{ count: advised }} />
    ) : undefined,
    status: <T id={lacking ? 'task.inProgress' : 'task.done'} />,
    tone: lacking ? 'warn' : 'good',
  };
}

/** What the office said, and until when something is due. */
function Standing({ application }: { application: MembershipApplication }) {
  const { state, decisionReason, submittedAt, submittedBy, dueAt } = application;
  if (state === 'changes_requested') {
    return (
      <Notice tone="warn" title={<T id="application.changes" />}>
        <p className="pre-line">{decisionReason}</p>
        {dueAt && (
          <p>
            <T id="application.answerBy" values={{ at: <Deadline at={dueAt} /> }} />
          </p>
        )}
      </Notice>
    );
  }
  if (state === 'declined' && decisionReason) {
    return (
      <Notice tone="error" title={<T id="application.declined" />}>
        <p className="pre-line">{decisionReason}</p>
      </Notice>
    );
  }
  if (isOpen(application) || !submittedAt) return null;
  return (
    <Notice tone="info" title={<T id="application.sent" />}>
      <p>
        <T
          id={submittedBy?.by === 'mandate' ? 'application.sentByMandate' : 'application.sentBy'}
          values={{ at: <Instant at={submittedAt} />, name: submittedBy?.name ?? '' }}
        />
      </p>
      {dueAt && ['submitted', 'screening', 'review'].includes(state) && (
        <p>
          <T id="application.stepBy" values={{ at: <Instant at={dueAt} dateOnly /> }} />
        </p>
      )}
    </Notice>
  );
}

function Withdraw({ application }: { application: MembershipApplication }) {
  const client = useQueryClient();
  const form = useForm();
  const { id, organisation, version } = application;
  return (
    <Section title={<T id="application.withdraw.title" />}>
      <Form
        form={form}
        names={[]}
        onSubmit={async () => {
          const header = { ...ifMatch(version), ...idempotencyKey() };
          const params = { path: { id }, header };
          const gone = await answer(
            api.POST('/api/v1/membership-applications/{id}/withdraw', { params, body: {} }),
          );
          client.setQueryData(applicationOfQuery(organisation.id).queryKey, gone);
          void client.invalidateQueries({ queryKey: ['inbox'] });
        }}
      >
        <p className="prose small muted">
          <T id="application.withdraw.text" />
        </p>
        <button
          className="button danger"
          type="submit"
          aria-disabled={form.formState.isSubmitting || undefined}
        >
          <T id="application.withdraw" />
        </button>
      </Form>
    </Section>
  );
}
