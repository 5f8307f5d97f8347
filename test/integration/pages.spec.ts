import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aMemberWith } from '../factories/memberships.js';
import { openPortal, type Portal } from '../harness/portal.js';

const bundle = `
export const match = (url) => {
  const [lang, noun, id] = url.split('?')[0].split('/').filter(Boolean);
  if (lang === 'app') return { page: 'app', lang: 'en', params: {} };
  if (noun === 'rounds' && id) return { page: 'round', lang, params: { id } };
  if (noun === 'verify') return { page: 'verify', lang, params: {} };
  return noun ? { page: 'not-found', lang, params: {} } : { page: 'overview', lang, params: {} };
};
export const render = (path, data) => ({
  status: data.status ?? 200,
  html: '<!doctype html><title>' + path + '</title>' + JSON.stringify(data),
});
`;

describe('pages', () => {
  let portal: Portal;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portal-web-'));
    await mkdir(join(folder, 'server'));
    await mkdir(join(folder, 'client/assets'), { recursive: true });
    await writeFile(join(folder, 'server/index.js'), bundle);
    await writeFile(join(folder, 'server/package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'client/assets/main-abc.js'), 'export const answer = 42;');
    await writeFile(join(folder, 'client/assets/main-abc.js.br'), 'compressed');
    portal = await openPortal({ WEB_DIST: folder });
  });
  afterAll(async () => {
    await portal.close();
    await rm(folder, { recursive: true });
  });

  test('the root leads to the language that the browser prefers', async () => {
    const answer = await portal.http.get('/').set('Accept-Language', 'fr-BE,en;q=0.5');
    expect(answer.status).toBe(302);
    expect(answer.headers['location']).toBe('/fr');
    expect(answer.headers['vary']).toContain('Accept-Language');
  });

  test.each(['/app', '/app/requests', '/app/rounds/1/explain/2?tab=x'])(
    '%s is the application’s shell, never cached without asking',
    async (path) => {
      const answer = await portal.http.get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
      expect(answer.text).toContain('"demo":false');
    },
  );

  describe('the page that checks a credential (CRED-1)', () => {
    const send = (fields: Record<string, string>, path = '/de/verify') =>
      portal.http.post(path).type('form').send(fields);

    test('asks for one at first', async () => {
      const answer = await portal.http.get('/de/verify').expect(200);
      expect(answer.text).toContain('{"demo":false}');
    });

    test('answers a plain form, without a script', async () => {
      const member = await aMemberWith(portal);
      const { text } = await portal.http.get(
        `/api/v1/memberships/${member.membershipId}/credential`,
      );
      const good = await send({ credential: text }).expect(200);
      expect(good.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(good.text).toContain('"valid":true');
      expect(good.text).toContain(member.name);
      const bad = await send({ credential: text.replace(member.id, member.membershipId) });
      expect(bad.text).toContain('"valid":false,"checks"');
      expect((await send({ credential: 'hello' })).text).toContain('"readable":false');
      expect((await send({ credential: 'x'.repeat(30_000) })).text).toContain('"readable":false');
      expect((await send({})).text).toContain('{"demo":false}');
      await send({ credential: 'x'.repeat(70_000) }).expect(413);
      await send({}, '/pl/verify').expect(415);
    });

    test('forms are for that page alone', async () => {
      const { body } = await send({ credential: 'x' }, '/api/v1/public/credential-verifications');
      expect(body).toMatchObject({ status: 415, code: 'MEDIA_TYPE' });
    });
  });

  test('a round that nobody knows is a page with status 404', async () => {
    const answer = await portal.http.get('/de/rounds/0192f0a0-0000-7000-8000-000000000001');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  test('an unknown path of the API stays a problem document', async () => {
    const answer = await portal.http.get('/api/v1/nothing');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test('another verb on a page is refused with the verbs that it has', async () => {
    const answer = await portal.http.post('/en').send({});
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD');
  });

  test('assets are kept for good and sent as they were compressed while building', async () => {
    const answer = await portal.http.get('/assets/main-abc.js').set('Accept-Encoding', 'identity');
    expect(answer.text).toBe('export const answer = 42;');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const head = await portal.http.head('/assets/main-abc.js').set('Accept-Encoding', 'gzip, br');
    expect(head.headers['content-encoding']).toBe('br');
    expect(head.headers['content-length']).toBe('10');
    for (const path of [
      'other.js',
      '..%2fserver%2findex.js',
      '../server/index.js',
      'main-abc.js.br',
    ]) {
      expect((await portal.http.get(`/assets/${path}`)).status).toBe(404);
    }
  });
});

test('without built pages the API answers and a page says what is missing', async () => {
  const portal = await openPortal({ WEB_DIST: '/nowhere' });
  try {
    expect((await portal.http.get('/healthz')).status).toBe(200);
    const page = await portal.http.get('/en');
    expect(page.status).toBe(503);
    expect(page.text).toContain('npm run build');
    expect((await portal.http.get('/assets/main.js')).status).toBe(404);
  } finally {
    await portal.close();
  }
});
