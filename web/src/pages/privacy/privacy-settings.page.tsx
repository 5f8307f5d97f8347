import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { answer, api } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { useSession } from '../../app/session';
import { LazyDialog } from '../../components/lazy-dialog';
import { Loaded } from '../../components/loaded';
import { ProblemNotice } from '../../components/problems';
import { PageHead, Section } from '../../components/shell';
import { Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useLanguage, useText } from '../../intl/intl';

const erasureQuery = queryOptions({
  queryKey: ['erasure'],
  queryFn: () => answer(api.GET('/api/v1/me/erasure')),
});

/** One's rights over what the portal knows: to have it, and to have it erased. */
export function PrivacySettingsPage() {
  const language = useLanguage();
  useTitle(useText()('privacy.settings'));
  return (
    <>
      <PageHead title={<T id="privacy.settings" />} />
      <p className="prose">
        <a href={`/${language}/privacy`}>
          <T id="privacy.settings.page" />
        </a>
      </p>
      <Export />
      <Erasure />
    </>
  );
}

function Export() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const fetchAll = async () => {
    setProblem(null);
    setBusy(true);
    try {
      save(await answer(api.POST('/api/v1/me/data-export', { body: {} })));
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <Section title={<T id="privacy.export" />}>
      <p className="prose">
        <T id="privacy.export.text" />
      </p>
      {problem && <ProblemNotice problem={problem} />}
      <button
        type="button"
        className="button secondary"
        disabled={busy}
        onClick={() => void fetchAll()}
      >
        <T id="privacy.export.do" />
      </button>
    </Section>
  );
}

/** Saves an answer as a file of the browser. */
function save(data: unknown): void {
  const file = new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'my-data.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

function Erasure() {
  const [open, setOpen] = useState(false);
  const erasure = useQuery(erasureQuery);
  return (
    <Section title={<T id="privacy.erase" />}>
      <p className="prose">
        <T id="privacy.erase.text" />
      </p>
      <Loaded query={erasure}>
        {({ duties }) =>
          duties.length > 0 ? (
            <Notice tone="warn" title={<T id="privacy.erase.duties" />}>
              <ul lang="en">
                {duties.map((duty) => (
                  <li key={duty}>{duty}</li>
                ))}
              </ul>
            </Notice>
          ) : (
            <button type="button" className="button danger" onClick={() => setOpen(true)}>
              <T id="privacy.erase.open" />
            </button>
          )
        }
      </Loaded>
      <LazyDialog open={open} title={<T id="privacy.erase.title" />} onClose={() => setOpen(false)}>
        <EraseForm onCancel={() => setOpen(false)} />
      </LazyDialog>
    </Section>
  );
}

interface Values {
  email: string;
  currentPassword: string;
}

function EraseForm({ onCancel }: { onCancel: () => void }) {
  const { person } = useSession();
  const form = useForm<Values>({ defaultValues: { email: '', currentPassword: '' } });
  return (
    <Form
      form={form}
      names={['email', 'currentPassword']}
      onSubmit={async (body) => {
        await api.POST('/api/v1/me/erasure', { body });
        // A new page, so that nothing stays in memory.
        window.location.assign('/');
      }}
    >
      <p>
        <T id="privacy.erase.confirm" />
      </p>
      <TextField<Values>
        name="email"
        label={<T id="privacy.erase.email" values={{ email: person.email }} />}
        input={{ type: 'email', autoComplete: 'off', spellCheck: false }}
      />
      <TextField<Values>
        name="currentPassword"
        label={<T id="privacy.erase.password" />}
        input={{ type: 'password', autoComplete: 'current-password' }}
      />
      <div className="row">
        <SubmitButton form={form}>
          <T id="privacy.erase.do" />
        </SubmitButton>
        <button type="button" className="button secondary" onClick={onCancel}>
          <T id="form.cancel" />
        </button>
      </div>
    </Form>
  );
}
