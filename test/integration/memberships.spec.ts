import { newId } from '../../src/kernel/random.js';
import { isActiveMember } from '../../src/memberships/memberships.queries.js';
import { aMember, anOrganisation, type OrganisationWish } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;

const applications = '/api/v1/membership-applications';
const complete = {
  motivation: 'We want to train open models for the public services of our region, together.',
  aiActivity: 'Speech recognition for dialects and noisy places.',
  valuesAccepted: true,
};
const reason = 'The seat of the organisation is outside the countries admitted.';

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { platformRoles: ['officer'], name: 'Olivia' });
});
afterAll(() => portal.close());
afterEach(() => portal.travelTo(null));

let pics = 900_000_000;
/** An organisation with an identifier, its representative and manager. */
async function anApplicant(wish: OrganisationWish = {}) {
  const [representative, manager] = [await aPerson(portal), await aPerson(portal)];
  const organisation = await anOrganisation(portal, {
    ...wish,
    people: { representative, manager },
  });
  await portal.manager.query(
    `INSERT INTO organisation_identifiers (id, organisation_id, kind, value, raw, state)
     VALUES ($1, $2, 'pic', $3, $3, 'syntax')`,
    [newId(), organisation.id, String((pics += 1))],
  );
  return { representative, manager, organisation };
}

async function aDraft(wish: OrganisationWish = {}, content: object = complete) {
  const applicant = await anApplicant(wish);
  const made = await portal
    .as(applicant.representative)
    .post(applications)
    .send({ organisationId: applicant.organisation.id, ...content })
    .expect(201);
  return { ...applicant, id: made.body.id as string, body: made.body };
}
type Draft = Awaited<ReturnType<typeof aDraft>>;

async function aSubmitted(wish: OrganisationWish = {}): Promise<Draft> {
  const draft = await aDraft(wish);
  await act(draft.representative, draft, 'submit').expect(200);
  return draft;
}

const act = (by: TestPerson, { id }: { id: string }, name: string, body?: object) =>
  portal.as(by).post(`${applications}/${id}/${name}`).send(body);
const read = async (by: TestPerson, { id }: { id: string }) =>
  (await portal.as(by).get(`${applications}/${id}`)).body;
const auditActs = async ({ id }: { id: string }) =>
  (
    await portal.manager.query<{ act: string }[]>(
      `SELECT act FROM audit_event WHERE object_id = $1 ORDER BY at, id`,
      [id],
    )
  ).map((row) => row.act.replace('membership-application.', ''));

describe('an organisation of each class joins', () => {
  test.each(['large', 'sme', 'science'] as const)('%s', async (of) => {
    const draft = await aDraft(
      { class: of },
      of === 'science' ? { ...complete, aiActivity: '' } : complete,
    );
    expect(draft.body).toMatchObject({
      state: 'draft',
      track: of === 'science' ? 'short' : 'full',
      missing: [],
      reference: expect.stringMatching(/^APP-\d{4}-\d{5}$/),
      organisation: { id: draft.organisation.id, class: of },
    });
    expect((await act(draft.representative, draft, 'submit')).body.state).toBe('submitted');
    expect((await act(officer, draft, 'screen')).body.state).toBe('screening');
    expect((await act(officer, draft, 'screen', { finding: 'clear' })).body.state).toBe('review');
    const admitted = await act(officer, draft, 'decide', { decision: 'admit' });
    expect(admitted.status).toBe(200);
    expect(admitted.body).toMatchObject({ state: 'admitted', membershipId: expect.any(String) });
    expect(await auditActs(draft)).toEqual(['create', 'submit', 'screen', 'review', 'admit']);
    expect(await isActiveMember(portal.manager, draft.organisation.id)).toBe(true);
    const list = await portal.as(draft.manager).get('/api/v1/memberships');
    const [membership] = list.body.items;
    expect(list.body.items).toHaveLength(1);
    expect(membership).toMatchObject({ state: 'active', current: true, applicationId: draft.id });
    const year = Date.parse(membership.expiresAt) - Date.parse(membership.startsAt);
    expect(Math.round(year / 86_400_000)).toBeGreaterThanOrEqual(365);
  });
});

describe('drafting', () => {
  test('one open application at a time, and none for members', async () => {
    const draft = await aDraft();
    const body = { organisationId: draft.organisation.id };
    const again = await portal.as(draft.manager).post(applications).send(body);
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('MEM_APPLICATION_OPEN');
    expect(again.body.detail).toContain(draft.body.reference);
    const person = await aPerson(portal);
    const member = await aMember(portal, { representative: person });
    const joined = await portal.as(person).post(applications).send({ organisationId: member.id });
    expect(joined.body.code).toBe('MEM_ALREADY_MEMBER');
  });

  test('two at one instant open one', async () => {
    const { representative, manager, organisation } = await anApplicant();
    const answers = await Promise.all(
      [representative, manager].map((by) =>
        portal.as(by).post(applications).send({ organisationId: organisation.id }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('a foreign organisation and one that does not exist are the same 404', async () => {
    const { representative } = await anApplicant();
    const foreign = await anOrganisation(portal);
    const send = (organisationId: string) =>
      portal.as(representative).post(applications).send({ organisationId });
    const [one, other] = [await send(foreign.id), await send(newId())];
    expect(one.status).toBe(404);
    expect({ ...one.body, requestId: '' }).toEqual({ ...other.body, requestId: '' });
  });

  test('a merge patch changes what it names; null empties', async () => {
    const draft = await aDraft({}, { ...complete, publicationConsent: true });
    const patch = (body: object, version = 1) =>
      portal
        .as(draft.manager)
        .patch(`${applications}/${draft.id}`)
        .set('If-Match', `"${version}"`)
        .send(body);
    const changed = await patch({ motivation: null, publicationConsent: null });
    expect(changed.headers['etag']).toBe('"2"');
    expect(changed.body).toMatchObject({
      motivation: '',
      publicationConsent: false,
      aiActivity: complete.aiActivity,
      missing: [{ pointer: '/motivation' }],
    });
    await patch({ motivation: 'x' }).expect(412);
    expect((await patch({ state: 'admitted' }, 2)).body.errors).toMatchObject([
      { pointer: '/state', code: 'UNKNOWN_FIELD' },
    ]);
    expect((await patch({ valuesAccepted: 'yes' }, 2)).status).toBe(400);
    await portal.as(draft.manager).patch(`${applications}/${draft.id}`).send({}).expect(428);
    await act(draft.representative, draft, 'withdraw').expect(200);
    const fixed = await patch({ motivation: 'x' }, 3);
    expect(fixed.status).toBe(409);
    expect(fixed.body.code).toBe('MEM_APPLICATION_FIXED');
  });
});

describe('submitting', () => {
  test('MEM-3: a manager cannot, even one who represents another organisation', async () => {
    const draft = await aDraft();
    expect((await act(draft.manager, draft, 'submit')).body.code).toBe('MEM_NOT_REPRESENTATIVE');
    await anOrganisation(portal, { representative: draft.manager });
    const refused = await act(draft.manager, draft, 'submit');
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('MEM_NOT_REPRESENTATIVE');
  });

  test('MEM-1, MEM-8: what is missing is named', async () => {
    const person = await aPerson(portal);
    const organisation = await anOrganisation(portal, { representative: person });
    const made = await portal
      .as(person)
      .post(applications)
      .send({ organisationId: organisation.id, motivation: 'Short.' });
    const refused = await act(person, made.body, 'submit');
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('MEM_INCOMPLETE');
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/organisation/identifiers',
      '/motivation',
      '/aiActivity',
      '/declarations/values',
      '/declarations/accuracy',
      '/declarations/exclusion',
      '/declarations/restrictive_measures',
    ]);
    expect(await read(person, made.body)).toMatchObject({ state: 'draft', version: 1 });
  });

  test('the organisation’s identity is held fast until the office hands it back', async () => {
    const draft = await aSubmitted();
    const client = portal.as(draft.representative);
    const path = `/api/v1/organisations/${draft.organisation.id}`;
    const rename = async () => {
      const { headers } = await client.get(path);
      return client
        .patch(path)
        .set('If-Match', headers['etag'] ?? '')
        .send({ name: 'Renamed' });
    };
    expect((await rename()).body.code).toBe('ORG_IDENTITY_LOCKED');
    await act(officer, draft, 'screen');
    await act(officer, draft, 'request-changes', { reason }).expect(200);
    expect((await rename()).status).toBe(200);
  });

  test('a second submission is 409, with the same Idempotency-Key the same answer', async () => {
    const draft = await aDraft();
    const key = newId();
    const send = () => act(draft.representative, draft, 'submit').set('Idempotency-Key', key);
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    const again = await act(draft.representative, draft, 'submit');
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain('Possible now: screen, withdraw.');
  });

  test('a stale If-Match is honoured', async () => {
    const draft = await aDraft();
    await act(draft.representative, draft, 'submit').set('If-Match', '"7"').expect(412);
    await act(draft.representative, draft, 'submit').set('If-Match', '"1"').expect(200);
  });
});

describe('deciding', () => {
  test('MEM-4: not on an organisation to which one belongs or is linked', async () => {
    const group = newId();
    const insider = await aPerson(portal, { platformRoles: ['officer'] });
    await anOrganisation(portal, { groupId: group, people: { viewer: insider } });
    const draft = await aSubmitted({ groupId: group });
    for (const [name, body] of [
      ['screen', {}],
      ['request-changes', { reason }],
      ['decide', { decision: 'admit' }],
    ] as const) {
      const refused = await act(insider, draft, name, body);
      expect(refused.status).toBe(403);
      expect(refused.body.code).toBe('MEM_INTERESTED');
    }
  });

  test('MEM-5: a decline needs a reason, which the applicant reads', async () => {
    const draft = await aSubmitted();
    await act(officer, draft, 'screen');
    const refused = await act(officer, draft, 'decide', { decision: 'decline' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'MEM_REASON_MISSING',
      errors: [{ pointer: '/reason' }],
    });
    const declined = await act(officer, draft, 'decide', { decision: 'decline', reason });
    expect(declined.body.state).toBe('declined');
    expect(await read(draft.manager, draft)).toMatchObject({
      state: 'declined',
      decisionReason: reason,
      membershipId: null,
      possibleActs: [],
    });
    expect(await isActiveMember(portal.manager, draft.organisation.id)).toBe(false);
    await portal
      .as(draft.representative)
      .post(applications)
      .send({ organisationId: draft.organisation.id })
      .expect(201);
  });

  test('from screening it passes through review, and the file shows both', async () => {
    const draft = await aSubmitted();
    await act(officer, draft, 'screen');
    expect((await act(officer, draft, 'decide', { decision: 'admit' })).body.state).toBe(
      'admitted',
    );
    expect((await auditActs(draft)).slice(-2)).toEqual(['review', 'admit']);
  });

  test('changes requested: the applicant reads why, changes and submits again', async () => {
    const draft = await aSubmitted();
    await act(officer, draft, 'screen', { finding: 'clear', note: 'No hits.' });
    const asked = await act(officer, draft, 'request-changes', { reason });
    expect(asked.body).toMatchObject({ state: 'changes_requested', decisionReason: reason });
    await portal
      .as(draft.manager)
      .patch(`${applications}/${draft.id}`)
      .set('If-Match', asked.headers['etag'] ?? '')
      .send({ motivation: `${complete.motivation} And more.` })
      .expect(200);
    const again = await act(draft.representative, draft, 'submit');
    expect(again.body).toMatchObject({ state: 'submitted', decisionReason: null });
  });

  test.each([
    ['screen', {}],
    ['request-changes', { reason }],
    ['decide', { decision: 'admit' }],
  ])('a draft: %s is 409', async (name, body) => {
    const draft = await aDraft();
    const refused = await act(officer, draft, name, body);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('ILLEGAL_TRANSITION');
  });

  test('two officers at one instant decide once', async () => {
    const draft = await aSubmitted();
    const second = await aPerson(portal, { platformRoles: ['officer'] });
    await act(officer, draft, 'screen', { finding: 'clear' });
    const answers = await Promise.all(
      [officer, second].map((by) => act(by, draft, 'decide', { decision: 'admit' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const rows = await portal.manager.query(
      `SELECT 1 FROM memberships WHERE organisation_id = $1`,
      [draft.organisation.id],
    );
    expect(rows).toHaveLength(1);
  });

  test('applicants, administrators and auditors do not decide', async () => {
    const draft = await aSubmitted();
    const others = [
      draft.representative,
      await aPerson(portal, { platformRoles: ['admin'] }),
      await aPerson(portal, { platformRoles: ['auditor'] }),
    ];
    for (const by of others) await act(by, draft, 'decide', { decision: 'admit' }).expect(403);
  });

  test('a bad body names the field', async () => {
    const draft = await aSubmitted();
    const refused = await act(officer, draft, 'decide', { decision: 'maybe', why: 'x' });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/decision',
      '/why',
    ]);
    await act(officer, draft, 'request-changes', { reason: 'no' }).expect(400);
  });
});

describe('withdrawing', () => {
  test('a manager takes a draft back, but not what was handed in', async () => {
    const draft = await aDraft();
    expect((await act(draft.manager, draft, 'withdraw')).body.state).toBe('withdrawn');
    const submitted = await aSubmitted();
    expect((await act(submitted.manager, submitted, 'withdraw')).body.code).toBe(
      'MEM_NOT_REPRESENTATIVE',
    );
    const withdrawn = await act(submitted.representative, submitted, 'withdraw', {
      reason: 'Not now.',
    });
    expect(withdrawn.body.state).toBe('withdrawn');
    expect((await act(submitted.representative, submitted, 'withdraw')).status).toBe(409);
  });
});

describe('reading', () => {
  test('applicants see their own, officers all with filters', async () => {
    const draft = await aDraft({ class: 'large', country: 'SE' });
    const stranger = await aPerson(portal);
    await anOrganisation(portal, { representative: stranger });
    const own = await portal.as(draft.manager).get(applications);
    expect(own.body.items.map(({ id }: { id: string }) => id)).toEqual([draft.id]);
    expect((await portal.as(stranger).get(applications)).body.items).toEqual([]);
    const foreign = await portal.as(stranger).get(`${applications}/${draft.id}`);
    const unknown = await portal.as(stranger).get(`${applications}/${newId()}`);
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    await act(stranger, draft, 'submit').expect(404);
    const found = await portal
      .as(officer)
      .get(`${applications}?state=draft&class=large&country=SE&sort=-submittedAt`);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([draft.id]);
    await portal.as(officer).get(`${applications}?state=open`).expect(400);
    await portal.http.get(applications).expect(401);
  });

  test('memberships are tenant bound, with filters', async () => {
    const [person, stranger] = [await aPerson(portal), await aPerson(portal)];
    const member = await aMember(portal, { representative: person, country: 'NO' });
    expect((await portal.as(person).get('/api/v1/memberships')).body.items).toHaveLength(1);
    expect((await portal.as(stranger).get('/api/v1/memberships')).body.items).toEqual([]);
    const found = await portal.as(officer).get('/api/v1/memberships?country=NO&state=active');
    expect(found.body.items).toMatchObject([{ organisation: { id: member.id, country: 'NO' } }]);
  });
});

test('an organisation whose membership has expired can say anew who it is', async () => {
  const { representative, organisation } = await anApplicant();
  await portal.manager.query(
    `UPDATE organisations SET identity_locked_at = portal_now() WHERE id = $1`,
    [organisation.id],
  );
  await portal.manager.query(
    `INSERT INTO memberships (id, organisation_id, expires_at) VALUES ($1, $2, portal_now())`,
    [newId(), organisation.id],
  );
  await portal
    .as(representative)
    .post(applications)
    .send({ organisationId: organisation.id })
    .expect(201);
  const seen = await portal.as(representative).get(`/api/v1/organisations/${organisation.id}`);
  expect(seen.body.identityLocked).toBe(false);
});

test('MEM-7: a suspended or expired membership is not active, and who expired can join again', async () => {
  const draft = await aDraft();
  const { organisation } = draft;
  await portal.manager.query(
    `INSERT INTO memberships (id, organisation_id, starts_at, expires_at)
     VALUES ($1, $2, portal_now() - interval '2 years', portal_now() - interval '1 year')`,
    [newId(), organisation.id],
  );
  expect(await isActiveMember(portal.manager, organisation.id)).toBe(false);
  await act(draft.representative, draft, 'submit').expect(200);
  await act(officer, draft, 'screen', { finding: 'clear' });
  await act(officer, draft, 'decide', { decision: 'admit' }).expect(200);
  expect(await isActiveMember(portal.manager, organisation.id)).toBe(true);
  const all = await portal.as(draft.manager).get('/api/v1/memberships');
  expect(all.body.items.map(({ state }: { state: string }) => state)).toEqual(['active', 'ended']);
  await portal.manager.query(`UPDATE memberships SET state = 'suspended' WHERE state = 'active'`);
  expect(await isActiveMember(portal.manager, organisation.id)).toBe(false);
});
