import { anOrganisation, joinOrganisation, someCountries } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';
import { Organisations } from '../../src/organisations/organisations.service.js';
import {
  organisationsLinkedTo,
  personBelongsOrIsLinked,
} from '../../src/organisations/organisations.queries.js';
import { newId } from '../../src/kernel/random.js';
import { system } from '../../src/access/principal.js';

let portal: Portal;
let ada: TestPerson;

const figures = {
  year: 2025,
  headcount: '120.5',
  turnoverCents: '2000000000',
  balanceCents: '1500000000',
};
const company = { name: 'Ada SARL', country: 'FR', kind: 'company', class: 'sme', figures };

beforeAll(async () => {
  portal = await openPortal();
  await someCountries(portal);
  ada = await aPerson(portal, { name: 'Ada' });
});
afterAll(() => portal.close());

const register = (body: object, person = ada) =>
  portal.as(person).post('/api/v1/organisations').send(body);
const audits = (id: string) =>
  portal.manager.query<{ act: string; actor_id: string; before: unknown; after: unknown }[]>(
    `SELECT act, actor_id, before, after FROM audit_event WHERE object_id = $1 ORDER BY at, id`,
    [id],
  );

describe('registering an organisation', () => {
  test('makes its sender the representative, and keeps how the class follows (MEM-2)', async () => {
    const made = await register({
      ...company,
      name: 'Électricité d’Ada',
      identifiers: [{ kind: 'siren', value: '552 081 317' }],
    });
    expect(made.status).toBe(201);
    expect(made.headers['location']).toBe(`/api/v1/organisations/${made.body.id}`);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toMatchObject({
      slug: 'electricite-d-ada',
      class: 'sme',
      role: 'representative',
      identityLocked: false,
      identifiers: [{ kind: 'siren', value: '552081317', raw: '552 081 317', state: 'checksum' }],
    });
    expect(made.body.classBasis.join(' ')).toMatch(/headcount 120.5 < 250.*2003\/361.*Class SME/);
    const people = await portal.as(ada).get(`/api/v1/organisations/${made.body.id}/people`);
    expect(people.body.items).toMatchObject([{ id: ada.id, name: 'Ada', role: 'representative' }]);
    expect(await audits(made.body.id)).toMatchObject([
      { act: 'organisation.create', actor_id: ada.id, after: { class: 'sme' } },
    ]);
  });

  test('two organisations of one name have two addresses', async () => {
    const [first, second] = [await register(company), await register(company)];
    expect(second.body.slug).toMatch(new RegExp(`^${first.body.slug}-[0-9a-f]{8}$`));
  });

  test('MEM-1: a wrong check digit names the field and the right digit', async () => {
    const refused = await register({
      ...company,
      identifiers: [
        { kind: 'lei', value: '529900D6BF99LW9R2E69' },
        { kind: 'siren', value: '552081318' },
      ],
    });
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('ORG_IDENTIFIERS');
    expect(refused.body.errors).toEqual([
      {
        pointer: '/identifiers/0/value',
        code: 'IDENTIFIER_CHECK_DIGIT',
        detail: expect.stringContaining('calls for 68'),
      },
      {
        pointer: '/identifiers/1/value',
        code: 'IDENTIFIER_CHECK_DIGIT',
        detail: expect.stringContaining('calls for 7'),
      },
    ]);
  });

  test('MEM-1: an identifier of another organisation is refused as taken', async () => {
    const lei = { kind: 'lei', value: 'MINO79WLOO247M1IL051' };
    await register({ ...company, identifiers: [lei] }).expect(201);
    const refused = await register({
      ...company,
      identifiers: [{ ...lei, value: lei.value.toLowerCase() }],
    });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'ORG_IDENTIFIER_TAKEN',
      errors: [{ pointer: '/identifiers/0/value' }],
    });
  });

  test.each([
    ['an unknown country', { country: 'ZZ' }, 'ORG_COUNTRY_UNKNOWN', '/country'],
    ['a company that calls itself science', { class: 'science' }, 'ORG_CLASS_KIND', '/class'],
    ['a company without figures', { figures: null }, 'ORG_FIGURES_MISSING', '/figures'],
    [
      'an SME above the ceilings',
      { figures: { ...figures, headcount: '250' } },
      'ORG_CLASS_FIGURES',
      '/class',
    ],
    [
      'a university that calls itself large',
      { kind: 'university', class: 'large' },
      'ORG_CLASS_KIND',
      '/class',
    ],
    [
      'a VAT number of another country',
      { identifiers: [{ kind: 'vat', value: 'FI09206320' }] },
      'ORG_IDENTIFIERS',
      '/identifiers/0/value',
    ],
  ])('%s is refused', async (_, change, code, pointer) => {
    const refused = await register({ ...company, ...change });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code, errors: [{ pointer }] });
    expect(refused.body.detail).toMatch(/\.$/);
  });

  test.each([
    ['an unknown field', { nmae: 'x' }, '/nmae'],
    ['a number for a name', { name: 7 }, '/name'],
    ['no country', { country: undefined }, '/country'],
    ['figures with a float', { figures: { ...figures, headcount: 120.5 } }, '/figures/headcount'],
    [
      'negative turnover',
      { figures: { ...figures, turnoverCents: '-1' } },
      '/figures/turnoverCents',
    ],
    [
      'an unknown kind of identifier',
      { identifiers: [{ kind: 'duns', value: '1' }] },
      '/identifiers/0/kind',
    ],
    ['a name of two lines', { name: 'a\nb' }, '/name'],
    ['a web address for a domain', { webDomain: 'https://example.org' }, '/webDomain'],
  ])('%s is malformed', async (_, change, pointer) => {
    const refused = await register({ ...company, ...change });
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].pointer).toBe(pointer);
  });

  test('a visitor has to sign in first', async () => {
    await portal.http.post('/api/v1/organisations').send(company).expect(401);
  });

  test('the same Idempotency-Key registers once and answers the same', async () => {
    const key = newId();
    const send = () => register({ ...company, name: 'Once SAS' }).set('Idempotency-Key', key);
    const [first, second] = [await send(), await send()];
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
  });

  test('the seed registers on behalf of others, in its own transaction', async () => {
    const organisations = portal.get(Organisations);
    const grace = await aPerson(portal);
    const made = await portal.database.inTransaction(system('seed'), (manager) =>
      organisations.createIn(
        manager,
        system('seed'),
        {
          name: 'Seed University',
          country: 'FI',
          kind: 'university',
          legalForm: '',
          city: '',
          description: '',
          identifiers: [],
        },
        { representativeId: grace.id, fictitious: true },
      ),
    );
    const seen = await portal.as(grace).get(`/api/v1/organisations/${made.id}`);
    expect(seen.body).toMatchObject({ class: 'science', fictitious: true, role: 'representative' });
  });
});

describe('reading organisations', () => {
  let own: { id: string; name: string };
  let foreign: { id: string };
  let viewer: TestPerson;
  let officer: TestPerson;

  beforeAll(async () => {
    viewer = await aPerson(portal);
    officer = await aPerson(portal, { platformRoles: ['officer'] });
    own = await anOrganisation(portal, {
      name: 'Reading 100% GmbH',
      country: 'DE',
      people: { viewer },
    });
    foreign = await anOrganisation(portal, { country: 'ES' });
  });

  test('members see their own, officers all, somebody new an empty list', async () => {
    const seen = await portal.as(viewer).get('/api/v1/organisations');
    expect(seen.body.items.map(({ id }: { id: string }) => id)).toEqual([own.id]);
    const all = await portal.as(officer).get('/api/v1/organisations?limit=200');
    expect(all.body.items.length).toBeGreaterThan(5);
    const nobody = await portal.as(await aPerson(portal)).get('/api/v1/organisations');
    expect(nobody.body).toEqual({ items: [], nextCursor: null });
  });

  test('a foreign one and one that does not exist are the same 404', async () => {
    const client = portal.as(viewer);
    const [a, b] = [foreign.id, newId()].map((id) => client.get(`/api/v1/organisations/${id}`));
    const [one, other] = [await a!, await b!];
    expect(one.status).toBe(404);
    expect({ ...one.body, requestId: '' }).toEqual({ ...other.body, requestId: '' });
    const people = await client.get(`/api/v1/organisations/${foreign.id}/people`);
    expect({ ...people.body, requestId: '' }).toEqual({ ...other.body, requestId: '' });
  });

  test('filters by class, country and a search in which % is a letter', async () => {
    const ids = async (query: string) =>
      (await portal.as(officer).get(`/api/v1/organisations?limit=200&${query}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids('search=100%25%20GMBH')).toEqual([own.id]);
    expect(await ids('country=ES')).toEqual([foreign.id]);
    expect(await ids('class=science&country=DE')).toEqual([]);
    expect(await ids('search=MINO79WLOO247M1IL051')).toHaveLength(1);
  });

  test('pages neither skip nor repeat', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await portal
        .as(officer)
        .get(`/api/v1/organisations?limit=2${cursor}`)
        .expect(200);
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    const [{ count }] = await portal.manager.query(`SELECT count(*)::int FROM organisations`);
    expect(seen).toHaveLength(count);
  });
});

describe('changing an organisation', () => {
  const patch = (id: string, body: object, version = 1, person = ada) =>
    portal
      .as(person)
      .patch(`/api/v1/organisations/${id}`)
      .set('If-Match', `"${version}"`)
      .send(body);

  test('null empties, what is left out stays, and the audit tells before and after', async () => {
    const made = await register({
      ...company,
      city: 'Lyon',
      webDomain: 'Ada.Example',
      description: 'x',
    });
    const changed = await patch(made.body.id, { webDomain: null, description: null });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      webDomain: null,
      description: '',
      city: 'Lyon',
      version: 2,
    });
    const rows = await audits(made.body.id);
    expect(rows.at(-1)).toMatchObject({
      act: 'organisation.edit',
      before: { webDomain: 'ada.example' },
      after: { webDomain: null },
    });
  });

  test('MEM-2: figures merge, and a class that no longer fits is refused', async () => {
    const made = await register(company);
    const refused = await patch(made.body.id, { figures: { headcount: '9000' } });
    expect(refused.body).toMatchObject({ code: 'ORG_CLASS_FIGURES' });
    const large = await patch(made.body.id, { class: null, figures: { headcount: '9000' } });
    expect(large.body).toMatchObject({
      class: 'large',
      figures: { ...figures, headcount: '9000' },
    });
    const science = await patch(made.body.id, { kind: 'research_organisation', figures: null }, 2);
    expect(science.body).toMatchObject({ class: 'science', figures: null });
  });

  test('identifiers are replaced as a whole and checked against the new country', async () => {
    const made = await register({
      ...company,
      identifiers: [{ kind: 'siret', value: '73282932000074' }],
    });
    const refused = await patch(made.body.id, { country: 'DE' });
    expect(refused.body).toMatchObject({ code: 'ORG_IDENTIFIERS' });
    const moved = await patch(made.body.id, {
      country: 'DE',
      identifiers: [{ kind: 'vat', value: 'DE 136 695 976' }],
    });
    expect(moved.body.identifiers).toMatchObject([{ kind: 'vat', value: 'DE136695976' }]);
    const none = await patch(made.body.id, { identifiers: null }, 2);
    expect(none.body.identifiers).toEqual([]);
  });

  test('a stale version is 412, none is 428, an unknown field 400', async () => {
    const made = await register(company);
    await patch(made.body.id, { city: 'Lyon' }).expect(200);
    const stale = await patch(made.body.id, { city: 'Nice' });
    expect(stale.status).toBe(412);
    await portal.as(ada).patch(`/api/v1/organisations/${made.body.id}`).send({}).expect(428);
    const unknown = await patch(made.body.id, { group: 'x', name: null }, 2);
    expect(unknown.status).toBe(400);
    expect(unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/group',
      '/name',
    ]);
  });

  test('a viewer, an officer and a member of another organisation cannot', async () => {
    const [viewer, other] = [await aPerson(portal), await aPerson(portal)];
    const officer = await aPerson(portal, { platformRoles: ['officer'] });
    const made = await anOrganisation(portal, { people: { representative: ada, viewer } });
    await anOrganisation(portal, { people: { manager: other } });
    await patch(made.id, { city: 'Nice' }, 1, viewer).expect(403);
    await patch(made.id, { city: 'Nice' }, 1, officer).expect(403);
    await patch(made.id, { city: 'Nice' }, 1, other).expect(404);
  });

  test('what was checked for a membership is changed by an administrator only', async () => {
    const admin = await aPerson(portal, { platformRoles: ['admin'] });
    const made = await register(company);
    await portal.get(Organisations).lockIdentity(portal.manager, made.body.id, true);
    const refused = await patch(made.body.id, { name: 'Other', city: 'Nice' }, 2);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'ORG_IDENTITY_LOCKED',
      errors: [{ pointer: '/name' }],
    });
    await patch(made.body.id, { city: 'Nice' }, 2).expect(200);
    const changed = await patch(made.body.id, { name: 'Other' }, 3, admin);
    expect(changed.body).toMatchObject({ name: 'Other', identityLocked: true });
    await joinOrganisation(portal, made.body.id, admin.id, 'manager');
    await patch(made.body.id, { name: 'Mine' }, 4, admin).expect(409);
  });
});

describe('people of an organisation', () => {
  const path = (organisation: { id: string }, person: TestPerson) =>
    `/api/v1/organisations/${organisation.id}/people/${person.id}`;

  async function aTeam() {
    const [boss, manager, member] = [
      await aPerson(portal),
      await aPerson(portal),
      await aPerson(portal),
    ];
    const organisation = await anOrganisation(portal, {
      people: { representative: boss, manager, member },
    });
    return { boss, manager, member, organisation };
  }
  const change = (by: TestPerson, at: string, role: string, version = 1) =>
    portal.as(by).patch(at).set('If-Match', `"${version}"`).send({ role });
  const remove = (by: TestPerson, at: string, version = 1) =>
    portal.as(by).delete(at).set('If-Match', `"${version}"`);

  test('a manager gives roles below the representative’s', async () => {
    const { manager, member, boss, organisation } = await aTeam();
    const changed = await change(manager, path(organisation, member), 'manager');
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ id: member.id, role: 'manager', version: 2 });
    const read = await portal.as(member).get(path(organisation, member));
    expect(read.headers['etag']).toBe('"2"');
    const refused = await change(manager, path(organisation, member), 'representative', 2);
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('ORG_REPRESENTATIVE_ONLY');
    expect((await remove(manager, path(organisation, boss))).body.code).toBe(
      'ORG_REPRESENTATIVE_ONLY',
    );
    expect((await audits(organisation.id)).map(({ act }) => act)).toEqual([
      'organisation.person-role',
    ]);
  });

  test('the last representative can neither go nor change role', async () => {
    const { boss, member, organisation } = await aTeam();
    for (const refused of [
      await remove(boss, path(organisation, boss)),
      await change(boss, path(organisation, boss), 'manager'),
    ]) {
      expect(refused.status).toBe(409);
      expect(refused.body.code).toBe('ORG_LAST_REPRESENTATIVE');
    }
    await change(boss, path(organisation, member), 'representative').expect(200);
    await remove(boss, path(organisation, boss)).expect(204);
    await portal.as(boss).get(path(organisation, member)).expect(404);
  });

  test('two representatives who remove each other at one instant leave one', async () => {
    const { boss, member, organisation } = await aTeam();
    await change(boss, path(organisation, member), 'representative').expect(200);
    const answers = await Promise.all([
      remove(boss, path(organisation, member), 2),
      remove(member, path(organisation, boss)),
    ]);
    const left = await portal.manager.query(
      `SELECT 1 FROM organisation_people WHERE organisation_id = $1 AND role = 'representative'`,
      [organisation.id],
    );
    expect(left).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  test('stale, missing and foreign are refused', async () => {
    const { boss, member, organisation } = await aTeam();
    await change(boss, path(organisation, member), 'viewer').expect(200);
    await change(boss, path(organisation, member), 'manager').expect(412);
    await portal.as(boss).delete(path(organisation, member)).expect(428);
    await change(ada, path(organisation, member), 'viewer', 2).expect(404);
    await change(member, path(organisation, member), 'manager', 2).expect(403);
    await change(boss, path(organisation, ada), 'manager').expect(404);
    await change(boss, path(organisation, member), 'owner', 2).expect(400);
  });
});

test('MEM-4: belonging and single undertakings count as linked', async () => {
  const group = newId();
  const person = await aPerson(portal);
  const own = await anOrganisation(portal, {
    name: 'B',
    groupId: group,
    people: { viewer: person },
  });
  const sister = await anOrganisation(portal, { name: 'A', groupId: group });
  const stranger = await anOrganisation(portal);
  expect(await organisationsLinkedTo(portal.manager, person.id)).toEqual([
    { id: sister.id, name: 'A' },
    { id: own.id, name: 'B' },
  ]);
  expect(await personBelongsOrIsLinked(portal.manager, person.id, sister.id)).toBe(true);
  expect(await personBelongsOrIsLinked(portal.manager, person.id, stranger.id)).toBe(false);
});
