import { useFormContext } from 'react-hook-form';
import { CheckField, TextArea } from '../../forms/fields';
import { T } from '../../intl/intl';
import { ethicsFlags, type ContentValues } from './content-values';

/** Data and risks; where a risk is marked, how it is met. */
export function EthicsSection() {
  const { watch } = useFormContext<ContentValues>();
  const flagged = ethicsFlags.some((name) => watch(`ethics.${name}`));
  return (
    <>
      <TextArea<ContentValues>
        name="dataStatement"
        optional
        label={<T id="content.data" />}
        hint={<T id="content.data.hint" />}
        limit={4000}
      />
      <fieldset className="field choices">
        <legend className="label">
          <T id="content.ethics" />
        </legend>
        <p className="hint">
          <T id="content.ethics.hint" />
        </p>
        {ethicsFlags.map((name) => (
          <CheckField<ContentValues>
            key={name}
            name={`ethics.${name}`}
            label={<T id={`ethics.${name}`} />}
          />
        ))}
      </fieldset>
      {flagged && (
        <TextArea<ContentValues>
          name="ethics.note"
          label={<T id="content.ethicsNote" />}
          hint={<T id="content.ethicsNote.hint" />}
          limit={2000}
        />
      )}
    </>
  );
}
