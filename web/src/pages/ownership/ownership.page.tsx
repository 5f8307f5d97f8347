import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Organisation, Ownership } from '../../api/shapes';
import { DataTable } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { EmptyState, Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { T, useText } from '../../intl/intl';
import { organisationQuery } from '../organisations/organisations.queries';
import { Computation } from './computation';
import { GraphTree } from './graph-tree';
import { valuesOf } from './graph-values';
import { OwnershipEditor } from './ownership-editor';
import { classificationQuery, ownershipQuery, ownershipVersionsQuery } from './ownership.queries';

/** Who owns an organisation and what it owns, and the class that follows (MEM-2). */
export function OwnershipPage() {
  const { id } = useParams({ from: '/signed-in/org/$id/ownership' });
  const organisation = useQuery(organisationQuery(id));
  const ownership = useQuery({ ...ownershipQuery(id), staleTime: 0 });
  return (
    <Loaded query={organisation} page>
      {(of) => (
        <Loaded query={ownership} page>
          {(known) => <OwnershipContent organisation={of} ownership={known} />}
        </Loaded>
      )}
    </Loaded>
  );
}

interface Props {
  organisation: Organisation;
  ownership: Ownership;
}

function OwnershipContent({ organisation, ownership }: Props) {
  const text = useText();
  const client = useQueryClient();
  const { id, role } = organisation;
  useTitle(`${text('ownership.title')} · ${organisation.name}`);
  const mayEdit = role === 'representative' || role === 'manager';
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/org/$id/application" params={{ id }}>
            <T id="back.application" />
          </Link>
        }
        eyebrow={organisation.name}
        title={<T id="ownership.title" />}
        lead={<T id="ownership.lead" />}
      />
      {ownership.undertaking.length > 0 && (
        <Notice tone="info" title={<T id="ownership.undertaking" />}>
          <p>{ownership.undertaking.map(({ name }) => name).join(', ')}</p>
        </Notice>
      )}
      {mayEdit ? (
        <OwnershipEditor
          key={ownership.version}
          organisation={organisation}
          ownership={ownership}
          onNewer={() => void client.invalidateQueries({ queryKey: ownershipQuery(id).queryKey })}
        />
      ) : (
        <Section title={<T id="ownership.drawing" />}>
          <GraphTree values={valuesOf(ownership.graph)} />
        </Section>
      )}
      <Computed organisation={organisation} />
      <Versions id={id} />
    </>
  );
}

/** The computation that was kept last. */
function Computed({ organisation }: { organisation: Organisation }) {
  const classification = useQuery(classificationQuery(organisation.id));
  return (
    <Section title={<T id="ownership.kept" />}>
      <Loaded query={classification}>
        {(known) =>
          known === null ? (
            <EmptyState title={<T id="ownership.notComputed" />} />
          ) : (
            <div className="stack">
              <p className="small muted">
                <T
                  id={known.current ? 'ownership.keptOf' : 'ownership.keptOfEarlier'}
                  values={{
                    version: known.ownershipVersion ?? 0,
                    at: <Instant at={known.createdAt} />,
                  }}
                />{' '}
                {!known.applied && <T id="ownership.notApplied" />}
              </p>
              <Computation result={known} kept />
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}

function Versions({ id }: { id: string }) {
  const versions = useQuery(ownershipVersionsQuery(id));
  return (
    <Section title={<T id="ownership.versions" />}>
      <Loaded query={versions} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="ownership.noVersions" />} />
          ) : (
            <DataTable
              caption={<T id="ownership.versions.caption" />}
              rows={items}
              rowKey={({ version }) => String(version)}
              columns={[
                {
                  key: 'version',
                  head: <T id="ownership.version" />,
                  names: true,
                  cell: ({ version }) => version,
                },
                {
                  key: 'at',
                  head: <T id="ownership.storedAt" />,
                  cell: ({ createdAt }) => <Instant at={createdAt} />,
                },
                { key: 'by', head: <T id="ownership.storedBy" />, cell: ({ by }) => by ?? '–' },
                {
                  key: 'size',
                  head: <T id="ownership.contents" />,
                  cell: ({ enterprises, persons, links }) => (
                    <T id="ownership.counts" values={{ enterprises, persons, links }} />
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}
