import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Notice } from '../../components/states';
import { T } from '../../intl/intl';

/** REQ-6: two people edited. Shows what the other one wrote and lets one decide; nothing is overwritten. */
export function ConflictChoice<Resource extends { version: number }>(props: {
  /** Names the resource in the cache. */
  name: readonly string[];
  read: () => Promise<Resource>;
  show: (newest: Resource) => ReactNode;
  onTheirs: (newest: Resource) => void;
  onMine: (version: number) => void;
}) {
  const { data: newest } = useQuery({
    queryKey: [...props.name, 'conflict'],
    queryFn: props.read,
    gcTime: 0,
    staleTime: 0,
  });
  return (
    <div role="alert" className="section-tight">
      <Notice tone="warn" title={<T id="conflict.title" />}>
        <p>
          <T id="conflict.text" />
        </p>
        {newest && (
          <>
            <details className="as-table">
              <summary>
                <T id="conflict.show" />
              </summary>
              {props.show(newest)}
            </details>
            <div className="row section-tight">
              <button type="button" className="button" onClick={() => props.onMine(newest.version)}>
                <T id="conflict.mine" />
              </button>
              <button
                type="button"
                className="button secondary"
                onClick={() => props.onTheirs(newest)}
              >
                <T id="conflict.theirs" />
              </button>
            </div>
          </>
        )}
      </Notice>
    </div>
  );
}
