import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, idempotencyKey } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { ProblemNotice } from '../../components/problems';
import { Notice } from '../../components/states';
import { T } from '../../intl/intl';
import { hintsQuery } from './affiliations.queries';

/** Organisations whose domain one's address seems to have: ask them instead of registering a second one. */
export function OrganisationHints() {
  const client = useQueryClient();
  const hints = useQuery(hintsQuery);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = async (id: string) => {
    setProblem(null);
    const params = { path: { id }, header: idempotencyKey() };
    await api
      .POST('/api/v1/organisations/{id}/joining-requests', { params, body: {} })
      .catch((error: unknown) => setProblem(asProblem(error)));
    await client.invalidateQueries({ queryKey: hintsQuery.queryKey });
  };
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      {(hints.data?.items ?? []).map(({ organisation, domain, asked }) => (
        <div key={organisation.id} className="section-tight">
          <Notice
            tone="info"
            title={<T id="hint.title" values={{ domain, name: organisation.name }} />}
          >
            {asked ? (
              <p>
                <T id="hint.asked" />
              </p>
            ) : (
              <>
                <p>
                  <T id="hint.text" />
                </p>
                <button
                  type="button"
                  className="button secondary"
                  onClick={() => void ask(organisation.id)}
                >
                  <T id="hint.ask" />
                </button>
              </>
            )}
          </Notice>
        </div>
      ))}
    </>
  );
}
