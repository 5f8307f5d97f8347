import { newId } from '../../src/kernel/random.js';
import { anOrganisation } from '../factories/organisations.js';
import { aPerson, aSession, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const sql = (text: string, ...parameters: unknown[]) => portal.manager.query(text, parameters);
const status = async (person: { cookie: string }) =>
  (await portal.as(person).get('/api/v1/me')).status;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('GET /auth/session', () => {
  test('tells who asks, their roles and organisations, and how long the session lasts', async () => {
    const ada = await aPerson(portal, { platformRoles: ['chair'] });
    const organisation = await anOrganisation(portal, { name: 'Alpha', representative: ada });
    const { status: code, body } = await portal.as(ada).get('/api/v1/auth/session');
    expect(code).toBe(200);
    expect(body).toMatchObject({
      id: ada.sessionId,
      person: { id: ada.id, name: ada.name, email: ada.email, locale: 'en' },
      platformRoles: ['chair'],
      organisations: [{ id: organisation.id, name: 'Alpha', role: 'representative' }],
      secondFactor: 'shown',
    });
    const minutes = (time: string) => (Date.parse(time) - Date.now()) / 60_000;
    expect(minutes(body.idleExpiresAt)).toBeCloseTo(30, 0);
    expect(minutes(body.expiresAt)).toBeCloseTo(720, 0);
  });

  test.each([
    ['without a role or a second factor', [], false, false, 'none'],
    ['with a role that needs one', ['officer'], false, false, 'enrol'],
    ['with a role that does not need one', ['auditor'], false, false, 'none'],
    ['with one that was not shown', [], true, false, 'required'],
    ['with one that was shown', [], true, true, 'shown'],
  ] as const)('secondFactor %s', async (_, platformRoles, enrolled, secondFactor, told) => {
    const person = await aPerson(portal, { platformRoles, enrolled, secondFactor });
    const { body } = await portal.as(person).get('/api/v1/auth/session');
    expect(body.secondFactor).toBe(told);
  });

  test('without a session it is 401', async () => {
    const answer = await portal.http.get('/api/v1/auth/session');
    expect([answer.status, answer.body.code]).toEqual([401, 'SIGN_IN_REQUIRED']);
  });
});

describe('a session ends', () => {
  test.each([
    [
      'after 30 minutes without a request',
      `last_seen_at = now() - interval '30 minutes 1 second'`,
      401,
    ],
    ['not after 29', `last_seen_at = now() - interval '29 minutes'`, 200],
    ['after its 12 hours', `expires_at = now() - interval '1 second'`, 401],
    ['when it is revoked', `revoked_at = now()`, 401],
  ])('%s', async (_, change, expected) => {
    const person = await aPerson(portal);
    await sql(`UPDATE sessions SET ${change} WHERE id = $1`, person.sessionId);
    expect(await status(person)).toBe(expected);
  });

  test('a request extends it, noted once a minute', async () => {
    const person = await aPerson(portal);
    const seen = async () =>
      (await sql('SELECT last_seen_at FROM sessions WHERE id = $1', person.sessionId))[0]
        .last_seen_at as Date;
    const fresh = await seen();
    await status(person);
    expect(await seen()).toEqual(fresh);
    await sql(
      `UPDATE sessions SET last_seen_at = now() - interval '20 minutes' WHERE id = $1`,
      person.sessionId,
    );
    await status(person);
    expect((await seen()).getTime()).toBeGreaterThanOrEqual(fresh.getTime());
  });

  test('with a role, at the very next request', async () => {
    const admin = await aPerson(portal, { platformRoles: ['admin'] });
    const person = await aPerson(portal, { platformRoles: ['officer'] });
    expect(await status(person)).toBe(200);
    await portal
      .as(admin)
      .patch(`/api/v1/people/${person.id}/roles`)
      .set('If-Match', '"1"')
      .send({ platformRoles: ['officer', 'auditor'] })
      .expect(200);
    expect(await status(person)).toBe(401);
    // Another person's session is not touched, and a new one of this person lives.
    expect(await status(admin)).toBe(200);
    expect(await status(await aSession(portal, person.id))).toBe(200);
  });

  test('a place in an organisation counts from the next request on', async () => {
    const person = await aPerson(portal);
    const organisation = await anOrganisation(portal, { representative: person });
    const roles = async () =>
      (await portal.as(person).get('/api/v1/auth/session')).body.organisations.length;
    expect(await roles()).toBe(1);
    await sql('DELETE FROM organisation_people WHERE organisation_id = $1', organisation.id);
    expect(await roles()).toBe(0);
  });

  test('time travel of the portal does not touch sessions', async () => {
    const person = await aPerson(portal);
    portal.travelTo(new Date('2040-01-01'));
    try {
      expect(await status(person)).toBe(200);
    } finally {
      portal.travelTo(null);
    }
  });
});

describe('/me/sessions', () => {
  const list = async (person: { cookie: string }) =>
    (await portal.as(person).get('/api/v1/me/sessions')).body.items as {
      id: string;
      current: boolean;
    }[];
  const end = (person: { cookie: string }, id: string, version = '"1"') =>
    portal.as(person).delete(`/api/v1/me/sessions/${id}`).set('If-Match', version);

  test('lists the live ones, newest first, and marks the one that asks', async () => {
    const person = await aPerson(portal);
    const other = await aSession(portal, person.id);
    const dead = await aSession(portal, person.id);
    await sql('UPDATE sessions SET revoked_at = now() WHERE id = $1', dead.sessionId);
    await aPerson(portal);
    expect(await list(person)).toEqual([
      expect.objectContaining({ id: other.sessionId, current: false }),
      expect.objectContaining({ id: person.sessionId, current: true, ip: '127.0.0.1' }),
    ]);
    expect(JSON.stringify(await list(person))).not.toContain('hash');
  });

  test('ends one at once and notes it', async () => {
    const person = await aPerson(portal);
    const other = await aSession(portal, person.id);
    await end(person, other.sessionId).expect(204);
    expect(await status(other)).toBe(401);
    expect(await status(person)).toBe(200);
    const [row] = await sql('SELECT act FROM audit_event WHERE object_id = $1', other.sessionId);
    expect(row.act).toBe('session.revoke');
    await end(person, other.sessionId).expect(404);
  });

  test("a stranger's session and no session at all are the same 404", async () => {
    const person = await aPerson(portal);
    const stranger = await aPerson(portal);
    const answers = [
      await end(person, stranger.sessionId),
      await end(person, newId()),
      await end(person, 'not-an-id'),
    ];
    expect(answers.map(({ status: code }) => code)).toEqual([404, 404, 404]);
    expect(answers[0]?.body.detail).toBe(answers[1]?.body.detail);
    expect(await status(stranger)).toBe(200);
  });

  test('needs a version', async () => {
    const person = await aPerson(portal);
    const path = `/api/v1/me/sessions/${person.sessionId}`;
    await portal.as(person).delete(path).expect(428);
    await end(person, person.sessionId, '"2"').expect(412);
  });

  test('a page of another site ends nothing', async () => {
    const person = await aPerson(portal);
    await end(person, person.sessionId).set('Sec-Fetch-Site', 'cross-site').expect(403);
    expect(await status(person)).toBe(200);
  });
});

describe('access tokens', () => {
  const wish = (more: object = {}) => ({
    name: 'nightly import',
    scopes: ['organisation.create'],
    expiresAt: inDays(30),
    ...more,
  });
  const make = (person: { cookie: string }, more: object = {}) =>
    portal.as(person).post('/api/v1/me/tokens').send(wish(more));
  const tokenOf = async (person: { cookie: string }, more: object = {}) => {
    const answer = await make(person, more);
    expect(answer.status).toBe(201);
    return answer.body as { id: string; token: string };
  };

  test('is shown once, kept as a hash, and opens what its owner may read', async () => {
    const person = await aPerson(portal);
    const answer = await make(person);
    expect(answer.status).toBe(201);
    expect(answer.body.token).toMatch(/^pat_[\w-]{43}$/);
    expect(answer.headers['location']).toBe(`/api/v1/me/tokens/${answer.body.id}`);
    const read = await portal.as(person).get(`/api/v1/me/tokens/${answer.body.id}`);
    expect(read.body).toMatchObject({ name: 'nightly import', lastUsedAt: null, version: 1 });
    expect(read.body).not.toHaveProperty('token');
    const me = await portal.withToken(answer.body.token).get('/api/v1/me');
    expect([me.status, me.body.id]).toEqual([200, person.id]);
    const listed = await portal.as(person).get('/api/v1/me/tokens');
    expect(listed.body.items).toHaveLength(1);
    expect(listed.body.items[0].lastUsedAt).not.toBeNull();
    const rows = JSON.stringify([
      await sql('SELECT t::text FROM access_tokens t'),
      await sql('SELECT e::text FROM audit_event e'),
    ]);
    expect(rows).not.toContain(answer.body.token.slice(4));
  });

  test('its scopes end before the permissions of its owner', async () => {
    const admin = await aPerson(portal, { platformRoles: ['admin'] });
    const reader = await tokenOf(admin, { scopes: ['people.read'] });
    expect((await portal.withToken(reader.token).get('/api/v1/people')).status).toBe(200);
    const manage = await portal
      .withToken(reader.token)
      .post(`/api/v1/people/${admin.id}/suspend`)
      .send({ reason: 'no' });
    expect([manage.status, manage.body.code]).toEqual([403, 'TOKEN_SCOPE']);
    expect(manage.body.detail).toContain('people.manage');
  });

  test('it does not outgrow its owner when a role is taken', async () => {
    const admin = await aPerson(portal, { platformRoles: ['admin'] });
    const { token } = await tokenOf(admin, { scopes: ['people.read'] });
    await sql(`UPDATE people SET platform_roles = '{}' WHERE id = $1`, admin.id);
    const answer = await portal.withToken(token).get('/api/v1/people');
    expect([answer.status, answer.body.code]).toEqual([403, 'PERMISSION_DENIED']);
  });

  test('cannot be given what its owner lacks; each such scope is pointed at', async () => {
    const person = await aPerson(portal);
    const scopes = ['call.read', 'people.read', 'people.manage'];
    const answer = await make(person, { scopes });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ pointer: '/scopes/1', code: 'TOKEN_SCOPE_NOT_HELD' }),
      expect.objectContaining({ pointer: '/scopes/2', code: 'TOKEN_SCOPE_NOT_HELD' }),
    ]);
  });

  test('cannot do what belongs to a session: no tokens from tokens', async () => {
    const { token } = await tokenOf(await aPerson(portal));
    const program = portal.withToken(token);
    const answers = [
      await program.get('/api/v1/auth/session'),
      await program.post('/api/v1/auth/logout'),
      await program.post('/api/v1/auth/totp/enrol'),
      await program.get('/api/v1/me/tokens'),
      await program.post('/api/v1/me/tokens').send(wish()),
      await program.get('/api/v1/me/sessions'),
      await program.patch('/api/v1/me').set('If-Match', '"1"').send({ name: 'Robot' }),
      await program
        .post('/api/v1/auth/password')
        .send({ currentPassword: 'x', newPassword: 'quiet marble orchard 58' }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.body.code]).toEqual([403, 'SESSION_NEEDED']);
    }
  });

  test('a bad token is nobody, even beside a good cookie', async () => {
    const person = await aPerson(portal);
    const { token } = await tokenOf(person);
    for (const given of [
      token.slice(0, -1),
      `${token}x`,
      token.replace('pat_', ''),
      'pat_',
      'x y',
    ]) {
      const answer = await portal.withToken(given).get('/api/v1/me').set('Cookie', person.cookie);
      expect(answer.status).toBe(401);
    }
    const basic = portal.http.get('/api/v1/me').set('Authorization', 'Basic YTpi');
    await basic.set('Cookie', person.cookie).expect(401);
  });

  test.each([
    ['revoked', `revoked_at = now()`],
    ['expired', `expires_at = now()`],
  ])('is dead at once when %s', async (_, change) => {
    const { id, token } = await tokenOf(await aPerson(portal));
    expect((await portal.withToken(token).get('/api/v1/me')).status).toBe(200);
    await sql(`UPDATE access_tokens SET ${change} WHERE id = $1`, id);
    expect((await portal.withToken(token).get('/api/v1/me')).status).toBe(401);
  });

  test('can be revoked by its owner only', async () => {
    const owner = await aPerson(portal);
    const { id, token } = await tokenOf(owner);
    const revoke = (person: TestPerson) =>
      portal.as(person).delete(`/api/v1/me/tokens/${id}`).set('If-Match', '"1"');
    await revoke(await aPerson(portal)).expect(404);
    await portal.as(owner).delete(`/api/v1/me/tokens/${id}`).expect(428);
    await revoke(owner).expect(204);
    expect((await portal.withToken(token).get('/api/v1/me')).status).toBe(401);
    await revoke(owner).expect(404);
  });

  test('a role that needs a second factor makes a token wait until one is set up', async () => {
    const person = await aPerson(portal);
    const { token } = await tokenOf(person);
    await sql(`UPDATE people SET platform_roles = '{officer}' WHERE id = $1`, person.id);
    const answer = await portal.withToken(token).get('/api/v1/me');
    expect([answer.status, answer.body.code]).toEqual([401, 'SECOND_FACTOR_ENROL']);
  });

  test('a retry with one Idempotency-Key makes one token and does not tell it again', async () => {
    const person = await aPerson(portal);
    const body = wish();
    const send = () =>
      portal.as(person).post('/api/v1/me/tokens').set('Idempotency-Key', 'token-once-1').send(body);
    const first = await send();
    const again = await send();
    expect(again.body).toEqual({ ...first.body, token: null });
    const kept = JSON.stringify(await sql('SELECT i::text FROM idempotency_key i'));
    expect(kept).not.toContain(first.body.token.slice(4));
  });

  test.each([
    ['no scope', { scopes: [] }, 400, '/scopes'],
    ['an unknown scope', { scopes: ['everything'] }, 400, '/scopes/0'],
    ['a scope twice', { scopes: ['call.read', 'call.read'] }, 400, '/scopes'],
    ['no name', { name: ' ' }, 400, '/name'],
    ['a date without a time', { expiresAt: '2027-01-01' }, 400, '/expiresAt'],
    ['a past end', { expiresAt: inDays(-1) }, 422, '/expiresAt'],
    ['more than a year', { expiresAt: inDays(367) }, 422, '/expiresAt'],
    ['the year 9999', { expiresAt: '9999-12-31T00:00:00Z' }, 422, '/expiresAt'],
    ['a token of one’s own choice', { token: 'pat_mine' }, 400, '/token'],
  ])('refuses %s', async (_, more, expected, pointer) => {
    const answer = await make(await aPerson(portal), more);
    expect(answer.status).toBe(expected);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  test('nobody has more than fifty', async () => {
    const person = await aPerson(portal);
    await sql(
      `INSERT INTO access_tokens (id, person_id, name, token_hash, scopes, expires_at)
       SELECT gen_random_uuid(), $1, 'old', gen_random_uuid()::text, '{}', now() + interval '1 day'
         FROM generate_series(1, 49)`,
      person.id,
    );
    const answers = await Promise.all([make(person), make(person), make(person)]);
    const codes = answers.map((answer) => answer.status).sort((a, b) => a - b);
    expect(codes).toEqual([201, 422, 422]);
  });
});

test('the retention removes what ended a month ago, the sweep old counts, and nothing else', async () => {
  const person = await aPerson(portal);
  const old = await aSession(portal, person.id);
  await sql(
    `UPDATE sessions SET revoked_at = now() - interval '31 days' WHERE id = $1`,
    old.sessionId,
  );
  await sql(`INSERT INTO throttle VALUES ('gone', 1, 0), ('kept', 1, 9e12)`);
  await portal.run('privacy.retention', {});
  await portal.run('sessions.sweep', {});
  const rows = await sql('SELECT id FROM sessions WHERE person_id = $1', person.id);
  expect(rows).toEqual([{ id: person.sessionId }]);
  expect(await sql(`SELECT key FROM throttle WHERE key IN ('gone', 'kept')`)).toEqual([
    { key: 'kept' },
  ]);
});
