import type { ReactNode } from 'react';
import { Instant } from './values';

export interface TimelineEntry {
  at: string;
  what: ReactNode;
  who?: ReactNode;
  reason?: ReactNode;
}

/** What happened, newest first: what, when, who and by which rule, why. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="timeline" reversed>
      {entries.map((entry, index) => (
        <li key={index}>
          <svg width="16" height="16" aria-hidden="true">
            <circle className={index === 0 ? 'dot dot-last' : 'dot'} cx="8" cy="8" r="6" />
          </svg>
          <p className="what">{entry.what}</p>
          <p className="who">
            <Instant at={entry.at} />
            {entry.who && <> · {entry.who}</>}
          </p>
          {entry.reason && <blockquote>{entry.reason}</blockquote>}
        </li>
      ))}
    </ol>
  );
}
