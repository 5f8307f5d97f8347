import { aCall, passCutOff, type MadeCall } from '../factories/calls.js';
import { aMember, anOrganisation, joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aSubmittedRequest, contentFor, type MadeRequest } from '../factories/requests.js';
import {
  anAssignment,
  aReviewer,
  aSubmittedReview,
  fairScores,
  longComment,
} from '../factories/reviews.js';
import { openPortal, type Client, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: Client;
let chair: Client;
let call: MadeCall;

beforeAll(async () => {
  portal = await openPortal();
  officer = portal.as(await aPerson(portal, { platformRoles: ['officer'] }));
  chair = portal.as(await aPerson(portal, { platformRoles: ['chair'], name: 'Chair' }));
  // Stays open while tests travel past the cut-offs of their own calls.
  const cutOffAt = new Date(Date.now() + 60 * 86_400_000);
  call = await aCall(portal, { reviewsPerRequest: 2, cutOffAt });
});
afterEach(() => portal.travelTo(null));
afterAll(() => portal.close());

const unknownId = '01890000-0000-7000-8000-000000000000';

/** A request in expert review, of an organisation of its own unless told. */
async function underReview(
  wish: { of?: MadeCall; organisation?: { id: string }; title?: string } = {},
): Promise<MadeRequest & { organisationId: string }> {
  const organisation = wish.organisation ?? (await aMember(portal));
  const request = await aSubmittedRequest(portal, {
    call: wish.of ?? call,
    organisation,
    ...(wish.title ? { title: wish.title } : {}),
  });
  await portal.manager.query(`UPDATE requests SET state = 'expert_review' WHERE id = $1`, [
    request.id,
  ]);
  return { ...request, organisationId: organisation.id };
}

const assign = (requestId: string, reviewerId: string, of: MadeCall = call) =>
  officer.post(`/api/v1/calls/${of.id}/assignments`).send({ requestId, reviewerId });

const review = {
  scores: fairScores,
  commentToApplicant: longComment,
  commentToPanel: 'Fund it.',
  confidence: 3,
};

describe('assigning (REV-1)', () => {
  test('an officer proposes a request of the call to a reviewer, due with the call’s reviews', async () => {
    const request = await underReview();
    const reviewer = await aReviewer(portal);
    const answer = await assign(request.id, reviewer.id).expect(201);
    expect(answer.headers['location']).toBe(`/api/v1/assignments/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      state: 'proposed',
      dueAt: call.reviewDueAt.toISOString(),
      reviewer: { id: reviewer.id },
      request: { id: request.id, reference: request.reference },
      call: { id: call.id },
    });
    const again = await assign(request.id, reviewer.id).expect(409);
    expect(again.body.code).toBe('REV_ASSIGNED_ALREADY');
  });

  test('the same organisation and the same single undertaking bar', async () => {
    const groupId = '0190a000-0000-7000-8000-000000000002';
    const member = await aMember(portal, { groupId });
    const sister = await anOrganisation(portal, { groupId });
    const request = await underReview({ organisation: member });
    for (const organisation of [member, sister]) {
      const reviewer = await aReviewer(portal);
      await joinOrganisation(portal, organisation.id, reviewer.id, 'viewer');
      const { body } = await assign(request.id, reviewer.id).expect(422);
      expect(body.code).toBe('REV_CONFLICT');
      expect(body.errors[0].pointer).toBe('/reviewerId');
    }
  });

  test('a declared conflict and an own request in the same call bar', async () => {
    const request = await underReview();
    const declared = await aReviewer(portal);
    await anAssignment(portal, { request, reviewer: declared, state: 'conflict' });
    const first = await assign(request.id, declared.id).expect(409);
    expect(first.body.code).toBe('REV_CONFLICT_DECLARED');
    const competitor = await aReviewer(portal);
    await aSubmittedRequest(portal, {
      call,
      organisation: await aMember(portal),
      person: competitor,
    });
    await portal.manager.query(`DELETE FROM organisation_people WHERE person_id = $1`, [
      competitor.id,
    ]);
    const second = await assign(request.id, competitor.id).expect(422);
    expect(second.body.code).toBe('REV_CONFLICT');
  });

  test('only reviewers, only requests in review, only of this call, only by officers', async () => {
    const request = await underReview();
    const nobody = await aPerson(portal);
    const reviewer = await aReviewer(portal);
    expect((await assign(request.id, nobody.id).expect(422)).body.code).toBe('REV_NOT_A_REVIEWER');
    expect((await assign(request.id, unknownId).expect(422)).body.code).toBe('REV_NOT_A_REVIEWER');
    await assign(unknownId, reviewer.id).expect(404);
    await assign(request.id, reviewer.id, await aCall(portal)).expect(404);
    const early = await aSubmittedRequest(portal, { call, organisation: await aMember(portal) });
    expect((await assign(early.id, reviewer.id).expect(409)).body.code).toBe('REV_NOT_IN_REVIEW');
    const body = { requestId: request.id, reviewerId: reviewer.id };
    await portal.as(reviewer).post(`/api/v1/calls/${call.id}/assignments`).send(body).expect(403);
    await chair.post(`/api/v1/calls/${call.id}/assignments`).send(body).expect(403);
    const past = await officer
      .post(`/api/v1/calls/${call.id}/assignments`)
      .send({ ...body, dueAt: '2021-01-01T00:00:00Z' })
      .expect(422);
    expect(past.body.code).toBe('REV_DUE_IN_PAST');
  });
});

describe('answering', () => {
  test('a reviewer reads the summary first and the whole request after accepting', async () => {
    const request = await underReview({ title: 'Glaciers from space' });
    const reviewer = await aReviewer(portal);
    const { body } = await assign(request.id, reviewer.id).expect(201);
    const client = portal.as(reviewer);
    const before = await client.get(`/api/v1/assignments/${body.id}`).expect(200);
    expect(before.body).toMatchObject({
      content: null,
      summary: contentFor({ call }).summary,
      request: { title: 'Glaciers from space' },
      possibleActs: ['accept', 'decline', 'declare-conflict'],
    });
    const accepted = await client.post(`/api/v1/assignments/${body.id}/accept`).expect(200);
    expect(accepted.body).toMatchObject({ state: 'accepted', version: 2 });
    expect(accepted.body.content.title).toBe('Glaciers from space');
    expect(accepted.body.criteria).toHaveLength(3);
    await client.post(`/api/v1/assignments/${body.id}/accept`).expect(409);
  });

  test('what is written in the working copy after the submission stays hidden', async () => {
    const person = await aPerson(portal);
    const own = await aCall(portal, { reviewsPerRequest: 1 });
    const organisation = await aMember(portal, { representative: person });
    const request = await aSubmittedRequest(portal, { call: own, organisation, person });
    await portal
      .as(person)
      .patch(`/api/v1/requests/${request.id}`)
      .set('If-Match', '"2"')
      .send({ content: { title: 'Unsent second thoughts' } })
      .expect(200);
    await passCutOff(portal, own);
    const { id, reviewer } = await anAssignment(portal, { request });
    const { text } = await portal.as(reviewer).get(`/api/v1/assignments/${id}`).expect(200);
    expect(text).not.toContain('Unsent second thoughts');
  });

  test('a declined review is over; a stale answer changes nothing', async () => {
    const { id, reviewer } = await anAssignment(portal, {
      request: await underReview(),
      state: 'proposed',
    });
    const client = portal.as(reviewer);
    await client.post(`/api/v1/assignments/${id}/decline`).set('If-Match', '"4"').expect(412);
    const { body } = await client
      .post(`/api/v1/assignments/${id}/decline`)
      .send({ reason: 'On leave.' })
      .expect(200);
    expect(body).toMatchObject({ state: 'declined', reason: 'On leave.', content: null });
    await client.post(`/api/v1/assignments/${id}/accept`).expect(409);
    await client.put(`/api/v1/assignments/${id}/review`).send(review).expect(409);
  });
});

describe('REV-2: a barred or foreign reviewer learns nothing', () => {
  test('somebody else’s assignment is the same 404 as none, whatever is tried', async () => {
    const { id } = await anAssignment(portal, { request: await underReview() });
    const other = portal.as(await aReviewer(portal));
    const nothing = await other.get(`/api/v1/assignments/${unknownId}`).expect(404);
    const tries = [
      other.get(`/api/v1/assignments/${id}`),
      other.post(`/api/v1/assignments/${id}/accept`),
      other.post(`/api/v1/assignments/${id}/decline`),
      other.post(`/api/v1/assignments/${id}/declare-conflict`).send({ reason: 'Cousins.' }),
      other.put(`/api/v1/assignments/${id}/review`).send(review),
      other.post(`/api/v1/assignments/${id}/review/submit`),
    ];
    for (const attempt of tries) {
      const { status, body } = await attempt;
      expect(status).toBe(404);
      expect({ ...body, requestId: '' }).toEqual({ ...nothing.body, requestId: '' });
    }
    const list = await other.get('/api/v1/assignments').expect(200);
    expect(list.body.items).toEqual([]);
  });

  test('a declared conflict closes the request for that reviewer', async () => {
    const { id, reviewer } = await anAssignment(portal, { request: await underReview() });
    const client = portal.as(reviewer);
    const { body } = await client
      .post(`/api/v1/assignments/${id}/declare-conflict`)
      .send({ reason: 'We wrote a paper together.' })
      .expect(200);
    expect(body).toMatchObject({ state: 'conflict', content: null, review: null });
    await client.get(`/api/v1/assignments/${id}`).expect(404);
    await client.post(`/api/v1/assignments/${id}/accept`).expect(404);
    expect((await client.get('/api/v1/assignments')).body.items).toEqual([]);
    const seen = await officer.get(`/api/v1/assignments/${id}`).expect(200);
    expect(seen.body).toMatchObject({ state: 'conflict', reason: 'We wrote a paper together.' });
  });

  test('a tie that arises later bars as well', async () => {
    const request = await underReview();
    const { id, reviewer } = await anAssignment(portal, { request });
    const client = portal.as(reviewer);
    await client.get(`/api/v1/assignments/${id}`).expect(200);
    await joinOrganisation(portal, request.organisationId, reviewer.id, 'viewer');
    await client.get(`/api/v1/assignments/${id}`).expect(404);
    await client.put(`/api/v1/assignments/${id}/review`).send(review).expect(404);
  });

  test('answers to a barred chair are the same with and without the request', async () => {
    const own = await aCall(portal, { reviewsPerRequest: 1 });
    const seen = await underReview({ of: own });
    await aSubmittedReview(portal, { request: seen });
    const barred = await aPerson(portal, { platformRoles: ['chair'] });
    const client = portal.as(barred);
    const paths = [
      `/api/v1/calls/${own.id}/ranking`,
      `/api/v1/assignments?call=${own.id}`,
      `/api/v1/requests?call=${own.id}`,
    ];
    const read = async () => {
      const answers = [];
      for (const path of paths) answers.push((await client.get(path).expect(200)).body);
      return answers;
    };
    const before = await read();
    const organisation = await aMember(portal);
    await joinOrganisation(portal, organisation.id, barred.id, 'viewer');
    const conflicted = await underReview({ of: own });
    await anAssignment(portal, { request: conflicted, reviewer: barred, state: 'conflict' });
    await aSubmittedReview(portal, { request: conflicted });
    expect(await read()).toEqual(before);
    await client.get(`/api/v1/requests/${conflicted.id}/reviews`).expect(404);
    await client.get(`/api/v1/requests/${seen.id}/reviews`).expect(200);
  });
});

describe('reviewing', () => {
  test('the first save needs no version, the next ones do', async () => {
    const { id, reviewer } = await anAssignment(portal, { request: await underReview() });
    const path = `/api/v1/assignments/${id}/review`;
    const client = portal.as(reviewer);
    const partial = { scores: { excellence: 3 } };
    await client.put(path).set('If-Match', '"1"').send(partial).expect(412);
    const first = await client.put(path).send(partial).expect(200);
    expect(first.body).toMatchObject({
      state: 'drafting',
      total: null,
      version: 1,
      submittedAt: null,
    });
    expect(first.headers['etag']).toBe('"1"');
    await client.put(path).send(partial).expect(428);
    await client.put(path).set('If-Match', '"7"').send(partial).expect(412);
    const second = await client.put(path).set('If-Match', '"1"').send(review).expect(200);
    expect(second.body).toMatchObject({ scores: fairScores, version: 2 });
  });

  test.each([
    [{ scores: { excellence: 6 } }, 400, '/scores/excellence'],
    [{ scores: { excellence: 2.5 } }, 400, '/scores/excellence'],
    [{ scores: { excellence: -1 } }, 400, '/scores/excellence'],
    [{ scores: { beauty: 3 } }, 422, '/scores/beauty'],
    [{ scores: fairScores, confidence: 4 }, 400, '/confidence'],
    [{ scores: fairScores, commentToApplicant: 'x'.repeat(8001) }, 400, '/commentToApplicant'],
    [{ scores: fairScores, verdict: 'yes' }, 400, '/verdict'],
    [{}, 400, '/scores'],
  ])('refuses %j', async (body, status, pointer) => {
    const { id, reviewer } = await anAssignment(portal, { request: await underReview() });
    const answer = await portal.as(reviewer).put(`/api/v1/assignments/${id}/review`).send(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([status, pointer]);
  });

  test('REV-4: only a complete review is submitted, and then it is fixed', async () => {
    const { id, reviewer } = await anAssignment(portal, { request: await underReview() });
    const path = `/api/v1/assignments/${id}/review`;
    const client = portal.as(reviewer);
    expect((await client.post(`${path}/submit`).expect(409)).body.code).toBe('REV_NOT_STARTED');
    await client
      .put(path)
      .send({ scores: { excellence: 5, impact: null } })
      .expect(200);
    const incomplete = await client.post(`${path}/submit`).expect(422);
    expect(incomplete.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/scores/impact',
      '/scores/implementation',
      '/commentToApplicant',
    ]);
    const scores = { excellence: 5, impact: 4, implementation: 3 };
    await client
      .put(path)
      .set('If-Match', '"1"')
      .send({ ...review, scores })
      .expect(200);
    const { body } = await client.post(`${path}/submit`).set('If-Match', '"2"').expect(200);
    // (2·5 + 4 + 3) / 4 = 4.25, times 200.
    expect(body).toMatchObject({ state: 'submitted', total: 850, version: 3 });
    expect((await client.put(path).set('If-Match', '"3"').send(review).expect(409)).body.code).toBe(
      'REV_SUBMITTED',
    );
    await client.post(`${path}/submit`).expect(409);
    await client.post(`/api/v1/assignments/${id}/decline`).expect(409);
  });

  test('a request that is withdrawn is not reviewed any more', async () => {
    const person = await aPerson(portal);
    const organisation = await aMember(portal, { representative: person });
    const request = await underReview({ organisation });
    const { id, reviewer } = await anAssignment(portal, { request });
    const done = await aSubmittedReview(portal, { request });
    await portal.as(person).post(`/api/v1/requests/${request.id}/withdraw`).expect(200);
    const client = portal.as(reviewer);
    const { body } = await client.put(`/api/v1/assignments/${id}/review`).send(review).expect(409);
    expect(body.code).toBe('REV_NOT_IN_REVIEW');
    const seen = await client.get(`/api/v1/assignments/${id}`).expect(200);
    expect(seen.body.possibleActs).toEqual(['decline', 'declare-conflict']);
    const jobs = await portal.manager.query(
      `SELECT job FROM outbox WHERE payload->>'requestId' = $1`,
      [request.id],
    );
    expect(jobs).toEqual([{ job: 'reviews.request-gone' }]);
    await portal.run('reviews.request-gone', { requestId: request.id });
    await portal.run('reviews.request-gone', { requestId: request.id });
    const after = await client.get(`/api/v1/assignments/${id}`).expect(200);
    expect(after.body).toMatchObject({ state: 'expired', content: null, possibleActs: [] });
    const kept = await officer.get(`/api/v1/assignments/${done.id}`).expect(200);
    expect(kept.body.state).toBe('submitted');
  });

  test('a lost job only delays: the sweep finds what reviewers still owe', async () => {
    const person = await aPerson(portal);
    const organisation = await aMember(portal, { representative: person });
    const request = await underReview({ organisation });
    const gone = await anAssignment(portal, { request });
    const going = await anAssignment(portal, { request: await underReview() });
    await portal.as(person).post(`/api/v1/requests/${request.id}/withdraw`).expect(200);
    await portal.run('reviews.sweep', {});
    const stateOf = async (id: string) =>
      (await officer.get(`/api/v1/assignments/${id}`).expect(200)).body.state;
    expect(await stateOf(gone.id)).toBe('expired');
    expect(await stateOf(going.id)).not.toBe('expired');
    expect(await portal.run('reviews.sweep', {})).toEqual({ requests: 0 });
  });
});

describe('REV-6: who reads the reviews of a request', () => {
  test('reviewers read the others’ after their own, without names', async () => {
    const request = await underReview();
    await aSubmittedReview(portal, { request, comment: `${longComment} First.` });
    const { id, reviewer } = await anAssignment(portal, { request });
    const client = portal.as(reviewer);
    const path = `/api/v1/requests/${request.id}/reviews`;
    expect((await client.get(path).expect(200)).body.items).toEqual([]);
    await client.put(`/api/v1/assignments/${id}/review`).send(review).expect(200);
    expect((await client.get(path)).body.items).toEqual([]);
    await client.post(`/api/v1/assignments/${id}/review/submit`).expect(200);
    const { body } = await client.get(path).expect(200);
    expect(body.items).toHaveLength(2);
    expect(body.items.map((item: { reviewer: null }) => item.reviewer)).toEqual([null, null]);
    expect(body.items.filter((item: { own: boolean }) => item.own)).toHaveLength(1);
    await portal
      .as(await aReviewer(portal))
      .get(path)
      .expect(404);
  });

  test('officers and the chair read all that was submitted, with names', async () => {
    const request = await underReview();
    const { reviewer } = await aSubmittedReview(portal, { request });
    for (const client of [officer, chair]) {
      const { body } = await client.get(`/api/v1/requests/${request.id}/reviews`).expect(200);
      expect(body.items).toMatchObject([
        { reviewer: { id: reviewer.id }, total: 800, commentToPanel: 'Only for the panel.' },
      ]);
    }
  });

  test('applicants read released text without names, scores and times', async () => {
    const person = await aPerson(portal);
    const organisation = await aMember(portal, { representative: person });
    const request = await underReview({ organisation });
    const { id, reviewer } = await aSubmittedReview(portal, { request });
    const client = portal.as(person);
    const path = `/api/v1/requests/${request.id}/reviews`;
    expect((await client.get(path).expect(200)).body.items).toEqual([]);
    await portal.manager.query(`UPDATE assignments SET state = 'released' WHERE id = $1`, [id]);
    const { body, text } = await client.get(path).expect(200);
    expect(body.items).toEqual([
      {
        label: 'Review 1',
        own: false,
        reviewer: null,
        scores: null,
        total: null,
        commentToApplicant: longComment,
        commentToPanel: null,
        confidence: null,
        submittedAt: null,
      },
    ]);
    expect(text).not.toContain(reviewer.name);
    const stranger = await aPerson(portal);
    await aMember(portal, { representative: stranger });
    await portal.as(stranger).get(path).expect(404);
  });
});

describe('ranking (REV-4)', () => {
  const scored = (excellence: number, impact: number, implementation: number) => ({
    excellence,
    impact,
    implementation,
  });

  async function aCallToRank() {
    const own = await aCall(portal, { reviewsPerRequest: 2, thresholdTotal: 600 });
    const requests = {
      best: await aSubmittedRequest(portal, { call: own, organisation: await aMember(portal) }),
      fair: await aSubmittedRequest(portal, { call: own, organisation: await aMember(portal) }),
      weak: await aSubmittedRequest(portal, { call: own, organisation: await aMember(portal) }),
    };
    await passCutOff(portal, own);
    for (const scores of [scored(5, 5, 5), scored(4, 5, 5)]) {
      await aSubmittedReview(portal, { request: requests.best, scores });
    }
    for (const scores of [scored(3, 4, 4), scored(4, 3, 3)]) {
      await aSubmittedReview(portal, { request: requests.fair, scores });
    }
    await aSubmittedReview(portal, { request: requests.weak, scores: scored(2, 5, 5) });
    return { own, requests };
  }

  test('shows means, spread and what is missing; is finalised only when nothing is missing', async () => {
    const { own, requests } = await aCallToRank();
    const path = `/api/v1/calls/${own.id}/ranking`;
    const open = await chair.get(path).expect(200);
    expect(open.body.items).toMatchObject([
      {
        rank: 1,
        requestId: requests.best.id,
        mean: 950,
        spread: 100,
        reviewsMissing: 0,
        below: false,
      },
      { rank: 2, requestId: requests.fair.id, mean: 700, spread: 0, below: false },
      { rank: 3, requestId: requests.weak.id, mean: 700, reviewsSubmitted: 1, reviewsMissing: 1 },
    ]);
    expect(open.body).toMatchObject({ final: false, possibleActs: ['finalise'] });
    const missing = await officer.post(`${path}/finalise`).expect(409);
    expect(missing.body.code).toBe('RANKING_REVIEWS_MISSING');
    expect(missing.body.errors).toEqual([
      {
        pointer: `/requests/${requests.weak.id}`,
        code: 'RANKING_REVIEWS_MISSING',
        detail: `${requests.weak.reference} has 1 of 2 reviews.`,
      },
    ]);
    const late = await anAssignment(portal, { request: requests.best, state: 'proposed' });
    await aSubmittedReview(portal, { request: requests.weak, scores: scored(2, 5, 5) });
    const { body } = await chair.post(`${path}/finalise`).expect(200);
    expect(body).toMatchObject({ final: true, possibleActs: [] });
    expect(
      body.items.map((item: { rank: number; score: number; state: string }) => item),
    ).toMatchObject([
      { rank: 1, score: 950, state: 'ranked' },
      { rank: 2, score: 700, state: 'ranked' },
      { rank: null, score: 700, state: 'rejected', below: true },
    ]);
    const states = await portal.manager.query(
      `SELECT a.state, count(*)::int AS count FROM assignments a JOIN requests r ON r.id = a.request_id
        WHERE r.call_id = $1 GROUP BY a.state ORDER BY a.state`,
      [own.id],
    );
    expect(states).toEqual([
      { state: 'expired', count: 1 },
      { state: 'released', count: 6 },
    ]);
    expect((await officer.post(`${path}/finalise`).expect(409)).body.code).toBe('RANKING_FINAL');
    const rejected = await officer.get(`/api/v1/requests/${requests.weak.id}`);
    expect(rejected.body.decision).toEqual({
      code: 'BELOW_THRESHOLD',
      reason: '"Excellence" has a mean of 2 of 5 and the call asks for at least 3.',
    });
    await portal.as(late.reviewer).post(`/api/v1/assignments/${late.id}/accept`).expect(409);
  });

  test('two people finalise at one instant: once', async () => {
    const { own, requests } = await aCallToRank();
    await aSubmittedReview(portal, { request: requests.weak, scores: scored(2, 5, 5) });
    const path = `/api/v1/calls/${own.id}/ranking/finalise`;
    const answers = await Promise.all([officer.post(path), chair.post(path), officer.post(path)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const acts = await portal.manager.query(
      `SELECT 1 FROM audit_event WHERE act = 'ranking.finalise' AND object_id = $1`,
      [own.id],
    );
    expect(acts).toHaveLength(1);
  });

  test('not before the cut-off, not by reviewers, not by somebody with an interest', async () => {
    const open = await aCall(portal, { reviewsPerRequest: 1 });
    const early = await officer.post(`/api/v1/calls/${open.id}/ranking/finalise`).expect(409);
    expect(early.body.code).toBe('RANKING_CALL_NOT_CLOSED');
    const reviewer = portal.as(await aReviewer(portal));
    await reviewer.get(`/api/v1/calls/${open.id}/ranking`).expect(403);
    await reviewer.post(`/api/v1/calls/${open.id}/ranking/finalise`).expect(403);
    await officer.get(`/api/v1/calls/${unknownId}/ranking`).expect(404);
    const interested = await aPerson(portal, { platformRoles: ['officer'] });
    const organisation = await aMember(portal, { people: { viewer: interested } });
    const request = await aSubmittedRequest(portal, { call: open, organisation });
    await passCutOff(portal, open);
    await aSubmittedReview(portal, { request });
    const { body } = await portal
      .as(interested)
      .post(`/api/v1/calls/${open.id}/ranking/finalise`)
      .expect(403);
    expect(body.code).toBe('RANKING_INTERESTED');
  });
});

describe('the story', () => {
  const person = (roles: ('reviewer' | 'chair')[] = []): Promise<TestPerson> =>
    aPerson(portal, { platformRoles: roles });

  test('draft → submit → closed → assigned → reviewed → ranked', async () => {
    const ada = await person();
    const organisation = await aMember(portal, { class: 'science', representative: ada });
    const own = await aCall(portal, { reviewsPerRequest: 1, thresholdTotal: 500 });
    const applicant = portal.as(ada);
    const draft = await applicant
      .post('/api/v1/requests')
      .send({ callId: own.id, organisationId: organisation.id })
      .expect(201);
    const path = `/api/v1/requests/${draft.body.id}`;
    await applicant
      .patch(path)
      .set('If-Match', draft.headers['etag'] as string)
      .send({ content: contentFor({ call: own }) })
      .expect(200);
    const sent = await applicant.post(`${path}/submit`).expect(200);
    expect(sent.body.receipt.reference).toBe(draft.body.reference);

    await passCutOff(portal, own);
    expect((await applicant.get(path)).body.state).toBe('expert_review');

    const reviewer = await person(['reviewer']);
    const assigned = await assign(draft.body.id, reviewer.id, own).expect(201);
    const reads = portal.as(reviewer);
    const todo = await reads.get('/api/v1/assignments?state=proposed').expect(200);
    expect(todo.body.items).toHaveLength(1);
    const mine = `/api/v1/assignments/${assigned.body.id}`;
    await reads.post(`${mine}/accept`).expect(200);
    await reads.put(`${mine}/review`).send(review).expect(200);
    await reads.post(`${mine}/review/submit`).expect(200);

    const ranking = await chair.post(`/api/v1/calls/${own.id}/ranking/finalise`).expect(200);
    expect(ranking.body.items).toMatchObject([{ rank: 1, score: 800, state: 'ranked' }]);
    const after = await applicant.get(path).expect(200);
    expect(after.body).toMatchObject({ state: 'ranked', score: 800, decision: null });
    const told = await applicant.get(`${path}/reviews`).expect(200);
    expect(told.body.items).toMatchObject([{ commentToApplicant: longComment, reviewer: null }]);
    const timeline = await applicant.get(`${path}/timeline?sort=at`).expect(200);
    expect(timeline.body.items.map((item: { to: string }) => item.to)).toEqual([
      'draft',
      'submitted',
      'expert_review',
      'ranked',
    ]);
    expect(timeline.body.items.at(-1).by).toBe('Programme office');
    expect(timeline.text).not.toContain('Chair');
  });
});
