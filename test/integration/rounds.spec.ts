import { verifyCertificate, type Certificate } from '../../src/allocation/engine/index.js';
import { sha256Hex } from '../../src/kernel/hash.js';
import { poolBalances } from '../../src/ledger/ledger.queries.js';
import { Invariants } from '../../src/ledger/invariants.service.js';
import { system } from '../../src/access/principal.js';
import { joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import {
  aChairAndAnOfficer,
  aContender,
  aRoundStory,
  type RoundStory,
  type RoundStoryWish,
} from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let chair: TestPerson;
let officer: TestPerson;

beforeAll(async () => {
  portal = await openPortal();
  ({ chair, officer } = await aChairAndAnOfficer(portal));
});
afterAll(() => portal.close());
afterEach(async () => {
  portal.travelTo(null);
  const report = await portal.get(Invariants).report(system('test'));
  expect(report.checks.filter(({ state }) => state === 'broken')).toEqual([]);
});

const api = '/api/v1/rounds';
const act = (person: TestPerson, id: string, verb: string, body: object = {}) =>
  portal.as(person).post(`${api}/${id}/${verb}`).send(body);

async function roundOf(callId: string): Promise<{ id: string; state: string; epoch: number }> {
  const [row] = await portal.manager.query(
    `SELECT id, state, epoch FROM rounds WHERE call_id = $1 ORDER BY created_at DESC LIMIT 1`,
    [callId],
  );
  return row;
}

async function collecting(wish: RoundStoryWish = {}): Promise<RoundStory & { roundId: string }> {
  const story = await aRoundStory(portal, wish);
  await portal.run('rounds.tick', {});
  return { ...story, roundId: (await roundOf(story.callId)).id };
}

async function computed(wish: RoundStoryWish = {}) {
  const story = await collecting(wish);
  const { body } = await act(officer, story.roundId, 'compute').expect(200);
  return { ...story, planHash: body.planHash as string };
}

async function approved(wish: RoundStoryWish = {}) {
  const story = await computed(wish);
  await act(chair, story.roundId, 'approve', { planHash: story.planHash }).expect(200);
  await act(officer, story.roundId, 'approve', { planHash: story.planHash }).expect(200);
  return story;
}

async function published(wish: RoundStoryWish = {}) {
  const story = await approved(wish);
  await act(officer, story.roundId, 'publish').expect(200);
  return story;
}

const ledgerOf = async (poolId: string) => {
  const balances = (await poolBalances(portal.manager, [poolId])).get(poolId)!;
  return {
    free: balances.unallocated.availableGpuSeconds,
    reserved: balances.unallocated.pendingGpuSeconds,
    awarded: balances.awarded.postedGpuSeconds,
  };
};

describe('rounds come by themselves', () => {
  test('an open call gets one round, which collects under a public commitment (ALLOC-0)', async () => {
    const { callId } = await aRoundStory(portal, { callState: 'open', cutOffInHours: 5 });
    await Promise.all([portal.run('rounds.tick', {}), portal.run('rounds.tick', {})]);
    await portal.run('rounds.tick', {});
    const rounds = await portal.manager.query(`SELECT * FROM rounds WHERE call_id = $1`, [callId]);
    expect(rounds).toHaveLength(1);
    expect(rounds[0]).toMatchObject({ state: 'collecting', secret: null, seed: null });

    const { body } = await portal.http.get(`/api/v1/public/rounds/${rounds[0].id}`).expect(200);
    expect(body).toMatchObject({ commitment: rounds[0].commitment, secret: null, awards: [] });
    expect(JSON.stringify(rounds[0])).not.toContain(body.secret ?? 'never');
  });

  test('a draft gets no round: its pools and dates may still change', async () => {
    const { callId } = await aRoundStory(portal, {
      callState: 'draft',
      cutOffInHours: 5,
      contenders: [],
    });
    const { body } = await portal.as(officer).post(api).send({ callId }).expect(409);
    expect(body.code).toBe('ROUND_CALL_DRAFT');
    await portal.manager.query(`UPDATE calls SET state = 'open' WHERE id = $1`, [callId]);
    await portal.run('rounds.tick', {});
    expect((await roundOf(callId)).state).toBe('collecting');
  });

  test('a call whose cut-off passed before any tick gets its round too', async () => {
    const { roundId } = await collecting();
    expect((await portal.as(officer).get(`${api}/${roundId}`)).body).toMatchObject({
      state: 'collecting',
      waitingFor: 'computation',
      possibleActs: ['compute', 'cancel'],
    });
  });

  test('a round whose time has come is asked for with its epoch', async () => {
    const { roundId } = await collecting();
    const jobs = await portal.manager.query(
      `SELECT payload FROM outbox WHERE job = 'round.compute' AND payload->>'roundId' = $1`,
      [roundId],
    );
    expect(jobs[0].payload).toEqual({ roundId, epoch: 0 });
  });

  test('nothing is asked for while a request is not ranked', async () => {
    const { callId, group } = await aRoundStory(portal);
    await aContender(portal, callId, group, { state: 'expert_review' });
    await portal.run('rounds.tick', {});
    const { id } = await roundOf(callId);
    const jobs = await portal.manager.query(`SELECT 1 FROM outbox WHERE payload->>'roundId' = $1`, [
      id,
    ]);
    expect(jobs).toEqual([]);
    expect((await portal.as(officer).get(`${api}/${id}`)).body.waitingFor).toBe('reviews');
    await portal.run('round.compute', { roundId: id, epoch: 0 });
    expect((await roundOf(callId)).state).toBe('collecting');
  });

  test('two workers at once make one result', async () => {
    const { roundId, callId } = await collecting();
    const results = await Promise.all(
      [1, 2, 3].map(() => portal.run('round.compute', { roundId, epoch: 0 })),
    );
    expect(results.filter((result) => 'planHash' in (result as object))).toHaveLength(1);
    expect(await roundOf(callId)).toMatchObject({ state: 'computed', epoch: 1 });
  });

  test('a late job of an earlier epoch changes nothing', async () => {
    const { roundId, callId, planHash } = await computed();
    await portal.run('round.compute', { roundId, epoch: 0 });
    expect(await roundOf(callId)).toMatchObject({ state: 'computed', epoch: 1 });
    expect((await portal.as(officer).get(`${api}/${roundId}`)).body.planHash).toBe(planHash);
  });

  test('a round ends with its cancelled call', async () => {
    const { callId } = await collecting({ callState: 'open', cutOffInHours: 5 });
    await portal.manager.query(`UPDATE calls SET state = 'cancelled' WHERE id = $1`, [callId]);
    await portal.run('rounds.tick', {});
    expect((await roundOf(callId)).state).toBe('cancelled');
  });

  test('a call closed early takes its round along', async () => {
    const { roundId, callId } = await collecting({ callState: 'open', cutOffInHours: 5 });
    await portal.manager.query(
      `UPDATE calls SET state = 'closed', cut_off_at = now() - interval '1 minute' WHERE id = $1`,
      [callId],
    );
    await portal.run('rounds.tick', {});
    const [row] = await portal.manager.query(
      `SELECT r.cut_off_at = c.cut_off_at AS same FROM rounds r JOIN calls c ON c.id = r.call_id WHERE r.id = $1`,
      [roundId],
    );
    expect(row.same).toBe(true);
  });
});

describe('computing', () => {
  test('reserves what the plan grants, to the GPU-second', async () => {
    const { roundId, group } = await computed({
      group: { pools: [{ releasedGpuHours: 2_000 }] },
    });
    const { body } = await portal.as(officer).get(`${api}/${roundId}`).expect(200);
    const granted = BigInt(body.pools[0].gpuSecondsGranted);
    expect(granted).toBeGreaterThan(0n);
    expect(await ledgerOf(group.pools[0]!.id)).toMatchObject({
      reserved: granted,
      free: group.pools[0]!.releasedGpuSeconds - granted,
      awarded: 0n,
    });
    expect(body.classes.map((line: { class: string }) => line.class)).toEqual([
      'large',
      'science',
      'sme',
    ]);
  });

  test('again after a change gives the time back first and clears approvals (SEP-2)', async () => {
    const { roundId, group, callId, planHash } = await computed();
    await act(chair, roundId, 'approve', { planHash }).expect(200);
    await aContender(portal, callId, group, { ask: 500 });
    const { body } = await act(officer, roundId, 'compute').expect(200);
    expect(body).toMatchObject({ state: 'computed', approvals: [], waitingFor: 'approvals' });
    expect(body.planHash).not.toBe(planHash);
    const { free, reserved } = await ledgerOf(group.pools[0]!.id);
    expect(free + reserved).toBe(group.pools[0]!.releasedGpuSeconds);
    expect(reserved).toBe(BigInt(body.pools[0].gpuSecondsGranted));
  });

  test.each<[string, RoundStoryWish, string]>([
    ['while the call is open', { callState: 'open', cutOffInHours: 5 }, 'ROUND_STILL_COLLECTING'],
    ['while reviews are open', { contenders: [{ state: 'panel' }] }, 'ROUND_REVIEWS_OPEN'],
    ['without a policy in force', { group: { policy: null } }, 'ROUND_NO_POLICY'],
  ])('is refused %s', async (_, wish, code) => {
    const { roundId } = await collecting(wish);
    const { body } = await act(officer, roundId, 'compute').expect(409);
    expect(body.code).toBe(code);
  });

  test('is refused while another round of the pools is not published', async () => {
    const first = await computed();
    const second = await collecting({ poolGroup: first.group, cutOffInHours: -2 });
    const { body } = await act(officer, second.roundId, 'compute').expect(409);
    expect(body.code).toBe('ROUND_OTHER_OPEN');
  });

  test('honours If-Match', async () => {
    const { roundId } = await collecting();
    await act(officer, roundId, 'compute').set('If-Match', '"99"').expect(412);
  });
});

describe('SEP-2: two people approve', () => {
  test('a chair and an officer, in either order', async () => {
    const { roundId, planHash } = await computed();
    const first = await act(officer, roundId, 'approve', { planHash }).expect(200);
    expect(first.body).toMatchObject({ state: 'computed', waitingFor: 'chair_approval' });
    const second = await act(chair, roundId, 'approve', { planHash }).expect(200);
    expect(second.body).toMatchObject({ state: 'approved', waitingFor: 'publication' });
    expect(second.body.approvals).toMatchObject([
      { by: { name: 'Olaf Officer' }, role: 'officer' },
      { by: { name: 'Carla Chair' }, role: 'chair' },
    ]);
  });

  test('one person in two roles is one person', async () => {
    const both = await aPerson(portal, { platformRoles: ['chair', 'officer'] });
    const { roundId, planHash } = await computed();
    await act(both, roundId, 'approve', { planHash }).expect(200);
    const { body } = await act(both, roundId, 'approve', { planHash }).expect(409);
    expect(body.code).toBe('SEP_SAME_PERSON');
  });

  test('two at one instant of the same role are one approval', async () => {
    const other = await aPerson(portal, { platformRoles: ['admin'] });
    const { roundId, planHash } = await computed();
    const answers = await Promise.all([
      act(officer, roundId, 'approve', { planHash }),
      act(other, roundId, 'approve', { planHash }),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const { body } = await portal.as(officer).get(`${api}/${roundId}`);
    expect(body).toMatchObject({ state: 'computed', approvals: [{ role: 'officer' }] });
  });

  test('nobody who belongs to an applicant', async () => {
    const { roundId, planHash, contenders } = await computed();
    const member = await aPerson(portal, { platformRoles: ['officer'] });
    await joinOrganisation(portal, contenders[0]!.organisationId, member.id, 'viewer');
    const { body } = await act(member, roundId, 'approve', { planHash }).expect(403);
    expect(body).toMatchObject({ code: 'SEP_INTERESTED' });
    expect(body.detail).toContain(contenders[0]!.organisationName);
  });

  test('only the plan that one has seen', async () => {
    const { roundId } = await computed();
    const answer = await act(chair, roundId, 'approve', { planHash: 'f'.repeat(64) }).expect(409);
    expect(answer.body.code).toBe('ROUND_PLAN_CHANGED');
    await act(chair, roundId, 'approve', { planHash: 'short' }).expect(400);
    await act(chair, roundId, 'approve').expect(400);
  });

  test('not a plan with a request that was withdrawn meanwhile', async () => {
    const { roundId, planHash, contenders } = await computed();
    await portal.manager.query(`UPDATE requests SET state = 'withdrawn' WHERE id = $1`, [
      contenders[0]!.requestId,
    ]);
    const { body } = await act(chair, roundId, 'approve', { planHash }).expect(409);
    expect(body.code).toBe('ROUND_OVERTAKEN');
    expect((await act(officer, roundId, 'compute').expect(200)).body.planHash).not.toBe(planHash);
  });

  test('not a plan that misses a request that was ranked meanwhile', async () => {
    const { roundId, planHash, callId, group } = await computed();
    await aContender(portal, callId, group);
    const { body } = await act(chair, roundId, 'approve', { planHash }).expect(409);
    expect(body.code).toBe('ROUND_OVERTAKEN');
    await act(officer, roundId, 'cancel', { reason: 'Only to end this test.' }).expect(200);
  });

  test('publishing waits for both', async () => {
    const { roundId, planHash } = await computed();
    await act(chair, roundId, 'approve', { planHash }).expect(200);
    expect((await act(officer, roundId, 'publish').expect(409)).body.code).toBe(
      'ILLEGAL_TRANSITION',
    );
  });
});

describe('publishing', () => {
  test('books the awards, tells the requests, completes the call, asks for the offers', async () => {
    const { roundId, group, callId, contenders } = await published();
    const { body } = await portal.as(officer).get(`${api}/${roundId}`).expect(200);
    expect(body).toMatchObject({ state: 'published', waitingFor: null, possibleActs: [] });
    const granted = BigInt(body.pools[0].gpuSecondsGranted);
    expect(await ledgerOf(group.pools[0]!.id)).toMatchObject({ reserved: 0n, awarded: granted });
    const states = await portal.manager.query(
      `SELECT DISTINCT state FROM requests WHERE id = ANY($1)`,
      [contenders.map(({ requestId }) => requestId)],
    );
    expect(states).toEqual([{ state: 'awarded' }]);
    const [call] = await portal.manager.query(`SELECT state FROM calls WHERE id = $1`, [callId]);
    expect(call.state).toBe('completed');
    const jobs = await portal.manager.query(
      `SELECT payload FROM outbox WHERE job = 'grants.offer' AND payload->>'roundId' = $1`,
      [roundId],
    );
    expect(jobs).toHaveLength(1);
  });

  test('happens once, whoever presses twice', async () => {
    const { roundId } = await approved();
    const answers = await Promise.all([
      act(officer, roundId, 'publish'),
      act(officer, roundId, 'publish'),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    await act(officer, roundId, 'cancel', { reason: 'It is too late for this.' }).expect(409);
    await act(officer, roundId, 'compute').expect(409);
  });

  test('AUD-1: every step leaves one audit row', async () => {
    const { roundId } = await published();
    const rows = await portal.manager.query<{ act: string }[]>(
      `SELECT act FROM audit_event WHERE object_kind = 'round' AND object_id = $1 ORDER BY at, id`,
      [roundId],
    );
    expect(rows.map((row) => row.act)).toEqual([
      'round.schedule',
      'round.collect',
      'round.compute',
      'round.approve',
      'round.approve',
      'round.publish',
    ]);
  });

  test('a retry with the same Idempotency-Key answers the same', async () => {
    const { roundId } = await approved();
    const key = `publish-${roundId}`;
    const first = await act(officer, roundId, 'publish').set('Idempotency-Key', key).expect(200);
    const again = await act(officer, roundId, 'publish').set('Idempotency-Key', key).expect(200);
    expect(again.body).toEqual(first.body);
  });

  test('carries balances that sum to zero with the portal’s side (ALLOC-12)', async () => {
    const contenders = [
      { class: 'large' as const, ask: 4_000 },
      { class: 'sme' as const, ask: 4_000, minimum: 3_900 },
      { class: 'sme' as const, ask: 4_000, minimum: 3_900 },
    ];
    const first = await published({
      group: { pools: [{ releasedGpuHours: 6_000 }] },
      contenders,
    });
    const sums = async () => {
      const [row] = await portal.manager.query(
        `SELECT (SELECT coalesce(sum(balance), 0) FROM allocation_balances WHERE pool_group_id = $1)
              + (SELECT balance FROM allocation_system_balances WHERE pool_group_id = $1) AS total,
                (SELECT count(*)::int FROM allocation_balances WHERE pool_group_id = $1 AND round_id = $2) AS carried`,
        [first.group.id, first.roundId],
      );
      return row;
    };
    expect(await sums()).toEqual({ total: '0', carried: 3 });
  });
});

describe('the certificate (ALLOC-14)', () => {
  test('verifies offline, and no byte of it can change', async () => {
    const { roundId } = await published();
    const { body } = await portal.http
      .get(`/api/v1/public/rounds/${roundId}/certificate`)
      .expect(200);
    const certificate = body as Certificate;
    expect(sha256Hex(certificate.secret)).toBe(certificate.commitment);
    expect(verifyCertificate(certificate)).toMatchObject({ valid: true, signature: true });
    const forged = structuredClone(certificate) as { plan: { requests: { granted: string }[] } };
    forged.plan.requests[0]!.granted = '1';
    expect(verifyCertificate(forged)).toMatchObject({ valid: false });
    expect(verifyCertificate({ ...certificate, secret: 'other' }).valid).toBe(false);
    const own = await portal.as(officer).get(`${api}/${roundId}/certificate`).expect(200);
    expect(own.body).toEqual(body);
  });

  test('names the plan before it, so that no round can be left out', async () => {
    const first = await published();
    const second = await published({ poolGroup: first.group, cutOffInHours: -2 });
    const { body } = await portal.http.get(`/api/v1/public/rounds/${second.roundId}`);
    expect(body.previousPlanHash).toBe(first.planHash);
  });

  test('is there only after publication', async () => {
    const { roundId } = await computed();
    const { body } = await portal.http
      .get(`/api/v1/public/rounds/${roundId}/certificate`)
      .expect(409);
    expect(body.code).toBe('ROUND_NOT_PUBLISHED');
  });
});

describe('who learns what', () => {
  const scarce: RoundStoryWish = {
    group: {
      pools: [{ releasedGpuHours: 1_000, guarantees: { large: 600_000, sme: 300_000 } }],
    },
    contenders: [
      { class: 'large', ask: 900, minimum: 0, title: 'A model of the sea' },
      { class: 'sme', ask: 900, minimum: 850, title: 'A secret of the trade' },
    ],
  };

  test('the public reads names of those who were awarded time, and of nobody else', async () => {
    const { roundId, contenders } = await published(scarce);
    const { body } = await portal.http.get(`/api/v1/public/rounds/${roundId}`).expect(200);
    const certificate = await portal.http.get(`/api/v1/public/rounds/${roundId}/certificate`);
    const [lucky, unlucky] = contenders;
    expect(body.awards).toMatchObject([
      { organisation: { name: lucky!.organisationName }, project: 'A model of the sea' },
    ]);
    const lines = await portal.http.get(`/api/v1/public/rounds/${roundId}/lines?limit=1`);
    expect(lines.body.items).toHaveLength(1);
    const cursor = Buffer.from(lines.body.nextCursor, 'base64url').toString();
    const rest = await portal.http
      .get(`/api/v1/public/rounds/${roundId}/lines?cursor=${lines.body.nextCursor}`)
      .expect(200);
    expect(rest.body).toMatchObject({ items: [{}], nextCursor: null });
    expect(rest.body.items[0].pseudonym).not.toBe(lines.body.items[0].pseudonym);
    const awards = await portal.http.get(`/api/v1/public/rounds/${roundId}/awards`).expect(200);
    expect(awards.body).toEqual({ items: body.awards, nextCursor: null });
    const texts = [body, lines.body, rest.body, awards.body].map((read) => JSON.stringify(read));
    for (const text of [...texts, cursor, certificate.text]) {
      for (const { requestId } of contenders) expect(text).not.toContain(requestId);
      expect(text).not.toContain(unlucky!.organisationName);
      expect(text).not.toContain(unlucky!.organisationId);
      expect(text).not.toContain('A secret of the trade');
    }
  });

  test('lines are filtered by class and reason; another list’s cursor is refused', async () => {
    const { roundId } = await published(scarce);
    const lines = (query: string) =>
      portal.http.get(`/api/v1/public/rounds/${roundId}/lines?${query}`);
    const sme = await lines('class=sme').expect(200);
    expect(sme.body.items).toMatchObject([{ class: 'sme', gpuHoursGranted: 0 }]);
    const reason = sme.body.items[0].reason;
    expect((await lines(`reason=${reason}`)).body.items).toEqual(sme.body.items);
    expect((await lines(`class=large&reason=${reason}`)).body.items).toEqual([]);
    const refused = await lines('cursor=WyJhIiwiYiIsImMiXQ').expect(400);
    expect(refused.body.code).toBe('CURSOR_MALFORMED');
  });

  test('before publication the public reads the commitment only', async () => {
    const { roundId, planHash } = await computed(scarce);
    const none = { items: [], nextCursor: null };
    for (const list of ['lines', 'awards']) {
      const { body } = await portal.http.get(`/api/v1/public/rounds/${roundId}/${list}`);
      expect(body).toEqual(none);
    }
    const { text, body } = await portal.http.get(`/api/v1/public/rounds/${roundId}`).expect(200);
    expect(body).toMatchObject({ state: 'computed', planHash: null, classes: [], awards: [] });
    expect(text).not.toContain(planHash);
    const list = await portal.http.get('/api/v1/public/rounds?state=computed').expect(200);
    expect(list.text).not.toContain(planHash);
    expect(list.body.items.map(({ id }: { id: string }) => id)).toContain(roundId);
  });

  test('an applicant sees the round while it collects and once it is published, not in between', async () => {
    const story = await collecting(scarce);
    const [lucky] = story.contenders;
    const seen = async (person: TestPerson) => {
      const { body } = await portal.as(person).get(`${api}?limit=200`).expect(200);
      return body.items.some(({ id }: { id: string }) => id === story.roundId);
    };
    const stranger = await aContender(portal, (await aRoundStory(portal)).callId, story.group);
    expect(await seen(lucky!.representative)).toBe(true);
    expect(await seen(stranger.representative)).toBe(false);
    const { body } = await act(officer, story.roundId, 'compute').expect(200);
    expect(await seen(lucky!.representative)).toBe(false);
    await portal.as(lucky!.representative).get(`${api}/${story.roundId}`).expect(404);
    await act(chair, story.roundId, 'approve', { planHash: body.planHash }).expect(200);
    await act(officer, story.roundId, 'approve', { planHash: body.planHash }).expect(200);
    await act(officer, story.roundId, 'publish').expect(200);
    expect(await seen(lucky!.representative)).toBe(true);
    expect(await seen(stranger.representative)).toBe(true);
    const detail = await portal.as(lucky!.representative).get(`${api}/${story.roundId}`);
    expect(detail.body).toMatchObject({ approvals: [], possibleActs: [] });
  });

  test('lines: everything for officers, one’s own for applicants, another’s is unknown', async () => {
    const { roundId, contenders } = await published(scarce);
    const [lucky, unlucky] = contenders;
    const all = await portal.as(officer).get(`${api}/${roundId}/lines?sort=-granted`).expect(200);
    expect(all.body.items.map((line: { requestId: string }) => line.requestId)).toEqual([
      lucky!.requestId,
      unlucky!.requestId,
    ]);
    const own = await portal.as(unlucky!.representative).get(`${api}/${roundId}/lines`).expect(200);
    expect(own.body.items).toMatchObject([{ requestId: unlucky!.requestId, gpuHoursGranted: 0 }]);
    const line = (person: TestPerson, requestId: string) =>
      portal.as(person).get(`${api}/${roundId}/lines/${requestId}`);
    await line(unlucky!.representative, unlucky!.requestId).expect(200);
    await line(unlucky!.representative, lucky!.requestId).expect(404);
  });

  test.each([
    ['class=sme', 1],
    ['class=science', 0],
    ['reason=GRANTED_FULL', 1],
    ['country=fr', 2],
    ['country=DE', 0],
  ])('lines by %s', async (filter, count) => {
    const { roundId } = await published(scarce);
    const { body } = await portal.as(officer).get(`${api}/${roundId}/lines?${filter}`).expect(200);
    expect(body.items).toHaveLength(count);
  });

  test('lines before publication are closed to applicants', async () => {
    const { roundId, contenders } = await computed(scarce);
    const [lucky] = contenders;
    await portal.as(lucky!.representative).get(`${api}/${roundId}/lines`).expect(404);
    await portal
      .as(lucky!.representative)
      .get(`${api}/${roundId}/lines/${lucky!.requestId}`)
      .expect(404);
  });

  test('REV-2: a chair learns nothing of an applicant to whom they are linked', async () => {
    const { roundId, contenders } = await computed(scarce);
    const [linkedTo, other] = contenders;
    const linked = await aPerson(portal, { platformRoles: ['chair'] });
    await joinOrganisation(portal, linkedTo!.organisationId, linked.id, 'viewer');
    const { body } = await portal.as(linked).get(`${api}/${roundId}/lines`).expect(200);
    expect(body.items).toMatchObject([{ requestId: other!.requestId }]);
    await portal.as(linked).get(`${api}/${roundId}/lines/${linkedTo!.requestId}`).expect(404);
    await portal.as(chair).get(`${api}/${roundId}/lines/${linkedTo!.requestId}`).expect(200);
  });

  test('an operator reads figures, not lines', async () => {
    const operator = await aPerson(portal, { platformRoles: ['operator'] });
    const { roundId } = await computed(scarce);
    await portal.as(operator).get(`${api}/${roundId}`).expect(200);
    const { body } = await portal.as(operator).get(`${api}/${roundId}/lines`).expect(200);
    expect(body.items).toEqual([]);
  });

  test('why, in three languages and with numbers (ALLOC-13)', async () => {
    const { roundId, contenders } = await published(scarce);
    const why = async (lang: string) => {
      const { body } = await portal
        .as(contenders[1]!.representative)
        .get(`${api}/${roundId}/lines/${contenders[1]!.requestId}?lang=${lang}`)
        .expect(200);
      return body;
    };
    const english = await why('en');
    expect(english).toMatchObject({ gpuHoursGranted: 0, gpuHoursMinimum: 850, routes: [] });
    expect(english.sentences[0]).toBe('The request got nothing; it asked for 900 GPU-hours.');
    expect(english.reason).toBe('MINIMUM_ABOVE_CLAIM');
    expect(english.explanation).toMatchObject({ entitlement: '300', claim: '300' });
    expect(english.sentences[1]).toContain('entitled to 300 GPU-hours of the share of SMEs');
    expect((await why('fr')).sentences[0]).toContain('900 heures GPU');
    expect((await why('de')).sentences[0]).toContain('900 GPU-Stunden');
  });

  test('a second request is told its place, what was left, and whose time was lent (ALLOC-13)', async () => {
    const story = await collecting({
      group: {
        pools: [{ releasedGpuHours: 1_000, guarantees: { sme: 600_000, science: 400_000 } }],
      },
      contenders: [
        { class: 'sme', ask: 700, score: 900 },
        { class: 'science', ask: 100 },
      ],
    });
    const { organisationId, representative } = story.contenders[0]!;
    const second = await aContender(portal, story.callId, story.group, {
      organisationId,
      ask: 900,
      minimum: 800,
      score: 700,
    });
    const { body: round } = await act(officer, story.roundId, 'compute').expect(200);
    for (const who of [chair, officer]) {
      await act(who, story.roundId, 'approve', { planHash: round.planHash }).expect(200);
    }
    await act(officer, story.roundId, 'publish').expect(200);
    const { body } = await portal
      .as(representative)
      .get(`${api}/${story.roundId}/lines/${second.requestId}`)
      .expect(200);
    const text = body.sentences.join(' ');
    expect(text).toContain('borrowed 100 GPU-hours that science left unused');
    expect(text).toContain('Of the organisation’s 2 requests it was number 2');
    expect(text).toMatch(/at least 800 GPU-hours/);
    expect(text).toMatch(
      /carries a claim of .* GPU-hours to the next round|received 100 GPU-hours beyond/,
    );
  });
});

describe('cancelling', () => {
  test('gives the reserved time back and needs a reason', async () => {
    const { roundId, group } = await approved();
    await act(officer, roundId, 'cancel').expect(400);
    const reason = 'A pool turned out to be broken.';
    const { body } = await act(officer, roundId, 'cancel', { reason }).expect(200);
    expect(body).toMatchObject({ state: 'cancelled', cancelReason: reason, waitingFor: null });
    expect(await ledgerOf(group.pools[0]!.id)).toEqual({
      free: group.pools[0]!.releasedGpuSeconds,
      reserved: 0n,
      awarded: 0n,
    });
    await portal.http.get(`/api/v1/public/rounds/${roundId}`).expect(404);
  });

  test('is final; another round is scheduled by hand, once', async () => {
    const { roundId, callId } = await computed();
    await act(officer, roundId, 'cancel', { reason: 'The ranking was wrong.' }).expect(200);
    await portal.run('rounds.tick', {});
    expect((await roundOf(callId)).id).toBe(roundId);
    const made = await portal.as(officer).post(api).send({ callId }).expect(201);
    expect(made.headers['location']).toBe(`/api/v1/rounds/${made.body.id}`);
    expect(made.body).toMatchObject({ state: 'collecting', call: { id: callId } });
    const { body } = await portal.as(officer).post(api).send({ callId }).expect(409);
    expect(body.code).toBe('ROUND_EXISTS');
  });

  test('ALLOC-0: another round of the call keeps the first secret, so that nobody draws twice', async () => {
    const { roundId, callId } = await computed();
    const secretOf = async (id: string) => {
      const [row] = await portal.manager.query(
        `SELECT commitment, secret_sealed, salt_sealed, seed, plan_hash FROM rounds WHERE id = $1`,
        [id],
      );
      return row;
    };
    await act(officer, roundId, 'cancel', { reason: 'The draw did not suit.' }).expect(200);
    const { body } = await portal.as(officer).post(api).send({ callId }).expect(201);
    await act(officer, body.id, 'compute').expect(200);
    const [before, after] = [await secretOf(roundId), await secretOf(body.id)];
    expect(after.commitment).toBe(before.commitment);
    expect(after.secret_sealed.equals(before.secret_sealed)).toBe(true);
    expect(after.seed).toBe(before.seed);
  });
});

test('unknown rounds and calls are unknown, and applicants run nothing', async () => {
  const { roundId, contenders } = await collecting();
  const nobody = '0198f000-0000-7000-8000-000000000000';
  await portal.as(officer).get(`${api}/${nobody}`).expect(404);
  await portal.as(officer).get(`${api}/not-an-id`).expect(404);
  await portal.as(officer).post(api).send({ callId: nobody }).expect(404);
  await act(contenders[0]!.representative, roundId, 'compute').expect(403);
  await portal.http.post(`${api}/${roundId}/publish`).expect(401);
});
