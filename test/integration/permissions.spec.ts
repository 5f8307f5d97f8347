import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  organisationRoles,
  platformRoles,
  type OrganisationRole,
  type PlatformRole,
} from '../../src/access/permissions.js';
import { routeTable } from '../../src/platform/http.js';
import type { Route } from '../../src/platform/route-table.js';
import { anOrganisation } from '../factories/organisations.js';
import { aPerson, aSession, type TestPerson } from '../factories/people.js';
import { openPortal, type Client, type Portal } from '../harness/portal.js';

/*
 * Walks every route as every role and compares what is really open with permissions.table.md, which a
 * person can read. UPDATE_TABLE=1 writes the table anew; read the difference before you commit it.
 */

const tableFile = join(import.meta.dirname, 'permissions.table.md');
const roles = ['visitor', 'signed in', ...platformRoles, ...organisationRoles] as const;
type Role = (typeof roles)[number];

let portal: Portal;
let routes: readonly Route[];
const people = new Map<Role, TestPerson>();

beforeAll(async () => {
  portal = await openPortal();
  routes = routeTable({ get: (token: never) => portal.get(token) } as never).routes;
  for (const role of roles) {
    if (role !== 'visitor') people.set(role, await personWith(role));
  }
});
afterAll(() => portal.close());

async function personWith(role: Role): Promise<TestPerson> {
  const platform = platformRoles.includes(role as PlatformRole) ? [role as PlatformRole] : [];
  const person = await aPerson(portal, { platformRoles: platform });
  if (organisationRoles.includes(role as OrganisationRole)) {
    await anOrganisation(portal, { people: { [role]: person } });
  }
  return person;
}

const anId = '01980000-0000-7000-8000-000000000000';
const apiRoutes = () =>
  routes
    .filter(({ path }) => path.startsWith('/api/v1/'))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
const keyOf = ({ method, path }: Route) => `${path.slice('/api/v1'.length)} ${method}`;

/** Is the function open to the role? Objects are another matter: nothing here exists. */
async function isOpen(role: Role, { method, path }: Route): Promise<boolean> {
  const person = people.get(role);
  // A session of its own for each call: some calls end the session that they ride on.
  const client: Client = person ? portal.as(await aSession(portal, person.id)) : portal.http;
  const url = path.replace(/:[A-Za-z]+/g, anId);
  const { status, body } = await client[method.toLowerCase() as 'get'](url)
    .set('If-Match', '"1"')
    .set('Content-Type', 'application/json')
    .send(method === 'GET' ? undefined : '{"noSuchField":true}');
  expect(status).toBeLessThan(500);
  if (status === 401) return ['LOGIN_FAILED', 'CREDENTIALS_WRONG'].includes(body.code as string);
  return !(status === 403 && ['PERMISSION_DENIED', 'NO_POLICY'].includes(body.code as string));
}

test('every route is open to exactly the roles of the table', async () => {
  const lines = [
    '# Who may use which function',
    '',
    'Written by `UPDATE_TABLE=1 npm test -- permissions`, checked by every test run. Whether somebody may use a function on one object (their own organisation’s, or somebody else’s) is decided in its query.',
    '',
    `| Route | ${roles.join(' | ')} |`,
    `|---|${roles.map(() => '---').join('|')}|`,
  ];
  for (const route of apiRoutes()) {
    const open: string[] = [];
    for (const role of roles) open.push((await isOpen(role, route)) ? '●' : '');
    lines.push(`| ${route.method} ${route.path.slice('/api/v1'.length)} | ${open.join(' | ')} |`);
  }
  const table = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_TABLE'] || !existsSync(tableFile)) writeFileSync(tableFile, table);
  expect(table).toBe(readFileSync(tableFile, 'utf8'));
}, 120_000);

test('a role that needs a second factor gets nothing before it was shown', async () => {
  for (const role of ['reviewer', 'chair', 'assessor', 'operator', 'officer', 'admin'] as const) {
    const person = people.get(role) as TestPerson;
    const half = portal.as(await aSession(portal, person.id, { secondFactor: false }));
    for (const path of ['/me', '/requests', '/rounds', '/people', '/me/tokens']) {
      const { status, body } = await half.get(`/api/v1${path}`);
      expect([role, path, status]).toEqual([role, path, 401]);
      expect(body.code).toMatch(/^SECOND_FACTOR_/);
    }
    await half.get('/api/v1/auth/session').expect(200);
  }
});
