import { checkIdentifier } from '../../kernel/identifiers.js';
import { checkPassword } from '../../credentials/password.rules.js';
import { organisationRoles, platformRoles, secondFactorRoles } from '../../access/permissions.js';
import { demoUsers } from '../demo-users.js';
import { accessModes } from './access-modes.js';
import { countries } from './countries.js';
import { fields } from './fields.js';
import { inventedOrganisations } from './organisations.js';
import { pressMembers } from './press-members.js';
import { sites } from './sites.js';
import { topics } from './topics.js';

describe('reference data', () => {
  test('27 member states with carbon figures; Greece is GR and EL', () => {
    const members = countries.filter(({ eu }) => eu);
    expect(members).toHaveLength(27);
    expect(members.every(({ carbon }) => carbon !== null)).toBe(true);
    expect(countries.find(({ code }) => code === 'GR')).toMatchObject({ vies: 'EL', nuts: 'EL' });
    expect(new Set(countries.map(({ code }) => code)).size).toBe(countries.length);
  });

  test.each([
    ['jupiter', 23_536],
    ['leonardo', 13_824],
    ['lumi', 11_912],
    ['marenostrum-5', 4_480],
    ['meluxina', 800],
    ['karolina', 576],
    ['vega', 240],
    ['deucalion', 132],
    ['discoverer-plus', 32],
  ])('%s has %i accelerators', (slug, accelerators) => {
    const site = sites.find((candidate) => candidate.slug === slug);
    expect(site?.state).toBe('operating');
    expect(site?.partitions[0]?.accelerators).toBe(accelerators);
  });

  test('four gigafactories of 100,000 accelerators, planned and said to be fictitious', () => {
    const planned = sites.filter(({ kind }) => kind === 'gigafactory');
    expect(planned).toHaveLength(4);
    for (const { state, name, partitions } of planned) {
      expect(state).toBe('planned');
      expect(name).toMatch(/fictitious/);
      expect(partitions[0]?.accelerators).toBe(100_000);
    }
  });

  test('access modes have their limits in order and name a source', () => {
    expect(accessModes).toHaveLength(8);
    for (const { gpuHoursMin, gpuHoursMax, source } of accessModes) {
      expect(gpuHoursMin).toBeLessThanOrEqual(gpuHoursMax);
      expect(source).not.toBe('');
    }
  });
});

describe('organisations', () => {
  test('a real name is nowhere an invented one', () => {
    const invented = new Set(inventedOrganisations.map(({ name }) => name.toLowerCase()));
    expect(pressMembers.filter(({ name }) => invented.has(name.toLowerCase()))).toEqual([]);
    expect(new Set(inventedOrganisations.map(({ slug }) => slug)).size).toBe(
      inventedOrganisations.length,
    );
  });

  test('public identifiers of real members have right check digits', () => {
    for (const { lei } of pressMembers) {
      if (lei !== undefined) expect(checkIdentifier('lei', lei).valid).toBe(true);
    }
  });

  test('every field has several organisations and topics', () => {
    for (const field of fields) {
      const able = inventedOrganisations.filter((each) => each.fields.includes(field));
      expect(able.length).toBeGreaterThan(4);
      expect(topics.filter(([own]) => own === field).length).toBeGreaterThan(4);
    }
  });
});

describe('accounts', () => {
  const users = demoUsers();

  test('one of each platform and organisation role, an organisation of each class, two admins', () => {
    const roles = new Set(users.map(({ role }) => role));
    expect([...roles].sort()).toEqual([...platformRoles, ...organisationRoles].sort());
    expect(users.filter(({ role }) => role === 'admin')).toHaveLength(2);
    const representatives = users.filter(({ role }) => role === 'representative');
    expect(representatives.map(({ organisation }) => organisation?.class).sort()).toEqual([
      'large',
      'science',
      'sme',
    ]);
  });

  test('passwords would be accepted from anybody', () => {
    for (const { password, email, name } of users) {
      expect(password.length).toBeGreaterThanOrEqual(12);
      expect(() => checkPassword(password, { email, name }, '/password')).not.toThrow();
    }
  });

  test('a second factor where the role needs one, each with its own 160-bit secret', () => {
    for (const { role, totpSecret } of users) {
      const needs = secondFactorRoles.some((candidate) => candidate === role);
      expect(totpSecret === null).toBe(!needs);
      if (totpSecret !== null) expect(totpSecret).toMatch(/^[A-Z2-7]{32}$/);
    }
    const secrets = users.flatMap(({ totpSecret }) => totpSecret ?? []);
    expect(new Set(secrets).size).toBe(secrets.length);
  });
});
