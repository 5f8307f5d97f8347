import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { AssignmentSummary } from '../../api/shapes';
import { useSession } from '../../app/session';
import { DataTable, Filters } from '../../components/data-table';
import { Deadline } from '../../components/deadline';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { PageHead } from '../../components/shell';
import { EmptyState, Tag, type Tone } from '../../components/states';
import { useTitle } from '../../components/title';
import { T, useCode, useText } from '../../intl/intl';
import { assignmentsQuery } from './reviews.queries';

const states = [
  'proposed',
  'accepted',
  'drafting',
  'submitted',
  'released',
  'declined',
  'conflict',
];
const tones: Record<string, Tone> = {
  proposed: 'warn',
  accepted: 'info',
  drafting: 'info',
  submitted: 'good',
  released: 'good',
};

/** The requests that one was asked to review, the next due first. */
export function ReviewsPage() {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const { person } = useSession();
  const search = useSearch({ from: '/signed-in/reviews' });
  const query = useQuery(assignmentsQuery({ ...search, reviewer: person.id }));
  useTitle(text('reviews.title'));
  return (
    <>
      <PageHead title={<T id="reviews.title" />} lead={<T id="reviews.lead" />} />
      <Filters
        values={{ state: search.state }}
        fields={[
          {
            name: 'state',
            label: <T id="column.state" />,
            choices: [
              { value: '', label: text('filter.all') },
              ...states.map((value) => ({ value, label: code('assignmentState', value) })),
            ],
          },
        ]}
        onApply={(values) => void navigate({ to: '/reviews', search: values })}
      />
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState title={<T id={search.state ? 'reviews.noneFit' : 'reviews.none.title'} />}>
              {!search.state && <T id="reviews.none.text" />}
            </EmptyState>
          ) : (
            <>
              <AssignmentTable items={items} />
              <Pager
                count={items.length}
                next={
                  nextCursor && (
                    <Link to="/reviews" search={{ ...search, cursor: nextCursor }}>
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

export function AssignmentStateTag({ state }: { state: string }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('assignmentState', state)}</Tag>;
}

function AssignmentTable({ items }: { items: readonly AssignmentSummary[] }) {
  return (
    <DataTable
      caption={<T id="reviews.caption" />}
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'request',
          head: <T id="column.request" />,
          names: true,
          cell: (row) => (
            <>
              <Link to="/reviews/$id" params={{ id: row.id }}>
                {row.request.title}
              </Link>
              <span className="sub numbers">
                {row.request.reference} · {row.request.organisation.name}
              </span>
            </>
          ),
        },
        { key: 'call', head: <T id="column.call" />, cell: (row) => row.call.title },
        {
          key: 'due',
          head: <T id="reviews.due" />,
          cell: (row) => <Deadline at={row.dueAt} />,
        },
        {
          key: 'state',
          head: <T id="column.state" />,
          cell: (row) => <AssignmentStateTag state={row.state} />,
        },
      ]}
    />
  );
}
