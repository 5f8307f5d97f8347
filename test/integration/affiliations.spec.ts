import { anOrganisation, joinOrganisation } from '../factories/organisations.js';
import { aPerson, aSession, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

/* How people leave an organisation, hand its representation over, and ask to join one. */

let portal: Portal;
let giver: TestPerson;
let receiver: TestPerson;
let other: TestPerson;
let organisationId: string;

beforeAll(async () => {
  portal = await openPortal();
});
beforeEach(async () => {
  [giver, receiver, other] = [await aPerson(portal), await aPerson(portal), await aPerson(portal)];
  ({ id: organisationId } = await anOrganisation(portal, {
    people: { representative: giver, member: receiver, viewer: other },
  }));
});
afterAll(() => portal.close());

const roles = async () =>
  Object.fromEntries(
    (
      await portal.manager.query<{ person: string; role: string }[]>(
        `SELECT person_id AS person, role FROM organisation_people WHERE organisation_id = $1`,
        [organisationId],
      )
    ).map(({ person, role }) => [person, role]),
  );
const leave = (who: TestPerson, personId = who.id) =>
  portal
    .as(who)
    .delete(`/api/v1/organisations/${organisationId}/people/${personId}`)
    .set('If-Match', '"1"');
const offer = (who: TestPerson, personId: string, roleAfter = 'manager') =>
  portal
    .as(who)
    .post(`/api/v1/organisations/${organisationId}/hand-overs`)
    .send({ personId, roleAfter });
const answer = (who: TestPerson, id: string, act: string) =>
  portal.as(who).post(`/api/v1/hand-overs/${id}/${act}`);

describe('leaving', () => {
  test('everybody leaves by themselves, and takes nobody else along', async () => {
    await leave(other, receiver.id).expect(403);
    await leave(other).expect(204);
    await portal.as(other).get(`/api/v1/organisations/${organisationId}`).expect(404);
    await leave(receiver).expect(204);
    expect(await roles()).toEqual({ [giver.id]: 'representative' });
    const [event] = await portal.manager.query<{ act: string }[]>(
      `SELECT act FROM audit_event WHERE actor_id = $1`,
      [other.id],
    );
    expect(event?.act).toBe('organisation.person-leave');
  });

  test('the last representative does not, and reads what to do', async () => {
    const { body } = await leave(giver).expect(409);
    expect(body).toMatchObject({
      code: 'ORG_LAST_REPRESENTATIVE',
      detail: expect.stringContaining('Hand the role over'),
    });
  });

  test('of two representatives who leave at one instant one stays', async () => {
    await joinOrganisation(portal, organisationId, receiver.id, 'representative');
    const both = await Promise.all([leave(giver), leave(receiver)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409]);
  });
});

describe('MEM-3: handing over', () => {
  test('the role passes when the receiver accepts, in one step', async () => {
    const { body } = await offer(giver, receiver.id).expect(201);
    expect(body).toMatchObject({
      giver: { id: giver.id },
      receiver: { id: receiver.id },
      state: 'open',
      roleAfter: 'manager',
    });
    expect(await roles()).toMatchObject({ [giver.id]: 'representative', [receiver.id]: 'member' });
    await answer(giver, body.id, 'accept').expect(403);
    await answer(other, body.id, 'accept').expect(403);
    await answer(receiver, body.id, 'accept').expect(200);
    expect(await roles()).toMatchObject({ [giver.id]: 'manager', [receiver.id]: 'representative' });
    await answer(receiver, body.id, 'accept').expect(409);
    const { body: list } = await portal
      .as(other)
      .get(`/api/v1/organisations/${organisationId}/hand-overs`)
      .expect(200);
    expect(list.items).toMatchObject([{ id: body.id, state: 'accepted' }]);
  });

  test('a last representative leaves by handing over', async () => {
    const { body } = await offer(giver, receiver.id, 'none').expect(201);
    await answer(receiver, body.id, 'accept').expect(200);
    expect(await roles()).toEqual({ [receiver.id]: 'representative', [other.id]: 'viewer' });
  });

  test('an offer is declined, withdrawn, or made once at a time', async () => {
    const { body } = await offer(giver, receiver.id).expect(201);
    expect((await offer(giver, other.id).expect(409)).body.code).toBe('HAND_OVER_OPEN');
    await answer(receiver, body.id, 'decline').expect(200);
    const { body: second } = await offer(giver, other.id).expect(201);
    await answer(other, second.id, 'withdraw').expect(403);
    await answer(giver, second.id, 'withdraw').expect(200);
    expect((await answer(other, second.id, 'accept').expect(409)).body.code).toBe(
      'ILLEGAL_TRANSITION',
    );
  });

  test('only a representative offers, to somebody of the organisation', async () => {
    await offer(receiver, other.id).expect(403);
    const stranger = await aPerson(portal);
    await offer(giver, stranger.id).expect(404);
    await offer(stranger, receiver.id).expect(404);
    await offer(giver, giver.id).expect(409);
  });

  test('an offer ends with its days, and with the role of the giver', async () => {
    const { body } = await offer(giver, receiver.id).expect(201);
    await joinOrganisation(portal, organisationId, other.id, 'representative');
    await joinOrganisation(portal, organisationId, giver.id, 'member');
    expect((await answer(receiver, body.id, 'accept').expect(409)).body.code).toBe(
      'HAND_OVER_VOID',
    );
    await joinOrganisation(portal, organisationId, giver.id, 'representative');
    await portal.manager.query(`UPDATE hand_overs SET expires_at = now() - interval '1 second'`);
    expect((await answer(receiver, body.id, 'accept').expect(409)).body.code).toBe(
      'HAND_OVER_EXPIRED',
    );
    await offer(giver, receiver.id).expect(201);
  });

  test('never without a representative, whoever does what at one instant', async () => {
    for (let round = 0; round < 8; round += 1) {
      await joinOrganisation(portal, organisationId, giver.id, 'representative');
      await joinOrganisation(portal, organisationId, receiver.id, 'member');
      const { body } = await offer(giver, receiver.id, 'none').expect(201);
      await Promise.all([
        answer(receiver, body.id, 'accept'),
        answer(receiver, body.id, 'accept'),
        answer(giver, body.id, 'withdraw'),
        leave(receiver),
        leave(giver),
      ]);
      const held = Object.values(await roles()).filter((role) => role === 'representative');
      expect(held).toHaveLength(1);
      await portal.manager.query(`UPDATE hand_overs SET state = 'withdrawn' WHERE state = 'open'`);
    }
  });

  test('a second factor that one has is shown before the role is taken', async () => {
    const { body } = await offer(giver, receiver.id).expect(201);
    await portal.manager.query(
      `UPDATE credentials SET totp_confirmed_at = now() WHERE person_id = $1`,
      [receiver.id],
    );
    const half = portal.as(await aSession(portal, receiver.id, { secondFactor: false }));
    const refused = await half.post(`/api/v1/hand-overs/${body.id}/accept`).expect(401);
    expect(refused.body.code).toBe('SECOND_FACTOR_REQUIRED');
    await answer(receiver, body.id, 'accept').expect(200);
  });
});

describe('asking to join', () => {
  const setDomain = async (domain: string) =>
    await portal.manager.query(`UPDATE organisations SET web_domain = $2 WHERE id = $1`, [
      organisationId,
      domain,
    ]);
  const ask = (who: TestPerson) =>
    portal.as(who).post(`/api/v1/organisations/${organisationId}/joining-requests`);
  const hints = async (who: TestPerson) =>
    (await portal.as(who).get('/api/v1/me/organisation-hints').expect(200)).body.items as unknown[];
  const decide = (who: TestPerson, id: string, act: string, body?: object) =>
    portal.as(who).post(`/api/v1/joining-requests/${id}/${act}`).send(body);
  let n = 0;
  const colleague = async (domain: string) => {
    n += 1;
    return await aPerson(portal, { email: `person-${n}@${domain}` });
  };

  test('an address with the domain is a hint, and no more', async () => {
    await setDomain('works.example');
    const ada = await colleague('lab.works.example');
    expect(await hints(ada)).toEqual([
      { organisation: { id: organisationId, name: expect.any(String) }, domain: 'works.example', asked: false },
    ]); // prettier-ignore
    await portal.as(ada).get(`/api/v1/organisations/${organisationId}`).expect(404);
    expect(await hints(await colleague('networks.example'))).toEqual([]);
    await setDomain('gmail.com');
    expect(await hints(await colleague('gmail.com'))).toEqual([]);
  });

  test('somebody of the organisation lets one in, in a role that represents nobody', async () => {
    await setDomain('joined.example');
    const ada = await colleague('joined.example');
    const { body } = await ask(ada).expect(201);
    expect(body).toMatchObject({ state: 'open', person: { id: ada.id, email: ada.email } });
    expect(await hints(ada)).toMatchObject([{ asked: true }]);
    expect((await ask(ada).expect(409)).body.code).toBe('JOINING_OPEN');
    const list = `/api/v1/organisations/${organisationId}/joining-requests?state=open`;
    await portal.as(other).get(list).expect(403);
    expect((await portal.as(giver).get(list).expect(200)).body.items).toMatchObject([
      { id: body.id },
    ]);
    await decide(ada, body.id, 'accept', { role: 'member' }).expect(403);
    await decide(giver, body.id, 'accept', { role: 'representative' }).expect(400);
    await decide(giver, body.id, 'accept', { role: 'member' }).expect(200);
    expect(await roles()).toMatchObject({ [ada.id]: 'member' });
    expect(await hints(ada)).toEqual([]);
    await decide(giver, body.id, 'refuse').expect(409);
  });

  test('a refusal stands for a while; one withdraws one’s own', async () => {
    await setDomain('refused.example');
    const ada = await colleague('refused.example');
    const { body } = await ask(ada).expect(201);
    await decide(ada, body.id, 'withdraw').expect(200);
    const { body: second } = await ask(ada).expect(201);
    await decide(giver, second.id, 'withdraw').expect(404);
    await decide(giver, second.id, 'refuse').expect(200);
    expect((await ask(ada).expect(409)).body.code).toBe('JOINING_PAUSE');
    const { body: mine } = await portal.as(ada).get('/api/v1/me/joining-requests').expect(200);
    expect(mine.items.map(({ state }: { state: string }) => state)).toEqual([
      'refused',
      'withdrawn',
    ]);
  });

  test('an organisation that is no hint is unknown', async () => {
    await setDomain('somewhere.example');
    expect((await ask(await colleague('elsewhere.example')).expect(404)).body.code).toBe(
      'NOT_FOUND',
    );
  });

  test('nobody is let in who has been erased meanwhile', async () => {
    await setDomain('erased.example');
    const ada = await colleague('erased.example');
    const { body } = await ask(ada).expect(201);
    await portal.manager.query(`UPDATE people SET erased_at = now() WHERE id = $1`, [ada.id]);
    await decide(giver, body.id, 'accept', { role: 'member' }).expect(404);
    expect(await roles()).not.toHaveProperty(ada.id);
  });

  test('asking twice at one instant is one request', async () => {
    await setDomain('twice.example');
    const ada = await colleague('twice.example');
    const both = await Promise.all([ask(ada), ask(ada)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });
});
