import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

/** The newest membership of an organisation, ended ones included, or null. */
export const newestMembershipQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['memberships', 'newest', organisation],
    queryFn: async () => {
      const query = { organisation, sort: '-startsAt', limit: 1 } as const;
      const { items } = await answer(api.GET('/api/v1/memberships', { params: { query } }));
      return items[0] ?? null;
    },
  });

/** Whether the class of an organisation follows from an ownership graph. */
export const ownershipStoredQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'ownership', 'stored'],
    queryFn: async () => {
      const params = { path: { id } };
      const { stored } = await answer(api.GET('/api/v1/organisations/{id}/ownership', { params }));
      return stored;
    },
  });
