import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api } from '../../api/client';
import { PageHead } from '../../components/shell';
import { Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { PasswordField, TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useLanguage, useText } from '../../intl/intl';

interface Registration {
  name: string;
  email: string;
  password: string;
}

export function RegisterPage() {
  const text = useText();
  const locale = useLanguage();
  const [done, setDone] = useState(false);
  const form = useForm<Registration>({ defaultValues: { name: '', email: '', password: '' } });
  useTitle(text('register.title'));
  if (done) return <Registered />;
  return (
    <div className="narrow">
      <PageHead title={<T id="register.title" />} lead={<T id="register.lead" />} />
      <Form
        form={form}
        names={['name', 'email', 'password']}
        onSubmit={async (values) => {
          await answer(api.POST('/api/v1/auth/register', { body: { ...values, locale } }));
          setDone(true);
        }}
      >
        <TextField<Registration>
          name="name"
          label={<T id="register.name" />}
          rules={{ required: text('register.name.missing') }}
          input={{ autoComplete: 'name', maxLength: 120 }}
        />
        <TextField<Registration>
          name="email"
          label={<T id="signIn.email" />}
          hint={<T id="register.email.hint" />}
          rules={{ required: text('signIn.email.missing') }}
          input={{ type: 'email', autoComplete: 'username', spellCheck: false }}
        />
        <PasswordField<Registration>
          name="password"
          autoComplete="new-password"
          label={<T id="signIn.password" />}
          hint={<T id="register.password.hint" />}
          rules={{
            required: text('signIn.password.missing'),
            minLength: { value: 12, message: text('register.password.short') },
          }}
        />
        <SubmitButton form={form}>
          <T id="register.send" />
        </SubmitButton>
      </Form>
      <p className="section">
        <T id="register.signIn" values={{ link: (parts) => <Link to="/login">{parts}</Link> }} />
      </p>
    </div>
  );
}

function Registered() {
  return (
    <div className="narrow">
      <PageHead title={<T id="registered.title" />} />
      <Notice tone="good" title={<T id="registered.lead" />} live>
        <p>
          <T id="registered.text" />
        </p>
      </Notice>
      <p className="section">
        <Link className="button" to="/login">
          <T id="signIn.send" />
        </Link>
      </p>
    </div>
  );
}
