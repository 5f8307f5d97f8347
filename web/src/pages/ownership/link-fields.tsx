import { useFormContext } from 'react-hook-form';
import { CheckField, SelectField, TextField } from '../../forms/fields';
import { T, useCode, useText } from '../../intl/intl';
import { controls, type GraphValues } from './graph-values';

/** Whoever a share can belong to, by name. */
function useHolders() {
  const text = useText();
  const { watch } = useFormContext<GraphValues>();
  const unnamed = text('ownership.unnamedShort');
  const named = (rows: { key: string; id: string }[]) =>
    rows.map(({ key, id }) => ({ value: key, label: id || unnamed }));
  const choose = { value: '', label: text('form.choose') };
  const enterprises = named(watch('enterprises'));
  const persons = named(watch('persons'));
  return { enterprises: [choose, ...enterprises], all: [choose, ...enterprises, ...persons] };
}

/** One holding: who holds how much of whom, and whether that controls. */
export function LinkFields({ at, onRemove }: { at: number; onRemove: () => void }) {
  const code = useCode();
  const text = useText();
  const { all, enterprises } = useHolders();
  const { watch } = useFormContext<GraphValues>();
  const holder = watch(`links.${at}.from`);
  const isAngel = watch('persons').some(
    ({ key, businessAngel }) => key === holder && businessAngel,
  );
  return (
    <fieldset className="field graph-row">
      <legend className="label">
        <T id="ownership.holding" values={{ number: at + 1 }} />
      </legend>
      <div className="graph-link">
        <SelectField<GraphValues>
          name={`links.${at}.from`}
          label={<T id="ownership.from" />}
          choices={all}
        />
        <SelectField<GraphValues>
          name={`links.${at}.to`}
          label={<T id="ownership.to" />}
          choices={enterprises}
        />
        <TextField<GraphValues>
          name={`links.${at}.capital`}
          label={<T id="ownership.capital" />}
          input={{ inputMode: 'decimal' }}
          unit="%"
        />
        <TextField<GraphValues>
          name={`links.${at}.votes`}
          label={<T id="ownership.votes" />}
          input={{ inputMode: 'decimal' }}
          unit="%"
        />
        <SelectField<GraphValues>
          name={`links.${at}.control`}
          label={<T id="ownership.control" />}
          choices={controls.map((value) => ({
            value,
            label: value === '' ? text('ownership.noControl') : code('control', value),
          }))}
        />
        {isAngel && (
          <TextField<GraphValues>
            name={`links.${at}.invested`}
            label={<T id="ownership.invested" />}
            input={{ inputMode: 'numeric' }}
            unit="EUR"
          />
        )}
      </div>
      <button type="button" className="button quiet" onClick={onRemove}>
        <T id="ownership.removeHolding" values={{ number: at + 1 }} />
      </button>
    </fieldset>
  );
}

/** A natural person who holds a share. */
export function PersonFields({ at, onRemove }: { at: number; onRemove: () => void }) {
  const text = useText();
  const { watch } = useFormContext<GraphValues>();
  const own = watch(`persons.${at}`);
  const name = own?.id || text('ownership.unnamedPerson', { number: at + 1 });
  const others = watch('persons').filter(({ key }) => key !== own?.key);
  return (
    <fieldset className="field graph-row">
      <legend className="label">{name}</legend>
      <div className="field-row">
        <TextField<GraphValues> name={`persons.${at}.id`} label={<T id="register.name" />} />
        <SelectField<GraphValues>
          name={`persons.${at}.together`}
          label={<T id="ownership.together" />}
          choices={[
            { value: '', label: text('ownership.alone') },
            ...others.map(({ key, id }) => ({
              value: key,
              label: id || text('ownership.unnamedShort'),
            })),
          ]}
        />
      </div>
      <CheckField<GraphValues>
        name={`persons.${at}.businessAngel`}
        label={<T id="ownership.angel" />}
      />
      <button type="button" className="button quiet" onClick={onRemove}>
        <T id="ownership.remove" values={{ name }} />
      </button>
    </fieldset>
  );
}
