import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { MembershipApplication, MembershipOfficer } from '../../api/shapes';
import { ClassName, organisationClasses } from '../../components/class-bars';
import { DataTable, Filters } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { PageHead } from '../../components/shell';
import { EmptyState, Tag } from '../../components/states';
import { useTitle } from '../../components/title';
import { Country, countryName, Instant } from '../../components/values';
import { useSession } from '../../app/session';
import { T, useCode, useLanguage, useText } from '../../intl/intl';
import { countryCodes } from '../organisations/countries';
import { AssignMany } from './assign-many';
import { applicationsQuery, officersQuery, type QueueFilter } from './applications.queries';
import { applicationStates, ApplicationStateTag } from './application-state';

/** Applications to join, for the programme office: what is due first comes first. */
export function ApplicationsPage() {
  const text = useText();
  const search = useSearch({ from: '/signed-in/office/members' });
  const query = useQuery(applicationsQuery(search));
  const isOfficer = useSession().platformRoles.includes('officer');
  const officers = useQuery({ ...officersQuery, enabled: isOfficer });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useTitle(text('applications.title'));
  return (
    <>
      <PageHead title={<T id="applications.title" />} lead={<T id="applications.lead" />} />
      <QueueFilters search={search} officers={officers.data?.items ?? []} />
      {isOfficer && (
        <AssignMany
          ids={[...chosen]}
          officers={officers.data?.items ?? []}
          onDone={() => setChosen(new Set())}
        />
      )}
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState
              title={
                <T
                  id={Object.keys(search).length > 0 ? 'applications.noneFit' : 'applications.none'}
                />
              }
            />
          ) : (
            <>
              <ApplicationTable
                items={items}
                chosen={isOfficer ? chosen : null}
                onChoose={setChosen}
              />
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

function QueueFilters(props: { search: QueueFilter; officers: readonly MembershipOfficer[] }) {
  const { search, officers } = props;
  const text = useText();
  const code = useCode();
  const language = useLanguage();
  const navigate = useNavigate();
  const all = { value: '', label: text('filter.all') };
  return (
    <Filters
      values={{ ...search }}
      fields={[
        {
          name: 'state',
          label: <T id="column.state" />,
          choices: [
            all,
            ...applicationStates.map((value) => ({
              value,
              label: code('applicationState', value),
            })),
          ],
        },
        {
          name: 'waitingFor',
          label: <T id="applications.waitingFor" />,
          choices: [
            all,
            { value: 'office', label: text('applications.waitingFor.office') },
            { value: 'applicant', label: text('applications.waitingFor.applicant') },
          ],
        },
        {
          name: 'class',
          label: <T id="column.class" />,
          choices: [
            all,
            ...organisationClasses.map((value) => ({ value, label: code('class', value) })),
          ],
        },
        {
          name: 'country',
          label: <T id="column.country" />,
          choices: [
            all,
            ...countryCodes
              .map((value) => ({ value, label: countryName(language, value) }))
              .sort((a, b) => a.label.localeCompare(b.label, language)),
          ],
        },
        {
          name: 'assigned',
          label: <T id="applications.assigned" />,
          choices: [
            all,
            { value: 'me', label: text('applications.assigned.me') },
            { value: 'none', label: text('applications.assigned.none') },
            ...officers.map(({ id, name, open }) => ({ value: id, label: `${name} (${open})` })),
          ],
        },
        {
          name: 'overdue',
          label: <T id="applications.due" />,
          choices: [all, { value: 'true', label: text('applications.overdue') }],
        },
      ]}
      onApply={(values) => void navigate({ to: '/office/members', search: values })}
    />
  );
}

function ApplicationTable(props: {
  items: readonly MembershipApplication[];
  chosen: ReadonlySet<string> | null;
  onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { items, chosen } = props;
  const text = useText();
  const toggle = (id: string) => {
    const after = new Set(chosen);
    if (!after.delete(id)) after.add(id);
    props.onChoose(after);
  };
  return (
    <DataTable
      caption={<T id="applications.caption" />}
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        ...(chosen
          ? [
              {
                key: 'choose',
                head: (
                  <span className="visually-hidden">
                    <T id="applications.choose" />
                  </span>
                ),
                cell: (row: MembershipApplication) => (
                  <input
                    type="checkbox"
                    className="row-choice"
                    aria-label={text('applications.chooseOne', { name: row.organisation.name })}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                ),
              },
            ]
          : []),
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
          key: 'due',
          head: <T id="applications.due" />,
          cell: (row) => <Due application={row} />,
        },
        {
          key: 'assigned',
          head: <T id="applications.assigned" />,
          cell: (row) => row.office?.assignedTo?.name ?? '–',
        },
        {
          key: 'state',
          head: <T id="column.state" />,
          cell: (row) => (
            <>
              <ApplicationStateTag state={row.state} />
              {row.office?.proposal && (
                <span className="sub">
                  <T id="applications.proposed" />
                </span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

/** Until when the step should be done, and that it is late. */
export function Due({ application }: { application: MembershipApplication }) {
  const { dueAt, overdue } = application;
  if (!dueAt) return <>–</>;
  return (
    <>
      <Instant at={dueAt} dateOnly />
      {overdue && (
        <span className="sub">
          <Tag tone="error">
            <T id="applications.overdue" />
          </Tag>
        </span>
      )}
    </>
  );
}
