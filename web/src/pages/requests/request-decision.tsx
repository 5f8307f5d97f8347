import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import type { Request } from '../../api/shapes';
import { Loaded } from '../../components/loaded';
import { Notice, type Tone } from '../../components/states';
import { T, useCode } from '../../intl/intl';
import { GrantOffer } from '../grants/grant-offer';

const decided: Record<string, Tone> = { awarded: 'good', reserve: 'info', rejected: 'error' };

/** What was decided, the reason, and the grant that follows with what is to be answered. */
export function RequestDecision({ request }: { request: Request }) {
  const code = useCode();
  const tone = decided[request.state];
  if (!tone) return null;
  return (
    <>
      {request.state === 'awarded' && <Grant request={request} />}
      <Notice tone={tone} title={<T id={`decision.${request.state as 'awarded'}`} />}>
        {request.decision && (
          <p>
            {code('reason', request.decision.code)}
            {request.decision.reason && <>: {request.decision.reason}</>}
          </p>
        )}
        <Why request={request} />
      </Notice>
    </>
  );
}

const grantsQuery = (id: string) => ({
  queryKey: ['grants', 'of-request', id],
  queryFn: () => answer(api.GET('/api/v1/grants', { params: { query: { request: id } } })),
});

function Grant({ request }: { request: Request }) {
  const grants = useQuery(grantsQuery(request.id));
  return (
    <Loaded query={grants} lines={3}>
      {({ items }) => (items[0] ? <GrantOffer id={items[0].id} /> : null)}
    </Loaded>
  );
}

/** Leads to the arithmetic, once the round of the call is known. */
function Why({ request }: { request: Request }) {
  const { data } = useQuery({
    queryKey: ['rounds', 'of-call', request.call.id],
    queryFn: () =>
      answer(api.GET('/api/v1/rounds', { params: { query: { call: request.call.id } } })),
  });
  const round = data?.items.find(({ state }) => state !== 'cancelled');
  if (!round) return null;
  return (
    <p>
      <Link to="/rounds/$id/explain/$requestId" params={{ id: round.id, requestId: request.id }}>
        <T id="decision.why" />
      </Link>
    </p>
  );
}
