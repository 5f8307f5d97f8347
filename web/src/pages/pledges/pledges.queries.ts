import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { Pledge } from '../../api/shapes';

export const pledgesOfQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['pledges', 'list', { organisation }],
    queryFn: () =>
      answer(api.GET('/api/v1/pledges', { params: { query: { organisation, limit: 100 } } })),
  });

export const pledgesQuery = (filter: { state?: string; kind?: string; cursor?: string }) =>
  queryOptions({
    queryKey: ['pledges', 'list', filter],
    queryFn: () => {
      const query = {
        cursor: filter.cursor,
        state: filter.state as Pledge['state'] | undefined,
        kind: filter.kind as Pledge['kind'] | undefined,
      };
      return answer(api.GET('/api/v1/pledges', { params: { query } }));
    },
  });

export const pledgeQuery = (id: string) =>
  queryOptions({
    queryKey: ['pledges', id],
    queryFn: () => answer(api.GET('/api/v1/pledges/{id}', { params: { path: { id } } })),
  });

export const pledgeVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['pledges', id, 'versions'],
    queryFn: () => answer(api.GET('/api/v1/pledges/{id}/versions', { params: { path: { id } } })),
  });
