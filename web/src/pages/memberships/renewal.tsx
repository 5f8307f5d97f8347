import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Membership, Organisation } from '../../api/shapes';
import { Section } from '../../components/shell';
import { Instant } from '../../components/values';
import { CheckField, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';
import { centsOf } from '../organisations/money';
import { organisationQuery } from '../organisations/organisations.queries';
import { newestMembershipQuery, ownershipStoredQuery } from './membership.queries';

interface Values {
  confirmed: { identity: boolean; representative: boolean; class: boolean };
  figures: { year: string; headcount: string; turnoverCents: string; balanceCents: string };
}

/** Renewing by confirming the data, once it can be done and by who may. */
export function Renewal(props: {
  membership: Membership;
  organisation: Organisation;
  now: number;
}) {
  const { membership } = props;
  if (!membership.possibleActs.includes('renew')) return null;
  const open = Date.parse(membership.renewableFrom) <= props.now;
  return (
    <Section title={<T id="renewal.title" />}>
      {open ? (
        <RenewalForm {...props} />
      ) : (
        <p className="muted">
          <T
            id="renewal.from"
            values={{ from: <Instant at={membership.renewableFrom} dateOnly /> }}
          />
        </p>
      )}
    </Section>
  );
}

function RenewalForm({ membership, organisation }: Parameters<typeof Renewal>[0]) {
  const client = useQueryClient();
  const company = organisation.kind === 'company';
  const ownership = useQuery({ ...ownershipStoredQuery(organisation.id), enabled: company });
  const asksFigures = company && ownership.data === false && organisation.class === 'sme';
  const form = useForm<Values>({
    defaultValues: {
      confirmed: { identity: false, representative: false, class: false },
      figures: { year: '', headcount: '', turnoverCents: '', balanceCents: '' },
    },
  });
  const send = async ({ confirmed, figures }: Values) => {
    const given = {
      year: Number(figures.year),
      headcount: figures.headcount,
      turnoverCents: centsOf(figures.turnoverCents),
      balanceCents: centsOf(figures.balanceCents),
    };
    await answer(
      api.POST('/api/v1/memberships/{id}/renew', {
        params: {
          path: { id: membership.id },
          header: { ...ifMatch(membership.version), ...idempotencyKey() },
        },
        body: { confirmed, ...(asksFigures ? { figures: given } : {}) },
      }),
    );
    await client.invalidateQueries({ queryKey: newestMembershipQuery(organisation.id).queryKey });
    void client.invalidateQueries({ queryKey: organisationQuery(organisation.id).queryKey });
    void client.invalidateQueries({ queryKey: ['letters'] });
  };
  return (
    <Form
      form={form}
      names={[
        'confirmed.identity',
        'confirmed.representative',
        'confirmed.class',
        'figures.year',
        'figures.headcount',
        'figures.turnoverCents',
        'figures.balanceCents',
      ]}
      fieldOf={(pointer) => pointer.slice(1).replaceAll('/', '.')}
      onSubmit={send}
    >
      <p className="prose">
        <T id="renewal.text" />
      </p>
      <CheckField<Values> name="confirmed.identity" label={<T id="renewal.identity" />} />
      <CheckField<Values>
        name="confirmed.representative"
        label={<T id="renewal.representative" />}
      />
      <CheckField<Values> name="confirmed.class" label={<T id="renewal.class" />} />
      {asksFigures && <Figures />}
      <div className="row">
        <SubmitButton form={form}>
          <T id="renewal.send" />
        </SubmitButton>
      </div>
    </Form>
  );
}

function Figures() {
  const text = useText();
  const rules = { required: text('renewal.figure.missing') };
  return (
    <fieldset className="field">
      <legend className="label">
        <T id="renewal.figures" />
      </legend>
      <TextField<Values>
        name="figures.year"
        label={<T id="org.year" />}
        rules={rules}
        input={{ inputMode: 'numeric', className: 'short' }}
      />
      <TextField<Values>
        name="figures.headcount"
        label={<T id="org.headcount" />}
        rules={rules}
        input={{ inputMode: 'decimal', className: 'short' }}
      />
      <TextField<Values>
        name="figures.turnoverCents"
        label={<T id="org.turnover" />}
        rules={rules}
        unit="EUR"
        input={{ inputMode: 'numeric' }}
      />
      <TextField<Values>
        name="figures.balanceCents"
        label={<T id="org.balance" />}
        rules={rules}
        unit="EUR"
        input={{ inputMode: 'numeric' }}
      />
    </fieldset>
  );
}
