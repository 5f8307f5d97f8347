import {
  principalOf,
  secondFactorOf,
  sessionCookie,
  unkeyed,
  type Bearer,
} from './sessions.rules.js';

const bearer: Bearer = {
  id: 'session-1',
  personId: 'person-1',
  name: 'Ada',
  demo: false,
  platformRoles: ['officer'],
  organisations: { 'organisation-1': 'manager' },
  enrolled: true,
  shown: false,
  scopes: null,
  stale: false,
};

describe('where a session stands with its second factor', () => {
  test.each([
    [[], false, false, 'none'],
    [['auditor'], false, false, 'none'],
    [['reviewer'], false, false, 'enrol'],
    [['auditor', 'admin'], false, false, 'enrol'],
    [[], true, false, 'required'],
    [['admin'], true, false, 'required'],
    [['admin'], true, true, 'shown'],
    [[], false, true, 'shown'],
  ] as const)('roles %j, set up %s, shown %s: %s', (platformRoles, enrolled, shown, told) => {
    expect(secondFactorOf({ platformRoles: [...platformRoles], enrolled, shown })).toBe(told);
  });
});

describe('the principal', () => {
  test('of a session carries roles, organisations and the session', () => {
    expect(principalOf(bearer, 'request-1', '192.0.2.1')).toEqual({
      kind: 'person',
      personId: 'person-1',
      name: 'Ada',
      platformRoles: ['officer'],
      organisations: new Map([['organisation-1', 'manager']]),
      sessionId: 'session-1',
      secondFactor: 'required',
      requestId: 'request-1',
      ip: '192.0.2.1',
    });
  });

  test('of a token carries its scopes and no session', () => {
    const principal = principalOf({ ...bearer, scopes: ['call.read'] }, 'r', 'ip');
    expect(principal).toMatchObject({
      sessionId: null,
      scopes: ['call.read'],
      secondFactor: 'shown',
    });
  });

  test('of a token waits where a role needs a second factor that was never set up', () => {
    const principal = principalOf({ ...bearer, enrolled: false, scopes: [] }, 'r', 'ip');
    expect(principal.secondFactor).toBe('enrol');
  });

  test('loses its Idempotency-Key where secrets pass', () => {
    const who = principalOf(bearer, 'r', 'ip');
    const keyed = { ...who, idempotency: { key: 'k', route: 'POST /', fingerprint: 'f' } };
    expect(unkeyed(keyed).idempotency).toBeUndefined();
    expect(keyed.idempotency).toBeDefined();
  });
});

test.each([
  ['https://portal.example', '__Host-session', true],
  ['http://localhost:3000', 'session', false],
])('the cookie under %s', (publicUrl, name, secure) => {
  expect(sessionCookie(publicUrl)).toEqual({
    name,
    options: { path: '/', httpOnly: true, secure, sameSite: 'lax' },
  });
});
