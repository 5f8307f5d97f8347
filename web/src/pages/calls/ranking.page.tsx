import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { Ranking } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { DataTable, type Column } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { PageHead } from '../../components/shell';
import { EmptyState, Notice, Tag } from '../../components/states';
import { useTitle } from '../../components/title';
import { GpuHours } from '../../components/values';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';

const rankingQuery = (id: string) => ({
  queryKey: ['calls', id, 'ranking'],
  queryFn: () => answer(api.GET('/api/v1/calls/{id}/ranking', { params: { path: { id } } })),
});

/** The requests of a call by their reviews; fixing the ranking releases the reviews and lets the round run. */
export function RankingPage() {
  const { id } = useParams({ from: '/signed-in/calls/$id/ranking' });
  const ranking = useQuery(rankingQuery(id));
  return (
    <Loaded query={ranking} page>
      {(known) => <RankingContent ranking={known} />}
    </Loaded>
  );
}

function RankingContent({ ranking }: { ranking: Ranking }) {
  useTitle(`${useText()('ranking.title')} · ${ranking.reference}`);
  const missing = ranking.items.reduce((sum, { reviewsMissing }) => sum + reviewsMissing, 0);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/rounds">
            <T id="back.rounds" />
          </Link>
        }
        eyebrow={<span className="numbers">{ranking.reference}</span>}
        title={<T id="ranking.title" />}
        lead={ranking.title}
      />
      <div className="stack section-tight">
        <Standing ranking={ranking} missing={missing} />
        {missing === 0 && ranking.possibleActs.includes('finalise') && (
          <Finalise ranking={ranking} />
        )}
      </div>
      {ranking.items.length === 0 ? (
        <EmptyState title={<T id="ranking.none" />} />
      ) : (
        <RankingTable ranking={ranking} />
      )}
    </>
  );
}

function Standing({ ranking, missing }: { ranking: Ranking; missing: number }) {
  if (ranking.final) return <Notice tone="good" title={<T id="ranking.final" />} />;
  if (missing > 0) {
    return <Notice tone="warn" title={<T id="ranking.missing" values={{ count: missing }} />} />;
  }
  return <Notice tone="info" title={<T id="ranking.ready" />} />;
}

function Finalise({ ranking }: { ranking: Ranking }) {
  const client = useQueryClient();
  const form = useForm();
  return (
    <Form
      form={form}
      names={[]}
      onSubmit={async () => {
        const params = { path: { id: ranking.id }, header: idempotencyKey() };
        const fixed = await answer(
          api.POST('/api/v1/calls/{id}/ranking/finalise', { params, body: {} }),
        );
        client.setQueryData(rankingQuery(ranking.id).queryKey, fixed);
        void client.invalidateQueries({ queryKey: ['rounds'] });
      }}
    >
      <div className="act">
        <SubmitButton form={form}>
          <T id="ranking.finalise" />
        </SubmitButton>
        <p className="small muted">
          <T id="ranking.finalise.text" />
        </p>
      </div>
    </Form>
  );
}

const columns: readonly Column<Ranking['items'][number]>[] = [
  {
    key: 'rank',
    head: <T id="ranking.rank" />,
    number: true,
    cell: ({ rank }) => rank ?? '–',
  },
  {
    key: 'request',
    head: <T id="column.request" />,
    names: true,
    cell: (row) => (
      <>
        <Link to="/requests/$id" params={{ id: row.requestId }}>
          {row.title}
        </Link>
        <span className="sub numbers">
          {row.reference} · {row.organisation.name}
        </span>
      </>
    ),
  },
  {
    key: 'class',
    head: <T id="column.class" />,
    cell: ({ organisation }) => <ClassName of={organisation.class} />,
  },
  {
    key: 'reviews',
    head: <T id="ranking.reviews" />,
    cell: (row) =>
      row.reviewsMissing > 0 ? (
        <Tag tone="warn">
          <T
            id="ranking.reviewsMissing"
            values={{ done: row.reviewsSubmitted, missing: row.reviewsMissing }}
          />
        </Tag>
      ) : (
        row.reviewsSubmitted
      ),
  },
  {
    key: 'mean',
    head: <T id="column.score" />,
    number: true,
    cell: ({ mean }) => (mean === null ? '–' : (mean / 10).toFixed(1)),
  },
  {
    key: 'spread',
    head: <T id="ranking.spread" />,
    number: true,
    cell: ({ spread }) => (spread === null ? '–' : (spread / 10).toFixed(1)),
  },
  {
    key: 'asked',
    head: <T id="column.asked" />,
    number: true,
    cell: ({ gpuHoursAsked }) => <GpuHours value={gpuHoursAsked} />,
  },
  {
    key: 'below',
    head: <T id="column.state" />,
    cell: ({ below }) =>
      below ? (
        <Tag tone="error">
          <T id="reason.BELOW_THRESHOLD" />
        </Tag>
      ) : (
        ''
      ),
  },
];

function RankingTable({ ranking }: { ranking: Ranking }) {
  return (
    <DataTable
      caption={<T id="ranking.caption" values={{ threshold: ranking.thresholdTotal / 10 }} />}
      rows={ranking.items}
      rowKey={({ requestId }) => requestId}
      columns={columns}
    />
  );
}
