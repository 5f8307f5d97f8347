import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

export const handOversQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'hand-overs'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/hand-overs', {
          params: { path: { id }, query: { state: 'open' } },
        }),
      ),
  });

export const joiningRequestsQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'joining-requests'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/joining-requests', {
          params: { path: { id }, query: { state: 'open' } },
        }),
      ),
  });

export const hintsQuery = queryOptions({
  queryKey: ['organisation-hints'],
  queryFn: () => answer(api.GET('/api/v1/me/organisation-hints')),
});
