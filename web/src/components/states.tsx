import type { ReactNode } from 'react';
import { T } from '../intl/intl';

/** Says why there is nothing here and what to do next. */
export function EmptyState(props: { title: ReactNode; children?: ReactNode; next?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{props.title}</p>
      {props.children && <p className="muted">{props.children}</p>}
      {props.next && <div className="row">{props.next}</div>}
    </div>
  );
}

/** While something loads: grey lines for the eye, one sentence for the ear. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div role="status" className="skeleton">
      <span className="visually-hidden">
        <T id="state.loading" />
      </span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} aria-hidden="true" />
      ))}
    </div>
  );
}

export type Tone = 'info' | 'good' | 'warn' | 'error';

/** A message that belongs to the page; its first line is its title. */
export function Notice(props: {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  live?: boolean;
}) {
  return (
    <div className={`notice notice-${props.tone}`} role={props.live ? 'status' : undefined}>
      <p>{props.title}</p>
      {props.children}
    </div>
  );
}

/** A state as a word in a frame; colour only underlines it. */
export function Tag({ tone, children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tag${tone ? ` tag-${tone}` : ''}`}>{children}</span>;
}
