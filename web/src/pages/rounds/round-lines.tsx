import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Round, RoundLine } from '../../api/shapes';
import { ClassName, organisationClasses } from '../../components/class-bars';
import { DataTable, Filters, type Column } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { Section } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { GpuHours } from '../../components/values';
import { T, useCode, useText } from '../../intl/intl';
import { reasons } from './reasons';
import { roundLinesQuery } from './rounds.queries';

/** Each request of the round with its reason, filtered and sorted by the URL; each leads to its why. */
export function RoundLines({ round }: { round: Round }) {
  const search = useSearch({ from: '/signed-in/rounds/$id' });
  const lines = useQuery({
    ...roundLinesQuery(round.id, { ...search, sort: search.sort ?? '-granted' }),
    placeholderData: keepPreviousData,
  });
  return (
    <div id="lines">
      <Section title={<T id="round.byRequest" />}>
        <LineFilters round={round} />
        <Loaded query={lines}>
          {({ items, nextCursor }) =>
            items.length === 0 ? (
              <EmptyState
                title={<T id="lines.none" />}
                next={
                  <Link className="button secondary" to="/rounds/$id" params={{ id: round.id }}>
                    <T id="filter.clear" />
                  </Link>
                }
              />
            ) : (
              <>
                <LineTable round={round} lines={items} />
                <Pager
                  count={items.length}
                  first={
                    search.cursor && (
                      <PageLink id={round.id} search={{ ...search, cursor: undefined }}>
                        <T id="pager.first" />
                      </PageLink>
                    )
                  }
                  next={
                    nextCursor && (
                      <PageLink id={round.id} search={{ ...search, cursor: nextCursor }}>
                        <T id="pager.next" />
                      </PageLink>
                    )
                  }
                />
              </>
            )
          }
        </Loaded>
      </Section>
    </div>
  );
}

function PageLink(props: {
  id: string;
  search: Record<string, string | undefined>;
  children: React.ReactNode;
}) {
  return (
    <Link
      to="/rounds/$id"
      params={{ id: props.id }}
      search={props.search}
      hash="lines"
      resetScroll={false}
    >
      {props.children}
    </Link>
  );
}

function LineFilters({ round }: { round: Round }) {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/rounds/$id' });
  const all = { value: '', label: text('filter.all') };
  const filtered = search.class || search.reason || search.organisation;
  return (
    <Filters
      values={{ class: search.class, reason: search.reason }}
      fields={[
        {
          name: 'class',
          label: <T id="column.class" />,
          choices: [
            all,
            ...organisationClasses.map((value) => ({ value, label: code('class', value) })),
          ],
        },
        {
          name: 'reason',
          label: <T id="column.reason" />,
          choices: [all, ...reasons.map((value) => ({ value, label: code('reason', value) }))],
        },
      ]}
      onApply={(values) =>
        void navigate({
          to: '/rounds/$id',
          params: { id: round.id },
          search: { sort: search.sort, organisation: search.organisation, ...values },
          hash: 'lines',
          resetScroll: false,
        })
      }
      clear={
        filtered && (
          <Link
            className="button quiet"
            to="/rounds/$id"
            params={{ id: round.id }}
            search={{ sort: search.sort }}
            hash="lines"
            resetScroll={false}
          >
            <T id="filter.clear" />
          </Link>
        )
      }
    />
  );
}

const columnsOf = (
  id: string,
  reasonOf: (code: string) => string,
): readonly Column<RoundLine>[] => [
  {
    key: 'reference',
    head: <T id="column.request" />,
    names: true,
    sortable: true,
    cell: (line) => (
      <>
        <Link to="/rounds/$id/explain/$requestId" params={{ id, requestId: line.requestId }}>
          {line.title}
        </Link>
        <span className="sub numbers">
          {line.reference} · {line.organisation.name}
        </span>
      </>
    ),
  },
  {
    key: 'class',
    head: <T id="column.class" />,
    cell: (line) => <ClassName of={line.organisation.class} />,
  },
  {
    key: 'score',
    head: <T id="column.score" />,
    number: true,
    sortable: true,
    cell: (line) => (line.score === null ? '–' : (line.score / 10).toFixed(1)),
  },
  {
    key: 'asked',
    head: <T id="column.asked" />,
    number: true,
    sortable: true,
    cell: (line) => <GpuHours value={line.gpuHoursAsked} />,
  },
  {
    key: 'granted',
    head: <T id="column.granted" />,
    number: true,
    sortable: true,
    cell: (line) => <GpuHours value={line.gpuHoursGranted} />,
  },
  {
    key: 'reason',
    head: <T id="column.reason" />,
    cell: (line) => reasonOf(line.reason),
  },
];

function LineTable({ round, lines }: { round: Round; lines: readonly RoundLine[] }) {
  const code = useCode();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/rounds/$id' });
  const sortTo = (by: string) => ({
    href: `?${new URLSearchParams({ ...search, sort: by } as Record<string, string>)}#lines`,
    onClick: (event: React.MouseEvent) => {
      event.preventDefault();
      void navigate({
        to: '/rounds/$id',
        params: { id: round.id },
        search: { ...search, sort: by, cursor: undefined },
        hash: 'lines',
        resetScroll: false,
      });
    },
  });
  return (
    <DataTable
      caption={<T id="round.lines.caption" />}
      rows={lines}
      rowKey={({ requestId }) => requestId}
      sorting={{ by: search.sort ?? '-granted', linkTo: sortTo }}
      columns={columnsOf(round.id, (reason) => code('reason', reason))}
    />
  );
}
