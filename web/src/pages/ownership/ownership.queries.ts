import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { Problem } from '../../api/problem';

export const ownershipQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'ownership'],
    queryFn: () =>
      answer(api.GET('/api/v1/organisations/{id}/ownership', { params: { path: { id } } })),
  });

export const ownershipVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'ownership', 'versions'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/ownership/versions', { params: { path: { id } } }),
      ),
  });

/** The newest computation of the class, or null while nothing is computed. */
export const classificationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'classification'],
    queryFn: async () => {
      try {
        return await answer(
          api.GET('/api/v1/organisations/{id}/classification', { params: { path: { id } } }),
        );
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
  });
