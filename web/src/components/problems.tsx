import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { Problem } from '../api/problem';
import { T, useText } from '../intl/intl';
import { Notice } from './states';

/** Tells a refusal in the page's language where its code is known here, else in the API's English. */
export function useSentence(): (problem: { code: string; status?: number; detail: string }) => {
  text: string;
  english: boolean;
} {
  const intl = useIntl();
  const inEnglish = intl.locale.startsWith('en');
  return ({ code, status, detail }) => {
    const known = [`problem.${code}`, `problem.status.${status}`].find((id) => intl.messages[id]);
    if (known !== undefined && (!inEnglish || detail === '')) {
      return { text: intl.formatMessage({ id: known }), english: inEnglish };
    }
    if (detail !== '') return { text: detail, english: true };
    return { text: intl.formatMessage({ id: 'problem.unexpected' }), english: inEnglish };
  };
}

/** What went wrong in one sentence; what is left in English says so to a screen reader. */
export function ProblemSentence({ problem }: { problem: Problem }) {
  const { code, status, message } = problem;
  const { text, english } = useSentence()({ code, status, detail: message });
  return <p lang={english ? 'en' : undefined}>{text}</p>;
}

/** A part of a page that could not be read or done, with what helps next. */
export function ProblemNotice(props: {
  problem: Problem;
  title?: ReactNode;
  onRetry?: () => void;
}) {
  const text = useText();
  return (
    <div role="alert">
      <Notice tone="error" title={props.title ?? text('problem.title')}>
        <ProblemSentence problem={props.problem} />
        {props.problem.requestId && props.problem.status >= 500 && (
          <p className="small muted">
            <T id="problem.requestId" values={{ id: props.problem.requestId }} />
          </p>
        )}
        {props.onRetry && (
          <p className="section-tight">
            <button type="button" className="button secondary" onClick={props.onRetry}>
              <T id="problem.retry" />
            </button>
          </p>
        )}
      </Notice>
    </div>
  );
}

/** A whole page that cannot be shown: not there, not yours, not reachable. */
export function ProblemPage(props: { problem: Problem; onRetry?: () => void; home: ReactNode }) {
  const { status } = props.problem;
  const kind =
    status === 404 || status === 400 ? 'notFound' : status === 403 ? 'forbidden' : 'down';
  return (
    <div className="state state-page">
      <h1>
        <T id={`page.${kind}.title`} />
      </h1>
      <p className="lead">
        <T id={`page.${kind}.text`} />
      </p>
      {kind !== 'notFound' && (
        <div className="muted">
          <ProblemSentence problem={props.problem} />
        </div>
      )}
      {props.problem.requestId && (
        <p className="small muted">
          <T id="problem.requestId" values={{ id: props.problem.requestId }} />
        </p>
      )}
      <div className="row">
        {kind === 'down' && props.onRetry && (
          <button type="button" className="button" onClick={props.onRetry}>
            <T id="problem.retry" />
          </button>
        )}
        {props.home}
      </div>
    </div>
  );
}
