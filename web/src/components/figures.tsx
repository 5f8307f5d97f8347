import type { ReactNode } from 'react';

export interface StatFigure {
  label: ReactNode;
  value: ReactNode;
  note?: ReactNode;
}

/** Headline figures in a row: a name, a number, a note. */
export function Stats({ figures }: { figures: readonly StatFigure[] }) {
  return (
    <dl className="stats">
      {figures.map(({ label, value, note }, index) => (
        <div className="stat" key={index}>
          <dt>{label}</dt>
          <dd className="value">{value}</dd>
          {note && <dd className="note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Two amounts against a target: the outer one (declared) contains the inner one (confirmed). */
export function TargetBar(props: { outer: number; inner: number; target: number; label: string }) {
  const percent = (amount: number) => `${Math.min(100, (100 * amount) / props.target).toFixed(3)}%`;
  return (
    <svg className="bar" height="28" role="img" aria-label={props.label} suppressHydrationWarning>
      <rect className="track" x="0.5" y="0.5" width="100%" height="27" />
      <rect className="declared" x="0.5" y="0.5" width={percent(props.outer)} height="27" />
      <rect className="confirmed" y="0" width={percent(props.inner)} height="28" />
    </svg>
  );
}

/** A thin bar for lists that rank amounts; the number stands beside it, so it carries no text. */
export function RankBar({ share, className }: { share: number; className?: string }) {
  return (
    <svg className={`bar ${className ?? ''}`} height="8" aria-hidden="true">
      <rect className="confirmed" width={`${(100 * share).toFixed(3)}%`} height="8" />
    </svg>
  );
}

/** Names and values of one thing. */
export function Facts(props: {
  facts: readonly (readonly [ReactNode, ReactNode])[];
  /** For names that carry a sentence. */
  wide?: boolean;
}) {
  return (
    <dl className={props.wide ? 'facts wide' : 'facts'}>
      {props.facts.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
