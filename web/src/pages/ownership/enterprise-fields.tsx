import { useFieldArray, useFormContext } from 'react-hook-form';
import { SelectField, TextField, CheckField } from '../../forms/fields';
import { T, useCode, useText } from '../../intl/intl';
import { emptyYear, holderKinds, identifierKinds, type GraphValues } from './graph-values';

/** One enterprise of the graph: who it is and its closed years. The first is one's own. */
export function EnterpriseFields(props: { at: number; onRemove: (() => void) | null }) {
  const { at, onRemove } = props;
  const text = useText();
  const code = useCode();
  const { watch } = useFormContext<GraphValues>();
  const kind = watch(`enterprises.${at}.kind`);
  const name = watch(`enterprises.${at}.id`) || text('ownership.unnamed', { number: at + 1 });
  const isOwn = at === 0;
  return (
    <fieldset className="field graph-row">
      <legend className="label">{isOwn ? <T id="ownership.own" values={{ name }} /> : name}</legend>
      <div className="field-row">
        <TextField<GraphValues> name={`enterprises.${at}.id`} label={<T id="org.name" />} />
        <SelectField<GraphValues>
          name={`enterprises.${at}.kind`}
          label={<T id="ownership.kind" />}
          choices={holderKinds.map((value) => ({ value, label: code('holderKind', value) }))}
        />
      </div>
      <div className="field-row">
        <SelectField<GraphValues>
          name={`enterprises.${at}.identifierKind`}
          label={<T id="ownership.identifierKind" />}
          choices={identifierKinds.map((value) => ({ value, label: code('identifier', value) }))}
        />
        <TextField<GraphValues>
          name={`enterprises.${at}.identifierValue`}
          optional
          label={<T id="ownership.identifier" />}
          input={{ spellCheck: false, maxLength: 60 }}
        />
        <TextField<GraphValues>
          name={`enterprises.${at}.market`}
          optional
          label={<T id="ownership.market" />}
        />
      </div>
      {kind === 'local_authority' && (
        <div className="field-row">
          <TextField<GraphValues>
            name={`enterprises.${at}.budgetCents`}
            label={<T id="ownership.budget" />}
            input={{ inputMode: 'numeric' }}
            unit="EUR"
          />
          <TextField<GraphValues>
            name={`enterprises.${at}.inhabitants`}
            label={<T id="ownership.inhabitants" />}
            input={{ inputMode: 'numeric' }}
          />
        </div>
      )}
      <Years at={at} />
      {onRemove && (
        <button type="button" className="button quiet" onClick={onRemove}>
          <T id="ownership.remove" values={{ name }} />
        </button>
      )}
    </fieldset>
  );
}

function Years({ at }: { at: number }) {
  const { fields, append, remove } = useFieldArray<GraphValues, `enterprises.${number}.years`>({
    name: `enterprises.${at}.years`,
  });
  const { getValues } = useFormContext<GraphValues>();
  const next = () => {
    const last = Number(getValues(`enterprises.${at}.years`).at(-1)?.year);
    return Number.isInteger(last) && last > 0 ? last + 1 : new Date().getFullYear() - 1;
  };
  return (
    <>
      {fields.map(({ id }, index) => (
        <Year key={id} name={`enterprises.${at}.years.${index}`} onRemove={() => remove(index)} />
      ))}
      <button
        type="button"
        className="button secondary graph-add"
        onClick={() => append(emptyYear(next()))}
      >
        <T id="ownership.addYear" />
      </button>
    </>
  );
}

function Year(props: { name: `enterprises.${number}.years.${number}`; onRemove: () => void }) {
  const { watch } = useFormContext<GraphValues>();
  const { name } = props;
  const year = watch(`${name}.year`);
  return (
    <div className="graph-year" role="group" aria-label={year}>
      <TextField<GraphValues>
        name={`${name}.year`}
        label={<T id="ownership.year" />}
        input={{ inputMode: 'numeric', maxLength: 4 }}
      />
      <TextField<GraphValues>
        name={`${name}.awu`}
        label={<T id="ownership.awu" />}
        input={{ inputMode: 'decimal' }}
      />
      <TextField<GraphValues>
        name={`${name}.turnoverCents`}
        label={<T id="org.turnover" />}
        input={{ inputMode: 'numeric' }}
        unit="EUR"
      />
      <TextField<GraphValues>
        name={`${name}.balanceCents`}
        label={<T id="org.balance" />}
        input={{ inputMode: 'numeric' }}
        unit="EUR"
      />
      <CheckField<GraphValues> name={`${name}.estimate`} label={<T id="ownership.estimate" />} />
      <button type="button" className="button quiet" onClick={props.onRemove}>
        <T id="ownership.removeYear" values={{ year }} />
      </button>
    </div>
  );
}
