import type { ReactNode } from 'react';
import { T } from '../intl/intl';
import { CheckItem } from './check-item';
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
          <CheckItem
            key={`${check.code}${index}`}
            holds={check.holds}
            word={<T id={check.holds ? 'check.holds' : 'check.fails'} />}
          >
            <span lang={english ? 'en' : undefined}>{text}</span> {check.action}
          </CheckItem>
        );
      })}
    </ul>
  );
}
