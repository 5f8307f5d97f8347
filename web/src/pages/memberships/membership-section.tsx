import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { Membership, MembershipApplication, Organisation } from '../../api/shapes';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { EmptyState, Notice } from '../../components/states';
import { Instant } from '../../components/values';
import { Form, SubmitButton } from '../../forms/form';
import { T } from '../../intl/intl';
import { applicationOfQuery, membershipOfQuery } from '../organisations/organisations.queries';
import { isOpen } from './application-sections';
import { ApplicationStateTag } from './application-state';

/** Whether the organisation is a member; if not, its application from the draft to the decision. */
export function MembershipSection({ organisation }: { organisation: Organisation }) {
  const membership = useQuery(membershipOfQuery(organisation.id));
  const application = useQuery(applicationOfQuery(organisation.id));
  return (
    <Section title={<T id="membership.title" />}>
      <Loaded query={membership}>
        {(member) =>
          member ? (
            <Member membership={member} />
          ) : (
            <Loaded query={application}>
              {(known) =>
                known && !['withdrawn', 'declined'].includes(known.state) ? (
                  <Application application={known} role={organisation.role} />
                ) : (
                  <Apply organisation={organisation} declined={known} />
                )
              }
            </Loaded>
          )
        }
      </Loaded>
    </Section>
  );
}

function Member({ membership }: { membership: Membership }) {
  const values = {
    from: <Instant at={membership.startsAt} dateOnly />,
    until: <Instant at={membership.expiresAt} dateOnly />,
  };
  return (
    <Notice
      tone={membership.current ? 'good' : 'warn'}
      title={<T id={membership.current ? 'membership.active' : 'membership.notCurrent'} />}
    >
      <p>
        <T id="membership.dates" values={values} />
      </p>
      <p>
        <Link to="/org/$id/membership" params={{ id: membership.organisation.id }}>
          <T id="membership.open" />
        </Link>
      </p>
    </Notice>
  );
}

function Application(props: { application: MembershipApplication; role: Organisation['role'] }) {
  const { application, role } = props;
  const { id } = application.organisation;
  const editable = isOpen(application) && (role === 'representative' || role === 'manager');
  return (
    <div className="stack">
      <p className="row">
        <span className="numbers">{application.reference}</span>
        <ApplicationStateTag state={application.state} />
      </p>
      {application.state === 'changes_requested' && (
        <Notice tone="warn" title={<T id="application.changes" />}>
          <p className="pre-line">{application.decisionReason}</p>
        </Notice>
      )}
      {!isOpen(application) && (
        <p className="prose">
          <T
            id="application.waiting"
            values={{ at: application.submittedAt ? <Instant at={application.submittedAt} /> : '' }}
          />
        </p>
      )}
      <p>
        <Link className={editable ? 'button' : undefined} to="/org/$id/application" params={{ id }}>
          <T id={editable ? 'application.goOn' : 'application.open'} />
        </Link>
      </p>
    </div>
  );
}

function Apply(props: { organisation: Organisation; declined: MembershipApplication | null }) {
  const { organisation, declined } = props;
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm();
  const may = organisation.role === 'representative' || organisation.role === 'manager';
  return (
    <div className="stack">
      {declined?.state === 'declined' && (
        <Notice tone="error" title={<T id="application.declined" />}>
          <p>{declined.decisionReason}</p>
          <p>
            <Link to="/org/$id/membership" params={{ id: organisation.id }}>
              <T id="membership.open" />
            </Link>
          </p>
        </Notice>
      )}
      <EmptyState
        title={<T id="membership.none.title" />}
        next={
          may && (
            <Form
              form={form}
              names={[]}
              onSubmit={async () => {
                const params = { header: idempotencyKey() };
                const body = {
                  organisationId: organisation.id,
                  motivation: '',
                  aiActivity: '',
                  valuesAccepted: false,
                  publicationConsent: false,
                };
                const made = await answer(
                  api.POST('/api/v1/membership-applications', { params, body }),
                );
                client.setQueryData(applicationOfQuery(organisation.id).queryKey, made);
                void client.invalidateQueries({ queryKey: ['inbox'] });
                await navigate({
                  to: '/org/$id/application',
                  params: { id: organisation.id },
                });
              }}
            >
              <SubmitButton form={form}>
                <T id="membership.apply" />
              </SubmitButton>
            </Form>
          )
        }
      >
        <T id={may ? 'membership.none.text' : 'membership.none.byRepresentative'} />
      </EmptyState>
    </div>
  );
}
