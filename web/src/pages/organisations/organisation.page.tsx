import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Organisation } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { DataTable } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { useTitle } from '../../components/title';
import { T, useCode } from '../../intl/intl';
import { MembershipSection } from '../memberships/membership-section';
import { PledgesSection } from '../pledges/pledges-section';
import { organisationPeopleQuery, organisationQuery } from './organisations.queries';
import { PeopleActs } from '../affiliations/people-acts';
import { Invite } from './invite';
import { OrganisationIdentity } from './organisation-identity';

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
        <OrganisationIdentity organisation={organisation} />
        <p className="section-tight">
          <Link to="/org/$id/ownership" params={{ id: organisation.id }}>
            <T id="ownership.title" />
          </Link>
        </p>
      </Section>
      <PledgesSection organisation={organisation} />
      <People organisation={organisation} />
    </>
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
