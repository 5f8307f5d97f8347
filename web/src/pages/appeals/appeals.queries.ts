import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { Appeal } from '../../api/shapes';

export const appealsOfQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['appeals', 'of', organisation],
    queryFn: () =>
      answer(api.GET('/api/v1/appeals', { params: { query: { organisation, limit: 100 } } })),
  });

export const appealsQuery = (search: { state?: string; cursor?: string }) =>
  queryOptions({
    queryKey: ['appeals', 'list', search],
    queryFn: () => {
      const query = { ...search, state: search.state as Appeal['state'] | undefined };
      return answer(api.GET('/api/v1/appeals', { params: { query } }));
    },
  });

export const appealQuery = (id: string) =>
  queryOptions({
    queryKey: ['appeals', id],
    queryFn: () => answer(api.GET('/api/v1/appeals/{id}', { params: { path: { id } } })),
  });
