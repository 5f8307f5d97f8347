import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { RequestState } from '../../api/shapes';

export interface RequestFilter {
  state?: string;
  organisation?: string;
  call?: string;
  cursor?: string;
}

export const requestsQuery = ({ state, ...filter }: RequestFilter) =>
  queryOptions({
    queryKey: ['requests', 'list', state, filter],
    queryFn: () => {
      const query = { ...filter, state: state as RequestState | undefined, limit: 50 };
      return answer(api.GET('/api/v1/requests', { params: { query } }));
    },
  });

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', id],
    queryFn: () => answer(api.GET('/api/v1/requests/{id}', { params: { path: { id } } })),
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', id, 'timeline'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/requests/{id}/timeline', {
          params: { path: { id }, query: { limit: 200 } },
        }),
      ),
  });

export const openCallsQuery = queryOptions({
  queryKey: ['calls', 'open'],
  queryFn: () =>
    answer(
      api.GET('/api/v1/calls', {
        params: { query: { state: 'open', limit: 100, sort: 'cutOffAt' } },
      }),
    ),
});

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ['calls', id],
    queryFn: () => answer(api.GET('/api/v1/calls/{id}', { params: { path: { id } } })),
    staleTime: 60_000,
  });

export const eligibilityQuery = (callId: string, organisation: string) =>
  queryOptions({
    queryKey: ['calls', callId, 'eligibility', organisation],
    queryFn: () =>
      answer(
        api.GET('/api/v1/calls/{id}/eligibility', {
          params: { path: { id: callId }, query: { organisation } },
        }),
      ),
  });
