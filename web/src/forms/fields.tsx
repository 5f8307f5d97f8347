import { useState, type ComponentProps, type ReactNode } from 'react';
import {
  useFormContext,
  type FieldPath,
  type FieldValues,
  type RegisterOptions,
} from 'react-hook-form';
import { useIntl } from 'react-intl';
import { T } from '../intl/intl';

interface Common<Values extends FieldValues> {
  name: FieldPath<Values>;
  label: ReactNode;
  hint?: ReactNode;
  /** Says beside the label that it may stay empty. */
  optional?: boolean;
  rules?: RegisterOptions<Values, FieldPath<Values>>;
}

/** Where the error summary leads to: the element of a field. */
export const fieldId = (name: string) => `field-${name.replaceAll('.', '-')}`;

function useField<Values extends FieldValues>({ name, hint, rules }: Common<Values>) {
  const { register, formState } = useFormContext<Values>();
  const error = errorOf(formState.errors, name);
  const id = fieldId(name);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    error,
    id,
    props: {
      ...register(name, rules),
      id,
      'aria-invalid': error ? (true as const) : undefined,
      'aria-describedby': describedBy || undefined,
    },
  };
}

/** The message of a field's error, found by its dotted name. */
export function errorOf(errors: object, name: string): string | undefined {
  const found = name
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], errors);
  return (found as { message?: string } | undefined)?.message;
}

function Frame(props: {
  id: string;
  label: ReactNode;
  optional?: boolean | undefined;
  hint?: ReactNode;
  error: string | undefined;
  children: ReactNode;
  below?: ReactNode;
}) {
  return (
    <div className="field">
      <label htmlFor={props.id}>
        {props.label}
        {props.optional && (
          <span className="optional">
            {' '}
            <T id="form.optional" />
          </span>
        )}
      </label>
      {props.hint && (
        <p className="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error && (
        <p className="field-error" id={`${props.id}-error`}>
          {props.error}
        </p>
      )}
      {props.children}
      {props.below}
    </div>
  );
}

type Input = Pick<
  ComponentProps<'input'>,
  'type' | 'autoComplete' | 'inputMode' | 'maxLength' | 'className' | 'readOnly' | 'spellCheck'
>;

/** One line of text. The label stays above, the hint between, the error where the eye is. */
export function TextField<Values extends FieldValues>(
  props: Common<Values> & { input?: Input; unit?: ReactNode; below?: ReactNode },
) {
  const { id, error, props: field } = useField(props);
  const control = <input type="text" {...props.input} {...field} />;
  return (
    <Frame
      id={id}
      label={props.label}
      optional={props.optional}
      hint={props.hint}
      error={error}
      below={props.below}
    >
      {props.unit ? (
        <span className="with-unit">
          {control}
          <span className="unit">{props.unit}</span>
        </span>
      ) : (
        control
      )}
    </Frame>
  );
}

/** Several lines, with what is left of the limit told while typing. */
export function TextArea<Values extends FieldValues>(
  props: Common<Values> & { limit?: number; rows?: number },
) {
  const { id, error, props: field } = useField(props);
  const { watch } = useFormContext<Values>();
  const length = String(watch(props.name) ?? '').length;
  return (
    <Frame
      id={id}
      label={props.label}
      optional={props.optional}
      hint={props.hint}
      error={error}
      below={props.limit && <Remaining count={props.limit - length} />}
    >
      <textarea rows={props.rows ?? 5} {...field} />
    </Frame>
  );
}

function Remaining({ count }: { count: number }) {
  return (
    <p className={count < 0 ? 'field-error' : 'hint numbers'}>
      <T id={count < 0 ? 'form.tooLong' : 'form.left'} values={{ count: Math.abs(count) }} />
    </p>
  );
}

export interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

export function SelectField<Values extends FieldValues>(
  props: Common<Values> & { choices: readonly { value: string; label: string }[] },
) {
  const { id, error, props: field } = useField(props);
  return (
    <Frame id={id} label={props.label} hint={props.hint} error={error}>
      <select {...field}>
        {props.choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** Radios or checkboxes under one question. */
export function ChoiceField<Values extends FieldValues>(
  props: Common<Values> & { choices: readonly Choice[]; many?: boolean; inline?: boolean },
) {
  const { id, error, props: field } = useField(props);
  const { id: _, 'aria-invalid': __, 'aria-describedby': describedBy, ...input } = field;
  return (
    <fieldset className="field choices" aria-describedby={describedBy}>
      <legend className="label">{props.label}</legend>
      {props.hint && (
        <p className="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <div className={props.inline ? 'choice-row' : 'choice-list'}>
        {props.choices.map((choice, index) => (
          <label className="choice" key={choice.value}>
            <input
              {...input}
              id={index === 0 ? id : undefined}
              type={props.many ? 'checkbox' : 'radio'}
              value={choice.value}
            />
            <span>
              {choice.label}
              {choice.hint && <span className="hint">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One statement to agree to. */
export function CheckField<Values extends FieldValues>(props: Common<Values>) {
  const { id, error, props: field } = useField(props);
  return (
    <div className="field">
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <label className="choice" htmlFor={id}>
        <input type="checkbox" {...field} />
        <span>
          {props.label}
          {props.hint && (
            <span className="hint" id={`${id}-hint`}>
              {props.hint}
            </span>
          )}
        </span>
      </label>
    </div>
  );
}

/** A password that can be shown while it is typed. */
export function PasswordField<Values extends FieldValues>(
  props: Common<Values> & { autoComplete: 'current-password' | 'new-password' },
) {
  const [shown, setShown] = useState(false);
  const { id, error, props: field } = useField(props);
  return (
    <Frame id={id} label={props.label} hint={props.hint} error={error}>
      <span className="with-unit">
        <input type={shown ? 'text' : 'password'} autoComplete={props.autoComplete} {...field} />
        <button
          type="button"
          className="button quiet"
          aria-pressed={shown}
          aria-controls={id}
          onClick={() => setShown(!shown)}
        >
          <T id="form.show" />
        </button>
      </span>
    </Frame>
  );
}

/** Hours as people type them (`12 500`, `12,500.5` in the page's language) as whole GPU-seconds, or null. */
export function gpuSecondsOf(text: string, decimal: string): string | null {
  const plain = text.replace(/[\s\u00a0\u202f']/g, '');
  const grouped = decimal === ',' ? plain.replaceAll('.', '') : plain.replaceAll(',', '');
  const number = grouped.replace(decimal, '.');
  if (!/^\d{1,12}(\.\d{1,4})?$/.test(number)) return null;
  return String(BigInt(Math.round(Number(number) * 3600)));
}

/** The sign between whole and part in the page's language. */
export function useDecimalSign(): string {
  return useIntl().formatNumber(1.5).replace(/\d/g, '');
}
