import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { Organisation, Pledge } from '../../api/shapes';
import { DataTable } from '../../components/data-table';
import { LazyDialog } from '../../components/lazy-dialog';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/shell';
import { EmptyState, Tag } from '../../components/states';
import { Money } from '../../components/values';
import { CheckField, SelectField, TextArea, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';
import { centsOf } from './money';
import { pledgesQuery } from './organisations.queries';

const kinds = ['capital', 'compute', 'data', 'talent', 'adoption_pilot', 'open_model'] as const;

/** What the organisation pledges (MEM-8: it buys no score and no hours). */
export function PledgesSection({ organisation }: { organisation: Organisation }) {
  const pledges = useQuery(pledgesQuery(organisation.id));
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
        <Declare organisationId={organisation.id} onClose={() => setDeclaring(false)} />
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
              {code('pledge', pledge.kind)}
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
          cell: (pledge) => (
            <Tag
              tone={
                pledge.state === 'confirmed' || pledge.state === 'fulfilled' ? 'good' : undefined
              }
            >
              {code('pledgeState', pledge.state)}
            </Tag>
          ),
        },
        {
          key: 'amount',
          head: <T id="org.pledges.amount" />,
          number: true,
          cell: (pledge) =>
            pledge.amountCents === null ? (
              <T id="pledges.inKind" />
            ) : (
              <Money cents={pledge.amountCents} currency={pledge.currency} />
            ),
        },
      ]}
    />
  );
}

interface Values {
  kind: (typeof kinds)[number];
  amountCents: string;
  horizonYear: string;
  newMoney: boolean;
  description: string;
}

function Declare({ organisationId, onClose }: { organisationId: string; onClose: () => void }) {
  const client = useQueryClient();
  const text = useText();
  const code = useCode();
  const form = useForm<Values>({
    defaultValues: {
      kind: 'capital',
      amountCents: '',
      horizonYear: String(new Date().getFullYear() + 4),
      newMoney: false,
      description: '',
    },
  });
  return (
    <Form
      form={form}
      names={['kind', 'amountCents', 'horizonYear', 'description']}
      onSubmit={async ({ amountCents, horizonYear, ...rest }) => {
        const body = {
          ...rest,
          organisationId,
          amountCents: amountCents.trim() === '' ? null : centsOf(amountCents),
          horizonYear: Number(horizonYear),
        };
        await answer(api.POST('/api/v1/pledges', { params: { header: idempotencyKey() }, body }));
        await client.invalidateQueries({ queryKey: ['pledges', organisationId] });
        onClose();
      }}
    >
      <SelectField<Values>
        name="kind"
        label={<T id="column.kind" />}
        choices={kinds.map((value) => ({ value, label: code('pledge', value) }))}
      />
      <TextField<Values>
        name="amountCents"
        label={<T id="org.pledges.amount" />}
        hint={<T id="org.pledges.amount.hint" />}
        input={{ inputMode: 'numeric' }}
        unit="EUR"
      />
      <TextField<Values>
        name="horizonYear"
        label={<T id="org.pledges.until" />}
        rules={{ pattern: { value: /^\d{4}$/, message: text('form.year') } }}
        input={{ inputMode: 'numeric', maxLength: 4 }}
      />
      <CheckField<Values> name="newMoney" label={<T id="org.pledges.newMoney" />} />
      <TextArea<Values>
        name="description"
        optional
        label={<T id="org.pledges.description" />}
        limit={2000}
        rows={3}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="org.pledges.declare" />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={onClose}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
