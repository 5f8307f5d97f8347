import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { Call, Request } from '../../api/shapes';
import { Notice } from '../../components/states';
import { T } from '../../intl/intl';
import { ContentFacts } from './content-facts';
import type { SectionName } from './sections';

/** REQ-6: two people edited. Shows what the other one wrote and lets one decide; nothing is overwritten. */
export function ConflictNotice(props: {
  id: string;
  section: SectionName;
  pools: Call['pools'];
  onTheirs: (newest: Request) => void;
  onMine: (version: number) => void;
}) {
  const { data: newest } = useQuery({
    queryKey: ['requests', props.id, 'conflict'],
    queryFn: () => answer(api.GET('/api/v1/requests/{id}', { params: { path: { id: props.id } } })),
    gcTime: 0,
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
              <ContentFacts content={newest.content} section={props.section} pools={props.pools} />
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
