import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

export const organisationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id],
    queryFn: () => answer(api.GET('/api/v1/organisations/{id}', { params: { path: { id } } })),
  });

export const organisationPeopleQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', id, 'people'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/organisations/{id}/people', {
          params: { path: { id }, query: { limit: 100 } },
        }),
      ),
  });

/** The newest application of an organisation, or undefined. */
export const applicationOfQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['applications', 'of', organisation],
    queryFn: async () => {
      const query = { organisation, sort: '-createdAt' } as const;
      const { items } = await answer(
        api.GET('/api/v1/membership-applications', { params: { query } }),
      );
      const [newest] = items;
      // One by itself: what the ownership graph says against the class is asked there only.
      return newest
        ? await answer(
            api.GET('/api/v1/membership-applications/{id}', {
              params: { path: { id: newest.id } },
            }),
          )
        : null;
    },
  });

export const membershipOfQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['memberships', 'of', organisation],
    queryFn: async () => {
      const { items } = await answer(
        api.GET('/api/v1/memberships', { params: { query: { organisation } } }),
      );
      return items.find(({ state }) => state !== 'ended') ?? null;
    },
  });
