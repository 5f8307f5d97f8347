import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Round, RoundExplanation } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Tag } from '../../components/states';
import { useTitle } from '../../components/title';
import { GpuHours } from '../../components/values';
import { T, useCode, useLanguage, useText } from '../../intl/intl';
import { ExplanationBar } from './explanation-bar';
import { hoursOf } from './round-figures';
import { explanationQuery, roundQuery } from './rounds.queries';

/** "Why did I get this?": the line of one request in words, as a picture, and in numbers. */
export function ExplanationPage() {
  const { id, requestId } = useParams({ from: '/signed-in/rounds/$id/explain/$requestId' });
  const line = useQuery(explanationQuery(id, requestId, useLanguage()));
  const round = useQuery(roundQuery(id));
  return (
    <Loaded query={line} page>
      {(known) => (
        <Loaded query={round} page>
          {(of) => <Explanation line={known} round={of} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Explanation({ line, round }: { line: RoundExplanation; round: Round }) {
  const text = useText();
  const code = useCode();
  useTitle(`${text('why.title')} · ${line.reference}`);
  const granted = line.gpuHoursGranted > 0;
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/rounds/$id" params={{ id: round.id }}>
            <T id="back.round" />
          </Link>
        }
        eyebrow={
          <>
            <span className="numbers">{line.reference}</span>
            <Tag tone={granted ? 'good' : 'warn'}>{code('reason', line.reason)}</Tag>
          </>
        }
        title={<T id="why.title" />}
        lead={
          <>
            {line.title} · {line.organisation.name}
          </>
        }
      />
      <div className="main-aside">
        <div>
          <p className="grant-figure">
            <GpuHours value={line.gpuHoursGranted} />{' '}
            <small>
              <T id="why.ofAsked" values={{ asked: <GpuHours value={line.gpuHoursAsked} /> }} />
            </small>
          </p>
          <ol className="why section-tight">
            {line.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
          <ExplanationBar line={line} />
        </div>
        <aside aria-label={text('why.about')}>
          <Facts
            facts={[
              [<T id="column.class" />, <ClassName of={line.organisation.class} />],
              [
                <T id="column.score" />,
                line.score === null ? (
                  <T id="why.noScore" />
                ) : (
                  <T id="score.of" values={{ score: line.score / 10 }} />
                ),
              ],
              [<T id="column.round" />, <span className="numbers">{round.reference}</span>],
            ]}
          />
          <p className="section-tight">
            <Link to="/requests/$id" params={{ id: line.requestId }}>
              <T id="why.request" />
            </Link>
          </p>
        </aside>
      </div>
      <Numbers line={line} round={round} />
      <Routes line={line} />
    </>
  );
}

/** The same arithmetic in numbers, each with what it means. */
function Numbers({ line, round }: { line: RoundExplanation; round: Round }) {
  const hours = (units: string) => hoursOf(units, line.quantumGpuSeconds);
  const { explanation } = line;
  const names = new Map(round.pools.map(({ id, name }) => [id, name]));
  const tight = explanation.tightPools.map((id) => names.get(id) ?? id);
  const row = (name: string, value: ReactNode): readonly [ReactNode, ReactNode] => [
    <>
      <T id={`why.${name}` as 'why.asked'} />
      <span className="hint">
        <T id={`why.${name}.meaning` as 'why.asked.meaning'} />
      </span>
    </>,
    value,
  ];
  return (
    <Section title={<T id="why.numbers" />} aside={<T id="why.unit" />}>
      <Facts
        wide
        facts={[
          row('asked', <GpuHours value={line.gpuHoursAsked} />),
          row('minimum', <GpuHours value={line.gpuHoursMinimum} />),
          row('entitlement', <GpuHours value={hours(explanation.entitlement)} />),
          row('claim', <GpuHours value={hours(explanation.claim)} />),
          row('borrowed', <GpuHours value={hours(explanation.borrowed)} />),
          row(
            'balance',
            <T
              id="why.balance.value"
              values={{
                before: <GpuHours value={hours(explanation.balanceBefore)} />,
                after: <GpuHours value={hours(explanation.balanceAfter)} />,
              }}
            />,
          ),
          row(
            'level',
            explanation.level ? (
              <Fraction {...explanation.level} quantum={line.quantumGpuSeconds} />
            ) : (
              <T id="why.level.none" />
            ),
          ),
          row('tight', tight.length > 0 ? tight.join(', ') : <T id="why.tight.none" />),
          ...(explanation.missingUnits === '0'
            ? []
            : [row('missing', <GpuHours value={hours(explanation.missingUnits)} />)]),
        ]}
      />
    </Section>
  );
}

function Fraction(props: { numerator: string; denominator: string; quantum: string }) {
  const value = Number(props.numerator) / Number(props.denominator);
  return (
    <>
      <GpuHours value={(value * Number(props.quantum)) / 3600} />{' '}
      {props.denominator !== '1' && (
        <span className="muted small">
          ({props.numerator} / {props.denominator})
        </span>
      )}
    </>
  );
}

function Routes({ line }: { line: RoundExplanation }) {
  if (line.routes.length === 0) return null;
  return (
    <Section title={<T id="why.routes" />}>
      <Facts
        facts={line.routes.map(({ pool, gpuHours }) => [
          pool.name,
          <>
            <GpuHours value={gpuHours} /> <T id="unit.gpuHours" />
          </>,
        ])}
      />
    </Section>
  );
}
