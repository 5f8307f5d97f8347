import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../components/loaded';
import { Timeline } from '../../components/timeline';
import { T, useCode } from '../../intl/intl';
import { timelineQuery } from './requests.queries';

/** What happened to a request, newest first. */
export function RequestTimeline({ id }: { id: string }) {
  const timeline = useQuery(timelineQuery(id));
  const code = useCode();
  return (
    <Loaded query={timeline} lines={4}>
      {({ items }) => (
        <Timeline
          entries={items.map((entry) => ({
            at: entry.at,
            what:
              entry.to && entry.to !== entry.from
                ? code('requestState', entry.to)
                : code('act', entry.act),
            who: (
              <>
                {entry.by}
                {entry.rule && (
                  <>
                    {' · '}
                    <T id="timeline.rule" values={{ rule: entry.rule }} />
                  </>
                )}
              </>
            ),
            reason: entry.reason,
          }))}
        />
      )}
    </Loaded>
  );
}
