import { newId } from '../../src/kernel/random.js';
import { isActiveMember } from '../../src/memberships/memberships.queries.js';
import { aMemberWith, anIdentifier } from '../factories/memberships.js';
import { anOrganisation, type OrganisationWish } from '../factories/organisations.js';
import { actOn, aSubmittedApplication } from '../factories/applications.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;
let other: TestPerson;
let admin: TestPerson;

const appeals = '/api/v1/appeals';
const applications = '/api/v1/membership-applications';
const reason = 'The seat of the organisation is outside the countries admitted.';
const grounds =
  'Our seat was moved to Tallinn in March; the extract of the register is attached to the file.';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { platformRoles: ['officer'], name: 'Olivia' });
  other = await aPerson(portal, { platformRoles: ['officer'], name: 'Oscar' });
  admin = await aPerson(portal, { platformRoles: ['admin'], name: 'Ada' });
});
afterAll(() => portal.close());
afterEach(() => portal.travelTo(null));

const post = (by: TestPerson, path: string, body: object = {}) =>
  portal.as(by).post(path).send(body);

/** An application that Olivia has declined. */
async function aDeclined(wish: OrganisationWish & { locale?: 'en' | 'fr' | 'de' } = {}) {
  const { locale = 'en', ...organisationWish } = wish;
  const representative = await aPerson(portal);
  await portal.manager.query(`UPDATE people SET locale = $2 WHERE id = $1`, [
    representative.id,
    locale,
  ]);
  const organisation = await anOrganisation(portal, { ...organisationWish, representative });
  await anIdentifier(portal, organisation.id);
  const { body } = await post(representative, applications, {
    organisationId: organisation.id,
    motivation: 'We want to train open models for the public services of our region, together.',
    aiActivity: 'Speech recognition for dialects and noisy places.',
    valuesAccepted: true,
  }).expect(201);
  const id = body.id as string;
  await post(representative, `${applications}/${id}/submit`).expect(200);
  await post(officer, `${applications}/${id}/screen`, { finding: 'clear' }).expect(200);
  await post(officer, `${applications}/${id}/decide`, { decision: 'decline', reason }).expect(200);
  return { id, reference: body.reference as string, representative, organisation };
}

async function aSuspended() {
  const member = await aMemberWith(portal);
  await post(officer, `/api/v1/memberships/${member.membershipId}/suspend`, {
    code: 'obligations',
    reason,
  }).expect(200);
  return member;
}

const against = (kind: string, id: string) => ({ subject: { kind, id }, grounds });
const decide = (by: TestPerson, id: string, decision: string, words?: string) =>
  post(by, `${appeals}/${id}/decide`, {
    decision,
    ...(words === undefined ? {} : { reason: words }),
  });
const subjectsTo = async (person: TestPerson) =>
  (await portal.as(person).get('/api/v1/letters')).body.items.map(
    ({ subject }: { subject: string }) => subject,
  ) as string[];

describe('a declined application', () => {
  test('APL-1, APL-2: an appeal that is upheld by somebody else reopens it to review', async () => {
    const declined = await aDeclined();
    const { representative } = declined;
    const made = await post(representative, `${applications}/${declined.id}/appeal`, { grounds });
    expect(made.status).toBe(201);
    expect(made.headers['location']).toBe(`/api/v1/appeals/${made.body.id}`);
    expect(made.body).toMatchObject({
      state: 'submitted',
      reference: expect.stringMatching(/^APL-\d{4}-\d{5}$/),
      subject: { kind: 'membership_decision', id: declined.id, reference: declined.reference },
      possibleDecisions: [],
    });
    const { id } = made.body as { id: string };
    const first = await decide(officer, id, 'admissible').expect(403);
    expect(first.body.code).toBe('APL_FIRST_DECIDER');
    expect((await portal.as(officer).get(`${appeals}/${id}`)).body.possibleDecisions).toEqual([]);
    expect((await portal.as(other).get(`${appeals}/${id}`)).body.possibleDecisions).toEqual([
      'admissible',
      'inadmissible',
    ]);
    await decide(other, id, 'upheld', reason).expect(409);
    expect((await decide(other, id, 'admissible').expect(200)).body.state).toBe('admissible');
    expect((await decide(other, id, 'upheld')).body.code).toBe('APL_REASON_MISSING');
    const upheld = await decide(admin, id, 'upheld', 'The register shows the new seat.');
    expect(upheld.body).toMatchObject({ state: 'upheld', possibleDecisions: [] });
    const application = await portal.as(representative).get(`${applications}/${declined.id}`);
    expect(application.body).toMatchObject({
      state: 'review',
      decisionReason: null,
      decidedAt: null,
    });
    await post(officer, `${applications}/${declined.id}/decide`, { decision: 'admit' }).expect(200);
    expect(await isActiveMember(portal.manager, declined.organisation.id)).toBe(true);
    expect((await subjectsTo(representative)).reverse()).toEqual([
      `Your application ${declined.reference} has been declined`,
      `We have received your appeal ${made.body.reference}`,
      `Your appeal ${made.body.reference} is admissible`,
      `Your appeal ${made.body.reference} is upheld`,
      `${declined.organisation.name} is a member`,
    ]);
  });

  test('APL-1: the window is 30 days, and one appeal for each decision', async () => {
    const declined = await aDeclined();
    const send = () =>
      post(declined.representative, appeals, against('membership_decision', declined.id));
    portal.travelTo(inDays(30.01));
    const late = await send();
    expect([late.status, late.body.code]).toEqual([409, 'APL_WINDOW_OVER']);
    portal.travelTo(inDays(29.9));
    await send().expect(201);
    const twice = await send();
    expect([twice.status, twice.body.code]).toEqual([409, 'APL_TWICE']);
  });

  test('APL-1: the length of the window is a row of the terms on the day of the decision', async () => {
    await portal.manager.query(
      `UPDATE membership_terms SET valid_to = '2032-01-01' WHERE valid_to IS NULL`,
    );
    await portal.manager.query(
      `INSERT INTO membership_terms VALUES ('2032-01-01', NULL, 12, 14, 60, 90, '{60}', 'a test')`,
    );
    portal.travelTo(new Date('2031-12-20T12:00:00Z'));
    const before = await aDeclined();
    portal.travelTo(new Date('2032-01-02T12:00:00Z'));
    const after = await aDeclined();
    portal.travelTo(new Date('2032-01-25T12:00:00Z'));
    const send = (of: typeof before) =>
      post(of.representative, appeals, against('membership_decision', of.id));
    expect((await send(before)).body.code).toBe('APL_WINDOW_OVER');
    expect((await send(after)).body.dueAt).toBe('2032-03-02T12:00:00.000Z');
  });

  test('an appeal that is dismissed, or not admissible, leaves it declined and says why', async () => {
    for (const [steps, state] of [
      [['admissible', 'dismissed'], 'dismissed'],
      [['inadmissible'], 'inadmissible'],
    ] as const) {
      const declined = await aDeclined({ locale: 'fr' });
      const { body } = await post(
        declined.representative,
        appeals,
        against('membership_decision', declined.id),
      );
      for (const step of steps) await decide(other, body.id, step, reason).expect(200);
      const appeal = await portal.as(declined.representative).get(`${appeals}/${body.id}`);
      expect(appeal.body).toMatchObject({ state, decisionReason: reason });
      const application = await portal
        .as(declined.representative)
        .get(`${applications}/${declined.id}`);
      expect(application.body.state).toBe('declined');
      expect((await subjectsTo(declined.representative))[0]).toMatch(
        state === 'dismissed' ? /^Votre recours .* est rejeté$/ : /^Votre recours .* irrecevable$/,
      );
      await decide(other, body.id, 'upheld', reason).expect(409);
    }
  });

  test('cannot be reopened beside a new application', async () => {
    const declined = await aDeclined();
    const { body } = await post(
      declined.representative,
      appeals,
      against('membership_decision', declined.id),
    );
    await decide(other, body.id, 'admissible').expect(200);
    await post(declined.representative, applications, {
      organisationId: declined.organisation.id,
    }).expect(201);
    const refused = await decide(other, body.id, 'upheld', reason);
    expect([refused.status, refused.body.code]).toEqual([409, 'MEM_APPLICATION_OPEN']);
    expect((await portal.as(other).get(`${appeals}/${body.id}`)).body.state).toBe('admissible');
  });
});

describe('a suspension', () => {
  test('that an appeal is upheld against is lifted', async () => {
    const member = await aSuspended();
    const body = against('suspension', member.membershipId);
    const made = await post(member.representative, appeals, body).expect(201);
    expect((await decide(officer, made.body.id, 'admissible')).body.code).toBe('APL_FIRST_DECIDER');
    await decide(other, made.body.id, 'admissible').expect(200);
    await decide(other, made.body.id, 'upheld', reason).expect(200);
    expect(await isActiveMember(portal.manager, member.id)).toBe(true);
    expect((await subjectsTo(member.representative)).slice(0, 2)).toEqual([
      expect.stringMatching(/^Your appeal .* is upheld$/),
      `The membership of ${member.name} is reinstated`,
    ]);
  });

  test('that was lifted meanwhile is not lifted again when it came anew', async () => {
    const member = await aSuspended();
    const path = `/api/v1/memberships/${member.membershipId}`;
    const body = against('suspension', member.membershipId);
    const made = await post(member.representative, appeals, body).expect(201);
    await decide(other, made.body.id, 'admissible').expect(200);
    await post(officer, `${path}/reinstate`, { reason }).expect(200);
    await post(officer, `${path}/suspend`, { code: 'misuse', reason }).expect(200);
    const refused = await decide(other, made.body.id, 'upheld', reason);
    expect([refused.status, refused.body.code]).toEqual([409, 'APL_SUBJECT_GONE']);
    await post(member.representative, appeals, body).expect(201);
  });
});

test('a revoked membership starts anew when the appeal is upheld, by neither of the two', async () => {
  const member = await aMemberWith(portal);
  const path = `/api/v1/memberships/${member.membershipId}/end`;
  const revocation = { kind: 'revoked', code: 'misuse', reason };
  await post(officer, path, revocation).expect(200);
  await post(other, path, revocation).expect(200);
  const body = against('membership_decision', member.membershipId);
  const made = await post(member.representative, appeals, body).expect(201);
  for (const by of [officer, other]) {
    expect((await decide(by, made.body.id, 'admissible')).body.code).toBe('APL_FIRST_DECIDER');
  }
  await decide(admin, made.body.id, 'admissible').expect(200);
  await decide(admin, made.body.id, 'upheld', reason).expect(200);
  expect(await isActiveMember(portal.manager, member.id)).toBe(true);
});

test('APL-1: a member that did not agree to be listed is not listed after its appeal either', async () => {
  const { id, representative, organisation } = await aSubmittedApplication(portal);
  await actOn(portal, officer, { id }, 'screen', { finding: 'clear' }).expect(200);
  await actOn(portal, officer, { id }, 'decide', { decision: 'admit' }).expect(200);
  const { body: list } = await portal
    .as(representative)
    .get(`/api/v1/memberships?organisation=${organisation.id}`);
  const membershipId = list.items[0].id as string;
  const revocation = { kind: 'revoked', code: 'misuse', reason };
  await post(officer, `/api/v1/memberships/${membershipId}/end`, revocation).expect(200);
  await post(other, `/api/v1/memberships/${membershipId}/end`, revocation).expect(200);
  const appeal = against('membership_decision', membershipId);
  const made = await post(representative, appeals, appeal).expect(201);
  await decide(admin, made.body.id, 'admissible').expect(200);
  await decide(admin, made.body.id, 'upheld', reason).expect(200);
  expect(await isActiveMember(portal.manager, organisation.id)).toBe(true);
  const { text } = await portal.http.get('/api/v1/public/members?limit=200').expect(200);
  expect(text).not.toContain(organisation.id);
});

describe('who may what', () => {
  test('a foreign, an unknown and an undecided subject are the same 404', async () => {
    const declined = await aDeclined();
    const stranger = (await aMemberWith(portal)).representative;
    const active = await aMemberWith(portal);
    const answers = [
      await post(stranger, appeals, against('membership_decision', declined.id)),
      await post(stranger, appeals, against('membership_decision', newId())),
      await post(active.representative, appeals, against('suspension', active.membershipId)),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
    }
  });

  test('APL-2, MEM-4: nobody decides for an organisation of theirs', async () => {
    const group = newId();
    const insider = await aPerson(portal, { platformRoles: ['officer'] });
    await anOrganisation(portal, { groupId: group, people: { viewer: insider } });
    const declined = await aDeclined({ groupId: group });
    const { body } = await post(
      declined.representative,
      appeals,
      against('membership_decision', declined.id),
    );
    expect((await decide(insider, body.id, 'admissible')).body.code).toBe('MEM_INTERESTED');
  });

  test('kinds that are not built are refused, and bad input names the field', async () => {
    const { representative } = await aMemberWith(portal);
    const later = await post(representative, appeals, against('underuse_cut', newId()));
    expect([later.status, later.body.code]).toEqual([422, 'APL_SUBJECT_KIND']);
    const bad = await post(representative, appeals, {
      subject: { kind: 'weather', id: 'x' },
      grounds: 'No.',
    }).expect(400);
    expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/grounds',
      '/subject/id',
      '/subject/kind',
    ]);
    await post(officer, appeals, against('suspension', newId())).expect(403);
  });

  test('lists are tenant bound, with filters; the version counts', async () => {
    const member = await aSuspended();
    const body = against('suspension', member.membershipId);
    const made = await post(member.representative, appeals, body).expect(201);
    const stranger = (await aMemberWith(portal)).representative;
    expect((await portal.as(stranger).get(appeals)).body.items).toEqual([]);
    await portal.as(stranger).get(`${appeals}/${made.body.id}`).expect(404);
    const found = await portal
      .as(officer)
      .get(`${appeals}?state=submitted&kind=suspension&subject=${member.membershipId}`);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
    await decide(other, made.body.id, 'admissible').set('If-Match', '"7"').expect(412);
    const answers = await Promise.all(
      [other, admin].map((by) => decide(by, made.body.id, 'admissible')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});
