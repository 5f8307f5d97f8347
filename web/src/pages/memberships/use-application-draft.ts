import { useQueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../../api/client';
import type { ChangeApplication, MembershipApplication } from '../../api/shapes';
import { useAutosave } from '../../forms/use-autosave';
import { applicationOfQuery } from '../organisations/organisations.queries';

/** Saves parts of an application while one writes, and keeps what the pages know of it up to date. */
export function useApplicationDraft(
  application: MembershipApplication,
  body: () => ChangeApplication,
) {
  const client = useQueryClient();
  const { id } = application;
  const key = applicationOfQuery(application.organisation.id).queryKey;
  const params = (version: number) => ({ path: { id }, header: ifMatch(version) });
  const autosave = useAutosave({
    version: application.version,
    save: async (version) => {
      const saved = await answer(
        api.PATCH('/api/v1/membership-applications/{id}', {
          params: params(version),
          body: body(),
        }),
      );
      client.setQueryData(key, saved);
      return saved;
    },
  });
  const read = () =>
    answer(api.GET('/api/v1/membership-applications/{id}', { params: { path: { id } } }));
  const adopt = (newest: MembershipApplication) => {
    client.setQueryData(key, newest);
    autosave.adopt(newest.version);
  };
  return { autosave, read, adopt };
}
