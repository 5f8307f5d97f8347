import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Session } from '../../api/shapes';
import { reach, useSession } from '../../app/session';
import { asProblem } from '../../api/problem';
import { PageHead, Section } from '../../components/shell';
import { EmptyState, Loading } from '../../components/states';
import { TaskList } from '../../components/task-list';
import { ProblemNotice } from '../../components/problems';
import { useTitle } from '../../components/title';
import { T, useText } from '../../intl/intl';
import { Notifications } from './notifications';
import { OpenCalls } from './open-calls';
import { inboxQuery } from './inbox.queries';
import { taskOf } from './inbox-task';

/** What waits for the reader, in each of their roles, the next deadline first. */
export function InboxPage() {
  const session = useSession();
  const inbox = useQuery(inboxQuery(session));
  useTitle(useText()('inbox.title'));
  return (
    <>
      <PageHead
        title={<T id="inbox.title" />}
        lead={<T id="inbox.lead" values={{ name: session.person.name }} />}
      />
      <Section title={<T id="inbox.tasks" />}>
        {inbox.error && (
          <ProblemNotice problem={asProblem(inbox.error)} onRetry={() => void inbox.refetch()} />
        )}
        {inbox.isPending && <Loading />}
        {inbox.data &&
          (inbox.data.length > 0 ? (
            <TaskList tasks={inbox.data.map(taskOf)} />
          ) : (
            <NothingToDo session={session} />
          ))}
      </Section>
      <Notifications />
      {reach(session).draftsRequests && <OpenCalls />}
    </>
  );
}

function NothingToDo({ session }: { session: Session }) {
  if (session.organisations.length === 0 && session.platformRoles.length === 0) {
    return (
      <EmptyState
        title={<T id="inbox.newcomer.title" />}
        next={
          <Link className="button" to="/org/new">
            <T id="org.new.title" />
          </Link>
        }
      >
        <T id="inbox.newcomer.text" />
      </EmptyState>
    );
  }
  return (
    <EmptyState title={<T id="inbox.none.title" />}>
      <T id="inbox.none.text" />
    </EmptyState>
  );
}
