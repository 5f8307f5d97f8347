import { ModulesContainer } from '@nestjs/core';
import { connect } from 'node:net';
import { platformRoles } from '../../src/access/permissions.js';
import { routeTable } from '../../src/platform/http.js';
import type { Route } from '../../src/platform/route-table.js';
import { anOrganisation } from '../factories/organisations.js';
import { aPerson } from '../factories/people.js';
import { openPortal, type Client, type Portal } from '../harness/portal.js';

/*
 * What bad input gets, on every route that takes a body: a problem document with a sentence, never a
 * 5xx and never an effect. Rules of single fields are tested beside their nouns.
 */

let portal: Portal;
let routes: readonly Route[];
let everybody: Client;

beforeAll(async () => {
  portal = await openPortal();
  routes = routeTable({ get: (token: never) => portal.get(token) } as never).routes;
  const person = await aPerson(portal, { platformRoles: [...platformRoles] });
  await anOrganisation(portal, { representative: person });
  everybody = portal.as(person);
  expect(portal.get(ModulesContainer).size).toBeGreaterThan(1);
});
afterAll(() => portal.close());

const anId = '01980000-0000-7000-8000-000000000000';
const concrete = (path: string) => path.replace(/:[A-Za-z]+/g, anId);
const withBody = () => routes.filter(({ body }) => body !== null);
const send = (client: Client, { method, path }: Route) =>
  client[method.toLowerCase() as 'post'](concrete(path)).set('If-Match', '"1"');

const problem = {
  type: expect.stringMatching(/^urn:champions-portal:problem:/),
  title: expect.any(String),
  detail: expect.stringMatching(/\S+ \S+.*[.!?]$/),
  code: expect.stringMatching(/^[A-Z0-9_]+$/),
  errors: expect.any(Array),
  requestId: expect.any(String),
};

/** Sends the same to every route with a body and expects one status, and a problem document. */
async function everywhere(
  status: number,
  code: string,
  body: string | Buffer,
  type = 'application/json',
): Promise<void> {
  for (const route of withBody()) {
    const {
      body: answer,
      headers,
      status: got,
    } = await send(everybody, route)
      .set('Content-Type', type)
      .serialize((sent: unknown) => sent as string)
      .send(body);
    expect(`${route.method} ${route.path}: ${got} ${String(answer.code)}`).toBe(
      `${route.method} ${route.path}: ${status} ${code}`,
    );
    expect(headers['content-type']).toContain('application/problem+json');
    expect(answer).toMatchObject({ ...problem, status });
  }
}

const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
const strange = '{"\\u0000":1}';

test.each([
  ['malformed JSON', 400, 'JSON_MALFORMED', '{"a": 1,}'],
  ['an empty body', 400, 'BODY_EMPTY', ' '],
  ['a body that is too deep', 400, 'JSON_TOO_DEEP', deep],
  ['the same key twice', 400, 'JSON_DOUBLED_KEY', '{"a":1,"a":2}'],
  ['NUL in a text', 400, 'TEXT_CHARACTER', '{"name":"a\\u0000b"}'],
  ['NUL in a key', 400, 'TEXT_CHARACTER', strange],
  ['half a symbol', 400, 'TEXT_CHARACTER', '{"name":"\\ud800"}'],
  ['more than any body may have', 413, 'BODY_TOO_LARGE', `{"name":"${'x'.repeat(300_000)}"}`],
])('%s', async (_, status, code, body) => {
  await everywhere(status, code, body);
});

test('bytes that are not UTF-8', () =>
  everywhere(400, 'ENCODING', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])));

test('another type than JSON', () => everywhere(415, 'MEDIA_TYPE', 'a=1', 'text/plain'));

test('unknown fields and wrong types name each field', async () => {
  for (const route of withBody()) {
    for (const body of [{ noSuchField: 1 }, [], 'text', 5, null]) {
      const { status, body: answer } = await send(everybody, route)
        .set('Content-Type', 'application/json')
        .send(JSON.stringify(body));
      const where = `${route.method} ${route.path} with ${JSON.stringify(body)}: ${status}`;
      expect([where, status]).toEqual([where, 400]);
      expect(answer).toMatchObject({ ...problem, status: 400, code: 'BODY_INVALID' });
      expect(answer.errors.length).toBeGreaterThan(0);
      if (body !== null && typeof body === 'object' && 'noSuchField' in body) {
        expect(answer.errors).toContainEqual(
          expect.objectContaining({ pointer: '/noSuchField', code: 'UNKNOWN_FIELD' }),
        );
      }
    }
  }
});

test('a wrong method tells which ones are possible', async () => {
  const { body, headers } = await portal.http.put('/healthz').expect(405);
  expect(headers['allow']).toBe('GET, HEAD');
  expect(body).toMatchObject({ ...problem, code: 'METHOD_NOT_ALLOWED' });
});

test('an unknown address is a problem document, whatever is asked of it', async () => {
  for (const path of ['/api/v1/nothing', '/api/v1/', '/api/v1/%00', '/api/v1/requests/../..%2f']) {
    const { body } = await portal.http.get(path).expect(404);
    expect(body).toMatchObject({ ...problem, code: 'NOT_FOUND' });
  }
});

test('an id that cannot exist is the same 404 as one that does not', async () => {
  const reads = routes.filter(
    ({ method, path }) => method === 'GET' && /:id$/.test(path) && path.startsWith('/api/v1/'),
  );
  expect(reads.length).toBeGreaterThan(5);
  for (const { path } of reads) {
    for (const id of [anId, 'nonsense', "1' OR 1=1", '0', '../x', '%2e%2e']) {
      const { status, body } = await everybody.get(path.replace(/:\w+/g, encodeURIComponent(id)));
      expect([path, id, status, body.code]).toEqual([path, id, 404, 'NOT_FOUND']);
    }
  }
});

test('lists refuse unknown parameters, sizes and cursors', async () => {
  const lists = routes.filter(({ method, query }) => method === 'GET' && query !== null);
  for (const { path } of lists) {
    for (const query of [
      '?no=1',
      '?limit=0',
      '?limit=1e9',
      '?limit=-1',
      '?sort=%27;--',
      '?cursor=%00',
    ]) {
      const { status, body } = await everybody.get(`${concrete(path)}${query}`);
      expect([path, query, status]).toEqual([path, query, status === 404 ? 404 : 400]);
      expect(body).toMatchObject(problem);
    }
  }
});

test('a cursor that somebody made up is refused, whatever the field is that it sorts by', async () => {
  const lists = routes.filter(
    ({ method, path, query }) => method === 'GET' && query !== null && !path.includes(':'),
  );
  const sorts = ['createdAt', 'updatedAt', 'at', 'cutOffAt', 'startsAt', 'publishedAt', 'dueAt'];
  const asked = sorts.flatMap((sort) => [sort, `-${sort}`]);
  const values = [
    'x',
    '2026-01-01 00:00:00 Foo/Bar',
    '2026-01-01 00:00:00+99',
    '2026-13-41 00:00:00+00',
  ];
  let refused = 0;
  for (const { path } of lists) {
    for (const sort of asked) {
      for (const value of values) {
        const cursor = Buffer.from(JSON.stringify([sort, value, anId])).toString('base64url');
        const { status } = await everybody.get(`${path}?sort=${sort}&cursor=${cursor}`);
        expect([path, sort, value, status]).toEqual([path, sort, value, 400]);
        refused += 1;
      }
    }
  }
  expect(refused).toBeGreaterThan(0);
});

test('what is not HTTP is refused and the portal goes on', async () => {
  const port = Number(new URL(portal.url).port);
  for (const bytes of [
    '\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\u0016\u0003\u0001',
    'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
      socket.resume();
    });
  }
  await portal.http.get('/healthz').expect(200);
});
