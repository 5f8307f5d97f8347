import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { ScreeningHit } from '../../api/shapes';

export const hitsQuery = (filter: { state?: string; cursor?: string }) =>
  queryOptions({
    queryKey: ['screenings', 'hits', filter],
    queryFn: () => {
      const state = (filter.state ?? 'open') as ScreeningHit['state'];
      const query = { cursor: filter.cursor, state };
      return answer(api.GET('/api/v1/restrictive-measures/hits', { params: { query } }));
    },
  });

export const listsQuery = queryOptions({
  queryKey: ['screenings', 'lists'],
  queryFn: () =>
    answer(api.GET('/api/v1/restrictive-measures/lists', { params: { query: { limit: 10 } } })),
});
