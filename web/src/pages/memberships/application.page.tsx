import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { MembershipApplication } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { Country, Instant } from '../../components/values';
import { T } from '../../intl/intl';
import { ApplicationActs } from './application-acts';
import { ApplicationDocuments } from './application-documents';
import { ApplicationClass } from './application-class';
import { Due } from './applications.page';
import { Assignment } from './assignment';
import { DeclarationFacts } from './section-declarations';
import { ApplicationStateTag } from './application-state';
import { RegistryPanel } from './registry-panel';
import { applicationQuery } from './applications.queries';

/** One application to join, with what the office may do about it. */
export function ApplicationPage() {
  const { id } = useParams({ from: '/signed-in/office/members/$id' });
  const application = useQuery(applicationQuery(id));
  return (
    <Loaded query={application} page>
      {(known) => <ApplicationContent application={known} />}
    </Loaded>
  );
}

function ApplicationContent({ application }: { application: MembershipApplication }) {
  const { organisation } = application;
  useTitle(`${organisation.name} · ${application.reference}`);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/office/members">
            <T id="back.applications" />
          </Link>
        }
        eyebrow={
          <>
            <span className="numbers">{application.reference}</span>
            <ApplicationStateTag state={application.state} />
          </>
        }
        title={organisation.name}
      />
      {application.decisionReason && (
        <Notice tone="info" title={<T id="application.reason" />}>
          <p>{application.decisionReason}</p>
        </Notice>
      )}
      <Section title={<T id="application.content" />}>
        <ApplicationFacts application={application} />
      </Section>
      <ApplicationDocuments application={application} writable={false} />
      <RegistryPanel organisation={organisation.id} />
      <Section title={<T id="applicationSection.declarations" />}>
        <DeclarationFacts application={application} />
      </Section>
      <ApplicationClass application={application} />
      <Assignment key={`assign ${application.version}`} application={application} />
      <ApplicationActs key={application.version} application={application} />
    </>
  );
}

function ApplicationFacts({ application }: { application: MembershipApplication }) {
  const { organisation } = application;
  return (
    <Facts
      facts={[
        [<T id="column.country" />, <Country code={organisation.country} />],
        [<T id="column.class" />, <ClassName of={organisation.class} />],
        [
          <T id="org.identity" />,
          <Link to="/org/$id" params={{ id: organisation.id }}>
            <T id="application.organisation" />
          </Link>,
        ],
        [
          <T id="membership.title" />,
          <Link to="/org/$id/membership" params={{ id: organisation.id }}>
            <T id="membership.open" />
          </Link>,
        ],
        [
          <T id="application.motivation" />,
          <span className="pre-line">{application.motivation || '–'}</span>,
        ],
        ...(application.track === 'full'
          ? ([
              [
                <T id="application.activity" />,
                <span key="a" className="pre-line">
                  {application.aiActivity || '–'}
                </span>,
              ],
            ] as const)
          : []),
        [
          <T id="application.publication" />,
          <T id={application.publicationConsent ? 'answer.yes' : 'answer.no'} />,
        ],
        ...(application.submittedAt
          ? ([
              [
                <T id="applications.submitted" />,
                <span key="s">
                  <Instant at={application.submittedAt} /> · {application.submittedBy?.name} (
                  <T
                    id={
                      application.submittedBy?.by === 'mandate'
                        ? 'mandate.byMandate'
                        : 'mandate.byRole'
                    }
                  />
                  )
                </span>,
              ],
              [<T id="applications.due" />, <Due key="d" application={application} />],
            ] as const)
          : []),
      ]}
    />
  );
}
