import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Problem } from '../../api/problem';
import type { MembershipApplication, Organisation } from '../../api/shapes';
import { HomeLink, Loaded } from '../../components/loaded';
import { ProblemPage, useSentence } from '../../components/problems';
import { PageHead } from '../../components/shell';
import { EmptyState } from '../../components/states';
import { useTitle } from '../../components/title';
import { T, useText } from '../../intl/intl';
import { applicationOfQuery, organisationQuery } from '../organisations/organisations.queries';
import {
  isOpen,
  isSection,
  nextSection,
  sectionOf,
  type SectionName,
} from './application-sections';
import { ActivitySection } from './section-activity';
import { DeclarationsSection } from './section-declarations';
import { IdentitySection } from './section-identity';
import { PeopleSection } from './section-people';

/** One topic of the application on its own page. */
export function ApplicationSectionPage() {
  const { id, section } = useParams({ from: '/signed-in/org/$id/application/$section' });
  const organisation = useQuery(organisationQuery(id));
  const application = useQuery(applicationOfQuery(id));
  if (!isSection(section) || section === 'ownership') {
    return <ProblemPage problem={new Problem({ status: 404 })} home={<HomeLink />} />;
  }
  return (
    <Loaded query={organisation} page>
      {(of) => (
        <Loaded query={application} page>
          {(known) =>
            known && isOpen(known) && (of.role === 'representative' || of.role === 'manager') ? (
              <SectionPage key={section} organisation={of} application={known} section={section} />
            ) : (
              <NotEditable id={id} />
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function NotEditable({ id }: { id: string }) {
  return (
    <EmptyState
      title={<T id="edit.closed.title" />}
      next={
        <Link className="button" to="/org/$id/application" params={{ id }}>
          <T id="back.application" />
        </Link>
      }
    >
      <T id="application.closed" />
    </EmptyState>
  );
}

interface SectionProps {
  organisation: Organisation;
  application: MembershipApplication;
  section: Exclude<SectionName, 'ownership'>;
}

function SectionPage({ organisation, application, section }: SectionProps) {
  const text = useText();
  const { id } = organisation;
  useTitle(`${text(`applicationSection.${section}`)} · ${organisation.name}`);
  const end = (flush: () => Promise<boolean>, status: ReactNode) => (
    <SectionEnd id={id} section={section} flush={flush}>
      {status}
    </SectionEnd>
  );
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/org/$id/application" params={{ id }}>
            <T id="back.application" />
          </Link>
        }
        eyebrow={<span className="numbers">{application.reference}</span>}
        title={<T id={`applicationSection.${section}`} />}
        lead={<T id={`applicationSection.${section}.lead`} />}
      />
      <Missing application={application} section={section} />
      {section === 'identity' && <IdentitySection organisation={organisation} end={end} />}
      {section === 'activity' && <ActivitySection application={application} end={end} />}
      {section === 'declarations' && <DeclarationsSection application={application} end={end} />}
      {section === 'people' && (
        <PeopleSection organisation={organisation} application={application} end={end} />
      )}
    </>
  );
}

/** What this topic lacks, and what would help; from the server, by the rules of handing in. */
function Missing({ application, section }: Omit<SectionProps, 'organisation'>) {
  const say = useSentence();
  const state = sectionOf(application, section);
  if (!state || (state.missing.length === 0 && state.advice.length === 0)) return null;
  return (
    <div
      className={`notice ${state.complete ? 'notice-info' : 'notice-warn'} section-tight`}
      role="status"
    >
      <p>
        <T id={state.complete ? 'application.wouldHelp' : 'application.lacks'} />
      </p>
      <ul>
        {[...state.missing, ...state.advice].map(({ pointer, code, detail }) => {
          const { text, english } = say({ code: codeOf(pointer, code), detail });
          return (
            <li key={pointer} lang={english ? 'en' : undefined}>
              {text}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The sentence of a field in the page's language: `problem.application./motivation`. */
const codeOf = (pointer: string, code: string) =>
  pointer.startsWith('/declarations/') ? `application.${code}` : `application.${pointer}`;

function SectionEnd(props: {
  id: string;
  section: SectionName;
  flush: () => Promise<boolean>;
  children: ReactNode;
}) {
  const navigate = useNavigate();
  const { id } = props;
  const next = nextSection(props.section);
  const go = async () => {
    if (!(await props.flush())) return;
    if (next === 'ownership') await navigate({ to: '/org/$id/ownership', params: { id } });
    else if (next) {
      await navigate({ to: '/org/$id/application/$section', params: { id, section: next } });
    } else await navigate({ to: '/org/$id/application/check', params: { id } });
  };
  return (
    <div className="form-end">
      <button type="button" className="button" onClick={() => void go()}>
        {next ? (
          <T id="edit.next" values={{ section: <T id={`applicationSection.${next}`} /> }} />
        ) : (
          <T id="edit.check" />
        )}
      </button>
      {props.children}
    </div>
  );
}
