import type { ReactNode } from 'react';
import { T } from '../../intl/intl';
import type { GraphValues, LinkValues } from './graph-values';

/** The graph as two lists: who holds the organisation, and what it holds, to any depth. */
export function GraphTree({ values }: { values: GraphValues }) {
  const [subject] = values.enterprises;
  if (subject === undefined) return null;
  const names = new Map(
    [...values.enterprises, ...values.persons].map(({ key, id }) => [key, id || '…']),
  );
  return (
    <div className="ownership-tree">
      <Side
        title={<T id="ownership.heldBy" values={{ name: subject.id }} />}
        none={<T id="ownership.heldByNobody" />}
        tree={branches(values.links, subject.key, 'from', [subject.key])}
        names={names}
      />
      <Side
        title={<T id="ownership.holds" values={{ name: subject.id }} />}
        none={<T id="ownership.holdsNothing" />}
        tree={branches(values.links, subject.key, 'to', [subject.key])}
        names={names}
      />
    </div>
  );
}

interface Branch {
  link: LinkValues;
  key: string;
  inner: Branch[];
}

const depthMax = 8;

/** What is beyond an enterprise in one direction; a circle ends where it comes round. */
function branches(
  links: readonly LinkValues[],
  of: string,
  end: 'from' | 'to',
  path: readonly string[],
): Branch[] {
  if (path.length > depthMax) return [];
  const own = end === 'from' ? 'to' : 'from';
  return links
    .filter((link) => link[own] === of && link[end] !== '')
    .map((link) => ({
      link,
      key: link[end],
      inner: path.includes(link[end]) ? [] : branches(links, link[end], end, [...path, link[end]]),
    }));
}

function Side(props: {
  title: ReactNode;
  none: ReactNode;
  tree: Branch[];
  names: ReadonlyMap<string, string>;
}) {
  return (
    <div>
      <h3>{props.title}</h3>
      {props.tree.length === 0 ? (
        <p className="muted">{props.none}</p>
      ) : (
        <Level tree={props.tree} names={props.names} />
      )}
    </div>
  );
}

function Level({ tree, names }: { tree: Branch[]; names: ReadonlyMap<string, string> }) {
  return (
    <ul>
      {tree.map(({ key, link, inner }, at) => (
        <li key={`${key}${at}`}>
          {names.get(key)}{' '}
          <span className="small muted numbers">
            <T
              id="ownership.share"
              values={{ capital: link.capital || '0', votes: link.votes || '0' }}
            />
          </span>
          {inner.length > 0 && <Level tree={inner} names={names} />}
        </li>
      ))}
    </ul>
  );
}
