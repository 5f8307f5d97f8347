import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answer, api } from '../../api/client';
import type { Notification } from '../../api/shapes';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { Instant } from '../../components/values';
import { T, useText, type MessageId } from '../../intl/intl';
import { useIntl } from 'react-intl';
import { notificationsQuery } from './inbox.queries';

/** What the reader was told and has not read: nothing is shown when there is nothing. */
export function Notifications() {
  const client = useQueryClient();
  const unread = useQuery(notificationsQuery);
  if (unread.data?.items.length === 0) return null;
  const read = async () => {
    await answer(api.POST('/api/v1/me/notifications/read', { body: {} }));
    await client.invalidateQueries({ queryKey: notificationsQuery.queryKey });
  };
  return (
    <Section title={<T id="notifications.title" />}>
      <Loaded query={unread} lines={2}>
        {({ items }) => (
          <>
            <ul className="plain-list">
              {items.map((one) => (
                <Line key={one.id} notification={one} />
              ))}
            </ul>
            <p className="section-tight">
              <button type="button" className="button secondary" onClick={() => void read()}>
                <T id="notifications.read" />
              </button>
            </p>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Line({ notification }: { notification: Notification }) {
  const { kind, details, path, createdAt } = notification;
  const text = useText();
  const intl = useIntl();
  const id = `notification.${kind}`;
  const sentence = intl.messages[id] ? text(id as MessageId, details) : kind;
  return (
    <li>
      <Link to={path as '/'}>{sentence}</Link>
      {details['reason'] && <span className="sub">{details['reason']}</span>}
      <span className="sub">
        <Instant at={createdAt} />
      </span>
    </li>
  );
}
