import { newId } from '../../src/kernel/random.js';
import { aPerson, aSession, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let admin: TestPerson;
beforeAll(async () => {
  portal = await openPortal();
  admin = await aPerson(portal, { platformRoles: ['admin'], name: 'Zoe Admin' });
});
afterAll(() => portal.close());

const audits = (id: string) =>
  portal.manager.query(
    `SELECT act, actor_id, before, after, reason FROM audit_event WHERE object_id = $1 ORDER BY id`,
    [id],
  );
const setRoles = (
  by: TestPerson,
  id: string,
  platformRoles: unknown,
  version: number | null = 1,
) => {
  const request = portal.as(by).patch(`/api/v1/people/${id}/roles`);
  return (version === null ? request : request.set('If-Match', `"${version}"`)).send({
    platformRoles,
  });
};
const suspend = (by: TestPerson, id: string, body: object = { reason: 'left the programme' }) =>
  portal.as(by).post(`/api/v1/people/${id}/suspend`).send(body);

describe('/me', () => {
  test('reads and changes name and language under a version', async () => {
    const person = await aPerson(portal);
    const read = await portal.as(person).get('/api/v1/me');
    expect(read.headers['etag']).toBe('"1"');
    const change = (body: object, version: string) =>
      portal.as(person).patch('/api/v1/me').set('If-Match', version).send(body);
    const changed = await change({ name: '  Ada  King ', locale: 'de' }, '"1"');
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ name: 'Ada  King', locale: 'de', version: 2 });
    expect(changed.headers['etag']).toBe('"2"');
    const stale = await change({ name: 'Ada' }, '"1"');
    expect([stale.status, stale.body.code]).toEqual([412, 'VERSION_STALE']);
    expect(await audits(person.id)).toEqual([
      expect.objectContaining({
        act: 'person.edit',
        actor_id: person.id,
        before: { locale: 'en' },
        after: { locale: 'de', nameChanged: true },
      }),
    ]);
  });

  test.each([
    ['an unknown language', { locale: 'xx' }, '/locale'],
    ['an empty name', { name: '' }, '/name'],
    ['a name of 121 characters', { name: 'x'.repeat(121) }, '/name'],
    ['another address', { email: 'new@example.test' }, '/email'],
    ['roles', { platformRoles: ['admin'] }, '/platformRoles'],
  ])('refuses %s', async (_, body, pointer) => {
    const person = await aPerson(portal);
    const answer = await portal.as(person).patch('/api/v1/me').set('If-Match', '"1"').send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  test('without a version it is 428, without a session 401', async () => {
    const person = await aPerson(portal);
    await portal.as(person).patch('/api/v1/me').send({ name: 'Ada' }).expect(428);
    await portal.http.get('/api/v1/me').expect(401);
  });
});

describe('GET /people', () => {
  test('is for administrators and auditors', async () => {
    for (const [platformRoles, expected] of [
      [['admin'], 200],
      [['auditor'], 200],
      [['officer'], 403],
      [[], 403],
    ] as const) {
      const person = await aPerson(portal, { platformRoles });
      const answer = await portal.as(person).get('/api/v1/people');
      expect(answer.status).toBe(expected);
    }
    await portal.http.get('/api/v1/people').expect(401);
  });

  test('finds by name or address, literally, and by role and state', async () => {
    const marked = `Quill ${newId()}`;
    const found = await aPerson(portal, { name: `${marked} 100%_a`, platformRoles: ['reviewer'] });
    await aPerson(portal, { name: `${marked} 100xxa` });
    const search = async (query: Record<string, string>) => {
      const answer = await portal.as(admin).get('/api/v1/people').query(query);
      expect(answer.status).toBe(200);
      return answer.body.items.map(({ id }: { id: string }) => id);
    };
    expect(await search({ search: marked.toUpperCase() })).toHaveLength(2);
    expect(await search({ search: '100%_a' })).toEqual([found.id]);
    expect(await search({ search: found.email.toUpperCase() })).toEqual([found.id]);
    expect(await search({ search: marked, role: 'reviewer' })).toEqual([found.id]);
    expect(await search({ search: marked, state: 'suspended' })).toEqual([]);
    expect(await search({ search: marked, state: 'active' })).toHaveLength(2);
    expect(await search({ search: `'; DROP TABLE people; --` })).toEqual([]);
  });

  test('pages neither skip nor repeat, in each order', async () => {
    const mark = newId();
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      made.push((await aPerson(portal, { name: `Page ${mark} ${n % 3}` })).id);
    }
    for (const sort of ['name', '-name', 'email', '-createdAt']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await portal
          .as(admin)
          .get('/api/v1/people')
          .query({ search: mark, limit: 3, sort, ...(cursor === '' ? {} : { cursor }) });
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
      }
      expect([...seen].sort()).toEqual([...made].sort());
    }
  });

  test.each(['limit=0', 'limit=201', 'sort=password_hash', 'role=root', 'cursor=x', 'x=1'])(
    'refuses ?%s',
    async (query) => {
      const answer = await portal.as(admin).get(`/api/v1/people?${query}`);
      expect(answer.status).toBe(400);
    },
  );
});

describe('roles', () => {
  test('are set under a version, with before, after and reason in the audit', async () => {
    const person = await aPerson(portal, { platformRoles: ['reviewer'] });
    const answer = await portal
      .as(admin)
      .patch(`/api/v1/people/${person.id}/roles`)
      .set('If-Match', '"1"')
      .send({ platformRoles: ['chair', 'reviewer'], reason: 'elected' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ platformRoles: ['chair', 'reviewer'], version: 2 });
    expect(await audits(person.id)).toEqual([
      {
        act: 'person.roles',
        actor_id: admin.id,
        before: { platformRoles: ['reviewer'] },
        after: { platformRoles: ['chair', 'reviewer'] },
        reason: 'elected',
      },
    ]);
    expect((await portal.as(person).get('/api/v1/me')).status).toBe(401);
  });

  test('are refused without a version, on a stale one and for nobody', async () => {
    const person = await aPerson(portal);
    expect((await setRoles(admin, person.id, ['chair'], null)).status).toBe(428);
    expect((await setRoles(admin, person.id, ['chair'], 9)).status).toBe(412);
    expect((await setRoles(admin, newId(), ['chair'])).status).toBe(404);
    expect((await setRoles(admin, 'x', ['chair'])).status).toBe(404);
    expect(await audits(person.id)).toEqual([]);
  });

  test.each([
    ['an unknown role', ['root'], '/platformRoles/0'],
    ['a role twice', ['chair', 'chair'], '/platformRoles'],
    ['a text', 'admin', '/platformRoles'],
    ['an organisation role', ['representative'], '/platformRoles/0'],
  ])('refuse %s', async (_, roles, pointer) => {
    const person = await aPerson(portal);
    const answer = await setRoles(admin, person.id, roles);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  test('nobody takes the admin role from themselves, but other roles', async () => {
    const own = await aPerson(portal, { platformRoles: ['admin', 'chair'] });
    const refused = await setRoles(own, own.id, ['chair']);
    expect(refused.body).toMatchObject({
      status: 422,
      code: 'PEOPLE_OWN_ADMIN_ROLE',
      errors: [{ pointer: '/platformRoles' }],
    });
    expect((await setRoles(own, own.id, ['admin'])).status).toBe(200);
    expect((await portal.as(own).get('/api/v1/me')).status).toBe(401);
  });

  test('two administrators who demote each other at one instant: one stays', async () => {
    for (let n = 0; n < 5; n += 1) {
      const one = await aPerson(portal, { platformRoles: ['admin'] });
      const two = await aPerson(portal, { platformRoles: ['admin'] });
      const answers = await Promise.all([setRoles(one, two.id, []), setRoles(two, one.id, [])]);
      const codes = answers.map(({ status }) => status).sort((a, b) => a - b);
      expect([
        [200, 401],
        [200, 403],
      ]).toContainEqual(codes);
    }
  });

  test('only administrators set them', async () => {
    const person = await aPerson(portal);
    for (const role of ['auditor', 'officer', 'chair'] as const) {
      const by = await aPerson(portal, { platformRoles: [role] });
      expect((await setRoles(by, person.id, ['admin'])).status).toBe(403);
    }
    expect((await setRoles(person, person.id, ['admin'])).status).toBe(403);
  });
});

describe('suspension', () => {
  test('ends every session and token at once and is undone by reinstatement', async () => {
    const person = await aPerson(portal);
    const made = await portal
      .as(person)
      .post('/api/v1/me/tokens')
      .send({
        name: 't',
        scopes: ['call.read'],
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
    const answer = await suspend(admin, person.id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'suspended', version: 2 });
    expect((await portal.as(person).get('/api/v1/me')).status).toBe(401);
    expect((await portal.withToken(made.body.token).get('/api/v1/me')).status).toBe(401);
    const reinstated = await portal.as(admin).post(`/api/v1/people/${person.id}/reinstate`);
    expect(reinstated.body).toMatchObject({ state: 'active', suspendedAt: null, version: 3 });
    // The old session stays dead; a new one lives.
    expect((await portal.as(person).get('/api/v1/me')).status).toBe(401);
    const fresh = await aSession(portal, person.id);
    expect((await portal.as(fresh).get('/api/v1/me')).status).toBe(200);
    const rows = await audits(person.id);
    expect(rows.map((row: { act: string; reason: string }) => [row.act, row.reason])).toEqual([
      ['person.suspend', 'left the programme'],
      ['person.reinstate', null],
    ]);
  });

  test('is refused twice, without a reason, on a stale version, and of oneself', async () => {
    const person = await aPerson(portal);
    expect((await suspend(admin, person.id, {})).status).toBe(400);
    expect((await suspend(admin, person.id).set('If-Match', '"7"')).status).toBe(412);
    expect((await suspend(admin, person.id).set('If-Match', '"1"')).status).toBe(200);
    const again = await suspend(admin, person.id);
    expect([again.status, again.body.code]).toEqual([409, 'ILLEGAL_TRANSITION']);
    const own = await suspend(admin, admin.id);
    expect([own.status, own.body.code]).toEqual([422, 'PEOPLE_OWN_SUSPENSION']);
    const active = await aPerson(portal);
    await portal.as(admin).post(`/api/v1/people/${active.id}/reinstate`).expect(409);
  });

  test('a retry with one Idempotency-Key is answered as before', async () => {
    const person = await aPerson(portal);
    const send = () => suspend(admin, person.id).set('Idempotency-Key', `suspend-${person.id}`);
    const first = await send();
    expect(first.status).toBe(200);
    const again = await send();
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await audits(person.id)).toHaveLength(1);
  });

  test('a page of another site suspends nobody', async () => {
    const person = await aPerson(portal);
    const answer = await suspend(admin, person.id).set('Origin', 'https://evil.example');
    expect([answer.status, answer.body.code]).toEqual([403, 'FOREIGN_ORIGIN']);
  });
});
