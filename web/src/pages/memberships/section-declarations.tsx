import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { MembershipApplication, MembershipDeclaration } from '../../api/shapes';
import { Loaded } from '../../components/loaded';
import { SaveStatus } from '../../components/save-status';
import { Tag } from '../../components/states';
import { CheckField } from '../../forms/fields';
import { T, useLanguage } from '../../intl/intl';
import { declarationsQuery } from './applications.queries';
import { ConflictChoice } from './conflict-choice';
import { useApplicationDraft } from './use-application-draft';

interface SectionProps {
  application: MembershipApplication;
  end: (flush: () => Promise<boolean>, status: ReactNode) => ReactNode;
}

type Values = Record<string, boolean>;

/** What the organisation declares: texts with versions, each accepted by itself. */
export function DeclarationsSection(props: SectionProps) {
  const declarations = useQuery(declarationsQuery);
  return (
    <Loaded query={declarations}>{({ items }) => <Declarations {...props} texts={items} />}</Loaded>
  );
}

type Texts = readonly MembershipDeclaration[];

const isAccepted = ({ declarations }: MembershipApplication, text: MembershipDeclaration) =>
  declarations.some(({ code, version }) => code === text.code && version === text.version);

const valuesOf = (application: MembershipApplication, texts: Texts): Values =>
  Object.fromEntries(texts.map((text) => [text.code, isAccepted(application, text)]));

function Declarations({ application, end, texts }: SectionProps & { texts: Texts }) {
  const language = useLanguage();
  const form = useForm<Values>({ defaultValues: valuesOf(application, texts) });
  const { autosave, read, adopt } = useApplicationDraft(application, () => {
    const values = form.getValues();
    return {
      declarations: texts
        .filter(({ code }) => values[code])
        .map(({ code, version }) => ({ code, version })),
    };
  });
  return (
    <FormProvider {...form}>
      {autosave.state.kind === 'conflict' && (
        <ConflictChoice
          name={['applications', application.id]}
          read={read}
          show={(newest) => <DeclarationList application={newest} texts={texts} />}
          onTheirs={(newest) => {
            form.reset(valuesOf(newest, texts));
            adopt(newest);
          }}
          onMine={(version) => void autosave.overwrite(version)}
        />
      )}
      <form
        className="form"
        noValidate
        onChange={autosave.touch}
        onSubmit={(e) => e.preventDefault()}
      >
        <div className="choice-list">
          {texts.map(({ code, version, title, body }) => (
            <CheckField<Values>
              key={code}
              name={code}
              label={title[language]}
              hint={
                <>
                  {body[language]} <T id="declaration.version" values={{ version }} />
                </>
              }
            />
          ))}
        </div>
        {end(autosave.flush, <SaveStatus state={autosave.state} />)}
      </form>
    </FormProvider>
  );
}

/** Which texts stand accepted. */
export function DeclarationFacts({ application }: { application: MembershipApplication }) {
  const declarations = useQuery(declarationsQuery);
  return (
    <Loaded query={declarations} lines={3}>
      {({ items }) => <DeclarationList application={application} texts={items} />}
    </Loaded>
  );
}

function DeclarationList(props: { application: MembershipApplication; texts: Texts }) {
  const language = useLanguage();
  return (
    <ul className="plain-list">
      {props.texts.map((text) => {
        const accepted = isAccepted(props.application, text);
        return (
          <li key={text.code} className="row">
            <Tag tone={accepted ? 'good' : 'warn'}>
              <T id={accepted ? 'declaration.accepted' : 'declaration.open'} />
            </Tag>
            <span>
              {text.title[language]}{' '}
              <span className="small muted">
                <T id="declaration.version" values={{ version: text.version }} />
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
