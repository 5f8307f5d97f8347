import { system } from '../../src/access/principal.js';
import { CallLifecycle } from '../../src/calls/call-lifecycle.service.js';
import { aCall, anAccessMode, passCutOff } from '../factories/calls.js';
import { aMember, anOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aPoolGroup, type MadePoolGroup } from '../factories/pools.js';
import { openPortal, type Client, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: Client;
let auditor: Client;
let visitorPerson: TestPerson;
let anybody: Client;
let group: MadePoolGroup;

beforeAll(async () => {
  portal = await openPortal();
  await anAccessMode(portal);
  officer = portal.as(await aPerson(portal, { platformRoles: ['officer'] }));
  auditor = portal.as(await aPerson(portal, { platformRoles: ['auditor'] }));
  visitorPerson = await aPerson(portal);
  anybody = portal.as(visitorPerson);
  group = await aPoolGroup(portal);
});
afterEach(() => portal.travelTo(null));
afterAll(() => portal.close());

const dayMs = 86_400_000;
let minutes = 0;
/** Days from now; every use is a minute later, because a pool group has one call per cut-off. */
const inDays = (days: number) =>
  new Date(Math.ceil(Date.now() / 1000) * 1000 + days * dayMs + (minutes += 1) * 60_000);

function aBody(changes: Record<string, unknown> = {}) {
  const cutOffAt = inDays(10);
  const later = (days: number) => new Date(cutOffAt.getTime() + days * dayMs).toISOString();
  return {
    title: 'Large Scale, winter',
    accessMode: 'test',
    poolGroupId: group.id,
    opensAt: inDays(-1).toISOString(),
    cutOffAt: cutOffAt.toISOString(),
    reviewDueAt: later(10),
    allocateAt: later(20),
    ...changes,
  };
}

async function aDraftCall(changes: Record<string, unknown> = {}) {
  const { body } = await officer.post('/api/v1/calls').send(aBody(changes)).expect(201);
  return body as { id: string; version: number; reference: string; cutOffAt: string };
}

const auditOf = (id: string) =>
  portal.manager.query<{ act: string; rule: string | null }[]>(
    `SELECT act, rule FROM audit_event WHERE object_kind = 'call' AND object_id = $1 ORDER BY id`,
    [id],
  );

describe('drafting', () => {
  test('a draft takes classes, limits and durations from its access mode', async () => {
    const answer = await officer.post('/api/v1/calls').send(aBody()).expect(201);
    expect(answer.headers['location']).toBe(`/api/v1/calls/${answer.body.id}`);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.body).toMatchObject({
      state: 'draft',
      classes: ['large', 'sme', 'science'],
      gpuSecondsAskMin: '3600',
      gpuHoursAskMin: 1,
      gpuSecondsAskMax: '3600000000',
      months: [1, 3, 6, 12],
      membersOnly: true,
      accessMode: { code: 'test', name: 'Test access' },
      pools: [{ id: group.pools[0]?.id }],
      possibleActs: ['open', 'cancel', 'change', 'remove', 'duplicate'],
    });
    expect(answer.body.reference).toMatch(/^CALL-\d{4}-\d{5}$/);
  });

  test.each([
    [{ accessMode: 'nowhere' }, '/accessMode', 'CALL_MODE_UNKNOWN'],
    [
      { poolGroupId: '01890000-0000-7000-8000-000000000000' },
      '/poolGroupId',
      'CALL_POOL_GROUP_UNKNOWN',
    ],
    [
      { cutOffAt: '2026-01-01T00:00:00Z', opensAt: '2026-01-02T00:00:00Z' },
      '/cutOffAt',
      'CALL_CUT_OFF_BEFORE_OPENING',
    ],
    [{ reviewDueAt: '2026-01-01T00:00:00Z' }, '/reviewDueAt', 'CALL_REVIEW_BEFORE_CUT_OFF'],
    [{ allocateAt: '2026-01-01T00:00:00Z' }, '/allocateAt', 'CALL_ALLOCATION_BEFORE_REVIEW'],
    [
      { gpuSecondsAskMin: '7200', gpuSecondsAskMax: '3600' },
      '/gpuSecondsAskMax',
      'CALL_LIMITS_CROSSED',
    ],
    [{ reviewsPerRequest: 2 }, '/criteria', 'CALL_CRITERIA_MISSING'],
  ])('terms that contradict each other are refused: %j', async (changes, pointer, code) => {
    const { body } = await officer.post('/api/v1/calls').send(aBody(changes)).expect(422);
    expect(body.code).toBe(code);
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  test('a draft is changed and removed by the version that was read', async () => {
    const { id } = await aDraftCall();
    const path = `/api/v1/calls/${id}`;
    await officer.patch(path).send({ title: 'Other' }).expect(428);
    await officer.patch(path).set('If-Match', '"9"').send({ title: 'Other' }).expect(412);
    const changed = await officer
      .patch(path)
      .set('If-Match', '"1"')
      .send({ title: 'Other', thresholdTotal: 600 });
    expect(changed.body).toMatchObject({ title: 'Other', thresholdTotal: 600, version: 2 });
    await officer.delete(path).expect(428);
    await officer.delete(path).set('If-Match', '"1"').expect(412);
    await officer.delete(path).set('If-Match', '"2"').expect(204);
    await officer.get(path).expect(404);
    expect((await auditOf(id)).map(({ act }) => act)).toEqual([
      'call.create',
      'call.change',
      'call.remove',
    ]);
  });

  test('a copy is a draft with the same terms', async () => {
    const call = await aCall(portal, { title: 'Original', reviewsPerRequest: 2 });
    const { body } = await officer.post(`/api/v1/calls/${call.id}/duplicate`).expect(201);
    expect(body).toMatchObject({
      title: 'Copy of Original',
      state: 'draft',
      reviewsPerRequest: 2,
      version: 1,
    });
    expect(body.id).not.toBe(call.id);
    expect(body.reference).not.toBe(call.reference);
  });
});

describe('who sees what', () => {
  test('drafts are for those who run or audit the programme only', async () => {
    const { id } = await aDraftCall();
    await officer.get(`/api/v1/calls/${id}`).expect(200);
    await auditor.get(`/api/v1/calls/${id}`).expect(200);
    const hidden = await anybody.get(`/api/v1/calls/${id}`).expect(404);
    const unknown = await anybody
      .get('/api/v1/calls/01890000-0000-7000-8000-000000000000')
      .expect(404);
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    await portal.http.get(`/api/v1/public/calls/${id}`).expect(404);
    const list = await anybody.get('/api/v1/calls?limit=200').expect(200);
    expect(list.body.items.map((call: { id: string }) => call.id)).not.toContain(id);
    const drafts = await anybody.get('/api/v1/calls?state=draft').expect(200);
    expect(drafts.body.items).toEqual([]);
  });

  test('a draft that was called off stays unseen; an open call that was called off stays public', async () => {
    const draft = await aDraftCall();
    const reason = 'The pools are not ready.';
    await officer.post(`/api/v1/calls/${draft.id}/cancel`).send({ reason }).expect(200);
    await portal.http.get(`/api/v1/public/calls/${draft.id}`).expect(404);
    const open = await aCall(portal, { poolGroup: group });
    await officer.post(`/api/v1/calls/${open.id}/cancel`).send({ reason }).expect(200);
    const { body } = await portal.http.get(`/api/v1/public/calls/${open.id}`).expect(200);
    expect(body).toMatchObject({ state: 'cancelled', cancelReason: reason });
    expect(body.possibleActs).toBeUndefined();
  });

  test('lists are filtered, sorted and paged', async () => {
    const first = await aCall(portal, { classes: ['science'], cutOffAt: inDays(300) });
    const second = await aCall(portal, { classes: ['science'], cutOffAt: inDays(301) });
    const page = await portal.http.get('/api/v1/public/calls?limit=1&sort=-cutOffAt').expect(200);
    expect(page.body.items[0].id).toBe(second.id);
    const next = await portal.http
      .get(`/api/v1/public/calls?limit=1&sort=-cutOffAt&cursor=${page.body.nextCursor}`)
      .expect(200);
    expect(next.body.items[0].id).toBe(first.id);
    const science = await anybody.get('/api/v1/calls?class=sme&limit=200').expect(200);
    expect(science.body.items.map((call: { id: string }) => call.id)).not.toContain(first.id);
  });

  test('access modes are public, with limits and source', async () => {
    const { body } = await portal.http.get('/api/v1/public/access-modes').expect(200);
    expect(body.items).toMatchObject([
      { code: 'test', gpuHoursAskMin: 1, months: [1, 3, 6, 12], source: 'Made by a test.' },
    ]);
  });

  test('only officers and administrators manage calls', async () => {
    await anybody.post('/api/v1/calls').send(aBody()).expect(403);
    await auditor.post('/api/v1/calls').send(aBody()).expect(403);
    const { id } = await aDraftCall();
    await auditor.post(`/api/v1/calls/${id}/open`).expect(403);
  });
});

describe('opening', () => {
  test('a draft opens once, to everybody', async () => {
    const { id } = await aDraftCall();
    const { body } = await officer.post(`/api/v1/calls/${id}/open`).expect(200);
    expect(body).toMatchObject({ state: 'open', version: 2 });
    expect(body.possibleActs).toEqual(['close', 'cancel', 'change', 'duplicate']);
    await portal.http.get(`/api/v1/public/calls/${id}`).expect(200);
    const again = await officer.post(`/api/v1/calls/${id}/open`).expect(409);
    expect(again.body.code).toBe('ILLEGAL_TRANSITION');
    await officer.delete(`/api/v1/calls/${id}`).set('If-Match', '"2"').expect(409);
  });

  test('a call that opens before its planned time opens now', async () => {
    const { id } = await aDraftCall({ opensAt: inDays(3).toISOString() });
    const { body } = await officer.post(`/api/v1/calls/${id}/open`).expect(200);
    expect(new Date(body.opensAt).getTime()).toBeLessThanOrEqual(Date.now());
  });

  test('an action with a stale If-Match changes nothing', async () => {
    const { id } = await aDraftCall();
    await officer.post(`/api/v1/calls/${id}/open`).set('If-Match', '"7"').expect(412);
    const { body } = await officer.get(`/api/v1/calls/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'draft', version: 1 });
  });

  test('without policy, pools or time it does not open', async () => {
    const withoutPolicy = await aPoolGroup(portal, { policy: null });
    const first = await aDraftCall({ poolGroupId: withoutPolicy.id });
    const noPolicy = await officer.post(`/api/v1/calls/${first.id}/open`).expect(409);
    expect(noPolicy.body.code).toBe('CALL_NO_POLICY');
    const empty = await aPoolGroup(portal, { pools: [] });
    const second = await aDraftCall({ poolGroupId: empty.id });
    const noPools = await officer.post(`/api/v1/calls/${second.id}/open`).expect(409);
    expect(noPools.body.code).toBe('CALL_NO_POOLS');
    const third = await aDraftCall();
    portal.travelTo(new Date(third.cutOffAt));
    const late = await officer.post(`/api/v1/calls/${third.id}/open`).expect(409);
    expect(late.body.code).toBe('CALL_CUT_OFF_PASSED');
  });

  test('a pool group has one call per cut-off', async () => {
    const first = await aDraftCall();
    await officer.post(`/api/v1/calls/${first.id}/open`).expect(200);
    const second = await aDraftCall({ cutOffAt: first.cutOffAt });
    const { body } = await officer.post(`/api/v1/calls/${second.id}/open`).expect(409);
    expect(body.code).toBe('CALL_CUT_OFF_TAKEN');
    expect(body.detail).toContain(first.reference);
    const third = await aDraftCall();
    await officer.post(`/api/v1/calls/${third.id}/open`).expect(200);
    const moved = await officer
      .patch(`/api/v1/calls/${first.id}`)
      .set('If-Match', '"2"')
      .send({ cutOffAt: third.cutOffAt })
      .expect(409);
    expect(moved.body.code).toBe('CALL_CUT_OFF_TAKEN');
  });

  test('two calls of one cut-off opened at one instant: one opens', async () => {
    const first = await aDraftCall();
    const second = await aDraftCall({ cutOffAt: first.cutOffAt });
    const answers = await Promise.all(
      [first, second].map(({ id }) => officer.post(`/api/v1/calls/${id}/open`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('an open call changes in texts and to later dates only', async () => {
    const { id, cutOffAt } = await aDraftCall();
    await officer.post(`/api/v1/calls/${id}/open`).expect(200);
    const patch = (body: object, version: number) =>
      officer.patch(`/api/v1/calls/${id}`).set('If-Match', `"${version}"`).send(body);
    const refused = await patch({ gpuSecondsAskMax: '7200', thresholdTotal: 1 }, 2).expect(409);
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/gpuSecondsAskMax',
      '/thresholdTotal',
    ]);
    const earlier = new Date(new Date(cutOffAt).getTime() - dayMs).toISOString();
    await patch({ cutOffAt: earlier }, 2).expect(409);
    const later = new Date(new Date(cutOffAt).getTime() + dayMs).toISOString();
    const changed = await patch({ cutOffAt: later, title: 'Extended' }, 2).expect(200);
    expect(changed.body).toMatchObject({ cutOffAt: later, title: 'Extended', version: 3 });
  });
});

describe('closing', () => {
  test('an early close makes this moment the cut-off and tells the requests', async () => {
    const call = await aCall(portal);
    const { body } = await officer.post(`/api/v1/calls/${call.id}/close`).expect(200);
    expect(body.state).toBe('closed');
    expect(new Date(body.cutOffAt) < call.cutOffAt).toBe(true);
    const jobs = await portal.manager.query(
      `SELECT job FROM outbox WHERE payload->>'callId' = $1`,
      [call.id],
    );
    expect(jobs).toEqual([{ job: 'requests.call-closed' }]);
    await officer.post(`/api/v1/calls/${call.id}/close`).expect(409);
  });

  test('REQ-2: an early close comes after the submissions that it waited for', async () => {
    const call = await aCall(portal);
    let closing: Promise<{ body: { cutOffAt: string } }> | undefined;
    const received = await portal.manager.transaction(async (manager) => {
      await manager.query(`SELECT 1 FROM calls WHERE id = $1 FOR SHARE`, [call.id]);
      closing = officer
        .post(`/api/v1/calls/${call.id}/close`)
        .expect(200)
        .then((answer) => answer);
      const [row] = await manager.query<[{ at: Date }]>(
        `SELECT clock_timestamp() AS at FROM pg_sleep(0.5)`,
      );
      return row.at;
    });
    const { body } = await closing!;
    expect(new Date(body.cutOffAt).getTime()).toBeGreaterThanOrEqual(received.getTime());
  });

  test('REQ-2: the clock closes a call at its cut-off, not before', async () => {
    const call = await aCall(portal);
    portal.travelTo(new Date(call.cutOffAt.getTime() - 1));
    await portal.run('calls.tick', {});
    const before = await anybody.get(`/api/v1/calls/${call.id}`);
    expect(before.body.state).toBe('open');
    portal.travelTo(call.cutOffAt);
    await portal.run('calls.tick', {});
    const after = await anybody.get(`/api/v1/calls/${call.id}`);
    expect(after.body).toMatchObject({ state: 'closed', cutOffAt: call.cutOffAt.toISOString() });
  });

  test('two workers close a call once', async () => {
    const call = await aCall(portal);
    portal.travelTo(new Date(call.cutOffAt.getTime() + 60_000));
    const lifecycle = portal.get(CallLifecycle);
    const results = await Promise.all(
      Array.from({ length: 6 }, () => lifecycle.closeDue(system('test'), call.id)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await auditOf(call.id)).toEqual([{ act: 'call.close', rule: 'REQ-2' }]);
    const jobs = await portal.manager.query(`SELECT 1 FROM outbox WHERE payload->>'callId' = $1`, [
      call.id,
    ]);
    expect(jobs).toHaveLength(1);
  });

  test('a call is called off with a reason, and only before it is closed', async () => {
    const call = await aCall(portal);
    await officer.post(`/api/v1/calls/${call.id}/cancel`).send({ reason: 'short' }).expect(400);
    const reason = 'The site lost its cooling for the whole period.';
    const { body } = await officer.post(`/api/v1/calls/${call.id}/cancel`).send({ reason });
    expect(body).toMatchObject({ state: 'cancelled', cancelReason: reason });
    const closed = await aCall(portal);
    await passCutOff(portal, closed);
    await officer.post(`/api/v1/calls/${closed.id}/cancel`).send({ reason }).expect(409);
  });

  test('a published round completes its call, once', async () => {
    const call = await aCall(portal);
    await passCutOff(portal, call);
    const lifecycle = portal.get(CallLifecycle);
    const complete = () =>
      portal.database.inTransaction(system('test'), (manager) =>
        lifecycle.complete(manager, system('test'), call.id),
      );
    await complete();
    await complete();
    expect((await auditOf(call.id)).map(({ act }) => act)).toEqual(['call.close', 'call.complete']);
  });
});

describe('REQ-1: eligibility', () => {
  const check = (answer: { checks: { rule: string; holds: boolean }[] }) =>
    Object.fromEntries(answer.checks.map(({ rule, holds }) => [rule, holds]));

  test('is told condition by condition, to one’s own organisation only', async () => {
    const call = await aCall(portal, { classes: ['science'] });
    const people = { viewer: visitorPerson };
    const member = await aMember(portal, { class: 'science', people });
    const firm = await anOrganisation(portal, { class: 'large', people });
    const foreign = await aMember(portal, { class: 'science' });
    const path = `/api/v1/calls/${call.id}/eligibility?organisation=`;
    const yes = await anybody.get(path + member.id).expect(200);
    expect(yes.body).toMatchObject({ eligible: true, organisationId: member.id });
    const no = await anybody.get(path + firm.id).expect(200);
    expect(no.body.eligible).toBe(false);
    expect(check(no.body)).toEqual({ 'REQ-2': true, 'MEM-7': false, 'REQ-1': false });
    await anybody.get(path + foreign.id).expect(404);
    await officer.get(path + foreign.id).expect(200);
    await anybody.get(`/api/v1/calls/${call.id}/eligibility`).expect(400);
  });

  test('MEM-7: a call may admit organisations that are not members', async () => {
    const call = await aCall(portal, { membersOnly: false });
    const firm = await anOrganisation(portal, { people: { member: visitorPerson } });
    const { body } = await anybody
      .get(`/api/v1/calls/${call.id}/eligibility?organisation=${firm.id}`)
      .expect(200);
    expect(body.eligible).toBe(true);
    portal.travelTo(call.cutOffAt);
    const late = await anybody
      .get(`/api/v1/calls/${call.id}/eligibility?organisation=${firm.id}`)
      .expect(200);
    expect(check(late.body)['REQ-2']).toBe(false);
  });
});
