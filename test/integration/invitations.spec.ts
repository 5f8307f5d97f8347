import { newId } from '../../src/kernel/random.js';
import { anOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());
afterEach(() => portal.travelTo(null));

async function aHouse() {
  const [boss, manager, guest] = [
    await aPerson(portal),
    await aPerson(portal),
    await aPerson(portal),
  ];
  const organisation = await anOrganisation(portal, { people: { representative: boss, manager } });
  return { boss, manager, guest, organisation };
}
const invite = (by: TestPerson, { id }: { id: string }, email: string, role = 'member') =>
  portal.as(by).post(`/api/v1/organisations/${id}/invitations`).send({ email, role });
const accept = (by: TestPerson, token: string) =>
  portal.as(by).post(`/api/v1/invitations/${token}/accept`).send();
const revoke = (by: TestPerson, id: string, version = 1) =>
  portal.as(by).delete(`/api/v1/invitations/${id}`).set('If-Match', `"${version}"`);

test('somebody is invited, accepts, and is in at once', async () => {
  const { manager, guest, organisation } = await aHouse();
  const made = await invite(manager, organisation, guest.email.toUpperCase());
  expect(made.status).toBe(201);
  expect(made.headers['location']).toBe(`/api/v1/invitations/${made.body.id}`);
  expect(made.body).toMatchObject({ state: 'open', expired: false, role: 'member' });
  await portal.as(guest).get(`/api/v1/organisations/${organisation.id}`).expect(404);
  const accepted = await accept(guest, made.body.token);
  expect(accepted.status).toBe(200);
  expect(accepted.body).toMatchObject({ state: 'accepted', organisation: { id: organisation.id } });
  const seen = await portal.as(guest).get(`/api/v1/organisations/${organisation.id}`);
  expect(seen.body.role).toBe('member');
  expect((await accept(guest, made.body.token)).body.code).toBe('ILLEGAL_TRANSITION');
  const acts = await portal.manager.query(
    `SELECT act FROM audit_event WHERE object_id = ANY($1) ORDER BY at, id`,
    [[organisation.id, made.body.id]],
  );
  expect(acts.map(({ act }: { act: string }) => act)).toEqual([
    'invitation.make',
    'invitation.accept',
    'organisation.person-add',
  ]);
});

test('the token is told once and stored nowhere', async () => {
  const { boss, guest, organisation } = await aHouse();
  const key = newId();
  const send = () => invite(boss, organisation, guest.email).set('Idempotency-Key', key);
  const [first, second] = [await send(), await send()];
  expect(first.body.token).toMatch(/^[\w-]{43}$/);
  expect(second.body).toEqual({ ...first.body, token: null });
  const read = await portal.as(boss).get(`/api/v1/invitations/${first.body.id}`);
  expect(read.body).not.toHaveProperty('token');
  const taken = () => accept(guest, first.body.token).set('Idempotency-Key', newId());
  expect((await taken()).status).toBe(200);
  const kept = await portal.manager.query(
    `SELECT (SELECT jsonb_agg(i) FROM invitations i)::text || (SELECT jsonb_agg(k) FROM idempotency_key k)::text
            || (SELECT jsonb_agg(a) FROM audit_event a)::text AS all`,
  );
  expect(kept[0].all).not.toContain(first.body.token);
});

test('MEM-3: a manager cannot invite a representative; a representative can', async () => {
  const { boss, manager, guest, organisation } = await aHouse();
  const refused = await invite(manager, organisation, guest.email, 'representative');
  expect(refused.status).toBe(403);
  expect(refused.body.code).toBe('ORG_REPRESENTATIVE_ONLY');
  const made = await invite(boss, organisation, guest.email, 'representative');
  await accept(guest, made.body.token).expect(200);
});

test('only the person who was invited can accept', async () => {
  const { boss, guest, organisation } = await aHouse();
  const made = await invite(boss, organisation, guest.email);
  const thief = await aPerson(portal);
  expect((await accept(thief, made.body.token)).body.code).toBe('INVITATION_FOR_OTHER');
  await portal.http.post(`/api/v1/invitations/${made.body.token}/accept`).expect(401);
  await accept(guest, 'x'.repeat(43)).expect(404);
  await accept(guest, 'short').expect(404);
});

test('it expires after two weeks', async () => {
  const { boss, guest, organisation } = await aHouse();
  const made = await invite(boss, organisation, guest.email);
  portal.travelTo(new Date(Date.parse(made.body.expiresAt) + 1000));
  const refused = await accept(guest, made.body.token);
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('INVITATION_EXPIRED');
});

test('a second invitation takes the first back', async () => {
  const { boss, guest, organisation } = await aHouse();
  const first = await invite(boss, organisation, guest.email);
  const second = await invite(boss, organisation, guest.email, 'viewer');
  expect((await accept(guest, first.body.token)).body.code).toBe('ILLEGAL_TRANSITION');
  expect((await accept(guest, second.body.token)).body.role).toBe('viewer');
  const again = await invite(boss, organisation, guest.email);
  expect(again.status).toBe(409);
  expect(again.body.code).toBe('ORG_PERSON_TWICE');
});

test('an open one can be taken back, once, in its version', async () => {
  const { boss, guest, organisation } = await aHouse();
  const made = await invite(boss, organisation, guest.email);
  await revoke(boss, made.body.id, 7).expect(412);
  await portal.as(boss).delete(`/api/v1/invitations/${made.body.id}`).expect(428);
  await revoke(boss, made.body.id).expect(204);
  await revoke(boss, made.body.id, 2).expect(409);
  expect((await accept(guest, made.body.token)).status).toBe(409);
  const list = await portal
    .as(boss)
    .get(`/api/v1/organisations/${organisation.id}/invitations?state=revoked`);
  expect(list.body.items).toMatchObject([{ id: made.body.id, state: 'revoked', version: 2 }]);
});

test('a foreign organisation and its invitations look like none', async () => {
  const { boss, guest, organisation } = await aHouse();
  const other = await aHouse();
  const made = await invite(boss, organisation, guest.email);
  const answers = [
    await invite(other.boss, organisation, guest.email),
    await invite(other.boss, { id: newId() }, guest.email),
    await portal.as(other.boss).get(`/api/v1/organisations/${organisation.id}/invitations`),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(404);
    expect(body.detail).toBe(answers[0]!.body.detail);
  }
  await portal.as(other.boss).get(`/api/v1/invitations/${made.body.id}`).expect(404);
  await revoke(other.boss, made.body.id).expect(404);
  await invite(guest, organisation, guest.email).expect(403);
});

test.each([
  [{ email: 'nobody', role: 'member' }, '/email'],
  [{ email: 'a@example.org', role: 'owner' }, '/role'],
  [{ email: 'a@example.org', role: 'member', note: 'x' }, '/note'],
])('%j is malformed', async (body, pointer) => {
  const { boss, organisation } = await aHouse();
  const path = `/api/v1/organisations/${organisation.id}/invitations`;
  const refused = await portal.as(boss).post(path).send(body);
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toMatchObject([{ pointer }]);
});
