import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { asProblem } from '../api/problem';
import { HomeLink } from '../components/loaded';
import { ProblemPage } from '../components/problems';
import { Loading } from '../components/states';
import { Problem } from '../api/problem';
import { AppShell } from './app-shell';
import { EntryFrame } from './entry-frame';
import { texts } from './search';
import { isComplete, sessionQuery } from './session';

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet });

/** Pages before signing in. */
const entry = createRoute({ getParentRoute: () => root, id: 'entry', component: EntryFrame });

const login = createRoute({
  getParentRoute: () => entry,
  path: 'login',
  validateSearch: texts('next'),
  loader: ({ context }) => context.client.ensureQueryData(sessionQuery),
  component: lazyRouteComponent(() => import('../pages/sign-in/login.page'), 'LoginPage'),
});
const register = createRoute({
  getParentRoute: () => entry,
  path: 'register',
  component: lazyRouteComponent(() => import('../pages/sign-in/register.page'), 'RegisterPage'),
});

/** Pages for people with a full session; others sign in first and come back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (isComplete(session)) return;
    const next = location.pathname === '/' ? undefined : `/app${location.href}`;
    throw redirect({ to: '/login', search: next ? { next } : {} });
  },
  component: AppShell,
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/inbox/inbox.page'), 'InboxPage'),
});
const requests = createRoute({
  getParentRoute: () => signedIn,
  path: 'requests',
  validateSearch: texts('state', 'organisation', 'call', 'cursor'),
  component: lazyRouteComponent(() => import('../pages/requests/requests.page'), 'RequestsPage'),
});
const newRequest = createRoute({
  getParentRoute: () => signedIn,
  path: 'requests/new',
  validateSearch: texts('call', 'organisation'),
  component: lazyRouteComponent(
    () => import('../pages/requests/new-request.page'),
    'NewRequestPage',
  ),
});
const request = createRoute({
  getParentRoute: () => signedIn,
  path: 'requests/$id',
  component: lazyRouteComponent(() => import('../pages/requests/request.page'), 'RequestPage'),
});
const editRequest = createRoute({
  getParentRoute: () => signedIn,
  path: 'requests/$id/edit/$section',
  component: lazyRouteComponent(
    () => import('../pages/requests/edit-request.page'),
    'EditRequestPage',
  ),
});
const checkRequest = createRoute({
  getParentRoute: () => signedIn,
  path: 'requests/$id/check',
  component: lazyRouteComponent(
    () => import('../pages/requests/check-request.page'),
    'CheckRequestPage',
  ),
});
const rounds = createRoute({
  getParentRoute: () => signedIn,
  path: 'rounds',
  validateSearch: texts('state', 'cursor'),
  component: lazyRouteComponent(() => import('../pages/rounds/rounds.page'), 'RoundsPage'),
});
const round = createRoute({
  getParentRoute: () => signedIn,
  path: 'rounds/$id',
  validateSearch: texts('class', 'reason', 'organisation', 'sort', 'cursor'),
  component: lazyRouteComponent(() => import('../pages/rounds/round.page'), 'RoundPage'),
});
const explanation = createRoute({
  getParentRoute: () => signedIn,
  path: 'rounds/$id/explain/$requestId',
  component: lazyRouteComponent(
    () => import('../pages/rounds/explanation.page'),
    'ExplanationPage',
  ),
});
const ranking = createRoute({
  getParentRoute: () => signedIn,
  path: 'calls/$id/ranking',
  component: lazyRouteComponent(() => import('../pages/calls/ranking.page'), 'RankingPage'),
});
const reviews = createRoute({
  getParentRoute: () => signedIn,
  path: 'reviews',
  validateSearch: texts('state', 'cursor'),
  component: lazyRouteComponent(() => import('../pages/reviews/reviews.page'), 'ReviewsPage'),
});
const review = createRoute({
  getParentRoute: () => signedIn,
  path: 'reviews/$id',
  component: lazyRouteComponent(() => import('../pages/reviews/review.page'), 'ReviewPage'),
});
const officeMembers = createRoute({
  getParentRoute: () => signedIn,
  path: 'office/members',
  validateSearch: texts('state', 'waitingFor', 'class', 'country', 'assigned', 'overdue', 'cursor'),
  component: lazyRouteComponent(
    () => import('../pages/memberships/applications.page'),
    'ApplicationsPage',
  ),
});
const officeMember = createRoute({
  getParentRoute: () => signedIn,
  path: 'office/members/$id',
  component: lazyRouteComponent(
    () => import('../pages/memberships/application.page'),
    'ApplicationPage',
  ),
});
const officeScreening = createRoute({
  getParentRoute: () => signedIn,
  path: 'office/screening',
  validateSearch: texts('state', 'cursor'),
  component: lazyRouteComponent(
    () => import('../pages/screenings/screenings.page'),
    'ScreeningsPage',
  ),
});
const newOrganisation = createRoute({
  getParentRoute: () => signedIn,
  path: 'org/new',
  component: lazyRouteComponent(
    () => import('../pages/organisations/new-organisation.page'),
    'NewOrganisationPage',
  ),
});
const accept = createRoute({
  getParentRoute: () => signedIn,
  path: 'accept/$token',
  component: lazyRouteComponent(() => import('../pages/organisations/accept.page'), 'AcceptPage'),
});
const organisation = createRoute({
  getParentRoute: () => signedIn,
  path: 'org/$id',
  component: lazyRouteComponent(
    () => import('../pages/organisations/organisation.page'),
    'OrganisationPage',
  ),
});
const membership = createRoute({
  getParentRoute: () => signedIn,
  path: 'org/$id/membership',
  component: lazyRouteComponent(
    () => import('../pages/memberships/membership.page'),
    'MembershipPage',
  ),
});
const letter = createRoute({
  getParentRoute: () => signedIn,
  path: 'letters/$id',
  component: lazyRouteComponent(() => import('../pages/letters/letter.page'), 'LetterPage'),
});
const officeAppeals = createRoute({
  getParentRoute: () => signedIn,
  path: 'office/appeals',
  validateSearch: texts('state', 'cursor'),
  component: lazyRouteComponent(() => import('../pages/appeals/appeals.page'), 'AppealsPage'),
});
const appeal = createRoute({
  getParentRoute: () => signedIn,
  path: 'appeals/$id',
  component: lazyRouteComponent(() => import('../pages/appeals/appeal.page'), 'AppealPage'),
});
const applicationTasks = createRoute({
  getParentRoute: () => signedIn,
  path: 'org/$id/application',
  component: lazyRouteComponent(
    () => import('../pages/memberships/application-tasks.page'),
    'ApplicationTasksPage',
  ),
});
const applicationCheck = createRoute({
  getParentRoute: () => signedIn,
  path: 'org/$id/application/check',
  component: lazyRouteComponent(
    () => import('../pages/memberships/check-application.page'),
    'CheckApplicationPage',
  ),
});
const applicationSection = createRoute({
  getParentRoute: () => signedIn,
  path: 'org/$id/application/$section',
  component: lazyRouteComponent(
    () => import('../pages/memberships/application-section.page'),
    'ApplicationSectionPage',
  ),
});
const ownership = createRoute({
  getParentRoute: () => signedIn,
  path: 'org/$id/ownership',
  component: lazyRouteComponent(() => import('../pages/ownership/ownership.page'), 'OwnershipPage'),
});
const pledge = createRoute({
  getParentRoute: () => signedIn,
  path: 'pledges/$id',
  component: lazyRouteComponent(() => import('../pages/pledges/pledge.page'), 'PledgePage'),
});
const officePledges = createRoute({
  getParentRoute: () => signedIn,
  path: 'office/pledges',
  validateSearch: texts('state', 'kind', 'cursor'),
  component: lazyRouteComponent(() => import('../pages/pledges/pledges.page'), 'PledgesPage'),
});
const security = createRoute({
  getParentRoute: () => signedIn,
  path: 'settings/security',
  component: lazyRouteComponent(() => import('../pages/sign-in/security.page'), 'SecurityPage'),
});

const privacySettings = createRoute({
  getParentRoute: () => signedIn,
  path: 'settings/privacy',
  component: lazyRouteComponent(
    () => import('../pages/privacy/privacy-settings.page'),
    'PrivacySettingsPage',
  ),
});

const tree = root.addChildren([
  entry.addChildren([login, register]),
  signedIn.addChildren([
    inbox,
    requests,
    newRequest,
    request,
    editRequest,
    checkRequest,
    rounds,
    round,
    explanation,
    ranking,
    reviews,
    review,
    officeMembers,
    officeMember,
    officeScreening,
    newOrganisation,
    organisation,
    membership,
    letter,
    officeAppeals,
    appeal,
    applicationTasks,
    applicationCheck,
    applicationSection,
    ownership,
    pledge,
    officePledges,
    accept,
    security,
    privacySettings,
  ]),
]);

export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/app',
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    scrollRestoration: true,
    defaultPendingComponent: () => <Loading />,
    defaultErrorComponent: ({ error, reset }) => (
      <ProblemPage problem={asProblem(error)} onRetry={reset} home={<HomeLink />} />
    ),
    defaultNotFoundComponent: () => (
      <ProblemPage problem={new Problem({ status: 404 })} home={<HomeLink />} />
    ),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
