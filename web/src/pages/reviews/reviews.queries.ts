import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { AssignmentSummary } from '../../api/shapes';

export const assignmentsQuery = (filter: { state?: string; reviewer: string; cursor?: string }) =>
  queryOptions({
    queryKey: ['assignments', 'list', filter],
    queryFn: () => {
      const state = filter.state as AssignmentSummary['state'] | undefined;
      const query = { ...filter, state, sort: 'dueAt' as const };
      return answer(api.GET('/api/v1/assignments', { params: { query } }));
    },
  });

export const assignmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['assignments', id],
    queryFn: () => answer(api.GET('/api/v1/assignments/{id}', { params: { path: { id } } })),
  });
