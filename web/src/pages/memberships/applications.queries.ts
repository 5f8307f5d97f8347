import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { MembershipApplication } from '../../api/shapes';

/** The filters of the office's queue, as they stand in the URL. */
export interface QueueFilter {
  state?: string;
  waitingFor?: string;
  class?: string;
  country?: string;
  assigned?: string;
  overdue?: string;
  cursor?: string;
}

export const applicationsQuery = (filter: QueueFilter) =>
  queryOptions({
    queryKey: ['applications', 'list', filter],
    queryFn: () => {
      const query = {
        ...filter,
        state: filter.state as MembershipApplication['state'] | undefined,
        waitingFor: filter.waitingFor as 'office' | 'applicant' | undefined,
        class: filter.class as MembershipApplication['organisation']['class'] | undefined,
        overdue: filter.overdue as 'true' | 'false' | undefined,
        sort: 'dueAt' as const,
      };
      return answer(api.GET('/api/v1/membership-applications', { params: { query } }));
    },
  });

export const applicationQuery = (id: string) =>
  queryOptions({
    queryKey: ['applications', id],
    queryFn: () =>
      answer(api.GET('/api/v1/membership-applications/{id}', { params: { path: { id } } })),
  });

/** The officers, each with what waits for them. */
export const officersQuery = queryOptions({
  queryKey: ['officers'],
  queryFn: () => answer(api.GET('/api/v1/membership-officers')),
});

/** What applicants declare. */
export const declarationsQuery = queryOptions({
  queryKey: ['declarations'],
  queryFn: () => answer(api.GET('/api/v1/membership-declarations')),
});

export const mandatesQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['organisations', organisation, 'mandates'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/mandates', {
          params: { path: { id: organisation }, query: { live: 'true' } },
        }),
      ),
  });
