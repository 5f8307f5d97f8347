import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { MembershipApplication, Organisation } from '../../api/shapes';
import { useSession } from '../../app/session';
import { CheckList } from '../../components/check-list';
import { ClassName } from '../../components/class-bars';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { OrganisationIdentity } from '../organisations/organisation-identity';
import { applicationOfQuery, organisationQuery } from '../organisations/organisations.queries';
import { isOpen, sectionNames, type SectionName } from './application-sections';
import { ActivityFacts } from './section-activity';
import { DeclarationFacts } from './section-declarations';
import { SectionLink } from './section-link';
import { Submitters } from './section-people';

/** Check your answers, then hand the application in. */
export function CheckApplicationPage() {
  const { id } = useParams({ from: '/signed-in/org/$id/application/check' });
  const organisation = useQuery(organisationQuery(id));
  const application = useQuery({ ...applicationOfQuery(id), staleTime: 0 });
  return (
    <Loaded query={organisation} page>
      {(of) => (
        <Loaded query={application} page>
          {(known) => known && <Check organisation={of} application={known} />}
        </Loaded>
      )}
    </Loaded>
  );
}

interface CheckProps {
  organisation: Organisation;
  application: MembershipApplication;
}

function Check({ organisation, application }: CheckProps) {
  const text = useText();
  const { person } = useSession();
  useTitle(`${text('check.title')} · ${application.reference}`);
  const { id } = organisation;
  const maySend = application.submitters.some((submitter) => submitter.id === person.id);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/org/$id/application" params={{ id }}>
            <T id="back.application" />
          </Link>
        }
        eyebrow={<span className="numbers">{application.reference}</span>}
        title={<T id="check.title" />}
        lead={<T id="application.check.lead" />}
      />
      {sectionNames.map((section) => (
        <Section
          key={section}
          title={<T id={`applicationSection.${section}`} />}
          aside={
            <SectionLink organisation={id} section={section}>
              <T id="check.change" />
              <span className="visually-hidden">
                {' '}
                <T id={`applicationSection.${section}`} />
              </span>
            </SectionLink>
          }
        >
          <SectionFacts section={section} organisation={organisation} application={application} />
        </Section>
      ))}
      <Section title={<T id="application.submit" />}>
        <Open application={application} />
        {!isOpen(application) ? null : maySend ? (
          <Send application={application} />
        ) : (
          <Notice tone="info" title={<T id="application.notYours" />}>
            <p>
              <T id="application.notYours.text" />
            </p>
          </Notice>
        )}
      </Section>
    </>
  );
}

function SectionFacts(props: CheckProps & { section: SectionName }) {
  const { section, organisation, application } = props;
  switch (section) {
    case 'identity':
      return <OrganisationIdentity organisation={organisation} />;
    case 'ownership':
      return (
        <>
          <ClassName of={organisation.class} />
          <ul className="plain-list small muted">
            {organisation.classBasis.map((sentence) => (
              <li key={sentence} lang="en">
                {sentence}
              </li>
            ))}
          </ul>
        </>
      );
    case 'activity':
      return <ActivityFacts application={application} />;
    case 'people':
      return <Submitters application={application} />;
    case 'declarations':
      return <DeclarationFacts application={application} />;
  }
}

/** What stands against handing it in: the same that the server would answer. */
function Open({ application }: { application: MembershipApplication }) {
  const open = application.sections.flatMap(({ section, missing }) =>
    missing.map((one) => ({ section, ...one })),
  );
  if (open.length === 0) return null;
  return (
    <Notice tone="warn" title={<T id="check.open" values={{ count: open.length }} />}>
      <CheckList
        checks={open.map(({ section, pointer, code, detail }) => ({
          code: pointer.startsWith('/declarations/')
            ? `application.${code}`
            : `application.${pointer}`,
          holds: false,
          sentence: detail,
          action: (
            <SectionLink organisation={application.organisation.id} section={section}>
              <T id="check.fix" />
              <span className="visually-hidden">
                {' '}
                <T id={`applicationSection.${section}`} />
              </span>
            </SectionLink>
          ),
        }))}
      />
    </Notice>
  );
}

function Send({ application }: { application: MembershipApplication }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm();
  const { id, organisation, version, missing } = application;
  return (
    <Form
      form={form}
      names={[]}
      onSubmit={async () => {
        const header = { ...ifMatch(version), ...idempotencyKey() };
        const params = { path: { id }, header };
        const sent = await answer(
          api.POST('/api/v1/membership-applications/{id}/submit', { params, body: {} }),
        );
        client.setQueryData(applicationOfQuery(organisation.id).queryKey, sent);
        void client.invalidateQueries({ queryKey: ['inbox'] });
        void client.invalidateQueries({ queryKey: organisationQuery(organisation.id).queryKey });
        await navigate({ to: '/org/$id/application', params: { id: organisation.id } });
      }}
    >
      {missing.length === 0 && (
        <p className="prose">
          <T id="application.submit.text" />
        </p>
      )}
      <SubmitButton form={form}>
        <T id="application.submit" />
      </SubmitButton>
    </Form>
  );
}
