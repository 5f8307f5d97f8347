import { useQueryClient } from '@tanstack/react-query';
import type { MembershipApplication } from '../../api/shapes';
import { applicationQuery } from './applications.queries';

/** Shows an application as an act left it, and has the lists read again. */
export function useTake(id: string) {
  const client = useQueryClient();
  return (application: MembershipApplication) => {
    client.setQueryData(applicationQuery(id).queryKey, application);
    void client.invalidateQueries({ queryKey: ['applications', 'list'] });
    void client.invalidateQueries({ queryKey: ['inbox'] });
    void client.invalidateQueries({
      queryKey: ['organisations', application.organisation.id],
    });
  };
}
