import { renderToString } from 'react-dom/server';
import assets from 'virtual:assets';
import interLatin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { PortalIntl, type Catalogue } from './intl/intl';
import { languageOf, languages, type Language } from './intl/languages';
import german from './messages/public/de.json';
import english from './messages/public/en.json';
import french from './messages/public/fr.json';
import { PublicPage, type PublicPageData } from './pages/public-page';
import { match, type PublicRoute } from './routes';
import favicon from './styles/favicon.svg?url';

export { match, type Route } from './routes';

const catalogues = { en: english, fr: french, de: german } as unknown as Record<
  Language,
  Catalogue
>;

/** What the API could not give: the page then says so with this status. */
export interface Failure {
  status: number;
}

/**
 * Renders a page as a complete document. `path` is the path with its query; `data` the API's answer
 * for it (`/public/overview`, `/public/rounds/:id`), null where there is none, or `{ status }` where
 * it failed; `demo: true` beside it marks made-up data. `lang` wins over the path's language. Under `/app`
 * it gives the application's shell.
 */
export function render(
  path: string,
  data: unknown,
  lang?: string,
): { status: number; html: string } {
  const route = match(path);
  if (route.page === 'app') return { status: 200, html: shellOf(data) };
  const page = pageOf({ ...route, lang: languageOf(lang) ?? route.lang }, path, data);
  const catalogue = catalogues[page.route.lang];
  const body = renderToString(
    <PortalIntl language={page.route.lang} catalogue={catalogue}>
      <PublicPage {...page} />
    </PortalIntl>,
  );
  return { status: page.problem ?? 200, html: documentOf(page, body) };
}

/** The application's shell, with the mark of a portal with made-up data where it is one. */
function shellOf(data: unknown): string {
  const demo = (data as { demo?: boolean } | null)?.demo === true;
  return assets.appShell.replace(
    'name="portal-demo" content="false"',
    `name="portal-demo" content="${demo}"`,
  );
}

function pageOf(route: PublicRoute, url: string, data: unknown): PublicPageData {
  if (route.page === 'not-found') return { route, url, data: null, problem: 404 };
  const status = (data as Partial<Failure> | null)?.status;
  if (typeof status === 'number') return { route, url, data: null, problem: status };
  if (data === null || data === undefined) return { route, url, data: null, problem: 404 };
  return { route, url, data };
}

function documentOf(page: PublicPageData, body: string): string {
  const lang = page.route.lang;
  const alternates = page.problem
    ? ''
    : languages.map((other) => alternate(page.url, other)).join('');
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta id="react-aria-pressable-style" name="generator" content="Champions Portal">
<title>${escape(titleOf(page))}</title>
<meta name="description" content="${escape(textOf(lang, 'overview.lead'))}">
${page.problem ? '<meta name="robots" content="noindex">' : alternates}
<link rel="icon" href="${favicon}" type="image/svg+xml">
<link rel="preload" href="${interLatin}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${assets.style}">
${assets.preloads.map((href) => `<link rel="modulepreload" href="${href}">`).join('')}
</head>
<body>
<div id="page">${body}</div>
<script type="application/json" id="page-data">${embed(page)}</script>
<script type="module" src="${assets.script}"></script>
</body>
</html>
`;
}

function alternate(url: string, lang: Language): string {
  const path = (url.split('?', 1)[0] ?? '').replace(/^\/[a-z]{2}(?=\/|$)/, `/${lang}`);
  return `<link rel="alternate" hreflang="${lang}" href="${escape(path)}">`;
}

function titleOf({ route, data, problem }: PublicPageData): string {
  const name = 'Champions Portal';
  if (problem === 404) return `${textOf(route.lang, 'problem.404.title')} · ${name}`;
  if (problem) return `${textOf(route.lang, 'problem.503.title')} · ${name}`;
  if (route.page === 'privacy') return `${textOf(route.lang, 'privacy.title')} · ${name}`;
  if (route.page === 'verify') return `${textOf(route.lang, 'verify.title')} · ${name}`;
  if (route.page === 'pledges') return `${textOf(route.lang, 'pledges.title')} · ${name}`;
  if (route.page !== 'round') return `${name} · ${textOf(route.lang, 'overview.title')}`;
  const round = data as { reference: string; call: { title: string } };
  return `${round.call.title} (${round.reference}) · ${name}`;
}

/** A message without placeholders, for the document's head: those are compiled to texts. */
function textOf(lang: Language, id: keyof typeof english): string {
  const text = catalogues[lang][id];
  return typeof text === 'string' ? text : '';
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] as string);

/** JSON that cannot end its element or be read as markup. */
const embed = (value: unknown) =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
