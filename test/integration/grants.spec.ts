import { system } from '../../src/access/principal.js';
import { Invariants } from '../../src/ledger/invariants.service.js';
import { poolBalances } from '../../src/ledger/ledger.queries.js';
import { joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aPublishedRound, type RoundStory, type RoundStoryWish } from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let officer: TestPerson;

beforeAll(async () => {
  portal = await openPortal();
  officer = await aPerson(portal, { platformRoles: ['officer'] });
});
afterAll(() => portal.close());
afterEach(async () => {
  portal.travelTo(null);
  const report = await portal.get(Invariants).report(system('test'));
  expect(report.checks.filter(({ state }) => state === 'broken')).toEqual([]);
});

const api = '/api/v1/grants';

interface Offered extends RoundStory {
  roundId: string;
  grantId: string;
  representative: TestPerson;
}

/** A published round with its offers out, and the first contender's grant. */
async function offered(wish: RoundStoryWish = {}): Promise<Offered> {
  const story = await aPublishedRound(portal, wish);
  await portal.run('grants.offer', { roundId: story.roundId });
  const [first] = story.contenders;
  const [grant] = await portal.manager.query(`SELECT id FROM grants WHERE request_id = $1`, [
    first!.requestId,
  ]);
  return { ...story, grantId: grant.id, representative: first!.representative };
}

const act = (person: TestPerson, id: string, verb: string, body: object = {}) =>
  portal.as(person).post(`${api}/${id}/${verb}`).send(body);

const ledgerOf = async (poolId: string) => {
  const balances = (await poolBalances(portal.manager, [poolId])).get(poolId)!;
  return {
    free: balances.unallocated.postedGpuSeconds,
    awarded: balances.awarded.postedGpuSeconds,
    available: balances.grant_available.postedGpuSeconds,
    returned: balances.grant_returned.postedGpuSeconds,
  };
};

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

describe('offers', () => {
  test('one grant per award, booked from awarded to available', async () => {
    const { roundId, group, contenders } = await offered();
    const { body } = await portal.as(officer).get(`${api}?round=${roundId}`).expect(200);
    expect(body.items).toHaveLength(contenders.length);
    const [pool] = group.pools;
    const { awarded, available, free } = await ledgerOf(pool!.id);
    expect(awarded).toBe(0n);
    expect(available + free).toBe(pool!.releasedGpuSeconds);
    const total = body.items.reduce(
      (sum: bigint, grant: { gpuSecondsGranted: string }) => sum + BigInt(grant.gpuSecondsGranted),
      0n,
    );
    expect(available).toBe(total);
  });

  test('come once, however often and by however many workers they are asked for', async () => {
    const story = await aPublishedRound(portal);
    const { roundId } = story;
    await Promise.all([
      portal.run('grants.offer', { roundId }),
      portal.run('grants.offer', { roundId }),
    ]);
    await portal.run('grants.offer', { roundId });
    const [row] = await portal.manager.query(
      `SELECT count(*)::int AS grants, (SELECT count(*)::int FROM audit_event e JOIN grants g ON g.id::text = e.object_id
         WHERE g.round_id = $1 AND e.act = 'grant.offer') AS audited FROM grants WHERE round_id = $1`,
      [roundId],
    );
    expect(row).toEqual({ grants: story.contenders.length, audited: story.contenders.length });
  });

  test('are asked for again when the job was lost', async () => {
    const { roundId } = await aPublishedRound(portal);
    await portal.manager.query(`UPDATE outbox SET sent_at = now() WHERE sent_at IS NULL`);
    const asked = async () => {
      await portal.run('grants.tick', {});
      const rows = await portal.manager.query(
        `SELECT 1 FROM outbox WHERE job = 'grants.offer' AND sent_at IS NULL AND payload->>'roundId' = $1`,
        [roundId],
      );
      return rows.length;
    };
    expect(await asked()).toBe(1);
    await portal.run('grants.offer', { roundId });
    await portal.manager.query(`UPDATE outbox SET sent_at = now() WHERE sent_at IS NULL`);
    expect(await asked()).toBe(0);
  });

  test('lead nowhere for a round that is not published', async () => {
    await portal.run('grants.offer', { roundId: '0198f000-0000-7000-8000-000000000000' });
  });
});

describe('accepting', () => {
  test('is for the representative; time that has begun is usable at once', async () => {
    const { grantId, representative } = await offered();
    const before = await portal.as(representative).get(`${api}/${grantId}`).expect(200);
    expect(before.body).toMatchObject({ state: 'offered', possibleActs: ['accept', 'decline'] });
    const { body } = await act(representative, grantId, 'accept').expect(200);
    expect(body).toMatchObject({
      state: 'active',
      acceptedBy: { name: representative.name },
      possibleActs: [],
    });
    const [pool] = body.pools;
    expect(pool).toMatchObject({
      gpuSecondsGranted: body.gpuSecondsGranted,
      gpuSecondsAvailable: body.gpuSecondsGranted,
      gpuSecondsUsed: '0',
    });
  });

  test('of later time waits until it begins', async () => {
    const { grantId, representative, group } = await offered();
    await portal.manager.query(
      `UPDATE pools SET starts_at = now() + interval '3 days' WHERE id = $1`,
      [group.pools[0]!.id],
    );
    const { body } = await act(representative, grantId, 'accept').expect(200);
    expect(body.state).toBe('accepted');
    await portal.run('grants.tick', {});
    expect((await portal.as(officer).get(`${api}/${grantId}`)).body.state).toBe('accepted');
    portal.travelTo(inDays(4));
    await portal.run('grants.tick', {});
    expect((await portal.as(officer).get(`${api}/${grantId}`)).body.state).toBe('active');
  });

  test('happens once', async () => {
    const { grantId, representative } = await offered();
    const answers = await Promise.all([
      act(representative, grantId, 'accept'),
      act(representative, grantId, 'accept'),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    await act(representative, grantId, 'decline', { reason: 'Changed our mind.' }).expect(409);
  });

  test('GRA-1: is too late after the window, swept or not', async () => {
    const { grantId, representative } = await offered({ acceptanceDays: 14 });
    portal.travelTo(inDays(15));
    const { body } = await act(representative, grantId, 'accept').expect(409);
    expect(body.code).toBe('GRA_OFFER_LAPSED');
    await portal.run('grants.tick', {});
    const again = await act(representative, grantId, 'accept').expect(409);
    expect(again.body.code).toBe('GRA_OFFER_LAPSED');
  });

  test('MEM-9: is refused to a suspended member, and not asked of calls for everybody', async () => {
    const { grantId, representative, contenders } = await offered();
    const suspend = (organisationId: string) =>
      portal.manager.query(
        `UPDATE memberships SET state = 'suspended' WHERE organisation_id = $1`,
        [organisationId],
      );
    await suspend(contenders[0]!.organisationId);
    const { body } = await act(representative, grantId, 'accept').expect(409);
    expect(body.code).toBe('GRA_MEMBERSHIP_REQUIRED');
    const open = await offered({ membersOnly: false });
    await suspend(open.contenders[0]!.organisationId);
    await act(open.representative, open.grantId, 'accept').expect(200);
  });

  test('is nothing for managers, officers or another organisation', async () => {
    const { grantId, contenders } = await offered();
    const manager = await aPerson(portal);
    await joinOrganisation(portal, contenders[0]!.organisationId, manager.id, 'manager');
    await portal.as(manager).get(`${api}/${grantId}`).expect(200);
    await act(manager, grantId, 'accept').expect(403);
    await act(officer, grantId, 'accept').expect(403);
    await act(contenders[1]!.representative, grantId, 'accept').expect(404);
    await portal.as(contenders[1]!.representative).get(`${api}/${grantId}`).expect(404);
  });

  test('honours If-Match', async () => {
    const { grantId, representative } = await offered();
    await act(representative, grantId, 'accept').set('If-Match', '"7"').expect(412);
    await act(representative, grantId, 'accept').set('If-Match', '"1"').expect(200);
  });
});

describe('what is not taken goes back to the pools (LED-4)', () => {
  test('by declining, with a reason', async () => {
    const { grantId, representative, group } = await offered();
    const [pool] = group.pools;
    const before = await ledgerOf(pool!.id);
    await act(representative, grantId, 'decline').expect(400);
    const { body } = await act(representative, grantId, 'decline', {
      reason: 'Another machine was found.',
    }).expect(200);
    expect(body).toMatchObject({ state: 'declined', declinedReason: 'Another machine was found.' });
    expect(body.pools[0]).toMatchObject({
      gpuSecondsGranted: body.gpuSecondsGranted,
      gpuSecondsAvailable: '0',
      gpuSecondsReturned: body.gpuSecondsGranted,
    });
    const after = await ledgerOf(pool!.id);
    const granted = BigInt(body.gpuSecondsGranted);
    expect(after).toEqual({
      free: before.free + granted,
      awarded: 0n,
      available: before.available - granted,
      returned: 0n,
    });
  });

  test('by letting the offer lapse, each once', async () => {
    const { roundId, group } = await offered();
    portal.travelTo(inDays(15));
    await Promise.all([portal.run('grants.tick', {}), portal.run('grants.tick', {})]);
    const { body } = await portal.as(officer).get(`${api}?round=${roundId}&state=lapsed`);
    expect(body.items).toHaveLength(3);
    expect(await ledgerOf(group.pools[0]!.id)).toEqual({
      free: group.pools[0]!.releasedGpuSeconds,
      awarded: 0n,
      available: 0n,
      returned: 0n,
    });
    const [row] = await portal.manager.query(
      `SELECT count(*)::int AS lapses FROM audit_event e JOIN grants g ON g.id::text = e.object_id
        WHERE g.round_id = $1 AND e.act = 'grant.lapse'`,
      [roundId],
    );
    expect(row.lapses).toBe(3);
  });

  test('and an accepted grant does not lapse', async () => {
    const { grantId, representative } = await offered();
    await act(representative, grantId, 'accept').expect(200);
    portal.travelTo(inDays(15));
    await portal.run('grants.tick', {});
    expect((await portal.as(officer).get(`${api}/${grantId}`)).body.state).toBe('active');
  });
});

test('an organisation lists its own grants, with filters and sorting', async () => {
  const { grantId, representative } = await offered();
  const own = await portal.as(representative).get(`${api}?sort=acceptanceDueAt`).expect(200);
  expect(own.body.items).toMatchObject([{ id: grantId }]);
  const none = await portal.as(representative).get(`${api}?state=active`).expect(200);
  expect(none.body.items).toEqual([]);
  await portal.as(representative).get(`${api}?sort=secret`).expect(400);
});
