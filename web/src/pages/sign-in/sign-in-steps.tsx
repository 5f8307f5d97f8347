import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { answer, api } from '../../api/client';
import { isComplete, sessionQuery, useForget } from '../../app/session';
import { Form, SubmitButton } from '../../forms/form';
import { PasswordField, TextField } from '../../forms/fields';
import { T, useText } from '../../intl/intl';
import { EnrolSteps } from './enrol-steps';

/** Password, then the second factor where there is one or has to be one. */
export function SignInSteps({ onDone }: { onDone: () => void }) {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const { refetch } = useQuery({ ...sessionQuery, enabled: false });
  const forget = useForget();
  const next = async () => {
    const { data } = await refetch();
    if (isComplete(data ?? null)) onDone();
  };
  if (session?.secondFactor === 'enrol') return <EnrolSteps onDone={() => void next()} />;
  if (session?.secondFactor === 'required') {
    return <CodeForm onDone={() => void next()} onBack={() => forget(null)} />;
  }
  return <PasswordForm onDone={next} />;
}

interface Credentials {
  email: string;
  password: string;
}

function PasswordForm({ onDone }: { onDone: () => Promise<void> }) {
  const text = useText();
  const form = useForm<Credentials>({ defaultValues: { email: '', password: '' } });
  return (
    <Form
      form={form}
      names={['email', 'password']}
      onSubmit={async (body) => {
        await answer(api.POST('/api/v1/auth/login', { body }));
        await onDone();
      }}
    >
      <TextField<Credentials>
        name="email"
        label={<T id="signIn.email" />}
        rules={{ required: text('signIn.email.missing') }}
        input={{ type: 'email', autoComplete: 'username', spellCheck: false }}
      />
      <PasswordField<Credentials>
        name="password"
        autoComplete="current-password"
        label={<T id="signIn.password" />}
        rules={{ required: text('signIn.password.missing') }}
      />
      <SubmitButton form={form}>
        <T id="signIn.send" />
      </SubmitButton>
    </Form>
  );
}

interface Code {
  code: string;
}

function CodeForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const text = useText();
  const form = useForm<Code>({ defaultValues: { code: '' } });
  return (
    <Form
      form={form}
      names={['code']}
      fieldOf={() => 'code'}
      onSubmit={async ({ code }) => {
        const plain = code.replace(/\s/g, '');
        const body = /^\d{6}$/.test(plain) ? { code: plain } : { recoveryCode: plain };
        await answer(api.POST('/api/v1/auth/totp/verify', { body }));
        onDone();
      }}
    >
      <TextField<Code>
        name="code"
        label={<T id="code.label" />}
        hint={<T id="code.hint" />}
        rules={{ required: text('code.missing') }}
        input={{ autoComplete: 'one-time-code', className: 'code-input', spellCheck: false }}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="code.send" />
        </SubmitButton>
        <button type="button" className="button quiet" onClick={onBack}>
          <T id="code.back" />
        </button>
      </div>
    </Form>
  );
}
