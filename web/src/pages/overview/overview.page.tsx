import type { Overview, RoundSummary } from '../../api/shapes';
import { ClassBars, ClassName, inOrder } from '../../components/class-bars';
import { DataTable } from '../../components/data-table';
import { RankBar, Stats, TargetBar } from '../../components/figures';
import { Section } from '../../components/shell';
import { EmptyState, Tag } from '../../components/states';
import { Count, Country, Instant, Money, Share } from '../../components/values';
import { T, useCode, useLanguage, useText } from '../../intl/intl';

/** The public front page: what this is, and the figures as they stand. */
export function OverviewPage({ overview }: { overview: Overview }) {
  return (
    <>
      <div className="hero">
        <div>
          <h1>
            <T id="overview.title" />
          </h1>
          <p className="lead">
            <T id="overview.lead" />
          </p>
          <div className="row">
            <a className="button" href="/app">
              <T id="overview.signIn" />
            </a>
          </div>
        </div>
        <LastRound round={overview.lastRound} />
      </div>
      <Headline overview={overview} />
      <HowItWorks />
      <Pledges overview={overview} />
      <Capacity overview={overview} />
      <Members overview={overview} />
      <p className="small muted section">
        <T id="overview.asOf" values={{ at: <Instant at={overview.asOf} /> }} />
      </p>
    </>
  );
}

function LastRound({ round }: { round: RoundSummary | null }) {
  const language = useLanguage();
  if (!round) {
    return (
      <EmptyState title={<T id="overview.noRound.title" />}>
        <T id="overview.noRound.text" />
      </EmptyState>
    );
  }
  return (
    <section className="card" aria-labelledby="last-round">
      <h2 id="last-round">
        <T id="overview.lastRound" />
      </h2>
      <p className="muted small">
        {round.call.title} · {round.reference}
        {round.publishedAt && (
          <>
            {' · '}
            <T
              id="round.publishedAt"
              values={{ at: <Instant at={round.publishedAt} dateOnly /> }}
            />
          </>
        )}
      </p>
      <div className="section-tight">
        <ClassBars classes={round.classes} />
      </div>
      <p>
        <a href={`/${language}/rounds/${round.id}`}>
          <T id="overview.seeRound" values={{ reference: round.reference }} />
        </a>
      </p>
    </section>
  );
}

function Headline({ overview }: { overview: Overview }) {
  const { members, pledges, capacity } = overview;
  return (
    <Stats
      figures={[
        {
          label: <T id="overview.members" />,
          value: <Count value={members.total} />,
          note: <T id="overview.countries" values={{ count: members.countries }} />,
        },
        {
          label: <T id="overview.pledged" />,
          value: <Money cents={pledges.declaredCents} currency={pledges.currency} short />,
          note: (
            <T
              id="overview.ofTarget"
              values={{
                target: <Money cents={pledges.targetCents} currency={pledges.currency} short />,
              }}
            />
          ),
        },
        {
          label: <T id="overview.operating" />,
          value: <Count value={capacity.accelerators.operating} />,
          note: (
            <T
              id="overview.sites"
              values={{ count: capacity.sites.filter((site) => site.state === 'operating').length }}
            />
          ),
        },
        {
          label: <T id="overview.planned" />,
          value: <Count value={capacity.accelerators.planned} />,
          note: (
            <T
              id="overview.sites"
              values={{ count: capacity.sites.filter((site) => site.state === 'planned').length }}
            />
          ),
        },
      ]}
    />
  );
}

const steps = ['join', 'request', 'review', 'round', 'proof'] as const;

function HowItWorks() {
  return (
    <Section title={<T id="how.title" />}>
      <ol className="steps">
        {steps.map((step) => (
          <li key={step}>
            <h3>
              <T id={`how.${step}.title`} />
            </h3>
            <p>
              <T id={`how.${step}.text`} />
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Pledges({ overview: { pledges } }: { overview: Overview }) {
  const language = useLanguage();
  const text = useText();
  const share = Math.round((euro(pledges.declaredCents) / euro(pledges.targetCents)) * 1_000_000);
  return (
    <Section title={<T id="pledges.title" />}>
      <div className="columns">
        <div className="stack">
          <p className="prose">
            <T
              id="pledges.sentence"
              values={{
                declared: <Money cents={pledges.declaredCents} currency={pledges.currency} short />,
                target: <Money cents={pledges.targetCents} currency={pledges.currency} short />,
                share: <Share ppm={share} />,
                confirmed: (
                  <Money cents={pledges.confirmedCents} currency={pledges.currency} short />
                ),
              }}
            />
          </p>
          <TargetBar
            outer={euro(pledges.declaredCents)}
            inner={euro(pledges.confirmedCents)}
            target={euro(pledges.targetCents)}
            label={text('pledges.title')}
          />
          <ul className="legend">
            <li>
              <svg width="20" height="14" aria-hidden="true" className="bar">
                <rect className="confirmed" y="1" width="20" height="12" />
              </svg>
              <T id="pledges.confirmed" />
            </li>
            <li>
              <svg width="20" height="14" aria-hidden="true" className="bar">
                <rect className="declared" x="0.5" y="1.5" width="19" height="11" />
              </svg>
              <T id="pledges.declared" />
            </li>
            <li>
              <svg width="20" height="14" aria-hidden="true" className="bar">
                <rect className="track" x="0.5" y="1.5" width="19" height="11" />
              </svg>
              <T id="pledges.target" />
            </li>
          </ul>
          <p className="small muted">
            <a href={`/${language}/pledges`}>
              <T id="pledges.more" />
            </a>{' '}
            <T id="pledges.note" />{' '}
            <T id="pledges.source" values={{ source: pledges.targetSource }} />
          </p>
        </div>
        <PledgeRanks pledges={pledges} />
      </div>
    </Section>
  );
}

const euro = (cents: string) => Number(BigInt(cents)) / 100;

/** Pledges by kind, the largest amount first. */
function PledgeRanks({ pledges }: { pledges: Overview['pledges'] }) {
  const code = useCode();
  const largest = Math.max(1, ...pledges.byKind.map(({ amountCents }) => euro(amountCents)));
  const byAmount = [...pledges.byKind].sort((a, b) => euro(b.amountCents) - euro(a.amountCents));
  return (
    <ul className="ranks">
      {byAmount.map(({ kind, amountCents, count }) => (
        <li key={kind}>
          <span>
            {code('pledge', kind)}{' '}
            <span className="small muted">
              <T id="pledges.count" values={{ count }} />
            </span>
          </span>
          <span className="number">
            {amountCents === '0' ? (
              <span className="muted">
                <T id="pledges.inKind" />
              </span>
            ) : (
              <Money cents={amountCents} currency={pledges.currency} short />
            )}
          </span>
          <RankBar share={euro(amountCents) / largest} />
        </li>
      ))}
    </ul>
  );
}

function Capacity({ overview: { capacity } }: { overview: Overview }) {
  const code = useCode();
  const order = { operating: 0, planned: 1 };
  const sites = [...capacity.sites].sort(
    (a, b) => order[a.state] - order[b.state] || b.accelerators - a.accelerators,
  );
  return (
    <Section title={<T id="capacity.title" />}>
      <DataTable
        caption={<T id="capacity.caption" />}
        rows={sites}
        rowKey={(site) => site.id}
        columns={[
          { key: 'name', head: <T id="column.site" />, cell: (site) => site.name, names: true },
          {
            key: 'country',
            head: <T id="column.country" />,
            cell: (site) =>
              site.country ? <Country code={site.country} /> : <T id="capacity.placeOpen" />,
          },
          { key: 'kind', head: <T id="column.kind" />, cell: (site) => code('site', site.kind) },
          {
            key: 'state',
            head: <T id="column.state" />,
            cell: (site) => (
              <Tag tone={site.state === 'operating' ? 'good' : undefined}>
                {code('siteState', site.state)}
              </Tag>
            ),
          },
          {
            key: 'accelerators',
            head: <T id="column.accelerators" />,
            cell: (site) => <Count value={site.accelerators} />,
            number: true,
          },
        ]}
      />
    </Section>
  );
}

function Members({ overview: { members } }: { overview: Overview }) {
  return (
    <Section title={<T id="members.title" />}>
      <div className="columns">
        <p className="prose">
          <T id="members.text" values={{ total: members.total, countries: members.countries }} />
        </p>
        <ul className="ranks">
          {inOrder(members.byClass).map((line) => (
            <li key={line.class}>
              <ClassName of={line.class} />
              <span className="number">
                <Count value={line.members} />
              </span>
              <RankBar
                share={line.members / Math.max(1, members.total)}
                className={`class-${line.class}`}
              />
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
