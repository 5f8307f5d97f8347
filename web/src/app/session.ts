import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import type { Session } from '../api/shapes';

/** Who is signed in; null is nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await answer(api.GET('/api/v1/auth/session'));
    } catch (error) {
      if (asProblem(error).status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
  retry: false,
});

/** The session of a page that only signed-in people reach. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error('This page is drawn only with a session.');
  return data;
}

/** Whether the session is open for everything, or still waits for its second factor. */
export const isComplete = (session: Session | null): session is Session =>
  session !== null && session.secondFactor !== 'required' && session.secondFactor !== 'enrol';

/** What a session lets one see. Whether an act is allowed, the API decides. */
export function reach({ platformRoles, organisations }: Session) {
  const any = (...roles: string[]) => platformRoles.some((role) => roles.includes(role));
  const reader = any('officer', 'admin', 'auditor');
  return {
    requests: organisations.length > 0 || reader || any('chair'),
    rounds: organisations.length > 0 || reader || any('chair', 'operator'),
    reviews: any('reviewer', 'chair'),
    memberApplications: reader,
    screening: reader,
    ranking: reader || any('chair'),
    draftsRequests: organisations.some(({ role }) => role !== 'viewer'),
  };
}

/** Forgets everything that was read under the old session. */
export function useForget() {
  const client = useQueryClient();
  return (session: Session | null) => {
    client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
  };
}
