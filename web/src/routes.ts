import { languageOf, type Language } from './intl/languages';

/** A page that is rendered on the server. */
export type PublicRoute =
  | { page: 'overview'; lang: Language; params: Record<string, never> }
  | { page: 'pledges'; lang: Language; params: Record<string, never> }
  | { page: 'round'; lang: Language; params: { id: string } }
  | { page: 'privacy'; lang: Language; params: Record<string, never> }
  | { page: 'verify'; lang: Language; params: Record<string, never> }
  | { page: 'not-found'; lang: Language; params: Record<string, never> };

/** What a path asks for; `app` is the application, which draws itself in the browser. */
export type Route = PublicRoute | { page: 'app'; lang: Language; params: Record<string, never> };

/**
 * Finds the page of a path (a query may follow). A path without a known language is looked up in
 * English and found only under `/app`, or not at all.
 */
export function match(url: string): Route {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  const parts = path.split('/').filter((part) => part !== '');
  const lang = languageOf(parts[0]?.length === 2 ? parts[0] : null);
  if (parts[0] === 'app') return { page: 'app', lang: 'en', params: {} };
  if (!lang) return { page: 'not-found', lang: 'en', params: {} };
  if (parts.length === 1) return { page: 'overview', lang, params: {} };
  if (parts.length === 2 && parts[1] === 'verify') return { page: 'verify', lang, params: {} };
  if (parts.length === 2 && parts[1] === 'pledges') return { page: 'pledges', lang, params: {} };
  if (parts.length === 3 && parts[1] === 'rounds') {
    return { page: 'round', lang, params: { id: parts[2] as string } };
  }
  if (parts.length === 2 && parts[1] === 'privacy') return { page: 'privacy', lang, params: {} };
  return { page: 'not-found', lang, params: {} };
}
