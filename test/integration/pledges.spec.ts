import { newId } from '../../src/kernel/random.js';
import { aMember, anOrganisation, type MadeOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;
let boss: TestPerson;
let manager: TestPerson;
let member: MadeOrganisation;

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { platformRoles: ['officer'] });
  [boss, manager] = [await aPerson(portal), await aPerson(portal)];
  member = await aMember(portal, { people: { representative: boss, manager } });
});
afterAll(() => portal.close());

const capital = { kind: 'capital', amountCents: '250000000000', horizonYear: 2040, newMoney: true };
const declare = (body: object = {}, by = boss, organisationId = member.id) =>
  portal
    .as(by)
    .post('/api/v1/pledges')
    .send({ organisationId, ...capital, ...body });
const act = (by: TestPerson, id: string, name: string, body?: object) =>
  portal.as(by).post(`/api/v1/pledges/${id}/${name}`).send(body);
const reason = 'The board decided otherwise.';
const evidence = { evidence: 'Board minutes of May.' };
const patch = (id: string, body: object, version = 1, by = boss) =>
  portal
    .as(by)
    .patch(`/api/v1/pledges/${id}`)
    .set('If-Match', `"${version}"`)
    .send({ reason, ...body });
const versionsOf = async (id: string, by = boss) =>
  (await portal.as(by).get(`/api/v1/pledges/${id}/versions`).expect(200)).body.items;

describe('declaring a pledge', () => {
  test('amounts stay exact, as text', async () => {
    const made = await declare({ amountCents: '99999999999999', description: ' Fund. ' });
    expect(made.status).toBe(201);
    expect(made.headers['location']).toBe(`/api/v1/pledges/${made.body.id}`);
    expect(made.body).toMatchObject({
      amountCents: '99999999999999',
      currency: 'EUR',
      state: 'declared',
      description: 'Fund.',
      organisation: { id: member.id },
      possibleActs: ['correct', 'confirm', 'withdraw'],
    });
    const read = await portal.as(manager).get(`/api/v1/pledges/${made.body.id}`);
    expect(read.body).toEqual(made.body);
  });

  test.each([
    ['capital without an amount', { amountCents: null }, 422, '/amountCents'],
    ['a horizon in the past', { horizonYear: 2025 }, 422, '/horizonYear'],
    ['more than a trillion', { amountCents: '100000000000001' }, 400, '/amountCents'],
    ['an amount as a number', { amountCents: 5 }, 400, '/amountCents'],
    ['a negative amount', { amountCents: '-5' }, 400, '/amountCents'],
    ['an unknown kind', { kind: 'gold' }, 400, '/kind'],
    ['an unknown field', { state: 'confirmed' }, 400, '/state'],
    ['no flag for new money', { newMoney: undefined }, 400, '/newMoney'],
  ])('%s is refused', async (_, change, status, pointer) => {
    const refused = await declare(change);
    expect(refused.status).toBe(status);
    expect(refused.body.errors).toMatchObject([{ pointer }]);
  });

  test('MEM-8: by the representative only, in kind where there is no money', async () => {
    expect((await declare({}, manager)).status).toBe(403);
    const inKind = await declare({ kind: 'data', amountCents: undefined });
    expect(inKind.body).toMatchObject({ kind: 'data', amountCents: null });
  });

  test('for a foreign organisation it is the same 404 as for none', async () => {
    const foreign = await anOrganisation(portal);
    const [one, other] = [await declare({}, boss, foreign.id), await declare({}, boss, newId())];
    expect(one.status).toBe(404);
    expect({ ...one.body, requestId: '' }).toEqual({ ...other.body, requestId: '' });
  });
});

describe('correcting a pledge', () => {
  test('null empties what can be empty; the rules hold for the outcome', async () => {
    const { body } = await declare({ description: 'x' });
    expect((await patch(body.id, { amountCents: null })).body.code).toBe('PLEDGE_AMOUNT_MISSING');
    const changed = await patch(body.id, { kind: 'talent', amountCents: null, description: null });
    expect(changed.body).toMatchObject({ kind: 'talent', amountCents: null, description: '' });
    expect(changed.headers['etag']).toBe('"2"');
    expect((await patch(body.id, { newMoney: false })).status).toBe(412);
    expect((await patch(body.id, { kind: null }, 2)).status).toBe(400);
    expect((await patch(body.id, { amount: '1' }, 2)).body.errors[0].code).toBe('UNKNOWN_FIELD');
    await portal.as(boss).patch(`/api/v1/pledges/${body.id}`).send({}).expect(428);
  });

  test('what it said before stays readable, with who, when and why', async () => {
    const { body } = await declare();
    await act(officer, body.id, 'confirm', {
      ...evidence,
      evidenceUrl: 'https://example.eu/minutes',
    }).expect(200);
    expect((await patch(body.id, { amountCents: '100' }, 2, manager)).status).toBe(403);
    expect((await patch(body.id, { reason: 'short', amountCents: '100' }, 2)).status).toBe(400);
    expect((await patch(body.id, {}, 2)).body.code).toBe('PLEDGE_UNCHANGED');
    const corrected = await patch(body.id, { amountCents: '100' }, 2);
    expect(corrected.body).toMatchObject({
      state: 'declared',
      amountCents: '100',
      confirmedAt: null,
    });
    expect(await versionsOf(body.id)).toMatchObject([
      { number: 3, act: 'correct', state: 'declared', amountCents: '100', reason, by: boss.name },
      {
        number: 2,
        act: 'confirm',
        state: 'confirmed',
        amountCents: capital.amountCents,
        ...evidence,
        evidenceUrl: 'https://example.eu/minutes',
        by: officer.name,
      },
      {
        number: 1,
        act: 'declare',
        amountCents: capital.amountCents,
        by: boss.name,
        at: body.createdAt,
      },
    ]);
    for (const sql of [
      'UPDATE pledge_versions SET amount_cents = 1',
      'DELETE FROM pledge_versions',
    ]) {
      await expect(portal.manager.query(sql)).rejects.toThrow(/permission denied/);
    }
    await act(officer, body.id, 'confirm', evidence).expect(200);
    await act(officer, body.id, 'fulfil', { evidence: 'Paid in full on 3 May.' }).expect(200);
    const refused = await patch(body.id, { amountCents: '1' }, 5);
    expect([refused.status, refused.body.code]).toEqual([409, 'ILLEGAL_TRANSITION']);
  });
});

describe('confirming and withdrawing', () => {
  test('an officer confirms on evidence, and the audit keeps it', async () => {
    const { body } = await declare();
    const confirmed = await act(officer, body.id, 'confirm', evidence);
    expect(confirmed.body).toMatchObject({ state: 'confirmed', confirmedAt: expect.any(String) });
    const rows = await portal.manager.query(
      `SELECT act, reason, actor_id FROM audit_event WHERE object_id = $1 ORDER BY at, id`,
      [body.id],
    );
    expect(rows).toMatchObject([
      { act: 'pledge.declare' },
      { act: 'pledge.confirm', reason: 'Board minutes of May.', actor_id: officer.id },
    ]);
    const again = await act(officer, body.id, 'confirm', evidence);
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('ILLEGAL_TRANSITION');
  });

  test('MEM-4: not for an organisation of one’s own; not by others than officers', async () => {
    const insider = await aPerson(portal, { platformRoles: ['officer'] });
    const own = await aMember(portal, { people: { representative: boss, viewer: insider } });
    const { body } = await declare({}, boss, own.id);
    const refused = await act(insider, body.id, 'confirm', evidence);
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('PLEDGE_INTERESTED');
    await act(boss, body.id, 'confirm', evidence).expect(403);
    await act(officer, body.id, 'confirm').expect(400);
    await act(officer, body.id, 'confirm', { ...evidence, evidenceUrl: 'ftp://x' }).expect(400);
    await act(officer, body.id, 'fulfil', evidence).expect(409);
  });

  test('the representative withdraws, once', async () => {
    const { body } = await declare();
    await act(manager, body.id, 'withdraw').expect(403);
    await act(officer, body.id, 'withdraw').expect(403);
    await act(boss, body.id, 'withdraw').set('If-Match', '"9"').expect(412);
    const withdrawn = await act(boss, body.id, 'withdraw', { reason: 'The plan changed.' });
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', possibleActs: [] });
    await act(boss, body.id, 'withdraw').expect(409);
    await act(officer, body.id, 'confirm', evidence).expect(409);
  });

  test('a stranger gets the same 404 for a foreign pledge as for none', async () => {
    const { body } = await declare();
    const stranger = await aPerson(portal);
    await anOrganisation(portal, { representative: stranger });
    const [one, other] = [
      await act(stranger, body.id, 'withdraw'),
      await act(stranger, newId(), 'withdraw'),
    ];
    expect(one.status).toBe(404);
    expect({ ...one.body, requestId: '' }).toEqual({ ...other.body, requestId: '' });
    expect((await patch(body.id, { newMoney: false }, 1, stranger)).status).toBe(404);
    expect((await portal.as(stranger).get('/api/v1/pledges')).body.items).toEqual([]);
  });

  test('officers list all, by amount and filters', async () => {
    const list = await portal
      .as(officer)
      .get(`/api/v1/pledges?sort=-amount&organisation=${member.id}&state=declared&kind=capital`);
    const amounts = list.body.items.map((item: { amountCents: string }) =>
      BigInt(item.amountCents),
    );
    expect(amounts.length).toBeGreaterThan(1);
    expect(amounts).toEqual([...amounts].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
  });
});

describe('the public register', () => {
  /** A member that agreed to be listed, or did not. */
  async function aListed(name: string, wish: { consent?: boolean; country?: string } = {}) {
    const person = await aPerson(portal);
    const made = await aMember(portal, {
      name,
      country: wish.country ?? 'IT',
      representative: person,
    });
    const applicationId = newId();
    await portal.manager.query(
      `INSERT INTO membership_applications (id, organisation_id, state, publication_consent, created_by)
       VALUES ($1, $2, 'admitted', $3, $4)`,
      [applicationId, made.id, wish.consent ?? true, person.id],
    );
    await portal.manager.query(`UPDATE memberships SET application_id = $2 WHERE id = $1`, [
      made.membershipId,
      applicationId,
    ]);
    return { ...made, person };
  }
  const names = async (query = '') =>
    (await portal.http.get(`/api/v1/public/members${query}`).expect(200)).body.items.map(
      ({ name }: { name: string }) => name,
    );

  test('lists active members that agreed, with the sums of what stands', async () => {
    const listed = await aListed('Alba');
    await aListed('Discreta', { consent: false });
    const suspended = await aListed('Sospesa');
    await portal.manager.query(`UPDATE memberships SET state = 'suspended' WHERE id = $1`, [
      suspended.membershipId,
    ]);
    const expired = await aListed('Scaduta');
    await portal.manager.query(
      `UPDATE memberships SET expires_at = portal_now() - interval '1 day' WHERE id = $1`,
      [expired.membershipId],
    );
    const pledge = async (amountCents: string) =>
      (await declare({ amountCents }, listed.person, listed.id)).body.id as string;
    await pledge('300');
    await act(officer, await pledge('5000'), 'confirm', evidence).expect(200);
    await act(listed.person, await pledge('70000'), 'withdraw').expect(200);
    await declare({ kind: 'data', amountCents: null }, listed.person, listed.id);
    const page = await portal.http.get('/api/v1/public/members?country=IT');
    expect(page.body).toMatchObject({ total: 1, nextCursor: null });
    expect(page.body.items).toMatchObject([
      {
        name: 'Alba',
        country: 'IT',
        class: 'sme',
        since: expect.any(String),
        pledges: {
          count: 3,
          kinds: ['capital', 'data'],
          declaredCents: '5300',
          confirmedCents: '5000',
          currency: 'EUR',
        },
      },
    ]);
    expect(JSON.stringify(page.body)).not.toContain('@');
  });

  test('a membership recorded from public sources is listed without an application', async () => {
    const known = await aMember(portal, { name: 'Known from the press', country: 'SE' });
    expect(await names('?country=SE')).toEqual([known.name]);
  });

  test('has filters, search, order and pages', async () => {
    await aListed('Berta', { country: 'PL' });
    await aListed('Carla', { country: 'PL' });
    expect(await names('?country=PL')).toEqual(['Berta', 'Carla']);
    expect(await names('?search=ARL')).toEqual(['Carla']);
    expect(await names('?class=science')).toEqual([]);
    expect((await names('?sort=-pledged&search=a'))[0]).toBeDefined();
    const first = await portal.http.get('/api/v1/public/members?country=PL&limit=1&sort=-name');
    expect(first.body).toMatchObject({ total: 2, items: [{ name: 'Carla' }] });
    const { nextCursor } = first.body;
    const second = await names(`?country=PL&limit=1&sort=-name&cursor=${nextCursor}`);
    expect(second).toEqual(['Berta']);
    await portal.http.get('/api/v1/public/members?limit=1000').expect(400);
    await portal.http.get('/api/v1/public/members?owner=me').expect(400);
  });
});
