import { aPdf } from '../../src/documents/files.fixture.js';
import { hashPassword } from '../../src/credentials/password-hashes.service.js';
import { newId } from '../../src/kernel/random.js';
import { AuditChain } from '../../src/platform/audit-chain.service.js';
import { Retention } from '../../src/privacy/retention.service.js';
import { anOrganisation, joinOrganisation, someCountries } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { actOn, aSubmittedApplication } from '../factories/applications.js';
import { openPortal, type Portal } from '../harness/portal.js';

/* AUD-4: what is known of a person is told, and erased without breaking the audit chain. */

let portal: Portal;
const password = 'a long enough pass phrase';

beforeAll(async () => {
  portal = await openPortal();
  await someCountries(portal);
});
afterAll(() => portal.close());

const sql = async <Row>(text: string, values: unknown[] = []) =>
  await portal.manager.query<Row[]>(text, values);

/** A person with a password, whose name and address are nowhere else. */
async function aSomebody(): Promise<TestPerson> {
  const mark = newId().slice(-8);
  const person = await aPerson(portal, { name: `Zoë Unique ${mark}`, email: `zoe.${mark}@example.test` });
  await sql(`UPDATE credentials SET password_hash = $2 WHERE person_id = $1`, [person.id, await hashPassword(password)]);
  return person;
} // prettier-ignore

/** Everything that leaves traces: an organisation, an application, a document, a token, a request to join … */
async function aBusyPerson() {
  const person = await aSomebody();
  const client = portal.as(person);
  const { body: me } = await client.get('/api/v1/me');
  await client.patch('/api/v1/me').set('If-Match', `"${me.version}"`).send({ locale: 'fr' }).expect(200);
  const { body: organisation } = await client
    .post('/api/v1/organisations')
    .set('Idempotency-Key', newId())
    .send({ name: `Firm of ${newId()}`, country: 'FR', kind: 'university' })
    .expect(201);
  const { body: application } = await client
    .post('/api/v1/membership-applications')
    .send({ organisationId: organisation.id })
    .expect(201);
  await client
    .post(`/api/v1/membership-applications/${application.id}/documents`)
    .attach('file', aPdf, 'register.pdf')
    .expect(201);
  await client
    .post('/api/v1/me/tokens')
    .send({ name: 'my script', scopes: ['organisation.read'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() })
    .expect(201);
  await client
    .post(`/api/v1/organisations/${organisation.id}/invitations`)
    .send({ email: 'friend@example.test', role: 'member' })
    .expect(201);
  const other = await aPerson(portal);
  const hers = await anOrganisation(portal, { representative: other });
  const { body: invitation } = await portal
    .as(other)
    .post(`/api/v1/organisations/${hers.id}/invitations`)
    .set('Idempotency-Key', newId())
    .send({ email: person.email, role: 'viewer' })
    .expect(201);
  await client.post(`/api/v1/invitations/${invitation.token}/accept`).expect(200);
  await portal.as(other).get(`/api/v1/organisations/${hers.id}/people`).expect(200);
  await portal.http.post('/api/v1/auth/login').send({ email: person.email, password: 'wrong' }).expect(401);
  await portal.http.post('/api/v1/auth/login').send({ email: person.email, password }).expect(200);
  return { person, organisationId: organisation.id as string, applicationId: application.id as string, other, hers };
} // prettier-ignore

/** Tables and columns in which a text stands, whatever its capitals. */
async function placesOf(text: string): Promise<string[]> {
  const columns = await sql<{ table: string; column: string }>(
    `SELECT c.table_name AS "table", c.column_name AS "column"
       FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
        AND (c.data_type IN ('text', 'jsonb', 'json', 'character varying', 'ARRAY'))`,
  );
  expect(columns.length).toBeGreaterThan(100);
  const places: string[] = [];
  for (const { table, column } of columns) {
    const rows = await sql(
      `SELECT 1 FROM "${table}" WHERE "${column}"::text ILIKE '%' || $1 || '%' LIMIT 1`,
      [text],
    );
    if (rows.length > 0) places.push(`${table}.${column}`);
  }
  return places;
}

const erase = (who: TestPerson, body: object = { email: who.email, currentPassword: password }) =>
  portal.as(who).post('/api/v1/me/erasure').send(body);

test('AUD-4: the export tells everything about a person, and no secret', async () => {
  const { person, organisationId, applicationId } = await aBusyPerson();
  const { body, headers } = await portal.as(person).post('/api/v1/me/data-export').expect(200);
  expect(headers['content-disposition']).toBe('attachment; filename="my-data.json"');
  expect(body).toMatchObject({ personId: person.id, generatedAt: expect.any(String) });
  const { sections } = body;
  expect(sections.profile).toMatchObject([{ id: person.id, name: person.name, email: person.email }]);
  expect(sections.organisations).toContainEqual(
    expect.objectContaining({ id: organisationId, role: 'representative' }),
  );
  expect(sections.membershipApplications).toMatchObject([{ id: applicationId, createdByYou: true }]);
  expect(sections.documents).toMatchObject([{ name: 'register.pdf' }]);
  expect(sections.invitations).toHaveLength(2);
  expect(sections.sessions.length).toBeGreaterThan(1);
  expect(sections.acts.map(({ act }: { act: string }) => act)).toEqual(
    expect.arrayContaining(['person.edit', 'organisation.create', 'sign-in']),
  );
  for (const section of ['accessTokens', 'credentials', 'requests', 'reviews', 'roundApprovals', 'notifications']) {
    expect(sections).toHaveProperty(section);
  }
  const text = JSON.stringify(body);
  expect(text).not.toMatch(/argon2|token_?hash|"password(hash)?"|totpSecret|pat_/i);
  const other = await aPerson(portal);
  expect(JSON.stringify((await portal.as(other).post('/api/v1/me/data-export')).body)).not.toContain(
    person.name,
  );
}); // prettier-ignore

test('AUD-4: an erased person is named nowhere, cannot sign in, and the chain holds', async () => {
  const { person, organisationId, applicationId, other, hers } = await aBusyPerson();
  await joinOrganisation(portal, organisationId, other.id, 'representative');
  await joinOrganisation(portal, organisationId, person.id, 'manager');
  await portal.run('audit.chain', {});
  await portal.run('audit.publish-head', {});
  expect(await placesOf(person.name)).toEqual(['people.name']);
  await erase(person).expect(204);
  expect(await placesOf(person.name)).toEqual([]);
  expect(await placesOf(person.email)).toEqual([]);

  await portal.as(person).get('/api/v1/me').expect(401);
  await portal.http
    .post('/api/v1/auth/login')
    .send({ email: person.email, password })
    .expect(401);
  await portal.run('audit.chain', {});
  expect(await portal.get(AuditChain).verify()).toMatchObject({ holds: true, firstBad: null, tail: 0 });

  const admin = await aPerson(portal, { platformRoles: ['admin'] });
  const auditor = await aPerson(portal, { platformRoles: ['auditor'] });
  const officer = await aPerson(portal, { platformRoles: ['officer'] });
  const answers = await Promise.all([
    portal.as(admin).get('/api/v1/people?limit=200'),
    portal.as(auditor).get('/api/v1/audit-events?limit=200'),
    portal.as(other).get(`/api/v1/organisations/${hers.id}/people`),
    portal.as(other).get(`/api/v1/organisations/${organisationId}/invitations`),
    portal.as(officer).get(`/api/v1/membership-applications/${applicationId}`),
    portal.as(officer).get(`/api/v1/membership-applications/${applicationId}/documents`),
  ]);
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(text).not.toContain(person.name);
    expect(text).not.toContain(person.email);
  }
  expect(answers[5]?.body.items[0].uploadedBy.name).toBe('Erased person');
  const [row] = await sql<{ version: number }>('SELECT version FROM people WHERE id = $1', [person.id]);
  for (const [act, body] of [['reinstate', undefined], ['suspend', { reason: 'again' }]] as const) {
    const { body: refusal } = await portal.as(admin).post(`/api/v1/people/${person.id}/${act}`).send(body).expect(409);
    expect(refusal.code).toBe('PEOPLE_ERASED');
  }
  const roles = await portal.as(admin).patch(`/api/v1/people/${person.id}/roles`).set('If-Match', `"${row?.version}"`).send({ platformRoles: ['officer'] });
  expect(roles.status).toBe(409);
}, 60_000); // prettier-ignore

test('AUD-4: an officer who was erased is not named in what others were told', async () => {
  const mark = newId().slice(-8);
  const officer = await aPerson(portal, {
    platformRoles: ['officer'],
    name: `Olga Unique ${mark}`,
    email: `olga.${mark}@example.test`,
  });
  await sql(`UPDATE credentials SET password_hash = $2 WHERE person_id = $1`, [
    officer.id,
    await hashPassword(password),
  ]);
  const colleague = await aPerson(portal, { platformRoles: ['officer'] });
  const { id } = await aSubmittedApplication(portal);
  await actOn(portal, officer, { id }, 'assign', { personId: colleague.id }).expect(200);
  const told = async () => (await portal.as(colleague).get('/api/v1/me/notifications')).body.items;
  expect(await told()).toMatchObject([{ details: { by: officer.name } }]);
  await sql(`UPDATE people SET platform_roles = '{}' WHERE id = $1`, [officer.id]);
  await erase(officer).expect(204);
  expect(await placesOf(officer.name)).toEqual([]);
  expect(await told()).toMatchObject([{ details: { by: 'Erased person' } }]);
});

test('AUD-4, MEM-1: who wanted an identifier of another organisation is told and kept by id', async () => {
  const person = await aSomebody();
  const identifier = { kind: 'pic', value: '999999999' };
  await portal
    .as(await aPerson(portal))
    .post('/api/v1/organisations')
    .send({ name: 'The first', country: 'FR', kind: 'university', identifiers: [identifier] })
    .expect(201);
  const claim = { name: `Firm ${person.name}`, country: 'FR', kind: 'university', identifiers: [identifier] };
  await portal.as(person).post('/api/v1/organisations').send(claim).expect(409);
  const { body } = await portal.as(person).post('/api/v1/me/data-export').expect(200);
  expect(body.sections.identifierClaims).toMatchObject([{ kind: 'pic', value: identifier.value, tries: 1 }]);
  await erase(person).expect(204);
  expect(await placesOf(person.name)).toEqual([]);
}); // prettier-ignore

test('AUD-4: the address is free again', async () => {
  const person = await aSomebody();
  await erase(person).expect(204);
  await portal.http
    .post('/api/v1/auth/register')
    .send({ email: person.email, name: 'Somebody new', password: 'another long pass phrase' })
    .expect(202);
});

test('AUD-4: open duties stand against it, with what to do first', async () => {
  const person = await aSomebody();
  const organisation = await anOrganisation(portal, { representative: person });
  await sql(`UPDATE people SET platform_roles = '{auditor}' WHERE id = $1`, [person.id]);
  const { body: look } = await portal.as(person).get('/api/v1/me/erasure').expect(200);
  expect(look.duties).toHaveLength(2);
  const { body } = await erase(person).expect(409);
  expect(body.code).toBe('PRIVACY_DUTIES');
  expect(body.errors.map(({ detail }: { detail: string }) => detail)).toEqual([
    expect.stringContaining('Ask an administrator'),
    expect.stringContaining(`You represent ${organisation.name}. Hand the role over`),
  ]);
  await portal.as(person).get('/api/v1/me').expect(200);
});

test('AUD-4: it takes the password and the address', async () => {
  const person = await aSomebody();
  const wrong = await erase(person, { email: person.email, currentPassword: 'wrong' }).expect(422);
  expect(wrong.body.code).toBe('PASSWORD_WRONG');
  const slip = await erase(person, { email: 'x', currentPassword: password }).expect(422);
  expect(slip.body.code).toBe('PRIVACY_CONFIRM');
  await portal.as(person).get('/api/v1/me').expect(200);
});

test('two erasures at one instant, and one while a role is handed over', async () => {
  const person = await aSomebody();
  const both = await Promise.all([erase(person), erase(person)]);
  expect(both.map(({ status }) => status).toSorted()[0]).toBe(204);
  const receiver = await aSomebody();
  const giver = await aPerson(portal);
  const { id } = await anOrganisation(portal, { people: { representative: giver, member: receiver } });
  const { body: offer } = await portal
    .as(giver)
    .post(`/api/v1/organisations/${id}/hand-overs`)
    .send({ personId: receiver.id, roleAfter: 'none' })
    .expect(201);
  await Promise.all([
    portal.as(receiver).post(`/api/v1/hand-overs/${offer.id}/accept`),
    erase(receiver),
  ]);
  const representatives = await sql(
    `SELECT 1 FROM organisation_people m JOIN people p ON p.id = m.person_id
      WHERE m.organisation_id = $1 AND m.role = 'representative' AND p.erased_at IS NULL`,
    [id],
  );
  expect(representatives).toHaveLength(1);
}); // prettier-ignore

describe('AUD-4: what is over goes', () => {
  const run = async (dryRun: boolean) =>
    Object.fromEntries(
      (await portal.get(Retention).run({ dryRun })).map((line) => [line.subject, line]),
    );

  test('a dry run tells it and changes nothing; a run does what it told', async () => {
    const idle = await aPerson(portal, { name: 'Idle Somebody' });
    const used = await aPerson(portal);
    await sql(`UPDATE people SET updated_at = now() - interval '4 years' WHERE id = ANY($1)`, [[idle.id, used.id]]);
    await sql(`UPDATE sessions SET last_seen_at = now() - interval '4 years', expires_at = now() - interval '4 years' WHERE person_id = $1`, [idle.id]);
    const owner = await aPerson(portal);
    const { id: organisationId } = await anOrganisation(portal, { representative: owner });
    const { body: application } = await portal.as(owner).post('/api/v1/membership-applications').send({ organisationId }).expect(201);
    const documents = `/api/v1/membership-applications/${application.id}/documents`;
    await portal.as(owner).post(documents).attach('file', aPdf, 'a.pdf').expect(201);
    await sql(`UPDATE membership_applications SET state = 'declined', updated_at = now() - interval '4 years' WHERE id = $1`, [application.id]);
    const { body: invitation } = await portal.as(owner).post(`/api/v1/organisations/${organisationId}/invitations`).send({ email: 'never@came.example', role: 'viewer' });
    await sql(`UPDATE invitations SET expires_at = now() - interval '1 year', updated_at = now() - interval '1 year' WHERE id = $1`, [invitation.id]);

    const told = await run(true);
    expect(told).toMatchObject({
      sessions: { count: 1, days: 30, source: expect.stringContaining('GDPR') },
      invitations: { count: 1 },
      'application-documents': { count: 1 },
      'idle-accounts': { count: 1, oldest: expect.any(Date) },
    });
    expect(await placesOf('never@came.example')).not.toEqual([]);
    expect(await placesOf('Idle Somebody')).not.toEqual([]);

    expect(await portal.run('privacy.retention', {})).toMatchObject({ invitations: 1, 'application-documents': 1, 'idle-accounts': 1 });
    expect(await placesOf('never@came.example')).toEqual([]);
    expect(await placesOf('Idle Somebody')).toEqual([]);
    expect((await portal.as(owner).get(documents)).body.items).toEqual([]);
    await portal.as(used).get('/api/v1/me').expect(200);
    expect(Object.values(await run(false)).every(({ count }) => count === 0)).toBe(true);
    await portal.run('audit.chain', {});
    expect(await portal.get(AuditChain).verify()).toMatchObject({ holds: true });
  }); // prettier-ignore

  test('a new period is a new row, and without one nothing goes', async () => {
    await sql(`UPDATE retention_periods SET valid_to = portal_now()::date WHERE subject = 'notifications'`);
    expect((await run(true))['notifications']).toMatchObject({ days: null, count: 0 });
    await sql(
      `INSERT INTO retention_periods VALUES ('notifications', 7, portal_now()::date, NULL, 'a new decision')`,
    );
    expect((await run(true))['notifications']).toMatchObject({ days: 7, source: 'a new decision' });
  }); // prettier-ignore
});
