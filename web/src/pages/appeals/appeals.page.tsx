import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { DataTable, Filters } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { PageHead } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { T, useCode, useText } from '../../intl/intl';
import { appealsQuery } from './appeals.queries';
import { appealStates, AppealStateTag } from './appeal-state';

/** Appeals for the programme office, the newest first. */
export function AppealsPage() {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/office/appeals' });
  const query = useQuery(appealsQuery(search));
  useTitle(text('appeals.title'));
  return (
    <>
      <PageHead title={<T id="appeals.title" />} lead={<T id="appeals.lead" />} />
      <Filters
        values={{ state: search.state }}
        fields={[
          {
            name: 'state',
            label: <T id="column.state" />,
            choices: [
              { value: '', label: text('filter.all') },
              ...appealStates.map((value) => ({ value, label: code('appealState', value) })),
            ],
          },
        ]}
        onApply={(values) => void navigate({ to: '/office/appeals', search: values })}
      />
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="appeals.none" />} />
          ) : (
            <>
              <DataTable
                caption={<T id="appeals.caption" />}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'organisation',
                    head: <T id="column.organisation" />,
                    names: true,
                    cell: (row) => (
                      <>
                        <Link to="/appeals/$id" params={{ id: row.id }}>
                          {row.organisation.name}
                        </Link>
                        <span className="sub numbers">{row.reference}</span>
                      </>
                    ),
                  },
                  {
                    key: 'subject',
                    head: <T id="appeal.subject" />,
                    cell: (row) => code('appealSubject', row.subject.kind),
                  },
                  {
                    key: 'submitted',
                    head: <T id="appeal.submitted" />,
                    cell: (row) => <Instant at={row.submittedAt} dateOnly />,
                  },
                  {
                    key: 'state',
                    head: <T id="column.state" />,
                    cell: (row) => <AppealStateTag state={row.state} />,
                  },
                ]}
              />
              <Pager
                count={items.length}
                next={
                  nextCursor && (
                    <Link to="/office/appeals" search={{ ...search, cursor: nextCursor }}>
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
