import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Deadline } from '../../components/deadline';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { GpuHours } from '../../components/values';
import { T } from '../../intl/intl';
import { openCallsQuery } from '../requests/requests.queries';

/** The calls that take requests now, the next cut-off first. */
export function OpenCalls() {
  const calls = useQuery(openCallsQuery);
  return (
    <Section title={<T id="inbox.calls" />}>
      <Loaded query={calls}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="newRequest.noCall.title" />}>
              <T id="newRequest.noCall.text" />
            </EmptyState>
          ) : (
            <ul className="tasks">
              {items.map((call) => (
                <li key={call.id}>
                  <span className="what">
                    <strong>{call.title}</strong>
                    <span className="hint">
                      <T
                        id="call.limits"
                        values={{
                          min: <GpuHours value={call.gpuHoursAskMin} />,
                          max: <GpuHours value={call.gpuHoursAskMax} />,
                          months: call.months.join(', '),
                        }}
                      />
                    </span>
                    <span className="hint">
                      <T id="call.cutOff" values={{ at: <Deadline at={call.cutOffAt} /> }} />
                    </span>
                  </span>
                  <Link className="button secondary" to="/requests/new" search={{ call: call.id }}>
                    <T id="inbox.calls.ask" />
                    <span className="visually-hidden"> {call.title}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
