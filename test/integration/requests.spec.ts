import { system } from '../../src/access/principal.js';
import { sha256Hex } from '../../src/kernel/hash.js';
import { receiptDigestOf } from '../../src/requests/request.rules.js';
import {
  rankedRequests,
  receiptsDigest,
  undecidedRequests,
} from '../../src/requests/ranked-requests.queries.js';
import { Requests } from '../../src/requests/requests.service.js';
import { aCall, passCutOff, type MadeCall } from '../factories/calls.js';
import { aMember, anOrganisation, joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aPoolGroup } from '../factories/pools.js';
import { aDraft, aRankedRequest, aSubmittedRequest, contentFor } from '../factories/requests.js';
import { anAssignment } from '../factories/reviews.js';
import { openPortal, type Client, type Portal } from '../harness/portal.js';

let portal: Portal;
let ada: TestPerson;
let applicant: Client;
let officer: Client;
let stranger: Client;
let organisation: { id: string };
let call: MadeCall;

beforeAll(async () => {
  portal = await openPortal();
  ada = await aPerson(portal, { name: 'Ada' });
  applicant = portal.as(ada);
  officer = portal.as(await aPerson(portal, { platformRoles: ['officer'] }));
  const other = await aPerson(portal);
  stranger = portal.as(other);
  organisation = await aMember(portal, { representative: ada });
  await aMember(portal, { representative: other });
  // Stays open while tests travel past the cut-offs of their own calls.
  call = await aCall(portal, { cutOffAt: new Date(Date.now() + 60 * 86_400_000) });
});
afterEach(() => portal.travelTo(null));
afterAll(() => portal.close());

const rankedIn = (callId: string) =>
  portal.database.inTransaction(system('test'), (manager) => rankedRequests(manager, callId));

const digestOf = (callId: string) =>
  portal.database.inTransaction(system('test'), (manager) => receiptsDigest(manager, callId));

const unknownId = '01890000-0000-7000-8000-000000000000';

async function draftOf(content: object = contentFor({ call }), of: MadeCall = call) {
  const { body } = await applicant
    .post('/api/v1/requests')
    .send({ callId: of.id, organisationId: organisation.id, content })
    .expect(201);
  return body;
}

const submit = (id: string, client: Client = applicant) =>
  client.post(`/api/v1/requests/${id}/submit`);
const patch = (id: string, version: number, content: object, client: Client = applicant) =>
  client.patch(`/api/v1/requests/${id}`).set('If-Match', `"${version}"`).send({ content });

describe('drafting', () => {
  test('a draft may be empty, and says what is missing (REQ-1 as advice)', async () => {
    const answer = await applicant
      .post('/api/v1/requests')
      .send({ callId: call.id, organisationId: organisation.id })
      .expect(201);
    expect(answer.headers['location']).toBe(`/api/v1/requests/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      state: 'draft',
      title: '',
      content: {},
      revision: 0,
      receipt: null,
      unsentChanges: false,
      possibleActs: ['change', 'submit', 'withdraw'],
    });
    expect(answer.body.reference).toMatch(/^REQ-\d{4}-\d{5}$/);
    const missing = answer.body.checks.filter((check: { holds: boolean }) => !check.holds);
    expect(missing.map((check: { pointer: string }) => check.pointer)).toEqual(
      expect.arrayContaining(['/content/title', '/content/gpuSecondsAsked', '/content/poolIds']),
    );
  });

  test('a complete draft says that nothing stands against it, and its compute (REQ-4)', async () => {
    await portal.manager.query(`UPDATE partitions SET peak_tflops = 989.4 WHERE id = $1`, [
      call.pools[0]?.partitionId,
    ]);
    const body = await draftOf(contentFor({ call, askGpuHours: 100_000 }));
    expect(body.checks.every((check: { holds: boolean }) => check.holds)).toBe(true);
    expect(body.estimate.utilisationPercent).toBe(40);
    expect(body.estimate.flop).toBeCloseTo(360_000_000 * 989.4e12 * 0.4, -15);
    expect(body.estimate.flags.map((flag: { flop: number }) => flag.flop)).toEqual([1e23]);
  });

  test('autosave merges: null takes out, the rest stays', async () => {
    const draft = await draftOf({ title: 'First title', ethics: { personalData: true } });
    const saved = await patch(draft.id, 1, {
      title: null,
      gpus: 8,
      ethics: { dualUse: false },
    }).expect(200);
    expect(saved.body).toMatchObject({ version: 2, title: '' });
    expect(saved.body.content).toEqual({ gpus: 8, ethics: { personalData: true, dualUse: false } });
  });

  test('what is not a field, too long or of the wrong form is refused with its pointer', async () => {
    const draft = await draftOf({});
    const bad = await patch(draft.id, 1, {
      titel: 'x',
      summary: 'x'.repeat(2001),
      gpus: 1.5,
      gpuSecondsAsked: 7,
      poolIds: [unknownId, unknownId],
    }).expect(400);
    expect(bad.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/content/gpuSecondsAsked',
      '/content/gpus',
      '/content/poolIds',
      '/content/summary',
      '/content/titel',
    ]);
  });

  test('REQ-6: two editors see a conflict with the fields that changed, never a silent overwrite', async () => {
    const bob = await aPerson(portal, { name: 'Bob' });
    await joinOrganisation(portal, organisation.id, bob.id, 'member');
    const draft = await draftOf();
    await applicant.patch(`/api/v1/requests/${draft.id}`).send({ content: {} }).expect(428);
    await patch(
      draft.id,
      1,
      { summary: 'Written by Bob, who was a little faster.' },
      portal.as(bob),
    ).expect(200);
    const refused = await patch(draft.id, 1, { summary: 'Written by Ada.', gpus: 9 }).expect(412);
    expect(refused.body.code).toBe('VERSION_STALE');
    expect(refused.body.errors).toEqual([
      {
        pointer: '/content/summary',
        code: 'CHANGED_MEANWHILE',
        detail: expect.stringMatching(/^Bob changed this at 20/),
      },
    ]);
    const now = await applicant.get(`/api/v1/requests/${draft.id}`).expect(200);
    expect(now.body.content.summary).toContain('Bob');
  });

  test('a call that is not open takes no drafts, and a hidden one does not exist', async () => {
    const draftCall = await aCall(portal, { state: 'draft' });
    const closed = await aCall(portal, { state: 'closed' });
    const send = (callId: string) =>
      applicant.post('/api/v1/requests').send({ callId, organisationId: organisation.id });
    await send(draftCall.id).expect(404);
    await send(unknownId).expect(404);
    expect((await send(closed.id).expect(409)).body.code).toBe('REQ_CALL_CLOSED');
  });
});

describe('whose requests', () => {
  test('a foreign request is the same 404 as an unknown one, whatever is tried', async () => {
    const { id } = await draftOf();
    const nothing = await stranger.get(`/api/v1/requests/${unknownId}`).expect(404);
    const tries = [
      stranger.get(`/api/v1/requests/${id}`),
      stranger.get(`/api/v1/requests/${id}/revisions`),
      stranger.get(`/api/v1/requests/${id}/timeline`),
      patch(id, 1, { title: 'Mine now' }, stranger),
      submit(id, stranger),
      stranger.post(`/api/v1/requests/${id}/withdraw`),
    ];
    for (const attempt of tries) {
      const { body, status } = await attempt;
      expect(status).toBe(404);
      expect({ ...body, requestId: '' }).toEqual({ ...nothing.body, requestId: '' });
    }
    const list = await stranger.get(`/api/v1/requests?call=${call.id}`).expect(200);
    expect(list.body.items).toEqual([]);
    const filtered = await stranger.get(`/api/v1/requests?organisation=${organisation.id}`);
    expect(filtered.body.items).toEqual([]);
  });

  test('nobody drafts for an organisation of others', async () => {
    await stranger
      .post('/api/v1/requests')
      .send({ callId: call.id, organisationId: organisation.id })
      .expect(404);
  });

  test('members draft but do not send; viewers only read', async () => {
    const member = await aPerson(portal);
    const viewer = await aPerson(portal);
    await joinOrganisation(portal, organisation.id, member.id, 'member');
    await joinOrganisation(portal, organisation.id, viewer.id, 'viewer');
    const { id } = await draftOf();
    await patch(id, 1, { gpus: 32 }, portal.as(member)).expect(200);
    await submit(id, portal.as(member)).expect(403);
    await patch(id, 2, { gpus: 16 }, portal.as(viewer)).expect(403);
    const read = await portal.as(viewer).get(`/api/v1/requests/${id}`).expect(200);
    expect(read.body.possibleActs).toEqual([]);
  });

  test('officers read what was sent, not what is being written', async () => {
    const { id } = await draftOf();
    const before = await officer.get(`/api/v1/requests/${id}`).expect(200);
    expect(before.body).toMatchObject({ content: {}, possibleActs: [], checks: [] });
    await submit(id).expect(200);
    const secret = 'A title that is not sent yet';
    await patch(id, 2, { title: secret }).expect(200);
    const after = await officer.get(`/api/v1/requests/${id}`).expect(200);
    expect(after.body.content.title).toBe('A language model for Baltic law');
    const list = await officer.get(`/api/v1/requests?call=${call.id}&limit=200`).expect(200);
    expect(JSON.stringify([after.body, list.body])).not.toContain(secret);
  });

  test('REV-2: a conflict hides a request from the chair, in lists as well', async () => {
    const chair = await aPerson(portal, { platformRoles: ['chair'] });
    const own = await aPerson(portal, { platformRoles: ['chair'] });
    await joinOrganisation(portal, organisation.id, own.id, 'viewer');
    const groupId = '0190a000-0000-7000-8000-000000000001';
    const sister = await aMember(portal, { groupId });
    await anOrganisation(portal, { groupId, people: { viewer: chair } });
    const hidden = await aSubmittedRequest(portal, { call, organisation: sister });
    const declared = await aSubmittedRequest(portal, { call, organisation: await aMember(portal) });
    const open = await aSubmittedRequest(portal, { call, organisation: await aMember(portal) });
    await anAssignment(portal, { request: declared, reviewer: chair, state: 'conflict' });
    const client = portal.as(chair);
    await client.get(`/api/v1/requests/${hidden.id}`).expect(404);
    await client.get(`/api/v1/requests/${declared.id}`).expect(404);
    await client.get(`/api/v1/requests/${declared.id}/timeline`).expect(404);
    await client.get(`/api/v1/requests/${open.id}`).expect(200);
    const list = await client.get(`/api/v1/requests?call=${call.id}&limit=200`).expect(200);
    const ids = list.body.items.map((item: { id: string }) => item.id);
    expect(ids).toContain(open.id);
    expect(ids).not.toContain(hidden.id);
    expect(ids).not.toContain(declared.id);
  });
});

describe('submitting', () => {
  test('answers a receipt that can be recomputed, and keeps what was sent for ever', async () => {
    const draft = await draftOf();
    const { body } = await submit(draft.id).expect(200);
    expect(body).toMatchObject({ state: 'submitted', revision: 1, unsentChanges: false });
    const { receipt } = body;
    expect(receipt).toMatchObject({ reference: body.reference, revision: 1 });
    const list = await applicant.get(`/api/v1/requests/${draft.id}/revisions`).expect(200);
    const [revision] = list.body.items;
    expect(revision).toMatchObject({
      number: 1,
      submittedBy: { name: 'Ada' },
      content: body.content,
    });
    const digest = receiptDigestOf({
      reference: body.reference,
      revision: 1,
      contentHash: revision.contentHash,
      receiptAt: new Date(receipt.receiptAt),
      organisationId: organisation.id,
      callId: call.id,
    });
    expect(receipt.digest).toBe(digest);
    await expect(
      portal.manager.query(`UPDATE request_revisions SET content = '{}' WHERE id = $1`, [
        revision.id,
      ]),
    ).rejects.toThrow(/permission denied|never changed/);
  });

  test('one may go on writing and send again; the last sent version counts', async () => {
    const draft = await draftOf();
    await submit(draft.id).expect(200);
    const nothingNew = await submit(draft.id).expect(409);
    expect(nothingNew.body.code).toBe('REQ_NOTHING_NEW');
    const edited = await patch(draft.id, 2, { title: 'A better title' }).expect(200);
    expect(edited.body).toMatchObject({ state: 'submitted', revision: 1, unsentChanges: true });
    const again = await submit(draft.id).expect(200);
    expect(again.body).toMatchObject({
      revision: 2,
      unsentChanges: false,
      title: 'A better title',
    });
    const list = await applicant.get(`/api/v1/requests/${draft.id}/revisions`).expect(200);
    expect(list.body.items.map((item: { number: number }) => item.number)).toEqual([2, 1]);
  });

  test('two submissions at one instant: one is accepted, the other told', async () => {
    const draft = await draftOf();
    const answers = await Promise.all([submit(draft.id), submit(draft.id), submit(draft.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const rows = await portal.manager.query(
      `SELECT 1 FROM request_revisions WHERE request_id = $1`,
      [draft.id],
    );
    expect(rows).toHaveLength(1);
  });

  test('a retry with the same Idempotency-Key gets the same receipt', async () => {
    const draft = await draftOf();
    const send = () => submit(draft.id).set('Idempotency-Key', `key-${draft.id}`);
    const first = await send().expect(200);
    const second = await send().expect(200);
    expect(second.body).toEqual(first.body);
  });

  test('REQ-2: the server’s clock decides, to the millisecond', async () => {
    const early = await draftOf();
    const late = await draftOf();
    portal.travelTo(new Date(call.cutOffAt.getTime() - 1));
    await submit(early.id).expect(200);
    portal.travelTo(call.cutOffAt);
    const refused = await submit(late.id).expect(409);
    expect(refused.body.code).toBe('REQ_CALL_CLOSED');
    expect(refused.body.detail).toContain(call.cutOffAt.toISOString());
    await patch(late.id, 1, { gpus: 5 }).expect(409);
  });

  test('REQ-2: submissions and the close at one instant: each is in before the close or refused', async () => {
    const own = await aCall(portal);
    const drafts = await Promise.all(
      Array.from({ length: 12 }, () => draftOf(contentFor({ call: own }), own)),
    );
    const cutOffAt = new Date(Date.now() + 60);
    await portal.manager.query(`UPDATE calls SET cut_off_at = $2 WHERE id = $1`, [
      own.id,
      cutOffAt,
    ]);
    const closing = portal.run('calls.tick', {});
    const answers = await Promise.all(
      drafts.map(async ({ id }, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 8));
        return await submit(id);
      }),
    );
    await closing;
    while (Date.now() <= cutOffAt.getTime()) await new Promise((resolve) => setTimeout(resolve, 5));
    await portal.run('calls.tick', {});
    for (const { status, body } of answers) {
      if (status === 200) expect(new Date(body.receipt.receiptAt) < cutOffAt).toBe(true);
      else expect([status, body.code]).toEqual([409, 'REQ_CALL_CLOSED']);
    }
    await portal.run('requests.call-closed', { callId: own.id });
    const states = await portal.manager.query<{ state: string; count: number }[]>(
      `SELECT state, count(*)::int AS count FROM requests WHERE call_id = $1 GROUP BY state`,
      [own.id],
    );
    const count = (state: string) => states.find((row) => row.state === state)?.count ?? 0;
    expect(count('ranked')).toBe(answers.filter(({ status }) => status === 200).length);
    expect(count('ranked') + count('lapsed')).toBe(12);
  });

  test.each([
    [
      'REQ-3',
      { gpuSecondsMinimum: '7200000' },
      'REQ_MINIMUM_ABOVE_ASK',
      '/content/gpuSecondsMinimum',
    ],
    [
      'REQ-3',
      { gpuSecondsAsked: '359999', gpuSecondsMinimum: '359999' },
      'REQ_ASK_OUT_OF_LIMITS',
      '/content/gpuSecondsAsked',
    ],
    [
      'REQ-3',
      { gpuSecondsAsked: '360000001' },
      'REQ_ASK_OUT_OF_LIMITS',
      '/content/gpuSecondsAsked',
    ],
    [
      'REQ-3',
      { gpuSecondsMinimum: '3600' },
      'REQ_MINIMUM_OUT_OF_LIMITS',
      '/content/gpuSecondsMinimum',
    ],
    ['REQ-3', { months: 2 }, 'REQ_DURATION_NOT_OFFERED', '/content/months'],
    ['REQ-8', { gpus: 101 }, 'REQ_NO_POOL_FITS', '/content/poolIds'],
    [
      'REQ-8',
      { gpus: 1, months: 1, gpuSecondsMinimum: '3500000' },
      'REQ_NO_POOL_FITS',
      '/content/poolIds',
    ],
    ['REQ-8', { poolIds: [unknownId] }, 'REQ_POOL_UNKNOWN', '/content/poolIds/0'],
    ['REQ-1', { title: 'abc' }, 'REQ_INCOMPLETE', '/content/title'],
    ['REQ-1', { summary: undefined }, 'REQ_INCOMPLETE', '/content/summary'],
    ['REQ-1', { ethics: { dualUse: true } }, 'REQ_ETHICS_NOTE_MISSING', '/content/ethics/note'],
  ])('%s: %j is refused with %s', async (_, changes, code, pointer) => {
    const draft = await draftOf({ ...contentFor({ call }), ...changes });
    const { body } = await submit(draft.id).expect(422);
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect(body.code).toBe(code);
    const after = await applicant.get(`/api/v1/requests/${draft.id}`);
    expect(after.body).toMatchObject({ state: 'draft', version: 1, revision: 0 });
  });

  test('REQ-8: a pool that cannot run the minimum is left out, the others stay', async () => {
    const group = await aPoolGroup(portal, { pools: [{}, {}] });
    const own = await aCall(portal, { poolGroup: group });
    const [small, large] = group.pools;
    await portal.manager.query(`UPDATE pools SET accelerators = 8 WHERE id = $1`, [small?.id]);
    await aRankedRequest(portal, { call: own, organisation, score: 700 });
    const [contender] = await rankedIn(own.id);
    expect(contender?.poolIds).toEqual([large?.id]);
  });

  test('MEM-7: only active members submit, unless the call admits others', async () => {
    const person = await aPerson(portal);
    const outsider = await anOrganisation(portal, { representative: person });
    const client = portal.as(person);
    const send = async (to: MadeCall) => {
      const { body } = await client
        .post('/api/v1/requests')
        .send({ callId: to.id, organisationId: outsider.id, content: contentFor({ call: to }) })
        .expect(201);
      return await submit(body.id, client);
    };
    expect((await send(call)).body.code).toBe('REQ_MEMBERSHIP_REQUIRED');
    expect((await send(await aCall(portal, { membersOnly: false }))).status).toBe(200);
  });

  test('MEM-7: a membership that has expired does not count', async () => {
    const person = await aPerson(portal);
    const member = await aMember(portal, { representative: person });
    const own = await aCall(portal, { cutOffAt: new Date(Date.now() + 500 * 86_400_000) });
    const draft = await aDraft(portal, { call: own, organisation: member });
    portal.travelTo(new Date(Date.now() + 400 * 86_400_000));
    const { body } = await submit(draft.id, portal.as(person)).expect(422);
    expect(body.errors.map((error: { code: string }) => error.code)).toContain(
      'REQ_MEMBERSHIP_REQUIRED',
    );
  });

  test('REQ-1: a class that the call does not admit is refused at submission', async () => {
    const own = await aCall(portal, { classes: ['science'] });
    const draft = await draftOf(contentFor({ call: own }), own);
    const { body } = await submit(draft.id).expect(422);
    expect(body.code).toBe('REQ_CLASS_NOT_ADMITTED');
  });
});

describe('afterwards', () => {
  test('a request is withdrawn once, and its timeline tells applicants what they may know', async () => {
    const draft = await draftOf();
    await submit(draft.id).expect(200);
    const gone = await applicant
      .post(`/api/v1/requests/${draft.id}/withdraw`)
      .send({ reason: 'We found other machines.' })
      .expect(200);
    expect(gone.body).toMatchObject({ state: 'withdrawn', possibleActs: [] });
    await applicant.post(`/api/v1/requests/${draft.id}/withdraw`).expect(409);
    await submit(draft.id).expect(409);
    await portal.manager.query(
      `INSERT INTO audit_event (id, actor_kind, actor_name, act, object_kind, object_id, request_id)
       VALUES ($1, 'person', 'Officer', 'request.note', 'request', $2, 'x')`,
      ['0190a000-0000-7000-8000-00000000000a', draft.id],
    );
    const timeline = await applicant
      .get(`/api/v1/requests/${draft.id}/timeline?sort=at`)
      .expect(200);
    expect(timeline.body.items).toMatchObject([
      { act: 'request.create', by: 'Ada', from: null, to: 'draft' },
      { act: 'request.submit', by: 'Ada', from: 'draft', to: 'submitted', rule: 'REQ-2' },
      { act: 'request.withdraw', by: 'Ada', from: 'submitted', reason: 'We found other machines.' },
    ]);
    const whole = await officer.get(`/api/v1/requests/${draft.id}/timeline`).expect(200);
    expect(whole.body.items).toHaveLength(4);
  });

  test('at the close drafts lapse and the rest goes on, once, however often the job runs', async () => {
    const own = await aCall(portal);
    const draft = await aDraft(portal, { call: own, organisation });
    const sent = await aSubmittedRequest(portal, { call: own, organisation });
    const reviewed = await aCall(portal, { reviewsPerRequest: 2 });
    const inReview = await aSubmittedRequest(portal, { call: reviewed, organisation });
    await passCutOff(portal, own);
    await portal.run('requests.call-closed', { callId: own.id });
    await passCutOff(portal, reviewed);
    const state = async (id: string) =>
      (await officer.get(`/api/v1/requests/${id}`).expect(200)).body;
    expect(await state(draft.id)).toMatchObject({ state: 'lapsed' });
    expect(await state(sent.id)).toMatchObject({ state: 'ranked', score: null });
    expect(await state(inReview.id)).toMatchObject({ state: 'expert_review' });
    const acts = await portal.manager.query(
      `SELECT act FROM audit_event WHERE object_id = $1 AND act <> 'request.create' AND act <> 'request.submit'`,
      [sent.id],
    );
    expect(acts).toEqual([{ act: 'request.rank' }]);
    expect(await undecidedRequests(portal.manager, reviewed.id)).toBe(1);
    expect(await undecidedRequests(portal.manager, own.id)).toBe(0);
  });

  test('a lost job only delays: the sweep finds what it left', async () => {
    const own = await aCall(portal);
    const sent = await aSubmittedRequest(portal, { call: own, organisation });
    portal.travelTo(new Date(own.cutOffAt.getTime() + 60_000));
    await portal.run('calls.tick', {});
    await portal.run('requests.sweep', {});
    const { body } = await officer.get(`/api/v1/requests/${sent.id}`);
    expect(body.state).toBe('ranked');
  });

  test('a cancelled call closes its requests with its reason', async () => {
    const own = await aCall(portal);
    const sent = await aSubmittedRequest(portal, { call: own, organisation });
    const reason = 'The site lost its cooling for the whole period.';
    await officer.post(`/api/v1/calls/${own.id}/cancel`).send({ reason }).expect(200);
    await submit(sent.id).expect(409);
    await portal.run('requests.call-closed', { callId: own.id });
    const { body } = await applicant.get(`/api/v1/requests/${sent.id}`);
    expect(body).toMatchObject({
      state: 'closed',
      decision: { code: 'CALL_CANCELLED', reason },
    });
  });

  test('the round reads what was sent last, and its outcomes come back', async () => {
    const own = await aCall(portal);
    const science = await aMember(portal, { class: 'science' });
    const first = await aRankedRequest(portal, {
      call: own,
      organisation: science,
      askGpuHours: 2_000,
      minimumGpuHours: 500,
      score: 870,
    });
    const second = await aRankedRequest(portal, { call: own, organisation });
    const contenders = await rankedIn(own.id);
    expect(contenders).toHaveLength(2);
    expect(contenders.find(({ requestId }) => requestId === first.id)).toMatchObject({
      organisationId: science.id,
      organisationClass: 'science',
      groupId: null,
      score: 870,
      askGpuSeconds: 7_200_000n,
      minimumGpuSeconds: 1_800_000n,
      poolIds: [own.pools[0]?.id],
      deadline: null,
    });
    const digests = await portal.manager.query<{ digest: string }[]>(
      `SELECT v.receipt_digest AS digest FROM request_revisions v JOIN requests r ON r.id = v.request_id
        WHERE r.call_id = $1`,
      [own.id],
    );
    const lines = digests.map(({ digest }) => digest).toSorted();
    expect(lines).toHaveLength(2);
    expect(await digestOf(own.id)).toBe(sha256Hex(lines.join('\n')));
    const outcomes = [
      { requestId: first.id, act: 'award' as const, code: 'FULL', reason: 'Everything fitted.' },
      {
        requestId: second.id,
        act: 'reserve' as const,
        code: 'BELOW_MINIMUM',
        reason: 'Too little was left.',
      },
    ];
    const apply = () =>
      portal.database.inTransaction(system('test'), (manager) =>
        portal.get(Requests).applyOutcomes(manager, system('test'), outcomes),
      );
    await apply();
    const seen = await officer.get(`/api/v1/requests/${first.id}`);
    expect(seen.body).toMatchObject({
      state: 'awarded',
      decision: { code: 'FULL', reason: 'Everything fitted.' },
    });
    await expect(apply()).rejects.toMatchObject({ code: 'REQ_MOVED_MEANWHILE' });
  });

  test('a withdrawn request stops the outcomes of all, by name', async () => {
    const own = await aCall(portal);
    const stays = await aRankedRequest(portal, { call: own, organisation });
    const goes = await aRankedRequest(portal, { call: own, organisation });
    await applicant.post(`/api/v1/requests/${goes.id}/withdraw`).expect(200);
    const outcomes = [stays, goes].map(({ id }) => ({
      requestId: id,
      act: 'award' as const,
      code: 'FULL',
      reason: 'Everything fitted.',
    }));
    await expect(
      portal.database.inTransaction(system('test'), (manager) =>
        portal.get(Requests).applyOutcomes(manager, system('test'), outcomes),
      ),
    ).rejects.toMatchObject({
      code: 'REQ_MOVED_MEANWHILE',
      errors: [{ detail: `${goes.reference} is withdrawn.` }],
    });
    const { body } = await officer.get(`/api/v1/requests/${stays.id}`);
    expect(body.state).toBe('ranked');
    expect(await rankedIn(own.id)).toHaveLength(1);
  });
});
