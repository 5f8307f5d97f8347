import createClient from 'openapi-fetch';
import { noteAnswer } from './clock';
import type { paths } from './client.generated';
import { Problem, problemOf } from './problem';

/** The API of this portal. A refusal is thrown as a `Problem`, so an answer is always good. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
});

api.use({
  async onResponse({ response }) {
    noteAnswer(response.headers.get('Date'));
    if (response.status === 401 && !isSignIn(response.url)) signedOut();
    if (!response.ok) throw await problemOf(response);
  },
  onError({ error }) {
    return error instanceof Problem ? error : new Problem({ status: 0 });
  },
});

/** Says to the page that the session has ended, whoever asked. */
export const signedOutEvent = 'portal-signed-out';
const signedOut = () => window.dispatchEvent(new Event(signedOutEvent));
const isSignIn = (url: string) => new URL(url, window.location.origin).pathname.includes('/auth/');

/** The body of an answer. */
export async function answer<Data>(call: Promise<{ data?: Data }>): Promise<Data> {
  return (await call).data as Data;
}

/** The header that names the version one changes. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

/** A new key: a retry of the same act with it has one effect. */
export const idempotencyKey = () => ({ 'Idempotency-Key': crypto.randomUUID() });
