import { Outlet } from '@tanstack/react-router';
import { PageFrame, WordmarkText } from '../components/shell';
import { T, useLanguage } from '../intl/intl';
import { isDemo } from './demo';
import { LanguageSwitch } from './language';

/** The frame of the pages before signing in. */
export function EntryFrame() {
  const language = useLanguage();
  return (
    <PageFrame
      demo={isDemo()}
      wordmark={
        <a className="wordmark" href={`/${language}`}>
          <WordmarkText />
        </a>
      }
      tools={<LanguageSwitch current={language} />}
      footer={
        <a href={`/${language}`}>
          <T id="nav.public" />
        </a>
      }
    >
      <Outlet />
    </PageFrame>
  );
}
