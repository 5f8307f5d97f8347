import fc from 'fast-check';
import {
  checkRolesChange,
  checkSuspension,
  emailNormal,
  likeLiteral,
  standingOf,
} from './people.rules.js';

const person = (platformRoles: ('admin' | 'chair')[]) => ({ id: 'ada', platformRoles });

describe('changing roles', () => {
  test('nobody takes the admin role from themselves', () => {
    expect(() => checkRolesChange('ada', person(['admin']), ['chair'])).toThrow(
      'PEOPLE_OWN_ADMIN_ROLE',
    );
  });

  test.each([
    ['another administrator does', 'bob', ['admin'], []],
    ['they keep it', 'ada', ['admin'], ['admin', 'chair']],
    ['they had none', 'ada', ['chair'], []],
    ['the portal does', null, ['admin'], []],
  ] as const)('is free where %s', (_, actor, had, roles) => {
    expect(() => checkRolesChange(actor, person([...had]), roles)).not.toThrow();
  });
});

test('nobody suspends themselves', () => {
  expect(() => checkSuspension('ada', 'ada')).toThrow('PEOPLE_OWN_SUSPENSION');
  expect(() => checkSuspension('bob', 'ada')).not.toThrow();
  expect(() => checkSuspension(null, 'ada')).not.toThrow();
});

test('a person is active until suspended', () => {
  expect(standingOf({ suspendedAt: null })).toBe('active');
  expect(standingOf({ suspendedAt: new Date(0) })).toBe('suspended');
});

test.each([
  ['Ada@Example.ORG', 'ada@example.org'],
  [' ada@example.org ', 'ada@example.org'],
  ['ａda@example.org', 'ada@example.org'],
  ['ÅSA@example.org', 'åsa@example.org'],
])('%s is the address %s', (email, normal) => {
  expect(emailNormal(email)).toBe(normal);
  fc.assert(
    fc.property(fc.emailAddress(), (any) => emailNormal(emailNormal(any)) === emailNormal(any)),
  );
});

test('signs of LIKE are searched for literally', () => {
  expect(likeLiteral('100%_a\\b')).toBe('100\\%\\_a\\\\b');
});
