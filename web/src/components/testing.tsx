import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import axe from 'axe-core';
import type { ReactElement } from 'react';
import { PortalIntl, type Catalogue } from '../intl/intl';
import type { Language } from '../intl/languages';
import appFrench from '../messages/app/fr.json';
import appEnglish from '../messages/app/en.json';
import appGerman from '../messages/app/de.json';
import publicFrench from '../messages/public/fr.json';
import publicEnglish from '../messages/public/en.json';
import publicGerman from '../messages/public/de.json';

const catalogues = {
  en: { ...publicEnglish, ...appEnglish },
  fr: { ...publicFrench, ...appFrench },
  de: { ...publicGerman, ...appGerman },
} as unknown as Record<Language, Catalogue>;

/** Draws something as a page of the application does, in one language. */
export function draw(element: ReactElement, language: Language = 'en') {
  return render(
    <PortalIntl language={language} catalogue={catalogues[language]}>
      <QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>
    </PortalIntl>,
  );
}

/** What axe finds wrong; colours need a real browser and are checked elsewhere. */
export async function axeViolations(container: Element): Promise<string[]> {
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
