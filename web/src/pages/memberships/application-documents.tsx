import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../../api/client';
import type { MembershipApplication } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { Uploads } from '../../components/uploads';
import { T } from '../../intl/intl';

const documentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['applications', id, 'documents'],
    queryFn: () =>
      answer(
        api.GET('/api/v1/membership-applications/{id}/documents', { params: { path: { id } } }),
      ),
  });

/** What is handed in beside the form: a register extract, accounts, proof of a mandate. */
export function ApplicationDocuments(props: {
  application: Pick<MembershipApplication, 'id' | 'state'>;
  writable: boolean;
}) {
  const { id } = props.application;
  const client = useQueryClient();
  const { platformRoles } = useSession();
  const reads =
    props.writable || platformRoles.some((role) => role === 'officer' || role === 'auditor');
  const documents = useQuery({ ...documentsQuery(id), enabled: reads });
  const change = {
    remove: (document: { id: string; version: number }) => {
      const path = { id, documentId: document.id };
      return api.DELETE('/api/v1/membership-applications/{id}/documents/{documentId}', {
        params: { path, header: ifMatch(document.version) },
      });
    },
    done: () => client.invalidateQueries({ queryKey: documentsQuery(id).queryKey }),
  };
  if (!reads) return null;
  return (
    <Section title={<T id="documents.title" />}>
      <Loaded query={documents}>
        {(known) => (
          <Uploads
            documents={known}
            url={`/api/v1/membership-applications/${id}/documents`}
            change={props.writable ? change : null}
          />
        )}
      </Loaded>
    </Section>
  );
}
