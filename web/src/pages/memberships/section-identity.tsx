import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormProvider, useForm, useFormContext, type UseFormReturn } from 'react-hook-form';
import { answer, api, ifMatch } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import type { Organisation } from '../../api/shapes';
import { SaveStatus } from '../../components/save-status';
import { useSentence } from '../../components/problems';
import { countryName } from '../../components/values';
import { CheckField, fieldId, SelectField, TextArea, TextField } from '../../forms/fields';
import { useAutosave } from '../../forms/use-autosave';
import { T, useLanguage, useText } from '../../intl/intl';
import { countryCodes } from '../organisations/countries';
import { OrganisationIdentity } from '../organisations/organisation-identity';
import { applicationOfQuery, organisationQuery } from '../organisations/organisations.queries';
import { ConflictChoice } from './conflict-choice';
import {
  fieldOfIdentity,
  identityPatch,
  identityValues,
  type IdentityValues,
} from './identity-values';

/** Who the organisation is: saved when a field is left, because numbers are checked as a whole. */
export function IdentitySection(props: {
  organisation: Organisation;
  end: (flush: () => Promise<boolean>, status: ReactNode) => ReactNode;
}) {
  const { organisation } = props;
  const { form, autosave, adopt } = useIdentity(organisation);
  return (
    <FormProvider {...form}>
      {autosave.state.kind === 'conflict' && (
        <ConflictChoice
          name={['organisations', organisation.id]}
          read={() => readOrganisation(organisation.id)}
          show={(newest) => <OrganisationIdentity organisation={newest} />}
          onTheirs={adopt}
          onMine={(version) => void autosave.overwrite(version)}
        />
      )}
      {/* It listens to its fields as they are left, which bubbles; the form itself does nothing. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        className="form"
        noValidate
        onBlur={autosave.touch}
        onSubmit={(e) => e.preventDefault()}
      >
        <Names />
        <Addresses country={organisation.country} />
        <Identifiers country={organisation.country} />
        {props.end(
          async () => {
            const saved = await autosave.flush();
            if (!saved) focusFirstError(form);
            return saved;
          },
          <SaveStatus state={autosave.state} />,
        )}
      </form>
    </FormProvider>
  );
}

const readOrganisation = (id: string) =>
  answer(api.GET('/api/v1/organisations/{id}', { params: { path: { id } } }));

function useIdentity(organisation: Organisation) {
  const client = useQueryClient();
  const say = useSentence();
  const form = useForm<IdentityValues>({ defaultValues: identityValues(organisation) });
  const { id } = organisation;
  const autosave = useAutosave({
    version: organisation.version,
    save: async (version) => {
      const known = client.getQueryData(organisationQuery(id).queryKey) ?? organisation;
      const body = identityPatch(form.getValues(), known);
      if (Object.keys(body).length === 0) return { version };
      const saved = await answer(
        api.PATCH('/api/v1/organisations/{id}', {
          params: { path: { id }, header: ifMatch(version) },
          body,
        }),
      ).catch((error: unknown) => {
        tell(form, asProblem(error), (code, detail) => say({ code, detail }).text);
        throw error;
      });
      form.clearErrors();
      client.setQueryData(organisationQuery(id).queryKey, saved);
      void client.invalidateQueries({ queryKey: applicationOfQuery(id).queryKey });
      return saved;
    },
  });
  const adopt = (newest: Organisation) => {
    client.setQueryData(organisationQuery(id).queryKey, newest);
    form.reset(identityValues(newest));
    autosave.adopt(newest.version);
  };
  return { form, autosave, adopt };
}

/** What the API refused is told at the field; what was typed stays there. */
function tell(
  form: UseFormReturn<IdentityValues>,
  { errors }: Problem,
  say: (code: string, detail: string) => string,
): void {
  form.clearErrors();
  for (const { pointer, code, detail } of errors) {
    const name = fieldOfIdentity(pointer, form.getValues());
    form.setError(name as 'name', { type: 'api', message: say(code, detail) });
  }
}

function focusFirstError(form: UseFormReturn<IdentityValues>): void {
  const names = (errors: object, before = ''): string[] =>
    Object.entries(errors).flatMap(([key, value]) =>
      typeof (value as { message?: unknown }).message === 'string'
        ? [before + key]
        : names(value as object, `${before}${key}.`),
    );
  const [first] = names(form.formState.errors);
  if (first !== undefined) document.getElementById(fieldId(first))?.focus();
}

function Names() {
  return (
    <>
      <TextField<IdentityValues>
        name="name"
        label={<T id="org.name" />}
        hint={<T id="org.name.hint" />}
        input={{ autoComplete: 'organization', maxLength: 200 }}
      />
      <TextField<IdentityValues> name="legalForm" optional label={<T id="org.legalForm" />} />
      <TextField<IdentityValues>
        name="webDomain"
        optional
        label={<T id="org.domain" />}
        hint={<T id="org.domain.hint" />}
        input={{ spellCheck: false }}
      />
      <TextArea<IdentityValues>
        name="description"
        optional
        label={<T id="org.description" />}
        hint={<T id="org.description.hint" />}
        limit={2000}
        rows={3}
      />
    </>
  );
}

function Addresses({ country }: { country: string }) {
  const language = useLanguage();
  const text = useText();
  const { watch } = useFormContext<IdentityValues>();
  return (
    <>
      <fieldset className="field">
        <legend className="label">
          <T id="org.registeredAddress" values={{ country: countryName(language, country) }} />
        </legend>
        <Address of="registered" />
      </fieldset>
      <CheckField<IdentityValues> name="elsewhere" label={<T id="org.postalElsewhere" />} />
      {watch('elsewhere') && (
        <fieldset className="field">
          <legend className="label">
            <T id="org.postalAddress" />
          </legend>
          <Address of="postal" />
          <SelectField<IdentityValues>
            name="postal.country"
            label={<T id="column.country" />}
            choices={[
              { value: '', label: text('form.choose') },
              ...countryCodes
                .map((value) => ({ value, label: countryName(language, value) }))
                .sort((a, b) => a.label.localeCompare(b.label, language)),
            ]}
          />
        </fieldset>
      )}
    </>
  );
}

function Address({ of }: { of: 'registered' | 'postal' }) {
  return (
    <div className="form">
      <TextField<IdentityValues>
        name={`${of}.street`}
        label={<T id="org.street" />}
        input={{ autoComplete: 'street-address' }}
      />
      <div className="field-row">
        <TextField<IdentityValues>
          name={`${of}.postalCode`}
          label={<T id="org.postalCode" />}
          input={{ autoComplete: 'postal-code' }}
        />
        <TextField<IdentityValues>
          name={`${of}.city`}
          label={<T id="org.city" />}
          input={{ autoComplete: 'address-level2' }}
        />
      </div>
    </div>
  );
}

function Identifiers({ country }: { country: string }) {
  const kinds = (['vat', 'lei', 'ror', 'pic', 'siren', 'siret'] as const).filter(
    (kind) => country === 'FR' || (kind !== 'siren' && kind !== 'siret'),
  );
  return (
    <fieldset className="field choices">
      <legend className="label">
        <T id="org.identifiers" />
      </legend>
      <p className="hint">
        <T id="org.identifiers.hint" />
      </p>
      <div className="form">
        {kinds.map((kind) => (
          <TextField<IdentityValues>
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
