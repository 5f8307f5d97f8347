import type { ReactNode } from 'react';
import type { PublicLine, PublicRound } from '../../api/shapes';
import { ClassBars, ClassName, organisationClasses } from '../../components/class-bars';
import { DataTable, Filters } from '../../components/data-table';
import { Facts } from '../../components/figures';
import { Pager } from '../../components/pager';
import { PageHead, Section } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { Country, GpuHours, Instant } from '../../components/values';
import { T, useCode, useLanguage, useText } from '../../intl/intl';
import { reasons } from './reasons';
import { RoundHeadline, RoundStateTag } from './round-figures';

/** A round with the page of its lines that the address asks for. */
export type PublicRoundData = PublicRound & {
  lines: { items: PublicLine[]; nextCursor: string | null };
};

/** What everybody may know of a published round: who got what, by class, and how to check it. */
export function PublicRoundPage({ round, url }: { round: PublicRoundData; url: string }) {
  const language = useLanguage();
  return (
    <>
      <PageHead
        back={
          <a className="back-link" href={`/${language}`}>
            <T id="back.overview" />
          </a>
        }
        eyebrow={
          <>
            <span>{round.reference}</span>
            <RoundStateTag state={round.state} />
          </>
        }
        title={round.call.title}
        lead={
          <T
            id={round.state === 'published' ? 'round.lead' : 'round.lead.pending'}
            values={{
              pools: round.poolGroup.name,
              cutOff: <Instant at={round.cutOffAt} />,
            }}
          />
        }
      />
      {round.state === 'published' ? <Result round={round} url={url} /> : <Pending round={round} />}
      <Proof round={round} />
    </>
  );
}

function Result({ round, url }: { round: PublicRoundData; url: string }) {
  return (
    <>
      <RoundHeadline round={round} />
      <Section title={<T id="round.byClass" />}>
        <ClassBars classes={round.classes} />
      </Section>
      <Awards round={round} />
      <Lines round={round} url={url} />
    </>
  );
}

/** Before publication there are no figures: an amount that may still change is nobody's yet. */
function Pending({ round }: { round: PublicRound }) {
  return (
    <EmptyState title={<T id="round.pending" />}>
      <T
        id="round.pending.text"
        values={{
          cutOff: <Instant at={round.cutOffAt} />,
          allocate: <Instant at={round.allocateAt} />,
        }}
      />
    </EmptyState>
  );
}

function Awards({ round }: { round: PublicRound }) {
  const awarded = round.classes.reduce((sum, line) => sum + line.awarded, 0);
  return (
    <Section title={<T id="awards.title" />}>
      {round.awards.length === 0 ? (
        <EmptyState title={<T id="awards.none" />} />
      ) : (
        <DataTable
          caption={<T id="awards.caption" />}
          rows={round.awards}
          rowKey={(award) => award.publicId}
          columns={[
            {
              key: 'organisation',
              head: <T id="column.organisation" />,
              cell: ({ organisation }) => organisation.name,
              names: true,
            },
            {
              key: 'country',
              head: <T id="column.country" />,
              cell: ({ organisation }) => <Country code={organisation.country} />,
            },
            {
              key: 'class',
              head: <T id="column.class" />,
              cell: ({ organisation }) => <ClassName of={organisation.class} />,
            },
            { key: 'project', head: <T id="column.project" />, cell: ({ project }) => project },
            {
              key: 'granted',
              head: <T id="column.granted" />,
              cell: ({ gpuHoursGranted }) => <GpuHours value={gpuHoursGranted} />,
              number: true,
            },
          ]}
        />
      )}
      {awarded > round.awards.length && (
        <p className="small muted">
          <T
            id="awards.largest"
            values={{
              shown: round.awards.length,
              total: awarded,
              all: (
                <a href={`/api/v1/public/rounds/${round.id}/awards?limit=200`}>
                  <T id="awards.api" />
                </a>
              ),
            }}
          />
        </p>
      )}
    </Section>
  );
}

function Lines({ round, url }: { round: PublicRoundData; url: string }) {
  const text = useText();
  const code = useCode();
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const filter = {
    class: query.get('class') ?? undefined,
    reason: query.get('reason') ?? undefined,
  };
  const { items, nextCursor } = round.lines;
  const all = { value: '', label: text('filter.all') };
  return (
    <Section title={<T id="lines.title" />}>
      <p className="prose">
        <T id="lines.text" />
      </p>
      <div className="section-tight">
        <Filters
          values={filter}
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
        />
      </div>
      {items.length === 0 ? (
        <EmptyState title={<T id="lines.none" />} next={<a href="?">{text('filter.clear')}</a>} />
      ) : (
        <>
          <LinesTable rows={items} total={requestsIn(round)} />
          <Pager
            count={items.length}
            first={query.has('cursor') && <PageLink filter={filter} label="pager.first" />}
            next={nextCursor && <PageLink filter={filter} cursor={nextCursor} label="pager.next" />}
          />
        </>
      )}
    </Section>
  );
}

const requestsIn = ({ classes }: PublicRound) =>
  classes.reduce((sum, { requests }) => sum + requests, 0);

function PageLink(props: {
  filter: Record<string, string | undefined>;
  cursor?: string;
  label: 'pager.first' | 'pager.next';
}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...props.filter, cursor: props.cursor })) {
    if (value) query.set(name, value);
  }
  return (
    <a href={`?${query.toString()}`}>
      <T id={props.label} />
    </a>
  );
}

function LinesTable({ rows, total }: { rows: readonly PublicLine[]; total: number }) {
  const code = useCode();
  return (
    <DataTable
      caption={<T id="lines.caption" values={{ shown: rows.length, total }} />}
      rows={rows}
      rowKey={(line) => line.pseudonym}
      columns={[
        {
          key: 'pseudonym',
          head: <T id="column.request" />,
          cell: (line) => <code>{line.pseudonym.slice(0, 16)}</code>,
          names: true,
        },
        {
          key: 'class',
          head: <T id="column.class" />,
          cell: (line) => <ClassName of={line.class} />,
        },
        {
          key: 'asked',
          head: <T id="column.asked" />,
          cell: (line) => <GpuHours value={line.gpuHoursAsked} />,
          number: true,
        },
        {
          key: 'granted',
          head: <T id="column.granted" />,
          cell: (line) => <GpuHours value={line.gpuHoursGranted} />,
          number: true,
        },
        {
          key: 'reason',
          head: <T id="column.reason" />,
          cell: (line) => code('reason', line.reason),
        },
      ]}
    />
  );
}

/** The numbers with which an outsider recomputes the round. */
function Proof({ round }: { round: PublicRound }) {
  const hash = (text: string | null): ReactNode =>
    text ? <code>{text}</code> : <T id="proof.notYet" />;
  return (
    <Section title={<T id="proof.title" />}>
      <p className="prose">
        <T id="proof.text" />
      </p>
      <div className="section-tight">
        <Facts
          facts={[
            [<T id="proof.commitment" />, hash(round.commitment)],
            [<T id="proof.secret" />, hash(round.secret)],
            [<T id="proof.receipts" />, hash(round.receiptsDigest)],
            [<T id="proof.seed" />, hash(round.seed)],
            [<T id="proof.snapshot" />, hash(round.snapshotHash)],
            [<T id="proof.plan" />, hash(round.planHash)],
            [<T id="proof.engine" />, <code>{round.engine}</code>],
          ]}
        />
      </div>
      {round.state === 'published' && (
        <p>
          <a href={`/api/v1/public/rounds/${round.id}/certificate`}>
            <T id="proof.certificate" />
          </a>
        </p>
      )}
    </Section>
  );
}
