import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { Instant } from '../../components/values';
import { T } from '../../intl/intl';
import { lettersOfQuery } from './letters.queries';

/** Letters to an organisation, the newest first. */
export function LettersSection({ organisationId }: { organisationId: string }) {
  const letters = useQuery(lettersOfQuery(organisationId));
  return (
    <Section title={<T id="letters.title" />}>
      <Loaded query={letters} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="letters.none" />} />
          ) : (
            <DataTable
              caption={<T id="letters.caption" />}
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'subject',
                  head: <T id="letters.subject" />,
                  names: true,
                  cell: (row) => (
                    <>
                      <Link to="/letters/$id" params={{ id: row.id }} lang={row.locale}>
                        {row.subject}
                      </Link>
                      <span className="sub numbers">{row.reference}</span>
                    </>
                  ),
                },
                {
                  key: 'date',
                  head: <T id="letters.date" />,
                  cell: (row) => <Instant at={row.createdAt} dateOnly />,
                },
                {
                  key: 'appeal',
                  head: <T id="letters.appealUntil" />,
                  cell: (row) => (row.appeal ? <Instant at={row.appeal.until} dateOnly /> : '–'),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}
