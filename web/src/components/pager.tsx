import type { ReactNode } from 'react';
import { T } from '../intl/intl';

/** Leads through a list page by page; `first` and `next` are links, absent where there is no such page. */
export function Pager(props: { count: number; first?: ReactNode; next?: ReactNode }) {
  if (!props.first && !props.next) return null;
  return (
    <nav className="pager">
      <span>
        <T id="pager.shown" values={{ count: props.count }} />
      </span>
      <span className="row">
        {props.first}
        {props.next}
      </span>
    </nav>
  );
}
