import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { answer, api, idempotencyKey, ifMatch } from '../../api/client';
import { Problem } from '../../api/problem';
import type { MembershipApplication } from '../../api/shapes';
import { SaveStatus } from '../../components/save-status';
import { Notice } from '../../components/states';
import { CheckField, TextArea } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { useAutosave } from '../../forms/use-autosave';
import { T } from '../../intl/intl';
import { applicationOfQuery } from '../organisations/organisations.queries';
import { ApplicationDocuments } from './application-documents';

interface Values {
  motivation: string;
  aiActivity: string;
  valuesAccepted: boolean;
  publicationConsent: boolean;
}

/** The application to join: saved while one writes, handed in by the legal representative (MEM-3). */
export function ApplicationForm({ application }: { application: MembershipApplication }) {
  const client = useQueryClient();
  const { motivation, aiActivity, valuesAccepted, publicationConsent } = application;
  const form = useForm<Values>({
    defaultValues: { motivation, aiActivity, valuesAccepted, publicationConsent },
  });
  const key = applicationOfQuery(application.organisation.id).queryKey;
  const autosave = useAutosave({
    version: application.version,
    save: (version) =>
      answer(
        api.PATCH('/api/v1/membership-applications/{id}', {
          params: { path: { id: application.id }, header: ifMatch(version) },
          body: form.getValues(),
        }),
      ),
  });
  const submit = async () => {
    if (!(await autosave.flush())) throw new Problem({ status: 0 });
    const header = { ...ifMatch(autosave.version()), ...idempotencyKey() };
    const params = { path: { id: application.id }, header };
    client.setQueryData(
      key,
      await answer(api.POST('/api/v1/membership-applications/{id}/submit', { params, body: {} })),
    );
    void client.invalidateQueries({ queryKey: ['inbox'] });
  };
  return (
    <>
      <div onInput={autosave.touch}>
        {autosave.state.kind === 'conflict' && <Elsewhere />}
        <Form
          form={form}
          names={['motivation', 'aiActivity', 'valuesAccepted', 'publicationConsent']}
          onSubmit={submit}
        >
          <Fields track={application.track} />
          <div className="form-end">
            <SubmitButton form={form}>
              <T id="application.submit" />
            </SubmitButton>
            <SaveStatus state={autosave.state} />
          </div>
          <p className="small muted">
            <T id="application.submit.text" />
          </p>
        </Form>
      </div>
      <ApplicationDocuments application={application} writable />
    </>
  );
}

function Fields({ track }: { track: MembershipApplication['track'] }) {
  return (
    <>
      <TextArea<Values>
        name="motivation"
        label={<T id="application.motivation" />}
        hint={<T id="application.motivation.hint" />}
        limit={4000}
      />
      {track === 'full' && (
        <TextArea<Values>
          name="aiActivity"
          label={<T id="application.activity" />}
          hint={<T id="application.activity.hint" />}
          limit={4000}
        />
      )}
      <CheckField<Values>
        name="valuesAccepted"
        label={<T id="application.values" />}
        hint={<T id="application.values.hint" />}
      />
      <CheckField<Values>
        name="publicationConsent"
        label={<T id="application.publication" />}
        hint={<T id="application.publication.hint" />}
      />
    </>
  );
}

/** Somebody else of the organisation saved; what was typed here stays on the screen to be copied. */
function Elsewhere() {
  return (
    <div className="section-tight" role="alert">
      <Notice tone="warn" title={<T id="conflict.title" />}>
        <p>
          <T id="conflict.copy" />
        </p>
        <p>
          <button
            type="button"
            className="button secondary"
            onClick={() => window.location.reload()}
          >
            <T id="conflict.reload" />
          </button>
        </p>
      </Notice>
    </div>
  );
}
