import type { PledgesReport } from '../../api/shapes';
import { DataTable } from '../../components/data-table';
import { Stats } from '../../components/figures';
import { PageHead, Section } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { Count, Instant, Money, Share } from '../../components/values';
import { T, useCode, useLanguage, useText } from '../../intl/intl';

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
          <>
            <Chart report={report} />
            <Months report={report} />
          </>
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

const [width, height] = [720, 220];

/** Three lines over the months: the area is what is declared, the full line what is confirmed. */
function Chart({ report: { months } }: { report: PledgesReport }) {
  const text = useText();
  const top = Math.max(1, ...months.map(({ declaredCents }) => euro(declaredCents))) * 1.05;
  const x = (at: number) => (months.length === 1 ? width : (at / (months.length - 1)) * width);
  const y = (cents: string) => height - (euro(cents) / top) * (height - 8);
  const line = (of: (month: PledgesReport['months'][number]) => string) =>
    months.map((month, at) => `${x(at).toFixed(1)},${y(of(month)).toFixed(1)}`).join(' ');
  const declared = line(({ declaredCents }) => declaredCents);
  return (
    <figure className="section-tight">
      <svg
        className="pledge-chart"
        viewBox={`-2 0 ${width + 4} ${height + 2}`}
        role="img"
        aria-label={text('pledges.chart')}
      >
        <polygon className="area" points={`${x(0)},${height} ${declared} ${width},${height}`} />
        <polyline className="declared" points={declared} />
        <polyline className="new" points={line(({ newDeclaredCents }) => newDeclaredCents)} />
        <polyline className="confirmed" points={line(({ confirmedCents }) => confirmedCents)} />
        <line className="axis" x1="0" y1={height} x2={width} y2={height} />
      </svg>
      <figcaption>
        <ul className="legend">
          {(['confirmed', 'declared', 'new'] as const).map((name) => (
            <li key={name}>
              <svg width="28" height="14" aria-hidden="true" className="pledge-chart key">
                <line className={name} x1="0" y1="7" x2="28" y2="7" />
              </svg>
              <T id={name === 'new' ? 'pledges.newMoney' : `pledges.${name}`} />
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function Months({ report: { months } }: { report: PledgesReport }) {
  const money = (cents: string) => <Money cents={cents} currency="EUR" short />;
  return (
    <DataTable
      caption={<T id="pledges.months" />}
      rows={months.toReversed()}
      rowKey={({ month }) => month}
      columns={[
        { key: 'month', head: <T id="pledges.month" />, names: true, cell: ({ month }) => month },
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
  const money = (cents: string) =>
    cents === '0' ? <T id="pledges.inKind" /> : <Money cents={cents} currency="EUR" short />;
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
            cell: (row) => money(row.declaredCents),
          },
          {
            key: 'confirmed',
            head: <T id="pledges.confirmed" />,
            number: true,
            cell: (row) => <Money cents={row.confirmedCents} currency="EUR" short />,
          },
        ]}
      />
    </Section>
  );
}
