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
import { PledgeAmount, pledgeKinds, pledgeStates, PledgeStateTag } from './pledge-words';
import { pledgesQuery } from './pledges.queries';

/** Pledges of all members for the programme office, the newest first. */
export function PledgesPage() {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/office/pledges' });
  const query = useQuery(pledgesQuery(search));
  const all = { value: '', label: text('filter.all') };
  useTitle(text('pledges.title'));
  return (
    <>
      <PageHead title={<T id="pledges.title" />} lead={<T id="pledges.note" />} />
      <Filters
        values={{ state: search.state, kind: search.kind }}
        fields={[
          {
            name: 'state',
            label: <T id="column.state" />,
            choices: [
              all,
              ...pledgeStates.map((value) => ({ value, label: code('pledgeState', value) })),
            ],
          },
          {
            name: 'kind',
            label: <T id="column.kind" />,
            choices: [
              all,
              ...pledgeKinds.map((value) => ({ value, label: code('pledge', value) })),
            ],
          },
        ]}
        onApply={(values) => void navigate({ to: '/office/pledges', search: values })}
      />
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="pledges.none.found" />} />
          ) : (
            <>
              <DataTable
                caption={<T id="pledges.caption" />}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'organisation',
                    head: <T id="column.organisation" />,
                    names: true,
                    cell: (row) => (
                      <>
                        <Link to="/pledges/$id" params={{ id: row.id }}>
                          {row.organisation.name}
                        </Link>
                        <span className="sub">{code('pledge', row.kind)}</span>
                      </>
                    ),
                  },
                  {
                    key: 'declared',
                    head: <T id="pledges.declaredAt" />,
                    cell: (row) => <Instant at={row.createdAt} dateOnly />,
                  },
                  {
                    key: 'horizon',
                    head: <T id="org.pledges.until" />,
                    cell: (row) => row.horizonYear,
                  },
                  {
                    key: 'state',
                    head: <T id="column.state" />,
                    cell: (row) => <PledgeStateTag state={row.state} />,
                  },
                  {
                    key: 'amount',
                    head: <T id="org.pledges.amount" />,
                    number: true,
                    cell: (row) => <PledgeAmount {...row} />,
                  },
                ]}
              />
              <Pager
                count={items.length}
                next={
                  nextCursor && (
                    <Link to="/office/pledges" search={{ ...search, cursor: nextCursor }}>
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
