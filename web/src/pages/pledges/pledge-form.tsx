import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import type { Pledge } from '../../api/shapes';
import { CheckField, SelectField, TextArea, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useCode, useText } from '../../intl/intl';
import { centsOf, eurosOf } from '../organisations/money';
import { pledgeKinds } from './pledge-words';

interface Values {
  kind: Pledge['kind'];
  amountCents: string;
  horizonYear: string;
  newMoney: boolean;
  description: string;
  reason: string;
}

const names = ['kind', 'amountCents', 'horizonYear', 'newMoney', 'description'] as const;

/** Declares a pledge of an organisation. */
export function DeclarePledge(props: { organisationId: string; onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm<Values>({
    defaultValues: {
      kind: 'capital',
      amountCents: '',
      horizonYear: String(new Date().getFullYear() + 4),
      newMoney: false,
      description: '',
      reason: '',
    },
  });
  return (
    <Form
      form={form}
      names={names}
      onSubmit={async (values) => {
        const body = { organisationId: props.organisationId, ...contentOf(values) };
        await answer(api.POST('/api/v1/pledges', { params: { header: idempotencyKey() }, body }));
        await client.invalidateQueries({ queryKey: ['pledges'] });
        props.onClose();
      }}
    >
      <ContentFields />
      <div className="row">
        <SubmitButton form={form}>
          <T id="org.pledges.declare" />
        </SubmitButton>
        <Cancel onClose={props.onClose} />
      </div>
    </Form>
  );
}

/** Corrects a pledge with a reason; what was confirmed is confirmed anew. */
export function CorrectPledge({ pledge, onClose }: { pledge: Pledge; onClose: () => void }) {
  const client = useQueryClient();
  const text = useText();
  const form = useForm<Values>({
    defaultValues: {
      kind: pledge.kind,
      amountCents: pledge.amountCents === null ? '' : eurosOf(pledge.amountCents),
      horizonYear: String(pledge.horizonYear),
      newMoney: pledge.newMoney,
      description: pledge.description,
      reason: '',
    },
  });
  return (
    <Form
      form={form}
      names={[...names, 'reason']}
      onSubmit={async (values) => {
        const params = {
          path: { id: pledge.id },
          header: { ...ifMatch(pledge.version), ...idempotencyKey() },
        };
        const body = { ...contentOf(values), reason: values.reason };
        await answer(api.PATCH('/api/v1/pledges/{id}', { params, body }));
        await client.invalidateQueries({ queryKey: ['pledges'] });
        onClose();
      }}
    >
      {pledge.state === 'confirmed' && (
        <p className="muted">
          <T id="pledge.correct.again" />
        </p>
      )}
      <ContentFields />
      <TextArea<Values>
        name="reason"
        label={<T id="pledge.correct.reason" />}
        hint={<T id="pledge.correct.reason.hint" />}
        rules={{
          required: text('form.reason.missing'),
          minLength: { value: 10, message: text('form.min', { count: 10 }) },
        }}
        limit={2000}
        rows={3}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="pledge.correct" />
        </SubmitButton>
        <Cancel onClose={onClose} />
      </div>
    </Form>
  );
}

const contentOf = ({ kind, amountCents, horizonYear, newMoney, description }: Values) => ({
  kind,
  amountCents: amountCents.trim() === '' ? null : centsOf(amountCents),
  horizonYear: Number(horizonYear),
  newMoney,
  description,
});

function ContentFields() {
  const text = useText();
  const code = useCode();
  return (
    <>
      <SelectField<Values>
        name="kind"
        label={<T id="column.kind" />}
        choices={pledgeKinds.map((value) => ({ value, label: code('pledge', value) }))}
      />
      <TextField<Values>
        name="amountCents"
        label={<T id="org.pledges.amount" />}
        hint={<T id="org.pledges.amount.hint" />}
        input={{ inputMode: 'decimal' }}
        unit="EUR"
      />
      <TextField<Values>
        name="horizonYear"
        label={<T id="org.pledges.until" />}
        rules={{
          required: text('form.year'),
          pattern: { value: /^\d{4}$/, message: text('form.year') },
        }}
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
    </>
  );
}

function Cancel({ onClose }: { onClose: () => void }) {
  return (
    <button type="button" className="button secondary" onClick={onClose}>
      <T id="form.cancel" />
    </button>
  );
}
