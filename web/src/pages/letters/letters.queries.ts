import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

/** The newest letters to an organisation. */
export const lettersOfQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['letters', 'of', organisation],
    queryFn: () =>
      answer(api.GET('/api/v1/letters', { params: { query: { organisation, limit: 100 } } })),
  });

export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ['letters', id],
    queryFn: () => answer(api.GET('/api/v1/letters/{id}', { params: { path: { id } } })),
  });
