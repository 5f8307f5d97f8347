import { newId } from '../../src/kernel/random.js';
import { anOrganisation, joinOrganisation, someCountries } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';
import { openRegistries, type FakeRegistries, type Trouble } from '../harness/registries.js';

/* MEM-1, MEM-8: identifiers against registries, from the form to the decision. */

let portal: Portal;
let fake: FakeRegistries;
let officer: TestPerson;

beforeAll(async () => {
  fake = await openRegistries();
  portal = await openPortal(fake.variables);
  await someCountries(portal);
  officer = await aPerson(portal, { platformRoles: ['officer'], name: 'Olivia' });
});
afterAll(async () => {
  await portal.close();
  await fake.close();
});
beforeEach(async () => {
  fake.reset();
  // Each test starts with nobody registered: real numbers are few.
  await portal.manager.query(
    `WITH renamed AS (UPDATE organisations SET name = id::text)
     UPDATE organisation_identifiers SET value = id::text, next_check_at = 'infinity'`,
  );
  await portal.manager.query(`DELETE FROM registry_answers`);
});
afterEach(() => portal.travelTo(null));

const lei = '529900D6BF99LW9R2E68';
const parentLei = 'MINO79WLOO247M1IL051';
const csc = {
  name: 'CSC – IT Center for Science',
  country: 'FI',
  kind: 'research_organisation',
  identifiers: [{ kind: 'ror', value: 'https://ror.org/04m8m1253' }],
};
const sap = {
  name: 'SAP',
  country: 'DE',
  kind: 'company',
  class: 'large',
  identifiers: [{ kind: 'lei', value: '5299 00D6 BF99 LW9R 2E68' }],
};
const finn = {
  name: 'Helsinki Compute',
  country: 'FI',
  kind: 'company',
  class: 'large',
  identifiers: [{ kind: 'vat', value: 'FI 0920 6320' }],
};

async function register(body: object) {
  const person = await aPerson(portal);
  const made = await portal.as(person).post('/api/v1/organisations').send(body);
  expect([made.status, made.body.detail ?? '']).toEqual([201, '']);
  return { id: made.body.id as string, person };
}
const identifiers = async (id: string, by: TestPerson = officer) =>
  (await portal.as(by).get(`/api/v1/organisations/${id}/identifiers`).expect(200)).body;
const first = async (id: string, by: TestPerson = officer) =>
  (await identifiers(id, by)).identifiers[0];
const decide = (id: string, kind: string, body: object, by: TestPerson = officer) =>
  portal.as(by).post(`/api/v1/organisations/${id}/identifiers/${kind}/decide`).send(body);
const reason = 'The trade register shows that both names are the same company.';
const runCheck = (organisationId: string) => portal.run('registries.check', { organisationId });
const away: Trouble[] = Array.from({ length: 3 }, () => ({
  kind: 'vies',
  error: 'MS_UNAVAILABLE',
}));
const later = (days: number) => portal.travelTo(new Date(Date.now() + days * 86_400_000));
const acts = async (id: string) =>
  (
    await portal.manager.query<{ act: string }[]>(
      `SELECT act FROM audit_event WHERE object_id = $1 AND act LIKE 'organisation-identifier.%' ORDER BY at, id`,
      [id],
    )
  ).map(({ act }) => act.replace('organisation-identifier.', ''));

describe('from checksum to the registry’s word', () => {
  test('MEM-1: a new identifier asks for a check after the commit, and the registry confirms it', async () => {
    fake.lei.set(lei, { name: 'SAP SE', country: 'DE', registration: 'LAPSED' });
    const { id, person } = await register(sap);
    const asked = await portal.manager.query<{ payload: object }[]>(
      `SELECT payload FROM outbox WHERE job = 'registries.check' AND payload->>'organisationId' = $1`,
      [id],
    );
    expect(asked).toHaveLength(1);
    expect(await first(id)).toMatchObject({ state: 'checksum', checking: true, version: 0 });
    expect(await runCheck(id)).toEqual({ checked: 1 });
    expect(await first(id, person)).toMatchObject({
      kind: 'lei',
      value: lei,
      raw: '5299 00D6 BF99 LW9R 2E68',
      state: 'confirmed',
      registry: 'GLEIF',
      registryOn: true,
      checking: false,
      registered: { name: 'SAP SE', country: 'DE', status: 'LAPSED', nameScore: 1 },
      differences: [{ code: 'STATUS_NOTE', grave: false }],
      problem: null,
      consultedAt: expect.any(String),
      version: 1,
    });
    expect(await acts(id)).toEqual(['confirm']);
    const read = await portal.as(person).get(`/api/v1/organisations/${id}`);
    expect(read.body.identifiers[0].state).toBe('confirmed');
    expect(await runCheck(id)).toEqual({ checked: 0 });
  });

  test('MEM-1: another name and country are a mismatch, in words', async () => {
    fake.vat.set('FI09206320', { valid: true, name: 'Turku Shipyard Oy', address: 'Turku' });
    const { id } = await register(finn);
    await runCheck(id);
    const found = await first(id);
    expect(found.state).toBe('mismatch');
    expect(found.differences).toEqual([
      {
        code: 'NAME',
        grave: true,
        detail: expect.stringMatching(
          /^VIES has the name “Turku Shipyard Oy”, the organisation says “Helsinki Compute”/,
        ),
      },
    ]);
    expect(await acts(id)).toEqual(['contradict']);
  });

  test('MEM-1: a wrong country, and a number that is not valid', async () => {
    fake.lei.set(lei, { name: 'SAP SE', country: 'US', jurisdiction: 'US-DE' });
    const german = await register(sap);
    await runCheck(german.id);
    expect((await first(german.id)).differences).toMatchObject([
      { code: 'COUNTRY', detail: 'GLEIF has it in US, the organisation says DE.' },
    ]);
    const invalid = await register(finn);
    await runCheck(invalid.id);
    expect(await first(invalid.id)).toMatchObject({
      state: 'mismatch',
      registered: null,
      differences: [{ code: 'INVALID' }],
    });
  });

  test('MEM-1: Greece is asked as EL and compared as GR', async () => {
    fake.vat.set('EL094259216', { valid: true, name: 'ΔΕΛΤΑ ΥΠΟΛΟΓΙΣΤΕΣ ΑΕ' });
    const { id } = await register({
      ...finn,
      name: 'Delta Ypologistes',
      country: 'GR',
      identifiers: [{ kind: 'vat', value: 'GR 094259216' }],
    });
    await runCheck(id);
    expect(fake.asked).toEqual(['/vies/check-vat-number EL094259216']);
    expect(await first(id)).toMatchObject({ state: 'confirmed', value: 'EL094259216' });
  });

  test('MEM-1: a changed name is compared anew from the answer of the day, without the network', async () => {
    fake.vat.set('FI09206320', { valid: true, name: 'Turku Shipyard Oy' });
    const { id, person } = await register(finn);
    await runCheck(id);
    const before = await portal.as(person).get(`/api/v1/organisations/${id}`);
    const patch = (version: number, body: object) =>
      portal
        .as(person)
        .patch(`/api/v1/organisations/${id}`)
        .set('If-Match', `"${version}"`)
        .send(body);
    const renamed = await patch(before.body.version, { name: 'Turku Shipyard' }).expect(200);
    expect(renamed.body.identifiers[0].state).toBe('checksum');
    await runCheck(id);
    expect((await first(id)).state).toBe('confirmed');
    expect(fake.asked).toHaveLength(1);
    // What does not concern it leaves the registry's word alone.
    const described = await patch(renamed.body.version, {
      description: 'Builds ships.',
      identifiers: [
        { kind: 'vat', value: 'FI09206320' },
        { kind: 'pic', value: '999997930' },
      ],
    }).expect(200);
    expect(described.body.identifiers).toMatchObject([
      { kind: 'pic', state: 'syntax' },
      { kind: 'vat', raw: 'FI09206320', state: 'confirmed' },
    ]);
  });
});

describe('faults', () => {
  test('MEM-1: a registry that is away blocks and loses nothing, and is asked again later each time', async () => {
    fake.trouble = [...away];
    fake.vat.set('FI09206320', { valid: true, name: 'Helsinki Compute Oy' });
    const { id, person } = await register(finn);
    await runCheck(id);
    expect(await first(id)).toMatchObject({
      state: 'unavailable',
      problem: { code: 'MEMBER_STATE_UNAVAILABLE', detail: expect.stringMatching(/asked again/) },
    });
    const draft = await portal
      .as(person)
      .post('/api/v1/membership-applications')
      .send({ organisationId: id, motivation: 'We join.' });
    expect(draft.status).toBe(201);
    expect(await portal.run('registries.tick', {})).toEqual({ checked: 0 });
    later(10 / 1440);
    expect(await portal.run('registries.tick', {})).toEqual({ checked: 1 });
    expect(await first(id)).toMatchObject({ state: 'confirmed', problem: null });
    expect(await acts(id)).toEqual(['miss', 'confirm']);
  });

  test('MEM-1: what was confirmed stays so while the registry is away; a new answer changes it', async () => {
    fake.lei.set(lei, { name: 'SAP SE', country: 'DE' });
    const { id } = await register(sap);
    await runCheck(id);
    later(80);
    expect(await portal.run('registries.tick', {})).toEqual({ checked: 0 });
    later(120);
    fake.trouble = Array.from({ length: 3 }, () => ({ kind: 'status', status: 503 }));
    expect(await portal.run('registries.tick', {})).toEqual({ checked: 1 });
    expect(await first(id)).toMatchObject({
      state: 'confirmed',
      problem: { code: 'REGISTRY_ERROR' },
      registered: { name: 'SAP SE' },
    });
    later(121);
    fake.lei.set(lei, { name: 'SAP SE', country: 'DE', registration: 'RETIRED' });
    expect(await portal.run('registries.tick', {})).toEqual({ checked: 1 });
    expect(await first(id)).toMatchObject({
      state: 'mismatch',
      differences: [{ code: 'STATUS', detail: expect.stringContaining('RETIRED') }],
    });
  });

  test('two workers ask once', async () => {
    fake.lei.set(lei, { name: 'SAP SE', country: 'DE' });
    const { id } = await register(sap);
    const runs = await Promise.all([runCheck(id), runCheck(id), portal.run('registries.tick', {})]);
    expect(runs.map((run) => (run as { checked: number }).checked).toSorted()).toEqual([0, 0, 1]);
    expect(fake.asked).toHaveLength(1);
  });

  test('an identifier that was given up while the registry was asked has no effect', async () => {
    fake.lei.set(lei, { name: 'SAP SE', country: 'DE' });
    const { id, person } = await register(sap);
    fake.trouble = [{ kind: 'slow', ms: 200 }];
    const running = runCheck(id);
    await portal
      .as(person)
      .patch(`/api/v1/organisations/${id}`)
      .set('If-Match', '"1"')
      .send({ identifiers: [] })
      .expect(200);
    await running;
    expect((await identifiers(id)).identifiers).toEqual([]);
    expect(await acts(id)).toEqual([]);
  });

  test('a day after the answer the registry is asked again', async () => {
    fake.lei.set(lei, { name: 'SAP SE', country: 'DE' });
    const { id } = await register(sap);
    await runCheck(id);
    const due = `UPDATE organisation_identifiers SET next_check_at = '2020-01-01' WHERE organisation_id = $1`;
    await portal.manager.query(due, [id]);
    await runCheck(id);
    expect(fake.asked).toHaveLength(1);
    await portal.manager.query(due, [id]);
    later(1.1);
    await runCheck(id);
    expect(fake.asked).toHaveLength(2);
  });
});

describe('officers', () => {
  test('an officer has the registries asked anew, past the answers kept for a day', async () => {
    fake.vat.set('FI09206320', { valid: false });
    const { id, person } = await register(finn);
    await runCheck(id);
    fake.vat.set('FI09206320', { valid: true, name: 'Helsinki Compute Oy' });
    const ask = (by: TestPerson) =>
      portal.as(by).post(`/api/v1/organisations/${id}/identifiers/check`).send({});
    expect((await ask(person)).status).toBe(403);
    expect((await ask(officer)).body.identifiers[0]).toMatchObject({ checking: true });
    const again = await ask(officer);
    expect([again.status, again.body.code, again.headers['retry-after']]).toEqual([
      429,
      'REG_ASKED_JUST_NOW',
      '60',
    ]);
    await runCheck(id);
    expect(await first(id)).toMatchObject({ state: 'confirmed', checking: false });
    const none = await register({ ...finn, identifiers: [{ kind: 'pic', value: '999997930' }] });
    const nothing = await portal
      .as(officer)
      .post(`/api/v1/organisations/${none.id}/identifiers/check`);
    expect([nothing.status, nothing.body.code]).toEqual([409, 'REG_NOTHING_TO_ASK']);
  });

  test('MEM-1: a mismatch is decided with a reason, kept with who and why, while the registry says the same', async () => {
    fake.vat.set('FI09206320', { valid: true, name: 'Turku Shipyard Oy' });
    const { id, person } = await register(finn);
    await runCheck(id);
    expect((await decide(id, 'vat', { decision: 'accept', reason: 'ok' })).status).toBe(400);
    expect((await decide(id, 'vat', { decision: 'accept', reason }, person)).status).toBe(403);
    expect((await decide(id, 'lei', { decision: 'accept', reason })).body.code).toBe(
      'REG_NO_MISMATCH',
    );
    const stale = await decide(id, 'vat', { decision: 'accept', reason }).set('If-Match', '"7"');
    expect(stale.status).toBe(412);
    const done = await decide(id, 'vat', { decision: 'accept', reason }).set('If-Match', '"1"');
    expect(done.status).toBe(200);
    expect(done.body.identifiers[0]).toMatchObject({
      state: 'mismatch',
      decision: { decision: 'accepted', reason, decidedBy: 'Olivia' },
    });
    expect((await first(id, person)).decision).toMatchObject({ reason, decidedBy: null });
    expect(await acts(id)).toEqual(['contradict', 'accept']);
    later(91 + 20);
    await portal.run('registries.tick', {});
    expect((await first(id)).decision).toMatchObject({ decision: 'accepted' });
    fake.vat.set('FI09206320', { valid: true, name: 'Oulu Steel Oy' });
    later(91 + 20 + 120);
    await portal.run('registries.tick', {});
    expect(await first(id)).toMatchObject({ state: 'mismatch', decision: null });
  });

  test('MEM-4: nobody decides on an organisation to which they belong', async () => {
    const own = await aPerson(portal, { platformRoles: ['officer'] });
    const { id } = await register(finn);
    await joinOrganisation(portal, id, own.id, 'member');
    await runCheck(id);
    const refused = await decide(id, 'vat', { decision: 'accept', reason }, own);
    expect([refused.status, refused.body.code]).toEqual([403, 'MEM_INTERESTED']);
  });

  test('MEM-1: nobody is admitted over an open or refused mismatch', async () => {
    fake.vat.set('FI09206320', { valid: true, name: 'Turku Shipyard Oy' });
    const { id, person } = await register(finn);
    await runCheck(id);
    const application = newId();
    await portal.manager.query(
      `INSERT INTO membership_applications (id, organisation_id, state, created_by) VALUES ($1, $2, 'review', $3)`,
      [application, id, person.id],
    );
    const admit = () =>
      portal
        .as(officer)
        .post(`/api/v1/membership-applications/${application}/decide`)
        .send({ decision: 'admit' });
    const open = await admit();
    expect([open.status, open.body.code]).toEqual([422, 'MEM_MISMATCH_UNDECIDED']);
    await decide(id, 'vat', { decision: 'refuse', reason }).expect(200);
    expect((await admit()).body.code).toBe('MEM_MISMATCH_REFUSED');
    await decide(id, 'vat', { decision: 'accept', reason }).expect(200);
    expect((await admit()).body.state).toBe('admitted');
  });
});

test('MEM-8: science is ready with a registry match and a representative, without pledge and ownership', async () => {
  fake.ror.set('04m8m1253', { name: 'CSC - IT Center for Science', otherNames: ['CSC'], country: 'FI' }); // prettier-ignore
  const { id, person } = await register(csc);
  expect((await identifiers(id, person)).shortTrack).toMatchObject({
    applies: true,
    ready: false,
    lacks: [{ code: 'REGISTRY_MATCH' }],
  });
  await runCheck(id);
  const draft = await portal
    .as(person)
    .post('/api/v1/membership-applications')
    .send({ organisationId: id })
    .expect(201);
  const sections = draft.body.sections as {
    section: string;
    complete: boolean;
    advice: object[];
  }[];
  for (const name of ['identity', 'ownership', 'people']) {
    const found = sections.find(({ section }) => section === name);
    expect(found).toMatchObject({ complete: true, advice: [] });
  }
  expect((await identifiers(id, person)).shortTrack).toEqual({
    applies: true,
    ready: true,
    lacks: [],
  });
  await portal.manager.query(`DELETE FROM organisation_people WHERE organisation_id = $1`, [id]);
  expect((await identifiers(id)).shortTrack).toMatchObject({ lacks: [{ code: 'REPRESENTATIVE' }] });
});

test('parents by GLEIF are suggestions for the ownership graph, never applied', async () => {
  fake.lei.set(lei, { name: 'SAP SE', country: 'DE', directParent: parentLei });
  fake.lei.set(parentLei, { name: 'Big Holding NV', country: 'NL' });
  const { id, person } = await register(sap);
  const suggestions = async () =>
    (await portal.as(person).get(`/api/v1/organisations/${id}/ownership-suggestions`).expect(200))
      .body;
  expect(await suggestions()).toMatchObject({ source: '', complete: false, items: [] });
  await runCheck(id);
  expect(await suggestions()).toMatchObject({
    source: 'GLEIF',
    complete: true,
    items: [
      { relation: 'direct', lei: parentLei, name: 'Big Holding NV', country: 'NL', known: false },
    ],
  });
  const graph = await portal.as(person).get(`/api/v1/organisations/${id}/ownership`);
  expect(graph.body).toMatchObject({ stored: false, version: 0 });
});

describe('duplicates', () => {
  const duplicates = (id: string, by: TestPerson = officer) =>
    portal.as(by).get(`/api/v1/organisations/${id}/duplicates`);

  test('MEM-1: a taken identifier gets a sentence, and the officer sees who claimed it', async () => {
    const holder = await register(finn);
    const rival = await aPerson(portal, { name: 'Rita Rival' });
    const body = { ...finn, name: 'Helsinki Compute Group' };
    const send = () => portal.as(rival).post('/api/v1/organisations').send(body);
    const refused = await send();
    expect([refused.status, refused.body.code]).toEqual([409, 'ORG_IDENTIFIER_TAKEN']);
    expect(refused.body.detail).toMatch(/registered already.*programme office sees/);
    expect(JSON.stringify(refused.body)).not.toContain(holder.id);
    await send();
    const seen = (await duplicates(holder.id).expect(200)).body;
    expect(seen.claims).toMatchObject([
      {
        kind: 'vat',
        value: 'FI09206320',
        organisationId: null,
        organisationName: 'Helsinki Compute Group',
        personName: 'Rita Rival',
        tries: 2,
      },
    ]);
    // Left out, the organisation exists, and its name tells.
    const made = await portal
      .as(rival)
      .post('/api/v1/organisations')
      .send({ ...body, identifiers: [] })
      .expect(201);
    expect((await duplicates(made.body.id as string)).body.items).toMatchObject([
      { id: holder.id, score: 0.9, reasons: [{ code: 'NAME' }] },
    ]);
    // Wanting it by a change is told on both sides.
    const changed = await portal
      .as(rival)
      .patch(`/api/v1/organisations/${made.body.id as string}`)
      .set('If-Match', '"1"')
      .set('Idempotency-Key', newId())
      .send({ identifiers: finn.identifiers });
    expect(changed.body.code).toBe('ORG_IDENTIFIER_TAKEN');
    expect((await duplicates(made.body.id as string)).body.items[0]).toMatchObject({
      id: holder.id,
      score: 0.95,
      reasons: [{ code: 'CLAIMED' }, { code: 'NAME' }],
    });
    expect((await duplicates(holder.id)).body.claims).toHaveLength(2);
  });

  test('MEM-1: two who register the same number at one instant', async () => {
    const people = await Promise.all([aPerson(portal), aPerson(portal), aPerson(portal)]);
    const answers = await Promise.all(
      people.map((by) => portal.as(by).post('/api/v1/organisations').send(finn)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    for (const { status, body } of answers) {
      if (status === 409) expect(body.code).toBe('ORG_IDENTIFIER_TAKEN');
    }
  });

  test('MEM-1: the SIREN inside a French VAT number or SIRET is the same number', async () => {
    const french = { ...finn, country: 'FR', name: 'Premier' };
    const one = await register({ ...french, identifiers: [{ kind: 'siren', value: '303265045' }] });
    const two = await register({ ...french, name: 'Second', identifiers: [{ kind: 'vat', value: 'FR40303265045' }] }); // prettier-ignore
    expect((await duplicates(one.id)).body.items).toMatchObject([
      { id: two.id, score: 1, reasons: [{ code: 'SAME_NUMBER' }] },
    ]);
  });

  test('similar names with typing errors, accents and legal forms; not everybody of one word', async () => {
    const own = await register({ ...finn, name: 'Électricité Numérique', country: 'FR', identifiers: [] }); // prettier-ignore
    const typo = await anOrganisation(portal, { name: 'ELECTRICITE NUMERIQE SA', country: 'FR' });
    await anOrganisation(portal, { name: 'Électricité de Lyon', country: 'FR' });
    const found = (await duplicates(own.id)).body.items as { id: string }[];
    expect(found.map(({ id }) => id)).toEqual([typo.id]);
  });

  test('only the programme office reads them', async () => {
    const { id, person } = await register(finn);
    expect((await duplicates(id, person)).status).toBe(403);
    expect((await duplicates(newId())).status).toBe(404);
    const auditor = await aPerson(portal, { platformRoles: ['auditor'] });
    expect((await duplicates(id, auditor)).status).toBe(200);
  });
});

test('the switch: without addresses everything stays at checksum and nobody is asked', async () => {
  const off = await openPortal();
  try {
    await someCountries(off);
    const person = await aPerson(off);
    const made = await off.as(person).post('/api/v1/organisations').send(finn).expect(201);
    const organisationId = made.body.id as string;
    expect(await off.run('registries.check', { organisationId })).toEqual({ checked: 0 });
    expect(await off.run('registries.tick', {})).toEqual({ checked: 0 });
    const read = await off.as(person).get(`/api/v1/organisations/${organisationId}/identifiers`);
    expect(read.body.identifiers).toMatchObject([
      {
        state: 'checksum',
        registry: 'VIES',
        registryOn: false,
        checking: false,
        nextCheckAt: null,
      },
    ]);
    const asker = await aPerson(off, { platformRoles: ['officer'] });
    const asked = await off
      .as(asker)
      .post(`/api/v1/organisations/${organisationId}/identifiers/check`);
    expect([asked.status, asked.body.code]).toEqual([409, 'REG_OFF']);
  } finally {
    await off.close();
  }
});
