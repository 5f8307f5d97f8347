import { generateSync } from 'otplib';
import supertest from 'supertest';
import { newId } from '../../src/kernel/random.js';
import { hashPassword } from '../../src/credentials/password-hashes.service.js';
import { SecondFactors } from '../../src/credentials/second-factors.service.js';
import { createPerson } from '../../src/sign-in/registration.service.js';
import { Throttles } from '../../src/platform/throttles.service.js';
import { openPortal, type Portal } from '../harness/portal.js';

const password = 'violet harbour lantern 41';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
let portal: Portal;
let passwordHash: string;

beforeAll(async () => {
  portal = await openPortal();
  passwordHash = await hashPassword(password);
});
afterAll(() => portal.close());
beforeEach(() => portal.manager.query('DELETE FROM throttle'));

type Roles = NonNullable<Parameters<typeof createPerson>[1]['platformRoles']>;

/** Somebody with a password and, if wished, the known second factor. */
async function account(
  platformRoles: Roles = [],
  options: { totp?: boolean; demo?: boolean } = {},
) {
  const id = newId();
  const email = `sign-in-${id}@example.test`;
  const { demo = false } = options;
  await createPerson(portal.manager, {
    id,
    email,
    name: 'Ada Lovelace',
    platformRoles,
    demo,
    passwordHash,
  });
  if (options.totp) await portal.get(SecondFactors).enrolTotp(portal.manager, id, secret);
  return { id, email };
}

const login = (email: string, given: string = password, at: Portal = portal) =>
  at.http.post('/api/v1/auth/login').send({ email, password: given });

/** The Cookie header that a browser would send after this answer. */
const cookieOf = (answer: supertest.Response) =>
  String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '';

async function signedIn(email: string) {
  const answer = await login(email);
  expect(answer.status).toBe(200);
  return { cookie: cookieOf(answer) };
}

const code = (stepsAhead = 0, of: string = secret) =>
  generateSync({ secret: of, epoch: Math.floor(Date.now() / 1000) + 30 * stepsAhead });

const auditActs = async (personId: string) =>
  (
    await portal.manager.query<{ act: string }[]>(
      `SELECT act FROM audit_event WHERE object_id = $1 OR actor_id::text = $1 ORDER BY id`,
      [personId],
    )
  ).map(({ act }) => act);

describe('registration', () => {
  const wish = (more: object = {}) => ({
    email: `new-${newId()}@example.test`,
    name: 'Grace Hopper',
    password,
    ...more,
  });
  const register = (body: object) => portal.http.post('/api/v1/auth/register').send(body);

  test('makes an account that is usable at once', async () => {
    const body = wish({ locale: 'fr' });
    const answer = await register(body);
    expect(answer.status).toBe(202);
    const session = await login(body.email.toUpperCase());
    expect(session.status).toBe(200);
    expect(session.body).toMatchObject({
      person: { email: body.email, name: 'Grace Hopper', locale: 'fr' },
      platformRoles: [],
      organisations: [],
      secondFactor: 'none',
    });
  });

  test('answers the same for a known address and changes nothing', async () => {
    const body = wish();
    const first = await register(body);
    const again = await register({ ...body, name: 'Mallory', password: 'another long password 7' });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect((await login(body.email)).body.person.name).toBe('Grace Hopper');
    expect((await login(body.email, 'another long password 7')).status).toBe(401);
  });

  test.each([
    ['a short password', { password: 'elevenchars' }, '/password', 'TOO_SMALL'],
    ['an address without a domain', { email: 'grace' }, '/email', 'INVALID_FORMAT'],
    ['a name of spaces', { name: '   ' }, '/name', 'TOO_SMALL'],
    ['a name of two lines', { name: 'a\nb' }, '/name', 'INVALID_FORMAT'],
    ['an unknown language', { locale: 'tlh' }, '/locale', 'INVALID_VALUE'],
    ['a role that one would like', { platformRoles: ['admin'] }, '/platformRoles', 'UNKNOWN_FIELD'],
    ['a password of the wrong type', { password: { $ne: '' } }, '/password', 'INVALID_TYPE'],
  ])('refuses %s with a pointer', async (_, more, pointer, problem) => {
    const answer = await register(wish(more));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code: problem })]);
  });

  test.each([
    ['a common password', 'Sunshine2024!', 'PASSWORD_COMMON'],
    ['a password made of the name', 'hopper-grace-77', 'PASSWORD_CONTEXT'],
  ])('refuses %s', async (_, chosen, problem) => {
    const answer = await register(wish({ password: chosen }));
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: problem, errors: [{ pointer: '/password' }] });
  });

  test('the password is kept as Argon2id with 19 MiB and two passes, and nowhere else', async () => {
    const body = wish({ password: 'canary wolfram pebble 9Q' });
    await register(body).set('Idempotency-Key', 'register-once-1');
    await login(body.email, body.password).set('Idempotency-Key', 'login-once-1');
    const [kept] = await portal.manager.query(
      `SELECT password_hash FROM credentials c JOIN people p ON p.id = c.person_id WHERE p.email = $1`,
      [body.email],
    );
    expect(kept.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const [{ found }] = await portal.manager.query(
      `SELECT (SELECT count(*) FROM idempotency_key)::int
            + (SELECT count(*) FROM audit_event e WHERE e::text LIKE '%canary%')::int AS found`,
    );
    expect(found).toBe(0);
  });

  test('is throttled per address that is registered', async () => {
    const body = wish();
    for (let n = 0; n < 5; n += 1) expect((await register(body)).status).toBe(202);
    const answer = await register(body);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(3000);
  });
});

describe('signing in', () => {
  test('the cookie is HttpOnly, SameSite=Lax, for the whole host, without an end', async () => {
    const { email } = await account();
    const answer = await login(email);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(JSON.stringify(answer.body)).not.toContain(cookieOf(answer).slice('session='.length));
  });

  test('over https it is __Host-session and Secure', async () => {
    const secure = await openPortal({ PUBLIC_URL: 'https://portal.example.test' });
    try {
      await createPerson(secure.manager, {
        id: newId(),
        email: 'tls@example.test',
        name: 'T',
        passwordHash,
      });
      const answer = await login('tls@example.test', password, secure);
      expect(answer.headers['set-cookie']).toEqual([
        expect.stringMatching(
          /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
        ),
      ]);
      const cookie = cookieOf(answer);
      expect((await secure.as({ cookie }).get('/api/v1/me')).status).toBe(200);
      const plain = { cookie: cookie.replace('__Host-', '') };
      expect((await secure.as(plain).get('/api/v1/me')).status).toBe(401);
    } finally {
      await secure.close();
    }
  });

  test('a wrong password, an unknown address and no address at all get one answer', async () => {
    const { email } = await account();
    const answers = [
      await login(email, 'not the password'),
      await login('nobody@example.test', 'not the password'),
      await login('%00 not an address', 'not the password'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect({ ...answer.body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
    }
    expect(answers[0]?.body.code).toBe('SIGN_IN_FAILED');
  });

  test.each([
    ['nothing', {}, ['/email', '/password']],
    ['a number', { email: 7, password }, ['/email']],
    ['an empty password', { email: 'a@example.test', password: '' }, ['/password']],
    ['a very long password', { email: 'a@example.test', password: 'x'.repeat(257) }, ['/password']],
    ['a field too many', { email: 'a@example.test', password, admin: true }, ['/admin']],
  ])('refuses %s with pointers', async (_, body, pointers) => {
    const answer = await portal.http.post('/api/v1/auth/login').send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers);
  });

  test('a password in the address is not read', async () => {
    const { email } = await account();
    const query = `?email=${encodeURIComponent(email)}&password=${encodeURIComponent(password)}`;
    expect((await portal.http.post(`/api/v1/auth/login${query}`).send({})).status).toBe(400);
  });

  test('a page of another site cannot sign anybody in', async () => {
    const { email } = await account();
    for (const [header, value] of [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Site', 'same-site'],
      ['Origin', 'https://evil.example'],
      ['Origin', 'null'],
    ] as const) {
      const answer = await login(email).set(header, value);
      expect([answer.status, answer.body.code]).toEqual([403, 'FOREIGN_ORIGIN']);
    }
  });

  test('a session that is planted before sign-in is not the one after it, and it ends', async () => {
    const { email } = await account();
    const before = await signedIn(email);
    const again = await portal.as(before).post('/api/v1/auth/login').send({ email, password });
    expect(cookieOf(again)).not.toBe(before.cookie);
    expect((await portal.as(before).get('/api/v1/me')).status).toBe(401);
    expect((await portal.as({ cookie: cookieOf(again) }).get('/api/v1/me')).status).toBe(200);
  });

  test('a dead or forged cookie does not stand in the way of signing in', async () => {
    const { email } = await account();
    for (const cookie of [`session=${'x'.repeat(43)}`, 'session=short', 'session=']) {
      const answer = await portal
        .as({ cookie })
        .post('/api/v1/auth/login')
        .send({ email, password });
      expect(answer.status).toBe(200);
    }
  });

  test('signing out ends the session and makes the browser forget it', async () => {
    const { email } = await account();
    const person = await signedIn(email);
    const answer = await portal.as(person).post('/api/v1/auth/logout');
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await portal.as(person).get('/api/v1/auth/session')).status).toBe(401);
    expect((await portal.as(person).post('/api/v1/auth/logout')).status).toBe(401);
  });

  test('success, failure and end are in the audit, the unknown address is not', async () => {
    const { id, email } = await account();
    await login(email, 'not the password');
    await login('canary-address@example.test', 'not the password');
    await portal.as(await signedIn(email)).post('/api/v1/auth/logout');
    expect(await auditActs(id)).toEqual(['sign-in.fail', 'sign-in', 'sign-in.end']);
    const rows = await portal.manager.query(
      `SELECT 1 FROM audit_event e WHERE e::text LIKE '%canary-address%'`,
    );
    expect(rows).toEqual([]);
  });

  test('a suspended person is told so only with the right password', async () => {
    const { id, email } = await account();
    await portal.manager.query('UPDATE people SET suspended_at = now() WHERE id = $1', [id]);
    expect((await login(email, 'not the password')).body.code).toBe('SIGN_IN_FAILED');
    const answer = await login(email);
    expect([answer.status, answer.body.code]).toEqual([403, 'ACCOUNT_SUSPENDED']);
  });

  test('a demo account signs in here and is refused on a production portal', async () => {
    const { email } = await account([], { demo: true });
    expect((await login(email)).status).toBe(200);
    const production = await openPortal({ NODE_ENV: 'production' });
    try {
      const person = { id: newId(), email, name: 'Demo', demo: true, passwordHash };
      await createPerson(production.manager, person);
      const answer = await login(email, password, production);
      expect([answer.status, answer.body.code]).toEqual([403, 'ACCOUNT_DEMO']);
    } finally {
      await production.close();
    }
  });
});

describe('throttles', () => {
  test('ten failures of an account from one network, then 429, and the right password waits too', async () => {
    const { email } = await account();
    for (let n = 0; n < 10; n += 1) expect((await login(email, 'wrong')).status).toBe(401);
    const blocked = await login(email);
    expect([blocked.status, blocked.body.code]).toEqual([429, 'TOO_MANY_TRIES']);
    const seconds = Number(blocked.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
    const other = await account();
    expect((await login(other.email)).status).toBe(200);
  });

  test('parallel guesses count one by one', async () => {
    const { email } = await account();
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(email, 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  test('an unknown address is throttled like a known one', async () => {
    for (let n = 0; n < 10; n += 1) {
      expect((await login('Nobody@example.test', 'wrong')).status).toBe(401);
    }
    expect((await login('nobody@EXAMPLE.test', 'wrong')).status).toBe(429);
  });

  test('a right password in between does not forgive the failures of the network', async () => {
    const { email } = await account();
    const victim = await account();
    const points = async () =>
      (
        await portal.manager.query(`SELECT points FROM throttle WHERE key LIKE 'sign-in.address:%'`)
      )[0].points;
    for (let n = 0; n < 3; n += 1) await login(victim.email, 'wrong');
    expect(await points()).toBe(3);
    await login(email);
    expect(await points()).toBe(3);
    await portal.manager.query(
      `UPDATE throttle SET points = 100 WHERE key LIKE 'sign-in.address:%'`,
    );
    expect((await login(email)).status).toBe(429);
  });

  test('a blocked network does not use up the tries of an account', async () => {
    const { email } = await account();
    await login(email, 'wrong');
    await portal.manager.query(
      `UPDATE throttle SET points = 100 WHERE key LIKE 'sign-in.address:%'`,
    );
    for (let n = 0; n < 5; n += 1) expect((await login(email, 'wrong')).status).toBe(429);
    const [{ points }] = await portal.manager.query(
      `SELECT points FROM throttle WHERE key LIKE 'sign-in.account:%'`,
    );
    expect(points).toBe(1);
  });

  test('a try that the portal itself could not finish does not count', async () => {
    const { email } = await account();
    await login(email, 'wrong');
    const throttles = portal.get(Throttles);
    const counted = await portal.manager.query(
      `SELECT substr(key, length('sign-in.account:') + 1) AS key FROM throttle WHERE key LIKE 'sign-in.account:%'`,
    );
    const busy = new Error('busy');
    const again = throttles.tried([['sign-in.account', counted[0].key]], () =>
      Promise.reject(busy),
    );
    await expect(again).rejects.toBe(busy);
    const [{ points }] = await portal.manager.query(
      `SELECT points FROM throttle WHERE key LIKE 'sign-in.account:%'`,
    );
    expect(points).toBe(1);
  });

  test('addresses of people are not in the table', async () => {
    await login('canary-throttle@example.test', 'wrong');
    const rows = await portal.manager.query(`SELECT key FROM throttle WHERE key LIKE '%canary%'`);
    expect(rows).toEqual([]);
  });
});

describe('the second factor', () => {
  test('a role that needs one opens nothing before it is set up, then everything', async () => {
    const { id, email } = await account(['officer']);
    const person = await signedIn(email);
    const session = await portal.as(person).get('/api/v1/auth/session');
    expect(session.body.secondFactor).toBe('enrol');
    for (const path of ['/api/v1/me', '/api/v1/me/sessions', '/api/v1/me/tokens']) {
      const answer = await portal.as(person).get(path);
      expect([answer.status, answer.body.code]).toEqual([401, 'SECOND_FACTOR_ENROL']);
    }
    const { body } = await portal.as(person).post('/api/v1/auth/totp/enrol');
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(body.otpauthUri);
    expect(uri.searchParams.get('secret')).toBe(body.secret);
    expect(decodeURIComponent(uri.pathname)).toContain(email);
    const confirmed = await portal
      .as(person)
      .post('/api/v1/auth/totp/confirm')
      .send({ code: code(0, body.secret) });
    expect(confirmed.status).toBe(200);
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
    expect((await portal.as(person).get('/api/v1/auth/session')).status).toBe(401);
    const renewed = { cookie: cookieOf(confirmed) };
    const shown = await portal.as(renewed).get('/api/v1/auth/session');
    expect(shown.body).toMatchObject({ id: session.body.id, secondFactor: 'shown' });
    expect((await portal.as(renewed).get('/api/v1/me')).status).toBe(200);
    expect(await auditActs(id)).toEqual([
      'sign-in',
      'second-factor.enrol',
      'second-factor.confirm',
    ]);
  });

  test('secret and recovery codes are not readable in the tables', async () => {
    const { id, email } = await account();
    const person = await signedIn(email);
    const { body } = await portal
      .as(person)
      .post('/api/v1/auth/totp/enrol')
      .set('Idempotency-Key', 'enrol-once-1');
    const confirmed = await portal
      .as(person)
      .post('/api/v1/auth/totp/confirm')
      .set('Idempotency-Key', 'confirm-once-1')
      .send({ code: code(0, body.secret) });
    const texts = JSON.stringify([
      await portal.manager.query(
        `SELECT c::text, encode(c.totp_secret_sealed, 'escape') FROM credentials c WHERE person_id = $1`,
        [id],
      ),
      await portal.manager.query(`SELECT r::text FROM recovery_codes r WHERE person_id = $1`, [id]),
      await portal.manager.query(`SELECT i::text FROM idempotency_key i`),
      await portal.manager.query(`SELECT e::text FROM audit_event e`),
    ]);
    for (const hidden of [body.secret, ...confirmed.body.recoveryCodes]) {
      expect(texts).not.toContain(hidden);
      expect(texts).not.toContain(String(hidden).replaceAll('-', ''));
    }
  });

  test('whoever has one must show it at every sign-in; the session is renewed by it', async () => {
    const { email } = await account(['admin'], { totp: true });
    const person = await signedIn(email);
    const before = await portal.as(person).get('/api/v1/people');
    expect([before.status, before.body.code]).toEqual([401, 'SECOND_FACTOR_REQUIRED']);
    const answer = await portal
      .as(person)
      .post('/api/v1/auth/totp/verify')
      .send({ code: code().replace(/^(...)/, '$1 ') });
    expect(answer.status).toBe(200);
    expect(answer.body.secondFactor).toBe('shown');
    expect((await portal.as(person).get('/api/v1/people')).status).toBe(401);
    const renewed = { cookie: cookieOf(answer) };
    expect((await portal.as(renewed).get('/api/v1/people')).status).toBe(200);
  });

  test('somebody without a role may set one up and must then show it', async () => {
    const { email } = await account();
    const first = await signedIn(email);
    const second = await signedIn(email);
    const { body } = await portal.as(first).post('/api/v1/auth/totp/enrol');
    await portal
      .as(first)
      .post('/api/v1/auth/totp/confirm')
      .send({ code: code(0, body.secret) });
    // The other session never showed it, so it ended.
    expect((await portal.as(second).get('/api/v1/me')).status).toBe(401);
    const third = await signedIn(email);
    expect((await portal.as(third).get('/api/v1/me')).body.code).toBe('SECOND_FACTOR_REQUIRED');
  });

  test('a code opens once, also when several sessions send it at one instant', async () => {
    const { id, email } = await account([], { totp: true });
    const sessions = await Promise.all(Array.from({ length: 5 }, () => signedIn(email)));
    const same = code();
    const verify = (person: { cookie: string }) =>
      portal.as(person).post('/api/v1/auth/totp/verify').send({ code: same });
    const answers = await Promise.all(sessions.map(verify));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4);
    const late = await verify(await signedIn(email));
    expect([late.status, late.body.code]).toEqual([401, 'SECOND_FACTOR_WRONG']);
    const acts = await auditActs(id);
    expect(acts.filter((act) => act === 'second-factor.show')).toHaveLength(1);
    expect(acts.filter((act) => act === 'second-factor.fail')).toHaveLength(5);
  });

  test('an earlier code is refused after a later one; two steps away is refused at all', async () => {
    const { email } = await account([], { totp: true });
    const verify = async (of: string) =>
      (
        await portal
          .as(await signedIn(email))
          .post('/api/v1/auth/totp/verify')
          .send({ code: of })
      ).status;
    expect(await verify(code(3))).toBe(401);
    expect(await verify(code(1))).toBe(200);
    expect(await verify(code(0))).toBe(401);
  });

  test('five wrong codes, then 429 also for the right one', async () => {
    const { email } = await account([], { totp: true });
    const person = await signedIn(email);
    const right = code();
    const wrong = right === '000000' ? '000001' : '000000';
    const verify = (of: string) =>
      portal.as(person).post('/api/v1/auth/totp/verify').send({ code: of });
    for (let n = 0; n < 5; n += 1) expect((await verify(wrong)).status).toBe(401);
    const blocked = await verify(right);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('a recovery code opens once, however it is typed', async () => {
    const { email } = await account();
    const person = await signedIn(email);
    const { body } = await portal.as(person).post('/api/v1/auth/totp/enrol');
    const confirmed = await portal
      .as(person)
      .post('/api/v1/auth/totp/confirm')
      .send({ code: code(0, body.secret) });
    const [first] = confirmed.body.recoveryCodes as string[];
    const recover = async (recoveryCode: string) =>
      portal
        .as(await signedIn(email))
        .post('/api/v1/auth/totp/verify')
        .send({ recoveryCode });
    const opened = await recover(String(first).toUpperCase().replaceAll('-', ' '));
    expect(opened.status).toBe(200);
    expect(opened.body.secondFactor).toBe('shown');
    expect((await recover(String(first))).status).toBe(401);
    // With the session it opened, a new second factor can be set up in place of the lost one.
    const again = { cookie: cookieOf(opened) };
    expect((await portal.as(again).post('/api/v1/auth/totp/enrol')).status).toBe(200);
  });

  test('a password alone does not replace a second factor', async () => {
    const { email } = await account([], { totp: true });
    const person = await signedIn(email);
    const answer = await portal.as(person).post('/api/v1/auth/totp/enrol');
    expect([answer.status, answer.body.code]).toEqual([401, 'SECOND_FACTOR_REQUIRED']);
    const confirm = await portal
      .as(person)
      .post('/api/v1/auth/totp/confirm')
      .send({ code: '123456' });
    expect(confirm.body.code).toBe('SECOND_FACTOR_REQUIRED');
  });

  test.each([
    ['neither code', {}, ['']],
    ['both codes', { code: '123456', recoveryCode: 'abcd' }, ['']],
    ['five digits', { code: '12345' }, ['/code']],
    ['a number', { code: 123456 }, ['/code']],
    ['digits of another script', { code: '١٢٣٤٥٦' }, ['/code']],
  ])('refuses %s', async (_, body, pointers) => {
    const { email } = await account([], { totp: true });
    const answer = await portal
      .as(await signedIn(email))
      .post('/api/v1/auth/totp/verify')
      .send(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual(pointers);
  });

  test('says what is missing when nothing was set up', async () => {
    const { email } = await account();
    const person = await signedIn(email);
    const verify = await portal
      .as(person)
      .post('/api/v1/auth/totp/verify')
      .send({ code: '123456' });
    expect([verify.status, verify.body.code]).toEqual([409, 'SECOND_FACTOR_NONE']);
    const confirm = await portal
      .as(person)
      .post('/api/v1/auth/totp/confirm')
      .send({ code: '123456' });
    expect([confirm.status, confirm.body.code]).toEqual([409, 'SECOND_FACTOR_NOT_STARTED']);
    await portal.as(person).post('/api/v1/auth/totp/enrol');
    const wrong = await portal
      .as(person)
      .post('/api/v1/auth/totp/confirm')
      .send({ code: '000000' });
    expect(wrong.body).toMatchObject({ status: 422, errors: [{ pointer: '/code' }] });
    expect((await portal.as(person).get('/api/v1/me')).status).toBe(200);
  });

  test('visitors reach none of it', async () => {
    for (const path of ['totp/enrol', 'totp/confirm', 'totp/verify', 'password', 'logout']) {
      const answer = await portal.http.post(`/api/v1/auth/${path}`).send({ code: '123456' });
      expect([answer.status, answer.body.code]).toEqual([401, 'SIGN_IN_REQUIRED']);
    }
  });
});

describe('changing the password', () => {
  const chosen = 'quiet marble orchard 58';
  const change = (person: { cookie: string }, body: object) =>
    portal.as(person).post('/api/v1/auth/password').send(body);

  test('ends the other sessions, renews this one, and only the new password opens', async () => {
    const { id, email } = await account();
    const here = await signedIn(email);
    const elsewhere = await signedIn(email);
    const answer = await change(here, { currentPassword: password, newPassword: chosen });
    expect(answer.status).toBe(200);
    expect((await portal.as(elsewhere).get('/api/v1/me')).status).toBe(401);
    expect((await portal.as(here).get('/api/v1/me')).status).toBe(401);
    expect((await portal.as({ cookie: cookieOf(answer) }).get('/api/v1/me')).status).toBe(200);
    expect((await login(email)).status).toBe(401);
    expect((await login(email, chosen)).status).toBe(200);
    expect(await auditActs(id)).toContain('password.change');
  });

  test.each([
    ['a wrong present one', { currentPassword: 'no' }, '/currentPassword', 'PASSWORD_WRONG'],
    ['the same again', { newPassword: password }, '/newPassword', 'PASSWORD_SAME'],
    ['a common one', { newPassword: 'password12345' }, '/newPassword', 'PASSWORD_COMMON'],
    [
      'one made of the name',
      { newPassword: 'AdaLovelace2026' },
      '/newPassword',
      'PASSWORD_CONTEXT',
    ],
  ])('refuses %s', async (_, more, pointer, problem) => {
    const { email } = await account();
    const body = { currentPassword: password, newPassword: chosen, ...more };
    const answer = await change(await signedIn(email), body);
    expect(answer.body).toMatchObject({ status: 422, code: problem, errors: [{ pointer }] });
  });

  test('guessing the present password is throttled', async () => {
    const { email } = await account();
    const person = await signedIn(email);
    const body = { currentPassword: 'wrong', newPassword: chosen };
    for (let n = 0; n < 5; n += 1) expect((await change(person, body)).status).toBe(422);
    expect((await change(person, body)).status).toBe(429);
  });
});
