import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { MembershipApplication } from '../../api/shapes';

export const applicationsQuery = (filter: { state?: string; cursor?: string }) =>
  queryOptions({
    queryKey: ['applications', 'list', filter],
    queryFn: () => {
      const state = filter.state as MembershipApplication['state'] | undefined;
      const query = { ...filter, state, sort: 'submittedAt' as const };
      return answer(api.GET('/api/v1/membership-applications', { params: { query } }));
    },
  });

export const applicationQuery = (id: string) =>
  queryOptions({
    queryKey: ['applications', id],
    queryFn: () =>
      answer(api.GET('/api/v1/membership-applications/{id}', { params: { path: { id } } })),
  });
