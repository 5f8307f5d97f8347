import { newId } from '../../src/kernel/random.js';
import {
  actOn,
  anApplication,
  applications,
  aSubmittedApplication,
  completeApplication,
  type MadeApplication,
} from '../factories/applications.js';
import { anOrganisation, joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

/* How the programme office works through applications: who has them, by when, and who decides. */

let portal: Portal;
let olivia: TestPerson;
let oscar: TestPerson;

const reason = 'The seat of the organisation is outside the countries admitted.';

beforeAll(async () => {
  portal = await openPortal();
  olivia = await aPerson(portal, { platformRoles: ['officer'], name: 'Olivia' });
  oscar = await aPerson(portal, { platformRoles: ['officer'], name: 'Oscar' });
});
afterAll(() => portal.close());
afterEach(async () => {
  portal.travelTo(null);
  await portal.manager.query('DELETE FROM decision_policies');
});

const act = (by: TestPerson, one: { id: string }, name: string, body?: object) =>
  actOn(portal, by, one, name, body);
const read = async (by: TestPerson, { id }: { id: string }) =>
  (await portal.as(by).get(`${applications}/${id}`)).body;
const list = async (by: TestPerson, query: string) =>
  (await portal.as(by).get(`${applications}?limit=200&${query}`).expect(200)).body.items as {
    id: string;
  }[];
const told = async (person: TestPerson) =>
  (await portal.as(person).get('/api/v1/me/notifications').expect(200)).body.items as {
    kind: string;
    details: Record<string, string>;
    path: string;
  }[];
const fourEyes = (decision: string, of: string, asks = true) =>
  portal.manager.query(
    `INSERT INTO decision_policies (decision, class, four_eyes, valid_from, source)
     VALUES ($1, $2, $3, '2025-01-01', 'A test.')`,
    [decision, of, asks],
  );
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000);

describe('MEM-3: who submits', () => {
  const give = ({ organisation, representative }: MadeApplication, personId: string) =>
    portal
      .as(representative)
      .post(`/api/v1/organisations/${organisation.id}/mandates`)
      .send({ personId, days: 30, note: 'While I am away.' });

  test('a manager with a mandate from the representative submits in their stead', async () => {
    const one = await anApplication(portal);
    expect((await act(one.manager, one, 'submit')).body.code).toBe('MEM_NOT_REPRESENTATIVE');
    const mandate = await give(one, one.manager.id).expect(201);
    expect(mandate.body).toMatchObject({ live: true, person: { id: one.manager.id } });
    expect((await read(one.manager, one)).submitters).toEqual([
      { id: one.representative.id, name: one.representative.name, by: 'role' },
      { id: one.manager.id, name: one.manager.name, by: 'mandate' },
    ]);
    const sent = await act(one.manager, one, 'submit').expect(200);
    expect(sent.body).toMatchObject({
      state: 'submitted',
      submittedBy: { id: one.manager.id, by: 'mandate' },
    });
    expect((await told(one.manager))[0]).toMatchObject({ kind: 'mandate.given' });
    const [row] = await portal.manager.query<{ after: { mandateId: string } }[]>(
      `SELECT after FROM audit_event WHERE object_id = $1 AND act LIKE '%submit'`,
      [one.id],
    );
    expect(row?.after.mandateId).toBe(mandate.body.id);
  });

  test('a mandate ends: revoked, expired, or with the role', async () => {
    const one = await anApplication(portal);
    const { body } = await give(one, one.manager.id).expect(201);
    expect((await give(one, one.manager.id)).body.code).toBe('MANDATE_TWICE');
    portal.travelTo(daysFromNow(31));
    expect((await act(one.manager, one, 'submit')).body.code).toBe('MEM_NOT_REPRESENTATIVE');
    portal.travelTo(null);
    await joinOrganisation(portal, one.organisation.id, one.manager.id, 'member');
    expect((await act(one.manager, one, 'submit')).status).toBe(403);
    await joinOrganisation(portal, one.organisation.id, one.manager.id, 'manager');
    const revoke = () =>
      portal
        .as(one.representative)
        .post(`/api/v1/mandates/${body.id as string}/revoke`)
        .send({});
    expect((await revoke().expect(200)).body.live).toBe(false);
    expect((await revoke()).body.code).toBe('MANDATE_REVOKED');
    expect((await act(one.manager, one, 'submit')).body.code).toBe('MEM_NOT_REPRESENTATIVE');
  });

  test('MEM-3: a mandate does not come back with the role', async () => {
    const one = await anApplication(portal);
    await give(one, one.manager.id).expect(201);
    const path = `/api/v1/organisations/${one.organisation.id}/people/${one.manager.id}`;
    for (const role of ['member', 'manager']) {
      const { body } = await portal.as(one.representative).get(path).expect(200);
      await portal
        .as(one.representative)
        .patch(path)
        .set('If-Match', `"${body.version}"`)
        .send({ role })
        .expect(200);
    }
    expect((await act(one.manager, one, 'submit')).body.code).toBe('MEM_NOT_REPRESENTATIVE');
    await give(one, one.manager.id).expect(201);
    await act(one.manager, one, 'submit').expect(200);
  });

  test('only representatives give mandates, only to managers of their own', async () => {
    const one = await anApplication(portal);
    const stranger = await aPerson(portal);
    expect((await give(one, stranger.id)).body.code).toBe('MANDATE_ROLE');
    expect((await give(one, one.representative.id)).body.code).toBe('MANDATE_ROLE');
    const byManager = await portal
      .as(one.manager)
      .post(`/api/v1/organisations/${one.organisation.id}/mandates`)
      .send({ personId: one.manager.id });
    expect(byManager.status).toBe(403);
  });
});

describe('declarations are texts with versions', () => {
  const patch = (one: MadeApplication, version: number, body: object) =>
    portal
      .as(one.representative)
      .patch(`${applications}/${one.id}`)
      .set('If-Match', `"${version}"`)
      .send(body);

  test('each is accepted in the version in force, and accepted anew when the text changes', async () => {
    const one = await anApplication(portal, {}, { ...completeApplication, valuesAccepted: false });
    const { body } = await portal.http.get('/api/v1/membership-declarations').expect(200);
    const texts = body.items as { code: string; version: number; body: { de: string } }[];
    expect(texts.map(({ code }) => code)).toEqual([
      'values',
      'accuracy',
      'exclusion',
      'restrictive_measures',
    ]);
    const all = texts.map(({ code, version }) => ({ code, version }));
    const old = await patch(one, 1, { declarations: [{ code: 'values', version: 7 }] });
    expect(old.body).toMatchObject({
      code: 'MEM_DECLARATION_CHANGED',
      errors: [{ pointer: '/declarations/0/version' }],
    });
    const some = await patch(one, 1, { declarations: all.slice(1) }).expect(200);
    const section = (view: { sections: { section: string }[] }) =>
      view.sections.find((candidate) => candidate.section === 'declarations');
    expect(section(some.body)).toMatchObject({
      complete: false,
      missing: [{ pointer: '/declarations/values', code: 'NOT_ACCEPTED' }],
    });
    const every = await patch(one, 2, { declarations: all }).expect(200);
    expect(every.body).toMatchObject({ valuesAccepted: true, missing: [] });
    await portal.manager.query(
      `INSERT INTO declaration_texts SELECT code, 2, place, title, body, valid_from, NULL, source
         FROM declaration_texts WHERE code = 'values' AND version = 1`,
    );
    const changed = await read(one.representative, one);
    expect(changed.missing).toMatchObject([{ code: 'TEXT_CHANGED' }]);
    expect((await act(one.representative, one, 'submit')).body.code).toBe('MEM_INCOMPLETE');
    await portal.manager.query(
      `DELETE FROM declaration_texts WHERE code = 'values' AND version = 2`,
    );
    await act(one.representative, one, 'submit').expect(200);
  });
});

describe('addresses', () => {
  test('the registered address tells the city and is held fast; the postal one is not', async () => {
    const one = await aSubmittedApplication(portal);
    const open = await anApplication(portal);
    const patch = async ({ organisation, representative }: MadeApplication, body: object) => {
      const path = `/api/v1/organisations/${organisation.id}`;
      const { headers } = await portal.as(representative).get(path);
      return await portal
        .as(representative)
        .patch(path)
        .set('If-Match', headers['etag'] as string)
        .send(body);
    };
    const registeredAddress = { street: '1 rue de la Paix', postalCode: '75002', city: 'Paris' };
    const postalAddress = { ...registeredAddress, street: 'PO box 7', country: 'BE' };
    const changed = await patch(open, { registeredAddress, postalAddress });
    expect(changed.body).toMatchObject({ city: 'Paris', registeredAddress, postalAddress });
    expect((await patch(one, { registeredAddress })).body.code).toBe('ORG_IDENTITY_LOCKED');
    expect((await patch(one, { postalAddress })).status).toBe(200);
    const bad = await patch(open, { registeredAddress: { ...registeredAddress, street: '' } });
    expect(bad.body.errors).toMatchObject([{ pointer: '/registeredAddress/street' }]);
  });
});

describe('MEM-4: the queue of the office', () => {
  test('each step has its due date by the period in force', async () => {
    const one = await aSubmittedApplication(portal);
    const days = async () => {
      const view = await read(olivia, one);
      return Math.round((Date.parse(view.dueAt as string) - Date.now()) / 86_400_000);
    };
    expect(await days()).toBe(5);
    expect((await act(olivia, one, 'screen')).body.office.assignedTo.id).toBe(olivia.id);
    expect(await days()).toBe(15);
    await act(olivia, one, 'screen', { finding: 'clear' });
    expect(await days()).toBe(20);
    await act(olivia, one, 'request-changes', { reason });
    expect(await days()).toBe(30);
    await act(one.representative, one, 'submit').expect(200);
    expect(await days()).toBe(5);
  });

  test('taken, given to another, taken back; filtered and in the order of due dates', async () => {
    const [first, second] = [
      await aSubmittedApplication(portal, { class: 'large', country: 'FI' }),
      await aSubmittedApplication(portal, { class: 'large', country: 'FI' }),
    ];
    const ids = async (query: string) =>
      (await list(olivia, `class=large&country=FI&waitingFor=office&sort=dueAt&${query}`)).map(
        ({ id }) => id,
      );
    expect(await ids('assigned=none')).toEqual([first.id, second.id]);
    const given = await act(olivia, first, 'assign', { personId: oscar.id }).expect(200);
    expect(given.body.office.assignedTo).toEqual({ id: oscar.id, name: 'Oscar' });
    expect((await told(oscar))[0]).toMatchObject({
      kind: 'application.assigned',
      details: { reference: first.reference, by: 'Olivia' },
      path: `/office/members/${first.id}`,
    });
    await act(olivia, second, 'assign', { personId: olivia.id }).expect(200);
    expect(await ids('assigned=me')).toEqual([second.id]);
    expect(await ids(`assigned=${oscar.id}`)).toEqual([first.id]);
    expect(await ids('overdue=true')).toEqual([]);
    await portal.manager.query(
      `UPDATE membership_applications SET due_at = due_at - interval '6 days' WHERE id = ANY($1)`,
      [[first.id, second.id]],
    );
    expect(await ids('overdue=true')).toEqual([first.id, second.id]);
    const officers = await portal.as(olivia).get('/api/v1/membership-officers').expect(200);
    expect(officers.body.items).toContainEqual({
      id: oscar.id,
      name: 'Oscar',
      open: 1,
      overdue: 1,
    });
    await act(oscar, first, 'assign', { personId: null }).expect(200);
    expect(await ids('assigned=none')).toEqual([first.id]);
  });

  test('the applicant does not see who has the case, nor find it by that', async () => {
    const one = await aSubmittedApplication(portal);
    await act(olivia, one, 'assign', { personId: oscar.id }).expect(200);
    const view = await read(one.representative, one);
    expect(view.office).toBeNull();
    expect(JSON.stringify(view)).not.toContain('Oscar');
    expect(await list(one.representative, `assigned=${oscar.id}`)).toEqual([]);
  });

  test('never to somebody linked, nor to nobody of the office, nor by somebody linked', async () => {
    const groupId = newId();
    const insider = await aPerson(portal, { platformRoles: ['officer'] });
    await anOrganisation(portal, { groupId, people: { viewer: insider } });
    const one = await aSubmittedApplication(portal, { groupId });
    const codeOf = async (by: TestPerson, personId: string | null) =>
      (await act(by, one, 'assign', { personId })).body.code as string;
    expect(await codeOf(olivia, insider.id)).toBe('MEM_ASSIGNEE_INTERESTED');
    expect(await codeOf(olivia, one.manager.id)).toBe('MEM_NOT_OFFICER');
    expect(await codeOf(insider, olivia.id)).toBe('MEM_INTERESTED');
    await act(one.representative, one, 'withdraw', {}).expect(200);
    expect(await codeOf(olivia, olivia.id)).toBe('MEM_NOT_ASSIGNABLE');
  });

  test('many at once, looked at before', async () => {
    const [first, second] = [await aSubmittedApplication(portal), await anApplication(portal)];
    const unknown = newId();
    const send = (preview: boolean) =>
      portal
        .as(olivia)
        .post(`${applications}/assign`)
        .send({ ids: [first.id, second.id, unknown], personId: oscar.id, preview })
        .expect(200);
    const outcomes = [
      { id: first.id, reference: first.reference, outcome: 'assigned' },
      { id: second.id, outcome: 'refused', code: 'MEM_NOT_ASSIGNABLE' },
      { id: unknown, reference: null, outcome: 'refused', code: 'NOT_FOUND' },
    ];
    expect((await send(true)).body).toMatchObject({ preview: true, items: outcomes });
    expect((await read(olivia, first)).office.assignedTo).toBeNull();
    expect((await send(false)).body).toMatchObject({ preview: false, items: outcomes });
    expect((await read(olivia, first)).office.assignedTo.id).toBe(oscar.id);
    expect((await send(false)).body.items[0].outcome).toBe('unchanged');
  });

  test('what is overdue is told once to whoever has it, after a week to the whole office', async () => {
    const one = await aSubmittedApplication(portal);
    await act(olivia, one, 'assign', { personId: oscar.id }).expect(200);
    const tick = async (days: number) => {
      portal.travelTo(daysFromNow(days));
      await portal.run('applications.overdue', {});
      await portal.run('applications.overdue', {});
    };
    const count = async (person: TestPerson) => {
      portal.travelTo(null);
      const all = await told(person);
      return all.filter(
        ({ kind, details }) =>
          kind === 'application.overdue' && details['reference'] === one.reference,
      ).length;
    };
    await tick(4);
    expect([await count(oscar), await count(olivia)]).toEqual([0, 0]);
    await tick(6);
    expect([await count(oscar), await count(olivia)]).toEqual([1, 0]);
    await tick(13);
    expect([await count(oscar), await count(olivia)]).toEqual([2, 1]);
    await tick(40);
    expect([await count(oscar), await count(olivia)]).toEqual([2, 1]);
    const { body } = await portal.as(oscar).post('/api/v1/me/notifications/read').send({});
    expect(body.read).toBeGreaterThan(1);
    const unread = await portal.as(oscar).get('/api/v1/me/notifications?unread=true');
    expect(unread.body.items).toEqual([]);
  });
});

describe('MEM-4: four eyes where policy asks', () => {
  const inReview = async (wish = {}) => {
    const one = await aSubmittedApplication(portal, wish);
    await act(olivia, one, 'screen', { finding: 'clear' }).expect(200);
    return one;
  };

  test('one proposes, another confirms: the state changes at the second', async () => {
    await fourEyes('decline', '*');
    const one = await inReview();
    const body = { decision: 'decline', reason };
    const proposed = await act(olivia, one, 'decide', body).expect(200);
    expect(proposed.body).toMatchObject({
      state: 'review',
      decisionReason: null,
      office: {
        proposal: { decision: 'decline', reason, by: { name: 'Olivia' } },
        fourEyes: { admit: false, decline: true },
      },
    });
    expect((await read(one.representative, one)).decisionReason).toBeNull();
    expect(await told(oscar)).toContainEqual(
      expect.objectContaining({ kind: 'application.proposed' }),
    );
    expect((await act(olivia, one, 'decide', body)).body.code).toBe('MEM_FOUR_EYES');
    const confirmed = await act(oscar, one, 'decide', { decision: 'decline' }).expect(200);
    expect(confirmed.body).toMatchObject({
      state: 'declined',
      decisionReason: reason,
      office: { proposal: null },
    });
    const acts = await portal.manager.query<{ act: string; actor_id: string }[]>(
      `SELECT act, actor_id FROM audit_event WHERE object_id = $1 ORDER BY at DESC, id DESC LIMIT 2`,
      [one.id],
    );
    expect(acts).toEqual([
      { act: 'membership-application.decline', actor_id: oscar.id },
      { act: 'membership-application.propose', actor_id: olivia.id },
    ]);
  });

  test('the policy of the class counts before that of all', async () => {
    await fourEyes('admit', '*');
    await fourEyes('admit', 'science', false);
    const [large, science] = [
      await inReview({ class: 'large' }),
      await inReview({ class: 'science' }),
    ];
    const admit = { decision: 'admit' };
    expect((await act(olivia, large, 'decide', admit)).body.state).toBe('review');
    expect((await act(olivia, science, 'decide', admit)).body.state).toBe('admitted');
  });

  test('a proposal can be put aside, and is gone when changes are asked', async () => {
    await fourEyes('admit', '*');
    const one = await inReview();
    await act(olivia, one, 'decide', { decision: 'admit' }).expect(200);
    expect((await act(oscar, one, 'decide', { decision: 'decline', reason })).status).toBe(200);
    const again = await inReview();
    await act(olivia, again, 'decide', { decision: 'admit' }).expect(200);
    await fourEyes('decline', '*');
    const other = await act(oscar, again, 'decide', { decision: 'decline', reason });
    expect(other.body.code).toBe('MEM_PROPOSAL_OTHER');
    const rejected = await act(oscar, again, 'reject-proposal', { reason }).expect(200);
    expect(rejected.body.office.proposal).toBeNull();
    expect(await told(olivia)).toContainEqual(
      expect.objectContaining({
        kind: 'application.proposal-rejected',
        details: { reference: again.reference, reason, by: 'Oscar' },
      }),
    );
    expect((await act(oscar, again, 'reject-proposal', { reason })).body.code).toBe(
      'MEM_NO_PROPOSAL',
    );
    await act(olivia, again, 'decide', { decision: 'admit' }).expect(200);
    await act(olivia, again, 'request-changes', { reason }).expect(200);
    expect((await read(olivia, again)).office.proposal).toBeNull();
  });

  test('two who confirm at one instant decide once', async () => {
    await fourEyes('admit', '*');
    const third = await aPerson(portal, { platformRoles: ['officer'] });
    const one = await inReview();
    await act(olivia, one, 'decide', { decision: 'admit' }).expect(200);
    const answers = await Promise.all(
      [oscar, third].map((by) => act(by, one, 'decide', { decision: 'admit' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('MEM-2: the class in the office', () => {
  const year = (of: number, awu: string, millions: number) => ({
    year: of,
    awu,
    turnoverCents: String(millions * 100_000_000),
    balanceCents: String(millions * 100_000_000),
  });
  const store = (one: MadeApplication, version: number, group: string) =>
    portal
      .as(one.representative)
      .put(`/api/v1/organisations/${one.organisation.id}/ownership`)
      .set('If-Match', `"${version}"`)
      .send({
        subject: 'Nova',
        enterprises: [
          { id: 'Nova', kind: 'enterprise', years: [year(2024, '35', 4), year(2025, '40', 5)] },
          { id: 'Group', kind: 'enterprise', years: [year(2024, group, 9), year(2025, group, 9)] },
        ],
        links: [{ from: 'Group', to: 'Nova', capitalPpm: 600_000, votesPpm: 600_000 }],
      });

  test('an officer computes it during screening, and the decision keeps what it rests on', async () => {
    const one = await anApplication(portal, { class: 'sme' });
    await store(one, 0, '20').expect(200);
    await act(one.representative, one, 'submit').expect(200);
    expect((await act(olivia, one, 'classify')).body.code).toBe('MEM_CLASS_FIXED');
    await act(olivia, one, 'screen').expect(200);
    await store(one, 1, '800').expect(200);
    expect((await read(olivia, one)).organisation.class).toBe('sme');
    const computed = await act(olivia, one, 'classify').expect(200);
    expect(computed.body).toMatchObject({ organisation: { class: 'large' } });
    const path = `/api/v1/organisations/${one.organisation.id}/classification`;
    const { body } = await portal.as(olivia).get(path).expect(200);
    expect(body).toMatchObject({
      id: computed.body.classificationId,
      class: 'large',
      applied: true,
    });
    expect(body.steps.length).toBeGreaterThan(3);
    const admitted = await act(olivia, one, 'decide', { decision: 'admit' }).expect(200);
    expect(admitted.body).toMatchObject({
      state: 'admitted',
      classificationId: body.id,
      decidedClass: 'large',
      decidedClassBasis: expect.arrayContaining([expect.stringMatching(/Class large/)]),
    });
  });

  test('a proposal made on another class is gone', async () => {
    await fourEyes('admit', '*');
    const one = await anApplication(portal, { class: 'sme' });
    await store(one, 0, '20').expect(200);
    await act(one.representative, one, 'submit').expect(200);
    await act(olivia, one, 'screen').expect(200);
    await act(olivia, one, 'decide', { decision: 'admit' }).expect(200);
    await store(one, 1, '800').expect(200);
    const computed = await act(oscar, one, 'classify').expect(200);
    expect(computed.body.office.proposal).toBeNull();
  });
});
