import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { Round, RoundLine } from '../../api/shapes';
import type { Language } from '../../intl/languages';

type RoundState = Round['state'];
type LineQuery = { sort?: string; class?: string; reason?: string; organisation?: string };

export const roundsQuery = ({ state, cursor }: { state?: string; cursor?: string }) =>
  queryOptions({
    queryKey: ['rounds', 'list', state, cursor],
    queryFn: () => {
      const query = { state: state as RoundState | undefined, cursor, sort: '-cutOffAt' as const };
      return answer(api.GET('/api/v1/rounds', { params: { query } }));
    },
  });

export const roundQuery = (id: string) =>
  queryOptions({
    queryKey: ['rounds', id],
    queryFn: () => answer(api.GET('/api/v1/rounds/{id}', { params: { path: { id } } })),
  });

export const roundLinesQuery = (id: string, filter: LineQuery & { cursor?: string }) =>
  queryOptions({
    queryKey: ['rounds', id, 'lines', filter],
    queryFn: () => readLines(id, { limit: 50, ...filter }),
  });

function readLines(id: string, query: LineQuery & { cursor?: string; limit: number }) {
  return answer(
    api.GET('/api/v1/rounds/{id}/lines', { params: { path: { id }, query: query as never } }),
  );
}

const pagesMax = 10;

/** The lines of a round with the largest grants, up to 2,000, for figures by organisation. */
export const allLinesQuery = (id: string) =>
  queryOptions({
    queryKey: ['rounds', id, 'all-lines'],
    queryFn: async () => {
      const lines: RoundLine[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        const { items, nextCursor } = await readLines(id, { limit: 200, sort: '-granted', cursor });
        lines.push(...items);
        if (nextCursor === null) return { lines, complete: true };
        cursor = nextCursor;
      }
      return { lines, complete: false };
    },
  });

export const explanationQuery = (id: string, requestId: string, lang: Language) =>
  queryOptions({
    queryKey: ['rounds', id, 'lines', requestId, lang],
    queryFn: () =>
      answer(
        api.GET('/api/v1/rounds/{id}/lines/{requestId}', {
          params: { path: { id, requestId }, query: { lang } },
        }),
      ),
  });
