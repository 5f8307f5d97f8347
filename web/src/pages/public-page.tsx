import type { ReactNode } from 'react';
import type { Overview, PledgesReport } from '../api/shapes';
import { PageFrame, PageHead, WordmarkText } from '../components/shell';
import { T, useLanguage } from '../intl/intl';
import { languageNames, languages } from '../intl/languages';
import type { PublicRoute } from '../routes';
import { OverviewPage } from './overview/overview.page';
import { PublicPledgesPage } from './pledges/public-pledges.page';
import { PrivacyPage } from './privacy/privacy.page';
import { PublicRoundPage, type PublicRoundData } from './rounds/public-round.page';
import { VerifyPage, type VerifyData } from './verify/verify.page';

/** Everything a public page is drawn from; the server embeds it and the browser draws the same. */
export interface PublicPageData {
  route: PublicRoute;
  /** Path and query, as the reader sees them. */
  url: string;
  data: unknown;
  /** Set where the data could not be read: the status that the server answered. */
  problem?: number;
}

export function PublicPage(page: PublicPageData) {
  const home = `/${page.route.lang}`;
  return (
    <PageFrame
      demo={Boolean((page.data as { demo?: boolean } | null)?.demo)}
      wordmark={
        <a className="wordmark" href={home}>
          <WordmarkText />
        </a>
      }
      tools={
        <>
          <LanguageLinks url={page.url} />
          <a href={`/${page.route.lang}/verify`}>
            <T id="shell.verify" />
          </a>
          <a href="/app">
            <T id="shell.signIn" />
          </a>
        </>
      }
    >
      <Content {...page} />
    </PageFrame>
  );
}

function Content({ route, url, data, problem }: PublicPageData): ReactNode {
  if (problem !== undefined) return <ProblemContent status={problem} home={`/${route.lang}`} />;
  switch (route.page) {
    case 'overview':
      return <OverviewPage overview={data as Overview} />;
    case 'pledges':
      return <PublicPledgesPage report={data as PledgesReport} />;
    case 'round':
      return <PublicRoundPage round={data as PublicRoundData} url={url} />;
    case 'privacy':
      return <PrivacyPage />;
    case 'verify':
      return <VerifyPage {...(data as VerifyData)} />;
    case 'not-found':
      return <ProblemContent status={404} home={`/${route.lang}`} />;
  }
}

function ProblemContent({ status, home }: { status: number; home: string }) {
  const missing = status === 404;
  return (
    <>
      <PageHead
        title={<T id={missing ? 'problem.404.title' : 'problem.503.title'} />}
        lead={<T id={missing ? 'problem.404.text' : 'problem.503.text'} />}
      />
      <a className="button" href={home}>
        <T id="problem.home" />
      </a>
    </>
  );
}

/** The same page in the other languages. */
function LanguageLinks({ url }: { url: string }) {
  const current = useLanguage();
  return (
    <nav className="languages" aria-label="EN FR DE">
      {languages.map((language) => (
        <a
          key={language}
          href={url.replace(/^\/[a-z]{2}(?=[/?]|$)/, `/${language}`)}
          hrefLang={language}
          lang={language}
          aria-current={language === current ? 'true' : undefined}
        >
          <span aria-hidden="true">{language.toUpperCase()}</span>
          <span className="visually-hidden">{languageNames[language]}</span>
        </a>
      ))}
    </nav>
  );
}
