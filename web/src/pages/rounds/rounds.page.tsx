import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { RoundSummary } from '../../api/shapes';
import { DataTable, Filters } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { PageHead } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { useTitle } from '../../components/title';
import { GpuHours, Instant } from '../../components/values';
import { T, useCode, useText } from '../../intl/intl';
import { RoundStateTag, sumOf } from './round-figures';
import { roundsQuery } from './rounds.queries';

const states = ['scheduled', 'collecting', 'computed', 'approved', 'published', 'cancelled'];

/** All rounds that one may see, the newest cut-off first. */
export function RoundsPage() {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/rounds' });
  const query = useQuery(roundsQuery(search));
  useTitle(text('rounds.title'));
  return (
    <>
      <PageHead title={<T id="rounds.title" />} lead={<T id="rounds.lead" />} />
      <Filters
        values={{ state: search.state }}
        fields={[
          {
            name: 'state',
            label: <T id="column.state" />,
            choices: [
              { value: '', label: text('filter.all') },
              ...states.map((value) => ({ value, label: code('roundState', value) })),
            ],
          },
        ]}
        onApply={(values) => void navigate({ to: '/rounds', search: values })}
      />
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <NoRounds filtered={search.state !== undefined} />
          ) : (
            <>
              <RoundTable rounds={items} />
              <Pager
                count={items.length}
                first={
                  search.cursor && (
                    <Link to="/rounds" search={{ state: search.state }}>
                      <T id="pager.first" />
                    </Link>
                  )
                }
                next={
                  nextCursor && (
                    <Link to="/rounds" search={{ ...search, cursor: nextCursor }}>
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

function NoRounds({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState
      title={<T id={filtered ? 'rounds.noneFit' : 'rounds.none.title'} />}
      next={
        filtered && (
          <Link className="button secondary" to="/rounds">
            <T id="filter.clear" />
          </Link>
        )
      }
    >
      {!filtered && <T id="rounds.none.text" />}
    </EmptyState>
  );
}

function RoundTable({ rounds }: { rounds: readonly RoundSummary[] }) {
  return (
    <DataTable
      caption={<T id="rounds.caption" />}
      rows={rounds}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'call',
          head: <T id="column.round" />,
          names: true,
          cell: (round) => (
            <>
              <Link to="/rounds/$id" params={{ id: round.id }}>
                {round.call.title}
              </Link>
              <span className="sub numbers">
                {round.reference} · {round.poolGroup.name}
              </span>
            </>
          ),
        },
        {
          key: 'cutOffAt',
          head: <T id="call.cutOffLabel" />,
          cell: (round) => <Instant at={round.cutOffAt} dateOnly />,
        },
        {
          key: 'state',
          head: <T id="column.state" />,
          cell: (round) => <RoundStateTag state={round.state} />,
        },
        {
          key: 'asked',
          head: <T id="column.asked" />,
          number: true,
          cell: (round) => <Figure value={sumOf(round.classes, (line) => line.gpuHoursAsked)} />,
        },
        {
          key: 'granted',
          head: <T id="column.granted" />,
          number: true,
          cell: (round) => <Figure value={sumOf(round.classes, (line) => line.gpuHoursGranted)} />,
        },
      ]}
    />
  );
}

function Figure({ value }: { value: number }) {
  return value === 0 ? <span aria-hidden="true">–</span> : <GpuHours value={value} short />;
}
