import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { Mandate, MembershipApplication, Organisation } from '../../api/shapes';
import { LazyDialog } from '../../components/lazy-dialog';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { EmptyState, Tag } from '../../components/states';
import { Instant } from '../../components/values';
import { SelectField, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import {
  applicationOfQuery,
  organisationPeopleQuery,
} from '../organisations/organisations.queries';
import { mandatesQuery } from './applications.queries';

/** Who may hand the application in: representatives, and managers with a mandate from one (MEM-3). */
export function PeopleSection(props: {
  organisation: Organisation;
  application: MembershipApplication;
  end: (flush: () => Promise<boolean>, status: ReactNode) => ReactNode;
}) {
  const { organisation, application } = props;
  return (
    <>
      <Submitters application={application} />
      <p className="section-tight">
        <Link to="/org/$id" params={{ id: organisation.id }}>
          <T id="application.people.invite" />
        </Link>
      </p>
      <Mandates organisation={organisation} />
      {props.end(() => Promise.resolve(true), null)}
    </>
  );
}

/** By name and by what right. */
export function Submitters({ application }: { application: MembershipApplication }) {
  return (
    <ul className="plain-list">
      {application.submitters.map(({ id, name, by }) => (
        <li key={id} className="row">
          <span>{name}</span>
          <Tag>
            <T id={by === 'role' ? 'mandate.byRole' : 'mandate.byMandate'} />
          </Tag>
        </li>
      ))}
    </ul>
  );
}

function Mandates({ organisation }: { organisation: Organisation }) {
  const mandates = useQuery(mandatesQuery(organisation.id));
  const [giving, setGiving] = useState(false);
  const may = organisation.role === 'representative';
  return (
    <Section title={<T id="mandate.title" />}>
      <p className="prose small muted section-tight">
        <T id="mandate.text" />
      </p>
      <Loaded query={mandates} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={<T id="mandate.none" />} />
          ) : (
            <ul className="plain-list">
              {items.map((mandate) => (
                <MandateLine key={mandate.id} mandate={mandate} may={may} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {may && (
        <p className="section-tight">
          <button type="button" className="button secondary" onClick={() => setGiving(true)}>
            <T id="mandate.give" />
          </button>
        </p>
      )}
      <LazyDialog open={giving} title={<T id="mandate.give" />} onClose={() => setGiving(false)}>
        <GiveMandate organisationId={organisation.id} onClose={() => setGiving(false)} />
      </LazyDialog>
    </Section>
  );
}

function useRefresh(organisationId: string) {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: mandatesQuery(organisationId).queryKey }),
      client.invalidateQueries({ queryKey: applicationOfQuery(organisationId).queryKey }),
    ]);
  };
}

function MandateLine({ mandate, may }: { mandate: Mandate; may: boolean }) {
  const form = useForm();
  const refresh = useRefresh(mandate.organisationId);
  return (
    <li>
      <p>
        <T
          id="mandate.line"
          values={{
            person: mandate.person.name,
            by: mandate.givenBy.name,
            until: <Instant at={mandate.expiresAt} dateOnly />,
          }}
        />
        {mandate.note && <span className="sub">{mandate.note}</span>}
      </p>
      {may && (
        <Form
          form={form}
          names={[]}
          onSubmit={async () => {
            const params = { path: { id: mandate.id }, header: idempotencyKey() };
            await answer(api.POST('/api/v1/mandates/{id}/revoke', { params, body: {} }));
            await refresh();
          }}
        >
          <button type="submit" className="button quiet">
            <T id="mandate.revoke" values={{ person: mandate.person.name }} />
          </button>
        </Form>
      )}
    </li>
  );
}

interface Values {
  personId: string;
  days: string;
  note: string;
}

function GiveMandate(props: { organisationId: string; onClose: () => void }) {
  const text = useText();
  const people = useQuery(organisationPeopleQuery(props.organisationId));
  const refresh = useRefresh(props.organisationId);
  const form = useForm<Values>({ defaultValues: { personId: '', days: '90', note: '' } });
  const managers = (people.data?.items ?? []).filter(({ role }) => role === 'manager');
  return (
    <Form
      form={form}
      names={['personId', 'days', 'note']}
      onSubmit={async ({ personId, days, note }) => {
        const params = { path: { id: props.organisationId }, header: idempotencyKey() };
        const body = { personId, days: Number(days), note };
        await answer(api.POST('/api/v1/organisations/{id}/mandates', { params, body }));
        await refresh();
        props.onClose();
      }}
    >
      <SelectField<Values>
        name="personId"
        label={<T id="mandate.person" />}
        hint={<T id="mandate.person.hint" />}
        rules={{ required: text('mandate.person.missing') }}
        choices={[
          { value: '', label: text('form.choose') },
          ...managers.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextField<Values>
        name="days"
        label={<T id="mandate.days" />}
        input={{ inputMode: 'numeric', maxLength: 3 }}
      />
      <TextField<Values> name="note" optional label={<T id="mandate.note" />} />
      <div className="row">
        <SubmitButton form={form}>
          <T id="mandate.give" />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={props.onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
