import { Link } from '@tanstack/react-router';
import { Deadline } from '../../components/deadline';
import type { Task } from '../../components/task-list';
import { T } from '../../intl/intl';
import type { InboxItem } from './inbox.queries';

/** One waiting thing as a line of the task list: a link to where it is done, and until when. */
export function taskOf(item: InboxItem): Task {
  const { key } = item;
  const due = item.dueAt ? <Deadline at={item.dueAt} /> : null;
  switch (item.kind) {
    case 'request':
      return {
        key,
        what: (
          <Link to="/requests/$id" params={{ id: item.request.id }}>
            <T
              id="inbox.request"
              values={{ title: item.request.title || <T id="request.untitled" /> }}
            />
          </Link>
        ),
        hint: (
          <>
            {item.request.call.title} · {due}
          </>
        ),
        status: <T id={`requestState.${item.request.state as 'draft'}`} />,
        tone: 'warn',
      };
    case 'offer':
      return {
        key,
        what: (
          <Link to="/requests/$id" params={{ id: item.grant.request.id }}>
            <T id="inbox.offer" values={{ title: item.grant.request.title }} />
          </Link>
        ),
        hint: due,
        status: <T id="grantState.offered" />,
        tone: 'warn',
      };
    case 'assignment':
      return assignmentTask(item);
    case 'application':
      return applicationTask(item);
    case 'round':
      return {
        key,
        what: (
          <Link to="/rounds/$id" params={{ id: item.round.id }}>
            <T
              id={item.round.state === 'computed' ? 'inbox.approve' : 'inbox.publish'}
              values={{ title: item.round.call.title }}
            />
          </Link>
        ),
        hint: <span className="numbers">{item.round.reference}</span>,
        status: <T id={`roundState.${item.round.state as 'computed'}`} />,
        tone: 'warn',
      };
    case 'join':
      return {
        key,
        what: (
          <Link to="/org/$id" params={{ id: item.organisation.id }}>
            <T id="inbox.join" values={{ name: item.organisation.name }} />
          </Link>
        ),
        hint: <T id="inbox.join.hint" />,
        status: <T id="task.notStarted" />,
      };
  }
}

function applicationTask(item: Extract<InboxItem, { kind: 'application' }>): Task {
  const { application, office } = item;
  const name = application.organisation.name;
  return {
    key: item.key,
    what: office ? (
      <Link to="/office/members/$id" params={{ id: application.id }}>
        <T id="inbox.decide" values={{ name }} />
      </Link>
    ) : (
      <Link to="/org/$id/application" params={{ id: application.organisation.id }}>
        <T id="inbox.application" values={{ name }} />
      </Link>
    ),
    hint: (
      <>
        <span className="numbers">{application.reference}</span>
        {item.dueAt && (
          <>
            {' '}
            · <Deadline at={item.dueAt} />
          </>
        )}
      </>
    ),
    status: <T id={`applicationState.${application.state as 'draft'}`} />,
    tone: 'warn',
  };
}

function assignmentTask(item: Extract<InboxItem, { kind: 'assignment' }>): Task {
  return {
    key: item.key,
    what: (
      <Link to="/reviews/$id" params={{ id: item.assignment.id }}>
        <T
          id={item.assignment.state === 'proposed' ? 'inbox.assignment' : 'inbox.review'}
          values={{ title: item.assignment.request.title }}
        />
      </Link>
    ),
    hint: (
      <>
        {item.assignment.call.title} · <Deadline at={item.assignment.dueAt} />
      </>
    ),
    status: <T id={`assignmentState.${item.assignment.state as 'proposed'}`} />,
    tone: item.assignment.state === 'proposed' ? 'warn' : 'info',
  };
}
