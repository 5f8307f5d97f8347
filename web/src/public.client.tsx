import './styles/index.css';
import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { PortalIntl, type Catalogue } from './intl/intl';
import { PublicPage, type PublicPageData } from './pages/public-page';

const catalogues = import.meta.glob<Catalogue>('./messages/public/*.json', { import: 'default' });

/** Brings a page that the server wrote to life, from the data that it carries. */
async function start(): Promise<void> {
  const root = document.getElementById('page');
  const embedded = document.getElementById('page-data')?.textContent;
  if (!root || !embedded) return;
  const page = JSON.parse(embedded) as PublicPageData;
  const language = page.route.lang;
  const catalogue = await catalogues[`./messages/public/${language}.json`]?.();
  if (!catalogue) return;
  hydrateRoot(
    root,
    <StrictMode>
      <PortalIntl language={language} catalogue={catalogue}>
        <PublicPage {...page} />
      </PortalIntl>
    </StrictMode>,
  );
}

void start();
