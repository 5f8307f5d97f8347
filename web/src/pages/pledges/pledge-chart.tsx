import { useIntl } from 'react-intl';
import type { PledgesReport } from '../../api/shapes';
import { moneyText, monthText } from '../../components/values';
import { T, useText } from '../../intl/intl';

type Month = PledgesReport['months'][number];

const euro = (cents: string) => Number(BigInt(cents)) / 100;

/* The drawing is as wide as its place: what scales is in percent, what is read keeps its size. */
const [height, above, below] = [300, 28, 28];
const plot = height - above - below;

/**
 * Pledges over the months on one scale from zero: the area is what is declared, the thick line what is
 * confirmed, the line across what is aimed at. The table beside it has the figures.
 */
export function PledgeChart({ report }: { report: PledgesReport }) {
  const text = useText();
  const { months, target } = report;
  const highest = Math.max(...months.map(({ declaredCents }) => euro(declaredCents)));
  const aim = target ? euro(target.cents) : null;
  const ticks = ticksUpTo(Math.max(1, highest, aim ?? 0));
  const top = Math.max(ticks.at(-1) ?? 1, highest, aim ?? 0);
  const y = (value: number) => above + plot * (1 - value / top);
  return (
    <figure>
      <svg className="pledge-chart" height={height} role="img" aria-label={text('pledges.chart')}>
        {ticks.map((value) => (
          <line
            key={value}
            className={value === 0 ? 'axis' : 'grid'}
            x1="0"
            x2="100%"
            y1={y(value)}
            y2={y(value)}
          />
        ))}
        <Lines months={months} top={top} />
        {aim !== null && <line className="target" x1="0" x2="100%" y1={y(aim)} y2={y(aim)} />}
        <Values ticks={ticks} y={y} aim={aim} />
        <MonthNames months={months} />
      </svg>
      <Legend aim={aim !== null} />
    </figure>
  );
}

/** Zero and up to four round values above it, the last one at most a step below the highest. */
function ticksUpTo(highest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(highest / 4));
  const step = ([1, 2, 5, 10].find((times) => highest / (times * power) <= 4) ?? 10) * power;
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, at) => at * step);
}

function Lines({ months, top }: { months: readonly Month[]; top: number }) {
  const points = (of: (month: Month) => string) =>
    (months.length === 1 ? [...months, ...months] : months)
      .map((month, at, { length }) =>
        [(100 * at) / (length - 1), 100 * (1 - euro(of(month)) / top)].map((n) => n.toFixed(2)),
      )
      .join(' ');
  const declared = points(({ declaredCents }) => declaredCents);
  return (
    <svg
      x="0"
      y={above}
      width="100%"
      height={plot}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
    >
      <polygon className="area" points={`0,100 ${declared} 100,100`} />
      <polyline className="declared" points={declared} />
      <polyline className="new" points={points(({ newDeclaredCents }) => newDeclaredCents)} />
      <polyline className="confirmed" points={points(({ confirmedCents }) => confirmedCents)} />
    </svg>
  );
}

/** The values stand on their lines, at the side where the sums are small. */
function Values(props: {
  ticks: readonly number[];
  y: (value: number) => number;
  aim: number | null;
}) {
  const intl = useIntl();
  const text = useText();
  const { ticks, y, aim } = props;
  const money = (value: number) =>
    moneyText(intl, { cents: `${Math.round(value * 100)}`, currency: 'EUR', short: true });
  return (
    <>
      {ticks
        .filter((value) => value > 0 && (aim === null || Math.abs(y(value) - y(aim)) > 20))
        .map((value) => (
          <text key={value} x="0" y={y(value) - 6} suppressHydrationWarning>
            {money(value)}
          </text>
        ))}
      {aim !== null && (
        <text className="aim" x="0" y={y(aim) - 8} suppressHydrationWarning>
          {text('pledges.targetIs', { target: money(aim) })}
        </text>
      )}
    </>
  );
}

/** The newest month and up to three before it, evenly spaced. */
function MonthNames({ months }: { months: readonly Month[] }) {
  const intl = useIntl();
  const last = months.length - 1;
  const every = Math.max(1, Math.ceil(last / 3));
  return months.map(({ month }, at) =>
    (last - at) % every === 0 ? (
      <text
        key={month}
        x={last === 0 ? '100%' : `${((100 * at) / last).toFixed(2)}%`}
        y={height - 6}
        textAnchor={at === last ? 'end' : at === 0 ? 'start' : 'middle'}
        suppressHydrationWarning
      >
        {monthText(intl, month, 'short')}
      </text>
    ) : null,
  );
}

function Legend({ aim }: { aim: boolean }) {
  return (
    <figcaption>
      <ul className="legend">
        {(['confirmed', 'declared', 'new', ...(aim ? (['target'] as const) : [])] as const).map(
          (name) => (
            <li key={name}>
              <svg width="28" height="14" aria-hidden="true" className="pledge-chart key">
                <line className={name} x1="0" y1="7" x2="28" y2="7" />
              </svg>
              <T
                id={
                  name === 'new'
                    ? 'pledges.newMoney'
                    : name === 'target'
                      ? 'pledges.target'
                      : `pledges.${name}`
                }
              />
            </li>
          ),
        )}
      </ul>
    </figcaption>
  );
}
