import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { RequestSummary } from '../../api/shapes';
import { reach, useSession } from '../../app/session';
import { DataTable, Filters } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { PageHead } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { useTitle } from '../../components/title';
import { GpuHours, Instant } from '../../components/values';
import { T, useCode, useText } from '../../intl/intl';
import { RequestStateTag, requestStates } from './request-state';
import { requestsQuery } from './requests.queries';

/** The requests one may see: one's organisations', or everybody's for those who run the programme. */
export function RequestsPage() {
  const text = useText();
  const session = useSession();
  const own = session.organisations.length > 0;
  const mayDraft = reach(session).draftsRequests;
  const search = useSearch({ from: '/signed-in/requests' });
  const query = useQuery(requestsQuery(search));
  useTitle(text(own ? 'requests.title' : 'requests.all'));
  return (
    <>
      <div className="head-row">
        <PageHead
          title={<T id={own ? 'requests.title' : 'requests.all'} />}
          lead={own ? <T id="requests.lead" /> : undefined}
        />
        {mayDraft && (
          <Link className="button" to="/requests/new">
            <T id="requests.new" />
          </Link>
        )}
      </div>
      <RequestFilters />
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <NothingHere filtered={Object.keys(search).length > 0} mayDraft={mayDraft} />
          ) : (
            <>
              <RequestTable
                items={items}
                showOrganisation={!own || session.organisations.length > 1}
              />
              <Pager
                count={items.length}
                first={
                  search.cursor && (
                    <Link to="/requests" search={{ ...search, cursor: undefined }}>
                      <T id="pager.first" />
                    </Link>
                  )
                }
                next={
                  nextCursor && (
                    <Link to="/requests" search={{ ...search, cursor: nextCursor }}>
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

function RequestFilters() {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const { organisations } = useSession();
  const search = useSearch({ from: '/signed-in/requests' });
  const all = { value: '', label: text('filter.all') };
  return (
    <Filters
      values={{ state: search.state, organisation: search.organisation }}
      fields={[
        {
          name: 'state',
          label: <T id="column.state" />,
          choices: [
            all,
            ...requestStates.map((value) => ({ value, label: code('requestState', value) })),
          ],
        },
        ...(organisations.length > 1
          ? [
              {
                name: 'organisation',
                label: <T id="column.organisation" />,
                choices: [
                  all,
                  ...organisations.map(({ id, name }) => ({ value: id, label: name })),
                ],
              },
            ]
          : []),
      ]}
      onApply={(values) =>
        void navigate({ to: '/requests', search: { call: search.call, ...values } })
      }
      clear={
        (search.state || search.organisation || search.call) && (
          <Link className="button quiet" to="/requests">
            <T id="filter.clear" />
          </Link>
        )
      }
    />
  );
}

function NothingHere({ filtered, mayDraft }: { filtered: boolean; mayDraft: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        title={<T id="requests.noneFit" />}
        next={
          <Link className="button secondary" to="/requests">
            <T id="filter.clear" />
          </Link>
        }
      />
    );
  }
  return (
    <EmptyState
      title={<T id="requests.none.title" />}
      next={
        mayDraft && (
          <Link className="button" to="/requests/new">
            <T id="requests.none.next" />
          </Link>
        )
      }
    >
      <T id={mayDraft ? 'requests.none.text' : 'requests.none.reader'} />
    </EmptyState>
  );
}

function RequestTable(props: { items: readonly RequestSummary[]; showOrganisation: boolean }) {
  const dash = <span aria-hidden="true">–</span>;
  return (
    <DataTable
      caption={<T id="requests.caption" />}
      rows={props.items}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'title',
          head: <T id="column.request" />,
          names: true,
          cell: (row) => (
            <>
              <Link to="/requests/$id" params={{ id: row.id }}>
                {row.title || <T id="request.untitled" />}
              </Link>
              <span className="sub numbers">
                {row.reference}
                {props.showOrganisation && <> · {row.organisation.name}</>}
              </span>
            </>
          ),
        },
        {
          key: 'call',
          head: <T id="column.call" />,
          cell: (row) => (
            <>
              {row.call.title}
              <span className="sub">
                <T
                  id="requests.cutOff"
                  values={{ at: <Instant at={row.call.cutOffAt} dateOnly /> }}
                />
              </span>
            </>
          ),
        },
        {
          key: 'state',
          head: <T id="column.state" />,
          cell: (row) => <RequestStateTag state={row.state} />,
        },
        {
          key: 'asked',
          head: <T id="column.askedHours" />,
          number: true,
          cell: (row) =>
            row.gpuHoursAsked === null ? dash : <GpuHours value={row.gpuHoursAsked} />,
        },
      ]}
    />
  );
}
