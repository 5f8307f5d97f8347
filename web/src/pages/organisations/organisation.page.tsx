import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Organisation } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { DataTable } from '../../components/data-table';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { useTitle } from '../../components/title';
import { Country } from '../../components/values';
import { T, useCode } from '../../intl/intl';
import { MembershipSection } from '../memberships/membership-section';
import { organisationPeopleQuery, organisationQuery } from './organisations.queries';
import { identifierChecksQuery, IdentifierWords } from './identifier-words';
import { PeopleActs } from '../affiliations/people-acts';
import { Invite } from './invite';
import { PledgesSection } from './pledges-section';

/** An organisation: who it is, its class and why, membership, pledges, people. */
export function OrganisationPage() {
  const { id } = useParams({ from: '/signed-in/org/$id' });
  const organisation = useQuery(organisationQuery(id));
  return (
    <Loaded query={organisation} page>
      {(known) => <OrganisationContent organisation={known} />}
    </Loaded>
  );
}

function OrganisationContent({ organisation }: { organisation: Organisation }) {
  useTitle(organisation.name);
  return (
    <>
      <PageHead
        eyebrow={<ClassName of={organisation.class} />}
        title={organisation.name}
        lead={organisation.description || undefined}
      />
      <MembershipSection organisation={organisation} />
      <Section title={<T id="org.identity" />}>
        <Identity organisation={organisation} />
      </Section>
      <PledgesSection organisation={organisation} />
      <People organisation={organisation} />
    </>
  );
}

function Identity({ organisation }: { organisation: Organisation }) {
  const code = useCode();
  const checks = useQuery(identifierChecksQuery(organisation.id));
  return (
    <Facts
      facts={[
        [<T id="org.kind" />, code('organisationKind', organisation.kind)],
        ...(organisation.legalForm
          ? ([[<T id="org.legalForm" />, organisation.legalForm]] as const)
          : []),
        [
          <T id="org.seat" />,
          <>
            {organisation.city && <>{organisation.city}, </>}
            <Country code={organisation.country} />
          </>,
        ],
        [
          <T id="column.class" />,
          <>
            <ClassName of={organisation.class} />
            <ul className="plain-list small muted">
              {organisation.classBasis.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </>,
        ],
        ...organisation.identifiers.map(
          (identifier) =>
            [
              code('identifier', identifier.kind),
              <IdentifierWords key={identifier.kind} {...identifier} checks={checks.data} />,
            ] as const,
        ),
        ...(organisation.webDomain
          ? ([[<T id="org.domain" />, organisation.webDomain]] as const)
          : []),
      ]}
    />
  );
}

function People({ organisation }: { organisation: Organisation }) {
  const code = useCode();
  const people = useQuery(organisationPeopleQuery(organisation.id));
  return (
    <Section title={<T id="org.people" />}>
      <Loaded query={people}>
        {({ items }) => (
          <DataTable
            caption={<T id="org.people.caption" />}
            rows={items}
            rowKey={(person) => person.id}
            columns={[
              { key: 'name', head: <T id="register.name" />, names: true, cell: (row) => row.name },
              { key: 'email', head: <T id="signIn.email" />, cell: (row) => row.email },
              {
                key: 'role',
                head: <T id="org.role" />,
                cell: (row) => code('organisationRole', row.role),
              },
            ]}
          />
        )}
      </Loaded>
      {people.data && <PeopleActs organisation={organisation} people={people.data.items} />}
      {(organisation.role === 'representative' || organisation.role === 'manager') && (
        <Invite organisation={organisation} />
      )}
    </Section>
  );
}
