import { useMutation } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { answer, api } from '../api/client';
import { PageFrame, WordmarkText } from '../components/shell';
import { T, useCode, useLanguage, useText } from '../intl/intl';
import { LanguageSwitch } from './language';
import { isDemo } from './demo';
import { reach, useSession } from './session';

const SessionGuard = lazy(() => import('./session-guard'));

/** The frame of the application: who is signed in, where they can go, and the page. */
export function AppShell() {
  useFocusOnNewPage();
  return (
    <PageFrame
      demo={isDemo()}
      wordmark={
        <Link className="wordmark" to="/">
          <WordmarkText />
        </Link>
      }
      nav={<Navigation />}
      tools={<Tools />}
    >
      <Outlet />
      <Suspense>
        <SessionGuard />
      </Suspense>
    </PageFrame>
  );
}

function Navigation() {
  const label = useText()('nav.label');
  const session = useSession();
  const may = reach(session);
  return (
    <nav className="site-nav" aria-label={label}>
      <Link to="/" activeOptions={{ exact: true }}>
        <T id="nav.inbox" />
      </Link>
      {may.requests && (
        <Link to="/requests">
          <T id="nav.requests" />
        </Link>
      )}
      {may.reviews && (
        <Link to="/reviews">
          <T id="nav.reviews" />
        </Link>
      )}
      {may.rounds && (
        <Link to="/rounds">
          <T id="nav.rounds" />
        </Link>
      )}
      {may.screening && (
        <Link to="/office/screening">
          <T id="nav.screening" />
        </Link>
      )}
      {may.memberApplications && (
        <Link to="/office/members">
          <T id="nav.members" />
        </Link>
      )}
      {may.memberApplications && (
        <Link to="/office/appeals">
          <T id="nav.appeals" />
        </Link>
      )}
      {may.memberApplications && (
        <Link to="/office/pledges">
          <T id="nav.pledges" />
        </Link>
      )}
      {session.organisations.slice(0, 2).map(({ id, name }) => (
        <Link key={id} to="/org/$id" params={{ id }}>
          {session.organisations.length === 1 ? <T id="nav.organisation" /> : name}
        </Link>
      ))}
    </nav>
  );
}

function Tools() {
  const language = useLanguage();
  const code = useCode();
  const { person, organisations, platformRoles } = useSession();
  const leave = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/logout')),
    // A new page, so that nothing that was read under the session stays in memory.
    onSettled: () => window.location.assign('/app/login'),
  });
  return (
    <>
      <LanguageSwitch current={language} />
      <Link className="site-person" to="/settings/security">
        <strong>{person.name}</strong>
        {organisations[0]?.name ??
          platformRoles.map((role) => code('platformRole', role)).join(', ')}
      </Link>
      <button type="button" className="plain" onClick={() => leave.mutate()}>
        <T id="nav.signOut" />
      </button>
    </>
  );
}

/** A new page starts at its beginning, for the eye and for the screen reader. */
function useFocusOnNewPage(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
