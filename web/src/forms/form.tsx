import { useEffect, useRef, type ReactNode } from 'react';
import {
  FormProvider,
  type FieldPath,
  type FieldValues,
  type SubmitHandler,
  type UseFormReturn,
} from 'react-hook-form';
import { asProblem, type FieldProblem, type Problem } from '../api/problem';
import { T, useText } from '../intl/intl';
import { ProblemSentence, useSentence } from '../components/problems';
import { errorOf, fieldId } from './fields';

/** The name under which a form keeps what was wrong beyond its fields. */
const whole = 'root.whole';

/**
 * A form that tells its errors on sending, not while typing: a summary that takes the focus and leads
 * to each field, and the sentence at the field. What the API refuses is told in the same way.
 */
export function Form<Values extends FieldValues>(props: {
  form: UseFormReturn<Values>;
  onSubmit: SubmitHandler<Values>;
  /** Field of a JSON pointer of the API (`/content/months` → `months`); the last part by default. */
  fieldOf?: (pointer: string) => string;
  /** Names of fields in the order of the page, for the summary. */
  names: readonly FieldPath<Values>[];
  children: ReactNode;
}) {
  const { form } = props;
  const say = useSentence();
  const send = form.handleSubmit(async (values) => {
    try {
      await props.onSubmit(values);
    } catch (error) {
      tellProblem(form, asProblem(error), {
        fieldOf: props.fieldOf ?? lastPart,
        names: props.names,
        say: (field) => say(field).text,
      });
    }
  });
  return (
    <FormProvider {...form}>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          form.clearErrors();
          void send(event);
        }}
      >
        <ErrorSummary form={form} names={props.names} />
        {props.children}
      </form>
    </FormProvider>
  );
}

const lastPart = (pointer: string) => pointer.split('/').at(-1) ?? '';

/** Puts what the API refused at its fields; what fits none is told above the form. */
export function tellProblem<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  problem: Problem,
  told: {
    fieldOf: (pointer: string) => string;
    names: readonly FieldPath<Values>[];
    say: (field: FieldProblem) => string;
  },
): void {
  const elsewhere = problem.errors.filter((field) => {
    const name = told.fieldOf(field.pointer) as FieldPath<Values>;
    if (!told.names.includes(name)) return true;
    form.setError(name, { type: 'api', message: sentence(told.say(field)) });
    return false;
  });
  if (problem.errors.length > 0 && elsewhere.length === 0) return;
  form.setError(whole as `root.${string}`, { type: 'api', problem } as never);
}

/** The API's details continue a field's name ("must be …"); alone they start a sentence. */
const sentence = (detail: string) => detail.charAt(0).toUpperCase() + detail.slice(1);

function ErrorSummary<Values extends FieldValues>(props: {
  form: UseFormReturn<Values>;
  names: readonly FieldPath<Values>[];
}) {
  const summary = useRef<HTMLDivElement>(null);
  const { errors, submitCount, isSubmitting } = props.form.formState;
  const wrong = props.names.flatMap((name) => {
    const message = errorOf(errors, name);
    return message ? [{ name, message }] : [];
  });
  const problem = (errors.root?.['whole'] as { problem?: Problem } | undefined)?.problem;
  const shown = wrong.length > 0 || problem !== undefined;
  useEffect(() => {
    if (shown && !isSubmitting) summary.current?.focus();
  }, [shown, submitCount, isSubmitting]);
  useErrorInTitle(shown);
  if (!shown) return null;
  return (
    <div className="error-summary" ref={summary} tabIndex={-1} role="alert">
      <h2>
        <T id="form.errors" />
      </h2>
      {problem && <ProblemSentence problem={problem} />}
      {wrong.length > 0 && (
        <ul>
          {wrong.map(({ name, message }) => (
            <li key={name}>
              <a
                href={`#${fieldId(name)}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(fieldId(name))?.focus();
                }}
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** "Error:" before the title tells a screen reader at once that the page came back. */
function useErrorInTitle(shown: boolean): void {
  const prefix = useText()('form.titlePrefix');
  useEffect(() => {
    if (!shown) return undefined;
    const before = document.title;
    document.title = `${prefix} ${before}`;
    return () => {
      document.title = before;
    };
  }, [shown, prefix]);
}

/** The button that sends; while it works it says so and stays in place. */
export function SubmitButton(props: {
  form: { formState: { isSubmitting: boolean } };
  children: ReactNode;
}) {
  const busy = props.form.formState.isSubmitting;
  return (
    <button className="button" type="submit" aria-disabled={busy || undefined}>
      {busy ? <T id="form.sending" /> : props.children}
    </button>
  );
}
