import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { RoundLine } from '../../api/shapes';
import { ClassName } from '../../components/class-bars';
import { DataTable } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { Count, Country, GpuHours } from '../../components/values';
import { T } from '../../intl/intl';
import { allLinesQuery } from './rounds.queries';

interface Row {
  organisation: RoundLine['organisation'];
  requests: number;
  awarded: number;
  asked: number;
  granted: number;
}

const shownAtFirst = 12;

/** What each organisation asked and got, over all its requests, the largest amount first. */
export function RoundOrganisations({ id }: { id: string }) {
  const lines = useQuery(allLinesQuery(id));
  const rows = useMemo(() => byOrganisation(lines.data?.lines ?? []), [lines.data]);
  const [all, setAll] = useState(false);
  return (
    <Section title={<T id="round.byOrganisation" />}>
      <Loaded query={lines}>
        {({ complete }) => (
          <>
            <OrganisationTable
              id={id}
              rows={all ? rows : rows.slice(0, shownAtFirst)}
              total={rows.length}
            />
            {!complete && (
              <p className="small muted">
                <T id="round.byOrganisation.largest" />
              </p>
            )}
            {!all && rows.length > shownAtFirst && (
              <p className="section-tight">
                <button type="button" className="button secondary" onClick={() => setAll(true)}>
                  <T id="round.byOrganisation.all" values={{ count: rows.length }} />
                </button>
              </p>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** Sums lines by organisation; hours are kept to the two decimals in which the API tells them. */
export function byOrganisation(lines: readonly RoundLine[]): Row[] {
  const rows = new Map<string, Row>();
  for (const line of lines) {
    const row = rows.get(line.organisation.id) ?? {
      organisation: line.organisation,
      requests: 0,
      awarded: 0,
      asked: 0,
      granted: 0,
    };
    row.requests += 1;
    row.awarded += line.gpuHoursGranted > 0 ? 1 : 0;
    row.asked = Math.round((row.asked + line.gpuHoursAsked) * 100) / 100;
    row.granted = Math.round((row.granted + line.gpuHoursGranted) * 100) / 100;
    rows.set(line.organisation.id, row);
  }
  return [...rows.values()].sort((a, b) => b.granted - a.granted || b.asked - a.asked);
}

function OrganisationTable(props: { id: string; rows: readonly Row[]; total: number }) {
  return (
    <DataTable
      caption={
        <T
          id="round.byOrganisation.caption"
          values={{ shown: props.rows.length, total: props.total }}
        />
      }
      rows={props.rows}
      rowKey={({ organisation }) => organisation.id}
      columns={[
        {
          key: 'organisation',
          head: <T id="column.organisation" />,
          names: true,
          cell: ({ organisation }) => (
            <Link
              to="/rounds/$id"
              params={{ id: props.id }}
              search={{ organisation: organisation.id }}
              hash="lines"
            >
              {organisation.name}
            </Link>
          ),
        },
        {
          key: 'country',
          head: <T id="column.country" />,
          cell: ({ organisation }) => <Country code={organisation.country} />,
        },
        {
          key: 'class',
          head: <T id="column.class" />,
          cell: ({ organisation }) => <ClassName of={organisation.class} />,
        },
        {
          key: 'requests',
          head: <T id="column.awarded" />,
          number: true,
          cell: ({ awarded, requests }) => (
            <T id="column.awarded.of" values={{ awarded, requests }} />
          ),
        },
        {
          key: 'asked',
          head: <T id="column.asked" />,
          number: true,
          cell: ({ asked }) => <GpuHours value={asked} />,
        },
        {
          key: 'granted',
          head: <T id="column.granted" />,
          number: true,
          cell: ({ granted }) =>
            granted === 0 ? (
              <Count value={0} />
            ) : (
              <strong>
                <GpuHours value={granted} />
              </strong>
            ),
        },
      ]}
    />
  );
}
