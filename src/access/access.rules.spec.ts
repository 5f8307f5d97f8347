import { mayHold, mayUse, tenantOf, type Requirement } from './access.rules.js';
import { anonymous, system, type Principal } from './principal.js';

const person = (more: Partial<Principal> = {}): Principal => ({
  ...anonymous('request', '192.0.2.1'),
  kind: 'person',
  personId: 'ada',
  sessionId: 'session',
  ...more,
});
const token = (more: Partial<Principal> = {}) =>
  person({ sessionId: null, scopes: ['request.read'], ...more });

const codeOf = (principal: Principal, requirement: Requirement, reading = false) => {
  const decision = mayUse(principal, requirement, reading);
  return decision.allow ? 'allowed' : decision.code;
};

describe('what a route asks for', () => {
  const officer = person({ platformRoles: ['officer'] });
  const enrol: Principal = { ...officer, secondFactor: 'enrol' };
  const required: Principal = { ...officer, secondFactor: 'required' };

  test.each([
    ['a visitor', anonymous('r', 'ip'), 'public', 'allowed'],
    ['a visitor', anonymous('r', 'ip'), 'session', 'SIGN_IN_REQUIRED'],
    ['a visitor', anonymous('r', 'ip'), 'call.read', 'SIGN_IN_REQUIRED'],
    ['the portal itself', system('r'), 'membership.decide', 'allowed'],
    ['somebody', person(), 'session', 'allowed'],
    ['somebody', person(), 'own-session', 'allowed'],
    ['somebody', person(), 'signed-in', 'allowed'],
    ['somebody', person(), 'call.read', 'allowed'],
    ['somebody', person(), 'membership.decide', 'PERMISSION_DENIED'],
    ['an officer', officer, 'membership.decide', 'allowed'],
    ['an officer before the second factor', required, 'session', 'allowed'],
    ['an officer before the second factor', required, 'signed-in', 'SECOND_FACTOR_REQUIRED'],
    ['an officer before the second factor', required, 'own-session', 'SECOND_FACTOR_REQUIRED'],
    [
      'an officer before the second factor',
      required,
      'membership.decide',
      'SECOND_FACTOR_REQUIRED',
    ],
    ['an officer without a second factor', enrol, 'session', 'allowed'],
    ['an officer without a second factor', enrol, 'call.read', 'SECOND_FACTOR_ENROL'],
  ] as const)('%s, %#: %s', (_, principal, requirement, told) => {
    expect(codeOf(principal, requirement)).toBe(told);
  });

  test('an organisation role holds where it is', () => {
    const manager = person({ organisations: new Map([['alpha', 'manager']]) });
    expect(codeOf(manager, 'request.submit')).toBe('allowed');
    expect(codeOf(manager, 'membership.submit')).toBe('PERMISSION_DENIED');
    expect(tenantOf(manager, 'request.submit')).toEqual({
      everywhere: false,
      organisationIds: ['alpha'],
    });
  });
});

describe('an access token', () => {
  const officer: Partial<Principal> = { platformRoles: ['officer'] };

  test.each([
    ['its scope', token(officer), 'request.read', true, 'allowed'],
    ['another permission of its owner', token(officer), 'membership.decide', false, 'TOKEN_SCOPE'],
    ['a scope that its owner lost', token(), 'request.read', true, 'PERMISSION_DENIED'],
    ['what everybody may', token(), 'organisation.create', false, 'TOKEN_SCOPE'],
    ['reading as somebody signed in', token(), 'signed-in', true, 'allowed'],
    ['changing as somebody signed in', token(), 'signed-in', false, 'SESSION_NEEDED'],
    ['a session', token(), 'session', true, 'SESSION_NEEDED'],
    ['a session of one’s own', token(), 'own-session', true, 'SESSION_NEEDED'],
    ['what is public', token(), 'public', false, 'allowed'],
  ] as const)('and %s', (_, principal, requirement, reading, told) => {
    expect(codeOf(principal, requirement, reading)).toBe(told);
  });

  test('reaches no tenant outside its scopes', () => {
    expect(tenantOf(token(officer), 'request.read')).toEqual({ everywhere: true });
    expect(tenantOf(token(officer), 'membership.read')).toEqual({
      everywhere: false,
      organisationIds: [],
    });
  });

  test('can be given what its owner holds', () => {
    expect(mayHold(person(), 'call.read').allow).toBe(true);
    expect(mayHold(person(), 'membership.decide').allow).toBe(false);
  });
});
