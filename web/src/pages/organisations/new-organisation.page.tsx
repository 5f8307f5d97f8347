import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForm, useFormContext } from 'react-hook-form';
import { answer, api, idempotencyKey } from '../../api/client';
import type { CreateOrganisation } from '../../api/shapes';
import { sessionQuery } from '../../app/session';
import { PageHead } from '../../components/shell';
import { useTitle } from '../../components/title';
import { countryName } from '../../components/values';
import { ChoiceField, SelectField, TextArea, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useLanguage, useText } from '../../intl/intl';
import { countryCodes } from './countries';
import { centsOf } from './money';
import { OrganisationHints } from '../affiliations/organisation-hints';

const kinds = ['company', 'university', 'research_organisation', 'public_body'] as const;
const identifiers = ['vat', 'lei', 'siren', 'ror', 'pic'] as const;

interface Values {
  name: string;
  legalForm: string;
  kind: (typeof kinds)[number] | '';
  country: string;
  city: string;
  webDomain: string;
  description: string;
  class: 'auto' | 'large';
  year: string;
  headcount: string;
  turnoverCents: string;
  balanceCents: string;
  identifiers: Record<(typeof identifiers)[number], string>;
}

const names = [
  'name',
  'legalForm',
  'kind',
  'country',
  'city',
  ...identifiers.map((kind) => `identifiers.${kind}` as const),
  'class',
  'year',
  'headcount',
  'turnoverCents',
  'balanceCents',
  'webDomain',
  'description',
] as const;

/** Registers an organisation; whoever does it is its first representative. */
export function NewOrganisationPage() {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<Values>({ defaultValues: empty() });
  useTitle(text('org.new.title'));
  return (
    <div className="form-page">
      <PageHead title={<T id="org.new.title" />} lead={<T id="org.new.lead" />} />
      <OrganisationHints />
      <Form
        form={form}
        names={names}
        fieldOf={(pointer) => fieldOf(pointer, form.getValues())}
        onSubmit={async (values) => {
          const params = { header: idempotencyKey() };
          const made = await answer(
            api.POST('/api/v1/organisations', { params, body: bodyOf(values) }),
          );
          await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
          await navigate({ to: '/org/$id', params: { id: made.id } });
        }}
      >
        <Identity />
        <Identifiers />
        <Size />
        <TextField<Values>
          name="webDomain"
          optional
          label={<T id="org.domain" />}
          hint={<T id="org.domain.hint" />}
          input={{ spellCheck: false }}
        />
        <TextArea<Values>
          name="description"
          optional
          label={<T id="org.description" />}
          hint={<T id="org.description.hint" />}
          limit={2000}
        />
        <SubmitButton form={form}>
          <T id="org.new.send" />
        </SubmitButton>
      </Form>
    </div>
  );
}

function Identity() {
  const text = useText();
  const language = useLanguage();
  return (
    <>
      <TextField<Values>
        name="name"
        label={<T id="org.name" />}
        hint={<T id="org.name.hint" />}
        rules={{ required: text('org.name.missing') }}
        input={{ autoComplete: 'organization', maxLength: 200 }}
      />
      <ChoiceField<Values>
        name="kind"
        label={<T id="org.kind" />}
        rules={{ required: text('org.kind.missing') }}
        choices={kinds.map((value) => ({ value, label: <T id={`organisationKind.${value}`} /> }))}
      />
      <TextField<Values> name="legalForm" optional label={<T id="org.legalForm" />} />
      <div className="field-row">
        <SelectField<Values>
          name="country"
          label={<T id="column.country" />}
          rules={{ required: text('org.country.missing') }}
          choices={[
            { value: '', label: text('form.choose') },
            ...countryCodes
              .map((value) => ({ value, label: countryName(language, value) }))
              .sort((a, b) => a.label.localeCompare(b.label, language)),
          ]}
        />
        <TextField<Values> name="city" optional label={<T id="org.city" />} />
      </div>
    </>
  );
}

function Identifiers() {
  return (
    <fieldset className="field choices">
      <legend className="label">
        <T id="org.identifiers" />
      </legend>
      <p className="hint">
        <T id="org.identifiers.hint" />
      </p>
      <div className="form">
        {identifiers.map((kind) => (
          <TextField<Values>
            key={kind}
            name={`identifiers.${kind}`}
            label={<T id={`identifier.${kind}`} />}
            input={{ spellCheck: false, maxLength: 60 }}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** Companies show their size; the class of others follows from their kind (MEM-2). */
function Size() {
  const { watch } = useFormContext<Values>();
  if (watch('kind') !== 'company') return null;
  return (
    <>
      <ChoiceField<Values>
        name="class"
        label={<T id="org.size" />}
        hint={<T id="org.size.hint" />}
        choices={[
          { value: 'auto', label: <T id="org.size.auto" /> },
          { value: 'large', label: <T id="org.size.large" /> },
        ]}
      />
      {watch('class') === 'auto' && (
        <div className="form">
          <div className="field-row">
            <TextField<Values>
              name="year"
              label={<T id="org.year" />}
              input={{ inputMode: 'numeric', maxLength: 4 }}
            />
            <TextField<Values>
              name="headcount"
              label={<T id="org.headcount" />}
              input={{ inputMode: 'decimal' }}
            />
          </div>
          <div className="field-row">
            <TextField<Values>
              name="turnoverCents"
              label={<T id="org.turnover" />}
              input={{ inputMode: 'numeric' }}
              unit="EUR"
            />
            <TextField<Values>
              name="balanceCents"
              label={<T id="org.balance" />}
              input={{ inputMode: 'numeric' }}
              unit="EUR"
            />
          </div>
        </div>
      )}
    </>
  );
}

function empty(): Values {
  return {
    name: '',
    legalForm: '',
    kind: '',
    country: '',
    city: '',
    webDomain: '',
    description: '',
    class: 'auto',
    year: String(new Date().getFullYear() - 1),
    headcount: '',
    turnoverCents: '',
    balanceCents: '',
    identifiers: { vat: '', lei: '', siren: '', ror: '', pic: '' },
  };
}

const given = (values: Values) =>
  identifiers.filter((kind) => values.identifiers[kind].trim() !== '');

function bodyOf(values: Values): CreateOrganisation {
  const company = values.kind === 'company';
  const figures = company && values.class === 'auto';
  return {
    name: values.name,
    legalForm: values.legalForm,
    kind: values.kind as (typeof kinds)[number],
    country: values.country,
    city: values.city,
    description: values.description,
    webDomain: values.webDomain || null,
    class: company && values.class === 'large' ? 'large' : null,
    figures: figures
      ? {
          year: Number(values.year),
          headcount: values.headcount.trim().replace(',', '.'),
          turnoverCents: centsOf(values.turnoverCents),
          balanceCents: centsOf(values.balanceCents),
        }
      : null,
    identifiers: given(values).map((kind) => ({ kind, value: values.identifiers[kind] })),
  };
}

/** `/identifiers/1/value` is the second identifier that was filled in; other fields by their last part. */
function fieldOf(pointer: string, values: Values): string {
  const index = /^\/identifiers\/(\d+)/.exec(pointer)?.[1];
  if (index !== undefined) return `identifiers.${given(values)[Number(index)] ?? 'vat'}`;
  if (pointer === '/figures') return 'headcount';
  return pointer.split('/').at(-1) ?? '';
}
