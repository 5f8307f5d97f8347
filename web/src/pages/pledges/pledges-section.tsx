import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Organisation, Pledge } from '../../api/shapes';
import { DataTable } from '../../components/data-table';
import { LazyDialog } from '../../components/lazy-dialog';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { T, useCode } from '../../intl/intl';
import { DeclarePledge } from './pledge-form';
import { PledgeAmount, PledgeStateTag } from './pledge-words';
import { pledgesOfQuery } from './pledges.queries';

/** What the organisation pledges (MEM-8: it buys no score and no hours). */
export function PledgesSection({ organisation }: { organisation: Organisation }) {
  const pledges = useQuery(pledgesOfQuery(organisation.id));
  const [declaring, setDeclaring] = useState(false);
  const may = organisation.role === 'representative';
  return (
    <Section title={<T id="pledges.title" />}>
      <p className="prose small muted section-tight">
        <T id="pledges.note" />
      </p>
      <Loaded query={pledges}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="org.pledges.none" />} />
          ) : (
            <PledgeTable pledges={items} />
          )
        }
      </Loaded>
      {may && (
        <p className="section-tight">
          <button type="button" className="button secondary" onClick={() => setDeclaring(true)}>
            <T id="org.pledges.declare" />
          </button>
        </p>
      )}
      <LazyDialog
        open={declaring}
        title={<T id="org.pledges.declare" />}
        onClose={() => setDeclaring(false)}
      >
        <DeclarePledge organisationId={organisation.id} onClose={() => setDeclaring(false)} />
      </LazyDialog>
    </Section>
  );
}

function PledgeTable({ pledges }: { pledges: readonly Pledge[] }) {
  const code = useCode();
  return (
    <DataTable
      caption={<T id="org.pledges.caption" />}
      rows={pledges}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'kind',
          head: <T id="column.kind" />,
          names: true,
          cell: (pledge) => (
            <>
              <Link to="/pledges/$id" params={{ id: pledge.id }}>
                {code('pledge', pledge.kind)}
              </Link>
              {pledge.description && <span className="sub">{pledge.description}</span>}
            </>
          ),
        },
        {
          key: 'horizon',
          head: <T id="org.pledges.until" />,
          cell: (pledge) => pledge.horizonYear,
        },
        {
          key: 'state',
          head: <T id="column.state" />,
          cell: (pledge) => <PledgeStateTag state={pledge.state} />,
        },
        {
          key: 'amount',
          head: <T id="org.pledges.amount" />,
          number: true,
          cell: (pledge) => <PledgeAmount {...pledge} />,
        },
      ]}
    />
  );
}
