/**
 * An address as it may be logged and stored: without the query, and without the token of an invitation,
 * whose place in the path is fixed by the contract (`POST /invitations/:token/accept`).
 */
export function pathWithoutSecrets(url: string): string {
  const path = url.split('?')[0] ?? '';
  return path.replace(/(\/invitations\/)[^/]+(?=\/accept)/, '$1[token]');
}
