import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { MembershipApplication } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { DataTable, Filters } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { PageHead } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { useTitle } from '../../components/title';
import { Country, Instant } from '../../components/values';
import { T, useCode, useText } from '../../intl/intl';
import { applicationsQuery } from './applications.queries';
import { applicationStates, ApplicationStateTag } from './application-state';

/** Applications to join, for the programme office: the longest waiting first. */
export function ApplicationsPage() {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/office/members' });
  const query = useQuery(applicationsQuery(search));
  useTitle(text('applications.title'));
  return (
    <>
      <PageHead title={<T id="applications.title" />} lead={<T id="applications.lead" />} />
      <Filters
        values={{ state: search.state }}
        fields={[
          {
            name: 'state',
            label: <T id="column.state" />,
            choices: [
              { value: '', label: text('filter.all') },
              ...applicationStates.map((value) => ({
                value,
                label: code('applicationState', value),
              })),
            ],
          },
        ]}
        onApply={(values) => void navigate({ to: '/office/members', search: values })}
      />
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState
              title={<T id={search.state ? 'applications.noneFit' : 'applications.none'} />}
            />
          ) : (
            <>
              <ApplicationTable items={items} />
              <Pager
                count={items.length}
                next={
                  nextCursor && (
                    <Link to="/office/members" search={{ ...search, cursor: nextCursor }}>
                      <T id="pager.next" />
                    </Link>
                  )
                }
              />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function ApplicationTable({ items }: { items: readonly MembershipApplication[] }) {
  return (
    <DataTable
      caption={<T id="applications.caption" />}
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'organisation',
          head: <T id="column.organisation" />,
          names: true,
          cell: (row) => (
            <>
              <Link to="/office/members/$id" params={{ id: row.id }}>
                {row.organisation.name}
              </Link>
              <span className="sub numbers">{row.reference}</span>
            </>
          ),
        },
        {
          key: 'country',
          head: <T id="column.country" />,
          cell: (row) => <Country code={row.organisation.country} />,
        },
        {
          key: 'class',
          head: <T id="column.class" />,
          cell: (row) => <ClassName of={row.organisation.class} />,
        },
        {
          key: 'submitted',
          head: <T id="applications.submitted" />,
          cell: (row) => (row.submittedAt ? <Instant at={row.submittedAt} dateOnly /> : '–'),
        },
        {
          key: 'state',
          head: <T id="column.state" />,
          cell: (row) => <ApplicationStateTag state={row.state} />,
        },
      ]}
    />
  );
}
