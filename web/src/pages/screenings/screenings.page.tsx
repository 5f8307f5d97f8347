import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useRef } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api } from '../../api/client';
import { useSession } from '../../app/session';
import { DataTable, Filters } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { Pager } from '../../components/pager';
import { PageHead, Section } from '../../components/shell';
import { EmptyState, Tag } from '../../components/states';
import { useTitle } from '../../components/title';
import { Count, Instant } from '../../components/values';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';
import { HitCard } from './hit-card';
import { hitsQuery, listsQuery } from './screenings.queries';

const states = ['open', 'true_match', 'false_match', 'lapsed'] as const;

/** Names alike a listed one, for decision, and the lists they were found in (MEM-6). */
export function ScreeningsPage() {
  const text = useText();
  const code = useCode();
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/office/screening' });
  const query = useQuery(hitsQuery(search));
  useTitle(text('screening.title'));
  return (
    <>
      <PageHead title={<T id="screening.title" />} lead={<T id="screening.lead" />} />
      <Filters
        values={{ state: search.state ?? 'open' }}
        fields={[
          {
            name: 'state',
            label: <T id="column.state" />,
            choices: states.map((value) => ({ value, label: code('hitState', value) })),
          },
        ]}
        onApply={(values) => void navigate({ to: '/office/screening', search: values })}
      />
      <Loaded query={query} page>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="screening.none" />} />
          ) : (
            <>
              {items.map((hit) => (
                <HitCard key={hit.id} hit={hit} />
              ))}
              <Pager
                count={items.length}
                next={
                  nextCursor && (
                    <Link to="/office/screening" search={{ ...search, cursor: nextCursor }}>
                      <T id="pager.next" />
                    </Link>
                  )
                }
              />
            </>
          )
        }
      </Loaded>
      <Lists />
    </>
  );
}

function Lists() {
  const lists = useQuery(listsQuery);
  const { platformRoles } = useSession();
  const may = platformRoles.some((role) => role === 'officer' || role === 'admin');
  return (
    <Section title={<T id="screening.lists" />}>
      <Loaded query={lists}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="screening.lists.none" />} />
          ) : (
            <DataTable
              caption={<T id="screening.lists.caption" />}
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'made',
                  head: <T id="screening.lists.made" />,
                  names: true,
                  cell: (list) => (
                    <>
                      <Instant at={list.generatedAt} />{' '}
                      {list.current && (
                        <Tag tone="good">
                          <T id="screening.lists.current" />
                        </Tag>
                      )}
                    </>
                  ),
                },
                {
                  key: 'entries',
                  head: <T id="screening.lists.entries" />,
                  number: true,
                  cell: (list) => <Count value={list.entries} />,
                },
                {
                  key: 'differs',
                  head: <T id="screening.lists.differs" />,
                  number: true,
                  cell: (list) => `+${list.added} ~${list.changed} −${list.removed}`,
                },
              ]}
            />
          )
        }
      </Loaded>
      {may && <Upload />}
    </Section>
  );
}

function Upload() {
  const form = useForm();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  return (
    <Form
      form={form}
      names={[]}
      onSubmit={async () => {
        const file = input.current?.files?.[0];
        if (!file) {
          input.current?.focus();
          return;
        }
        await answer(
          api.POST('/api/v1/restrictive-measures/lists', {
            body: file as unknown as string,
            bodySerializer: (body) => body,
            headers: { 'Content-Type': 'application/xml' },
          }),
        );
        await client.invalidateQueries({ queryKey: ['screenings'] });
      }}
    >
      <div className="field">
        <label htmlFor={id}>
          <T id="screening.upload.file" />
        </label>
        <input id={id} ref={input} type="file" accept=".xml,application/xml,text/xml" required />
      </div>
      <SubmitButton form={form}>
        <T id="screening.upload" />
      </SubmitButton>
    </Form>
  );
}
