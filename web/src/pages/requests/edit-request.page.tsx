import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import { FormProvider, useForm, type UseFormReturn } from 'react-hook-form';
import { answer, api, ifMatch } from '../../api/client';
import { asProblem, Problem } from '../../api/problem';
import type { Call, Request } from '../../api/shapes';
import { HomeLink, Loaded } from '../../components/loaded';
import { ProblemPage, useSentence } from '../../components/problems';
import { SaveStatus } from '../../components/save-status';
import { PageHead } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { useTitle } from '../../components/title';
import { useDecimalSign } from '../../forms/fields';
import { useAutosave } from '../../forms/use-autosave';
import { T, useText } from '../../intl/intl';
import { ConflictNotice } from './conflict-notice';
import { patchOf, valuesOf, type ContentValues } from './content-values';
import { callQuery, requestQuery } from './requests.queries';
import { AmountSection } from './section-amount';
import { EthicsSection } from './section-ethics';
import { PoolsSection } from './section-pools';
import { ProjectSection } from './section-project';
import { isSection, sectionNames, sectionOf, type SectionName } from './sections';

/** One topic of a request on its own page, saved while one types. */
export function EditRequestPage() {
  const { id, section } = useParams({ from: '/signed-in/requests/$id/edit/$section' });
  const request = useQuery(requestQuery(id));
  const callId = request.data?.call.id ?? '';
  const call = useQuery({ ...callQuery(callId), enabled: callId !== '' });
  if (!isSection(section)) {
    return <ProblemPage problem={new Problem({ status: 404 })} home={<HomeLink />} />;
  }
  return (
    <Loaded query={request} page>
      {(known) =>
        known.possibleActs.includes('change') ? (
          <Loaded query={call} page>
            {(terms) => (
              <SectionEditor
                key={`${id}/${section}`}
                request={known}
                call={terms}
                section={section}
              />
            )}
          </Loaded>
        ) : (
          <NotEditable request={known} />
        )
      }
    </Loaded>
  );
}

function NotEditable({ request }: { request: Request }) {
  return (
    <EmptyState
      title={<T id="edit.closed.title" />}
      next={
        <Link className="button" to="/requests/$id" params={{ id: request.id }}>
          <T id="back.request" />
        </Link>
      }
    >
      <T id="edit.closed.text" />
    </EmptyState>
  );
}

function SectionEditor(props: { request: Request; call: Call; section: SectionName }) {
  const { request, call, section } = props;
  const text = useText();
  const { form, autosave, reload } = useDraft(request, section);
  useTitle(`${text(`section.${section}`)} · ${request.reference}`);
  return (
    <FormProvider {...form}>
      <PageHead
        back={
          <Link className="back-link" to="/requests/$id" params={{ id: request.id }}>
            <T id="back.request" />
          </Link>
        }
        eyebrow={
          <span className="numbers">
            {request.reference} · {call.title}
          </span>
        }
        title={<T id={`section.${section}`} />}
      />
      <Advice request={request} section={section} />
      {autosave.state.kind === 'conflict' && (
        <ConflictNotice
          id={request.id}
          section={section}
          pools={call.pools}
          onTheirs={reload}
          onMine={(version) => void autosave.overwrite(version)}
        />
      )}
      <form
        className="form"
        noValidate
        onInput={autosave.touch}
        onSubmit={(e) => e.preventDefault()}
      >
        {section === 'project' && <ProjectSection />}
        {section === 'amount' && <AmountSection call={call} />}
        {section === 'pools' && <PoolsSection call={call} touch={autosave.touch} />}
        {section === 'ethics' && <EthicsSection />}
        <SectionEnd section={section} id={request.id} flush={autosave.flush}>
          <SaveStatus state={autosave.state} />
        </SectionEnd>
      </form>
    </FormProvider>
  );
}

/** The form of one topic, saved field by field as a merge patch of what differs. */
function useDraft(request: Request, section: SectionName) {
  const client = useQueryClient();
  const decimal = useDecimalSign();
  const form = useForm<ContentValues>({ defaultValues: valuesOf(request.content, decimal) });
  const known = useRef(request.content);
  const autosave = useAutosave({
    version: request.version,
    save: async (version) => {
      const content = patchOf(section, form.getValues(), decimal);
      const saved = await answer(
        api.PATCH('/api/v1/requests/{id}', {
          params: { path: { id: request.id }, header: ifMatch(version) },
          body: { content },
        }),
      ).catch((error: unknown) => {
        markFields(form, asProblem(error));
        throw error;
      });
      form.clearErrors();
      known.current = saved.content;
      client.setQueryData(requestQuery(request.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ['requests', 'list'] });
      return saved;
    },
  });
  const reload = (newest: Request) => {
    client.setQueryData(requestQuery(request.id).queryKey, newest);
    form.reset(valuesOf(newest.content, decimal));
    autosave.adopt(newest.version);
  };
  return { form, autosave, reload };
}

/** What the API refused is told at the field; the rest of the draft was refused with it. */
function markFields(form: UseFormReturn<ContentValues>, { status, errors }: Problem): void {
  if (status !== 400 && status !== 422) return;
  for (const { pointer, detail } of errors) {
    const name = pointer
      .split('/')
      .slice(2, 4)
      .join('.')
      .replace(/\.\d+$/, '');
    form.setError(name as 'title', { type: 'api', message: detail });
  }
}

/** What would still stand against this topic if the request were sent now. */
function Advice({ request, section }: { request: Request; section: SectionName }) {
  const say = useSentence();
  const open = request.checks.filter(
    ({ holds, pointer, code }) =>
      !holds && code !== 'REQ_INCOMPLETE' && sectionOf(pointer) === section,
  );
  if (open.length === 0) return null;
  return (
    <div className="notice notice-warn section-tight" role="status">
      <p>
        <T id="edit.advice" />
      </p>
      <ul>
        {open.map(({ code, sentence }, index) => (
          <li key={`${code}${index}`}>{say({ code, detail: sentence }).text}</li>
        ))}
      </ul>
    </div>
  );
}

function SectionEnd(props: {
  section: SectionName;
  id: string;
  flush: () => Promise<boolean>;
  children: ReactNode;
}) {
  const navigate = useNavigate();
  const next = sectionNames[sectionNames.indexOf(props.section) + 1];
  const go = async () => {
    await props.flush();
    if (next) {
      await navigate({
        to: '/requests/$id/edit/$section',
        params: { id: props.id, section: next },
      });
    } else {
      await navigate({ to: '/requests/$id/check', params: { id: props.id } });
    }
  };
  return (
    <div className="form-end">
      <button type="button" className="button" onClick={() => void go()}>
        {next ? (
          <T id="edit.next" values={{ section: <T id={`section.${next}`} /> }} />
        ) : (
          <T id="edit.check" />
        )}
      </button>
      {props.children}
    </div>
  );
}
