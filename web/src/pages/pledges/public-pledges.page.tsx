import type { PledgesReport } from '../../api/shapes';
import { DataTable } from '../../components/data-table';
import { Stats } from '../../components/figures';
import { PageHead, Section } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { Count, Instant, Money, Month, Share } from '../../components/values';
import { T, useCode, useLanguage } from '../../intl/intl';
import { PledgeChart } from './pledge-chart';

const euro = (cents: string) => Number(BigInt(cents)) / 100;

/** What members pledge against the announced sum, month by month; new money apart. */
export function PublicPledgesPage({ report }: { report: PledgesReport }) {
  const language = useLanguage();
  const { totals, target, months } = report;
  return (
    <>
      <PageHead
        back={
          <a className="back-link" href={`/${language}`}>
            <T id="back.overview" />
          </a>
        }
        title={<T id="pledges.title" />}
        lead={<T id="pledges.note" />}
      />
      <Stats
        figures={[
          {
            label: <T id="pledges.declared" />,
            value: <Money cents={totals.declaredCents} currency="EUR" short />,
            note: target && (
              <T
                id="pledges.ofTarget"
                values={{
                  share: <Share ppm={shareOf(totals.declaredCents, target.cents)} />,
                  target: <Money cents={target.cents} currency="EUR" short />,
                }}
              />
            ),
          },
          {
            label: <T id="pledges.confirmed" />,
            value: <Money cents={totals.confirmedCents} currency="EUR" short />,
          },
          {
            label: <T id="pledges.newMoney" />,
            value: <Money cents={totals.newDeclaredCents} currency="EUR" short />,
            note: (
              <T
                id="pledges.newMoney.confirmed"
                values={{ amount: <Money cents={totals.newConfirmedCents} currency="EUR" short /> }}
              />
            ),
          },
          {
            label: <T id="pledges.members" />,
            value: <Count value={totals.members} />,
            note: <T id="pledges.count" values={{ count: totals.pledges }} />,
          },
        ]}
      />
      <Section title={<T id="pledges.overTime" />}>
        {months.length === 0 ? (
          <EmptyState title={<T id="pledges.none" />} />
        ) : (
          <div className="chart-and-table">
            <PledgeChart report={report} />
            <Months report={report} />
          </div>
        )}
      </Section>
      <Kinds report={report} />
      <p className="small muted section">
        <a href="/api/v1/public/pledges.csv">
          <T id="pledges.csv" />
        </a>
        {' · '}
        <T id="overview.asOf" values={{ at: <Instant at={report.asOf} /> }} />
        {target && (
          <>
            {' '}
            <T id="pledges.source" values={{ source: target.source }} />
          </>
        )}
      </p>
    </>
  );
}

const shareOf = (part: string, whole: string) =>
  Math.round((euro(part) / Math.max(1, euro(whole))) * 1_000_000);

function Months({ report: { months } }: { report: PledgesReport }) {
  const money = (cents: string) => <Money cents={cents} currency="EUR" short />;
  return (
    <DataTable
      caption={<T id="pledges.months" />}
      rows={months.toReversed()}
      rowKey={({ month }) => month}
      columns={[
        {
          key: 'month',
          head: <T id="pledges.month" />,
          names: true,
          cell: ({ month }) => <Month of={month} />,
        },
        {
          key: 'declared',
          head: <T id="pledges.declared" />,
          number: true,
          cell: (row) => money(row.declaredCents),
        },
        {
          key: 'confirmed',
          head: <T id="pledges.confirmed" />,
          number: true,
          cell: (row) => money(row.confirmedCents),
        },
        {
          key: 'new',
          head: <T id="pledges.newMoney" />,
          number: true,
          cell: (row) => money(row.newDeclaredCents),
        },
      ]}
    />
  );
}

function Kinds({ report: { kinds } }: { report: PledgesReport }) {
  const code = useCode();
  if (kinds.length === 0) return null;
  /** What has no price is no sum of zero. */
  const money = (cents: string, priced: boolean) =>
    priced ? <Money cents={cents} currency="EUR" short /> : <T id="pledges.inKind" />;
  return (
    <Section title={<T id="pledges.byKind" />}>
      <DataTable
        caption={<T id="pledges.byKind.caption" />}
        rows={kinds}
        rowKey={({ kind }) => kind}
        columns={[
          {
            key: 'kind',
            head: <T id="column.kind" />,
            names: true,
            cell: ({ kind }) => code('pledge', kind),
          },
          {
            key: 'pledges',
            head: <T id="pledges.title" />,
            number: true,
            cell: (row) => <Count value={row.pledges} />,
          },
          {
            key: 'declared',
            head: <T id="pledges.declared" />,
            number: true,
            cell: (row) => money(row.declaredCents, row.declaredCents !== '0'),
          },
          {
            key: 'confirmed',
            head: <T id="pledges.confirmed" />,
            number: true,
            cell: (row) => money(row.confirmedCents, row.declaredCents !== '0'),
          },
        ]}
      />
    </Section>
  );
}
