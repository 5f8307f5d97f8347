import { pathWithoutSecrets } from './secret-paths.js';

test.each([
  ['/api/v1/invitations/Zm9v_YmFy-8/accept', '/api/v1/invitations/[token]/accept'],
  ['/api/v1/invitations/Zm9v/accept/', '/api/v1/invitations/[token]/accept/'],
  ['/api/v1/invitations/Zm9v/accept?x=1', '/api/v1/invitations/[token]/accept'],
  ['/api/v1/invitations/0190a000', '/api/v1/invitations/0190a000'],
  ['/api/v1/requests?cursor=abc', '/api/v1/requests'],
  ['/', '/'],
])('%s is logged as %s', (url, logged) => {
  expect(pathWithoutSecrets(url)).toBe(logged);
});
