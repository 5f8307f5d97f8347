import { createContext, use, useState, type ReactNode } from 'react';
import { PortalIntl, useText, type Catalogue } from '../intl/intl';
import { languageNames, languageOf, languages, type Language } from '../intl/languages';

const publicTexts = import.meta.glob<Catalogue>('../messages/public/*.json', { import: 'default' });
const appTexts = import.meta.glob<Catalogue>('../messages/app/*.json', { import: 'default' });
const key = 'portal.language';

/** The language chosen last on this device, else the browser's, else English. */
export function startLanguage(): Language {
  const wanted = [localStorage.getItem(key), ...navigator.languages];
  return wanted.map(languageOf).find((language) => language !== null) ?? 'en';
}

/** All texts of the application in one language; one file of each kind is fetched. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  const [shared, own] = await Promise.all([
    publicTexts[`../messages/public/${language}.json`]?.(),
    appTexts[`../messages/app/${language}.json`]?.(),
  ]);
  return { ...shared, ...own } as Catalogue;
}

const SwitchContext = createContext<(language: Language) => Promise<void>>(async () => undefined);

/** Carries the language; changing it draws the page again in place, so that drafts stay as they are. */
export function LanguageProvider(props: {
  language: Language;
  catalogue: Catalogue;
  children: ReactNode;
}) {
  const [now, setNow] = useState({ language: props.language, catalogue: props.catalogue });
  const change = async (language: Language) => {
    const catalogue = await loadCatalogue(language);
    localStorage.setItem(key, language);
    document.documentElement.lang = language;
    setNow({ language, catalogue });
  };
  return (
    <SwitchContext value={change}>
      <PortalIntl {...now}>{props.children}</PortalIntl>
    </SwitchContext>
  );
}

export const useLanguageSwitch = () => use(SwitchContext);

/** The languages by their own names; `onChange` is told what was chosen. */
export function LanguageSwitch(props: {
  current: Language;
  onChange?: (language: Language) => void;
}) {
  const change = useLanguageSwitch();
  const label = useText()('shell.language');
  return (
    <div className="languages" role="group" aria-label={label}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          className="plain"
          lang={language}
          aria-current={language === props.current ? 'true' : undefined}
          onClick={() => {
            void change(language);
            props.onChange?.(language);
          }}
        >
          <span aria-hidden="true">{language.toUpperCase()}</span>
          <span className="visually-hidden">{languageNames[language]}</span>
        </button>
      ))}
    </div>
  );
}
