import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type {
  AssignmentSummary,
  MembershipApplication,
  RequestSummary,
  RoundSummary,
  Session,
} from '../../api/shapes';
import { reach } from '../../app/session';

type GrantSummary = Awaited<ReturnType<typeof offers>>[number];

/** One thing that waits for the reader; `dueAt` is null where nothing lapses. */
export type InboxItem = { key: string; dueAt: string | null } & (
  | { kind: 'request'; request: RequestSummary }
  | { kind: 'offer'; grant: GrantSummary }
  | { kind: 'assignment'; assignment: AssignmentSummary }
  | { kind: 'application'; application: MembershipApplication; office: boolean }
  | { kind: 'round'; round: RoundSummary }
  | { kind: 'join'; organisation: Session['organisations'][number] }
);

/** Gathers what waits from the lists that the reader's roles open. */
export const inboxQuery = (session: Session) =>
  queryOptions({
    queryKey: ['inbox', session.person.id, session.platformRoles, session.organisations],
    queryFn: async (): Promise<InboxItem[]> => {
      const parts = await Promise.all([
        ...(reach(session).draftsRequests ? applicantParts(session) : []),
        ...(reach(session).reviews ? reviewerParts(session) : []),
        ...officeParts(session),
      ]);
      return parts.flat().sort(byDue);
    },
  });

/** What the reader was told and has not read. */
export const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: () =>
    answer(
      api.GET('/api/v1/me/notifications', { params: { query: { unread: 'true', limit: 20 } } }),
    ),
});

const byDue = (a: InboxItem, b: InboxItem) =>
  (a.dueAt ?? '9999').localeCompare(b.dueAt ?? '9999') || a.key.localeCompare(b.key);

function applicantParts(session: Session): Promise<InboxItem[]>[] {
  const own = new Set(session.organisations.map(({ id }) => id));
  return [
    drafts('draft', own),
    drafts('changes_requested', own),
    offers().then((grants) =>
      grants
        .filter(({ organisation }) => own.has(organisation.id))
        .map((grant) => ({ kind: 'offer', key: grant.id, dueAt: grant.acceptanceDueAt, grant })),
    ),
    joining(session),
  ];
}

async function drafts(
  state: 'draft' | 'changes_requested',
  own: ReadonlySet<string>,
): Promise<InboxItem[]> {
  const { items } = await answer(api.GET('/api/v1/requests', { params: { query: { state } } }));
  return items
    .filter(({ organisation, call }) => own.has(organisation.id) && call.state === 'open')
    .map((request) => ({
      kind: 'request',
      key: request.id,
      dueAt: request.call.cutOffAt,
      request,
    }));
}

async function offers() {
  const query = { state: 'offered', sort: 'acceptanceDueAt' } as const;
  return (await answer(api.GET('/api/v1/grants', { params: { query } }))).items;
}

/** Organisations that have no membership: to apply, or to finish the application. */
async function joining(session: Session): Promise<InboxItem[]> {
  const [applications, memberships] = await Promise.all([
    answer(api.GET('/api/v1/membership-applications', { params: { query: {} } })),
    answer(api.GET('/api/v1/memberships', { params: { query: {} } })),
  ]);
  const members = new Set(memberships.items.map(({ organisation }) => organisation.id));
  return session.organisations.flatMap((organisation): InboxItem[] => {
    const application = applications.items.find(
      (candidate) =>
        candidate.organisation.id === organisation.id &&
        !['declined', 'withdrawn'].includes(candidate.state),
    );
    if (members.has(organisation.id) || organisation.role === 'viewer') return [];
    if (!application) {
      return [{ kind: 'join', key: organisation.id, dueAt: null, organisation }];
    }
    if (!['draft', 'changes_requested'].includes(application.state)) return [];
    return [
      {
        kind: 'application',
        key: application.id,
        dueAt: application.dueAt,
        application,
        office: false,
      },
    ];
  });
}

function reviewerParts(session: Session): Promise<InboxItem[]>[] {
  const open = ['proposed', 'accepted', 'drafting'] as const;
  return open.map(async (state): Promise<InboxItem[]> => {
    const query = { state, reviewer: session.person.id };
    const { items } = await answer(api.GET('/api/v1/assignments', { params: { query } }));
    return items.map((assignment) => ({
      kind: 'assignment',
      key: assignment.id,
      dueAt: assignment.dueAt,
      assignment,
    }));
  });
}

function officeParts(session: Session): Promise<InboxItem[]>[] {
  const has = (...roles: string[]) => session.platformRoles.some((role) => roles.includes(role));
  return [
    ...(has('officer') ? (['submitted', 'screening', 'review'] as const).map(applicationsIn) : []),
    ...(has('officer', 'chair', 'admin') ? (['computed', 'approved'] as const).map(roundsIn) : []),
  ];
}

async function applicationsIn(state: 'submitted' | 'screening' | 'review'): Promise<InboxItem[]> {
  const { items } = await answer(
    api.GET('/api/v1/membership-applications', { params: { query: { state } } }),
  );
  return items.map((application) => ({
    kind: 'application',
    key: application.id,
    dueAt: application.dueAt,
    application,
    office: true,
  }));
}

async function roundsIn(state: 'computed' | 'approved'): Promise<InboxItem[]> {
  const { items } = await answer(api.GET('/api/v1/rounds', { params: { query: { state } } }));
  return items.map((round) => ({ kind: 'round', key: round.id, dueAt: round.allocateAt, round }));
}
