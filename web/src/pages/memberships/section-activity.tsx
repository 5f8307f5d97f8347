import type { ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { MembershipApplication } from '../../api/shapes';
import { Facts } from '../../components/figures';
import { SaveStatus } from '../../components/save-status';
import { CheckField, TextArea } from '../../forms/fields';
import { T } from '../../intl/intl';
import { ConflictChoice } from './conflict-choice';
import { useApplicationDraft } from './use-application-draft';

interface Values {
  motivation: string;
  aiActivity: string;
  publicationConsent: boolean;
}

const valuesOf = ({ motivation, aiActivity, publicationConsent }: MembershipApplication) => ({
  motivation,
  aiActivity,
  publicationConsent,
});

/** Why the organisation joins and what it does with AI. */
export function ActivitySection(props: {
  application: MembershipApplication;
  end: (flush: () => Promise<boolean>, status: ReactNode) => ReactNode;
}) {
  const { application } = props;
  const form = useForm<Values>({ defaultValues: valuesOf(application) });
  const { autosave, read, adopt } = useApplicationDraft(application, form.getValues);
  return (
    <FormProvider {...form}>
      {autosave.state.kind === 'conflict' && (
        <ConflictChoice
          name={['applications', application.id]}
          read={read}
          show={(newest) => <ActivityFacts application={newest} />}
          onTheirs={(newest) => {
            form.reset(valuesOf(newest));
            adopt(newest);
          }}
          onMine={(version) => void autosave.overwrite(version)}
        />
      )}
      <form
        className="form"
        noValidate
        onInput={autosave.touch}
        onSubmit={(e) => e.preventDefault()}
      >
        <TextArea<Values>
          name="motivation"
          label={<T id="application.motivation" />}
          hint={<T id="application.motivation.hint" />}
          limit={4000}
        />
        {application.track === 'full' && (
          <TextArea<Values>
            name="aiActivity"
            label={<T id="application.activity" />}
            hint={<T id="application.activity.hint" />}
            limit={4000}
          />
        )}
        <CheckField<Values>
          name="publicationConsent"
          label={<T id="application.publication" />}
          hint={<T id="application.publication.hint" />}
        />
        {props.end(autosave.flush, <SaveStatus state={autosave.state} />)}
      </form>
    </FormProvider>
  );
}

/** What was written, to be read. */
export function ActivityFacts({ application }: { application: MembershipApplication }) {
  const { motivation, aiActivity, publicationConsent, track } = application;
  return (
    <Facts
      facts={[
        [
          <T id="application.motivation" />,
          <span key="m" className="pre-line">
            {motivation || '–'}
          </span>,
        ],
        ...(track === 'full'
          ? ([
              [
                <T id="application.activity" />,
                <span key="a" className="pre-line">
                  {aiActivity || '–'}
                </span>,
              ],
            ] as const)
          : []),
        [
          <T id="application.publication" />,
          <T key="p" id={publicationConsent ? 'answer.yes' : 'answer.no'} />,
        ],
      ]}
    />
  );
}
