import type { ReactNode } from 'react';
import { T } from '../intl/intl';
import { useSentence } from './problems';

export interface CheckLine {
  code: string;
  holds: boolean;
  sentence: string;
  action?: ReactNode;
}

/** Conditions with a word for each whether it holds; the sentences come from the API. */
export function CheckList({ checks }: { checks: readonly CheckLine[] }) {
  const say = useSentence();
  return (
    <ul className="checks">
      {checks.map((check, index) => {
        const { text, english } = check.holds
          ? { text: check.sentence, english: true }
          : say({ code: check.code, detail: check.sentence });
        return (
          <li key={`${check.code}${index}`} className={check.holds ? 'holds' : 'fails'}>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              {check.holds ? <path d="M3 8.5l3.2 3.2L13 4.8" /> : <path d="M4 4l8 8M12 4l-8 8" />}
            </svg>
            <span>
              <span className="visually-hidden">
                <T id={check.holds ? 'check.holds' : 'check.fails'} />{' '}
              </span>
              <span lang={english ? 'en' : undefined}>{text}</span> {check.action}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
