import { system } from '../../src/access/principal.js';
import { newId } from '../../src/kernel/random.js';
import { Invariants } from '../../src/ledger/invariants.service.js';
import { poolBalances } from '../../src/ledger/ledger.queries.js';
import { Ledger } from '../../src/ledger/ledger.service.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aPublishedRound, type MadeContender, type RoundStoryWish } from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

/* MEM-9: what suspension, reinstatement and end of a membership do to grants and to the books. */

let portal: Portal;
let officer: TestPerson;

const reason = 'The reports of the last year were not handed in, despite three reminders.';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

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

interface Member extends MadeContender {
  grantId: string;
  membershipId: string;
  poolId: string;
}

/** Three members with offers out, of one pool. */
async function members(wish: RoundStoryWish = {}): Promise<Member[]> {
  const story = await aPublishedRound(portal, wish);
  await portal.run('grants.offer', { roundId: story.roundId });
  const made: Member[] = [];
  for (const contender of story.contenders) {
    const [row] = await portal.manager.query<[{ grantId: string; membershipId: string }]>(
      `SELECT g.id AS "grantId", m.id AS "membershipId" FROM grants g
         JOIN memberships m ON m.organisation_id = g.organisation_id WHERE g.request_id = $1`,
      [contender.requestId],
    );
    made.push({ ...contender, ...row, poolId: story.group.pools[0]!.id });
  }
  return made;
}

const decide = (member: Member, act: string, body: object, by = officer) =>
  portal.as(by).post(`/api/v1/memberships/${member.membershipId}/${act}`).send(body).expect(200);
const suspend = (member: Member, code = 'obligations') =>
  decide(member, 'suspend', { code, reason });
const withdraw = (member: Member) =>
  decide(member, 'end', { kind: 'withdrawn' }, member.representative);
const accept = (member: Member) =>
  portal.as(member.representative).post(`/api/v1/grants/${member.grantId}/accept`).send();
const grantOf = async (member: Member) =>
  (await portal.as(officer).get(`/api/v1/grants/${member.grantId}`).expect(200)).body;
const tick = () => portal.run('grants.memberships', {});
const free = async (poolId: string) =>
  (await poolBalances(portal.manager, [poolId])).get(poolId)!.unallocated.postedGpuSeconds;

/** Holds some of a grant for a job, as a site does; the hold ends at `until`. */
async function aHold(member: Member, gpuSeconds: bigint, until: Date) {
  const ledger = portal.get(Ledger);
  const { poolId, grantId } = member;
  const id = newId();
  await portal.database.inTransaction(system('test'), async (manager) => {
    const [debitAccountId, creditAccountId] = await ledger.accounts(manager, [
      { kind: 'grant_available', poolId, grantId },
      { kind: 'grant_used', poolId, grantId },
    ]);
    await ledger.record(manager, [
      {
        id,
        kind: 'pending',
        debitAccountId: debitAccountId!,
        creditAccountId: creditAccountId!,
        amountGpuSeconds: gpuSeconds,
        expiresAt: until,
        code: 'grant.hold',
      },
    ]);
  });
  const settle = async (usedGpuSeconds: bigint) =>
    await portal.database.inTransaction(system('test'), async (manager) => {
      const [debitAccountId, creditAccountId] = await ledger.accounts(manager, [
        { kind: 'grant_available', poolId, grantId },
        { kind: 'grant_used', poolId, grantId },
      ]);
      await ledger.record(manager, [
        {
          id: newId(),
          kind: 'post',
          pendingId: id,
          debitAccountId: debitAccountId!,
          creditAccountId: creditAccountId!,
          amountGpuSeconds: usedGpuSeconds,
          code: 'grant.use',
        },
      ]);
    });
  return { settle };
}

describe('MEM-9: suspension', () => {
  test('refuses acceptances at once, and a reinstatement opens them again', async () => {
    const [member] = (await members()) as [Member, ...Member[]];
    await suspend(member);
    const refused = await accept(member);
    expect([refused.status, refused.body.code]).toEqual([409, 'GRA_MEMBERSHIP_REQUIRED']);
    await decide(member, 'reinstate', { reason });
    await accept(member).expect(200);
  });

  test('suspends grants when the notice is over, and a reinstatement resumes them', async () => {
    const [member, other] = (await members()) as [Member, Member];
    await accept(member).expect(200);
    await accept(other).expect(200);
    await suspend(member);
    await tick();
    expect((await grantOf(member)).state).toBe('active');
    portal.travelTo(inDays(13.9));
    await tick();
    expect((await grantOf(member)).state).toBe('active');
    portal.travelTo(inDays(14.1));
    await tick();
    await tick();
    expect(await grantOf(member)).toMatchObject({ state: 'suspended', suspendedFor: 'membership' });
    expect((await grantOf(other)).state).toBe('active');
    await decide(member, 'reinstate', { reason });
    await tick();
    expect(await grantOf(member)).toMatchObject({ state: 'active', suspendedFor: null });
  });

  test('who is reinstated within the notice keeps the grant in use', async () => {
    const [member] = (await members()) as [Member];
    await accept(member).expect(200);
    await suspend(member);
    await decide(member, 'reinstate', { reason });
    portal.travelTo(inDays(20));
    await tick();
    expect((await grantOf(member)).state).toBe('active');
  });

  test('for a restrictive measure suspends at once, grants that need no membership too', async () => {
    const [open] = (await members({ membersOnly: false })) as [Member];
    const [closed] = (await members()) as [Member];
    for (const member of [open, closed]) {
      await accept(member).expect(200);
      await suspend(member, 'restrictive_measure');
    }
    await tick();
    expect((await grantOf(open)).state).toBe('suspended');
    expect((await grantOf(closed)).state).toBe('suspended');
    const [mild] = (await members({ membersOnly: false })) as [Member];
    await accept(mild).expect(200);
    await suspend(mild);
    portal.travelTo(inDays(20));
    await tick();
    expect((await grantOf(mild)).state).toBe('active');
  });

  test('each decision asks for the job, so that nobody waits for the minute', async () => {
    const [member] = (await members()) as [Member];
    await portal.manager.query(`UPDATE outbox SET sent_at = now() WHERE sent_at IS NULL`);
    await suspend(member);
    const asked = await portal.manager.query(
      `SELECT 1 FROM outbox WHERE job = 'grants.memberships' AND sent_at IS NULL`,
    );
    expect(asked).toHaveLength(1);
  });
});

describe('MEM-9: an end gives unused time back', () => {
  test('to the unit, and the grant is returned', async () => {
    const [member, other] = (await members()) as [Member, Member];
    await accept(member).expect(200);
    const hold = await aHold(member, 7_200n, inDays(1));
    await hold.settle(5_000n);
    const before = await free(member.poolId);
    const granted = BigInt((await grantOf(member)).gpuSecondsGranted as string);
    await withdraw(member);
    await tick();
    await tick();
    const { state, pools } = await grantOf(member);
    expect(state).toBe('returned');
    expect(pools[0]).toMatchObject({
      gpuSecondsUsed: '5000',
      gpuSecondsReturned: String(granted - 5_000n),
      gpuSecondsAvailable: '0',
    });
    expect((await free(member.poolId)) - before).toBe(granted - 5_000n);
    expect((await grantOf(other)).state).toBe('offered');
  });

  test('what a running job holds stays until it is settled; then the rest follows', async () => {
    const [member] = (await members()) as [Member];
    await accept(member).expect(200);
    const granted = BigInt((await grantOf(member)).gpuSecondsGranted as string);
    const before = await free(member.poolId);
    const first = await aHold(member, 10_000n, inDays(2));
    const second = await aHold(member, 3_000n, inDays(2));
    await withdraw(member);
    await tick();
    await tick();
    expect(await grantOf(member)).toMatchObject({
      state: 'suspended',
      suspendedFor: 'membership_end',
      pools: [{ gpuSecondsHeld: '13000', gpuSecondsAvailable: '0' }],
    });
    await first.settle(4_000n);
    await tick();
    await tick();
    expect(await grantOf(member)).toMatchObject({
      state: 'suspended',
      pools: [{ gpuSecondsHeld: '3000', gpuSecondsAvailable: '0', gpuSecondsUsed: '4000' }],
    });
    await second.settle(3_000n);
    await tick();
    expect(await grantOf(member)).toMatchObject({
      state: 'returned',
      pools: [{ gpuSecondsHeld: '0', gpuSecondsAvailable: '0', gpuSecondsUsed: '7000' }],
    });
    expect((await free(member.poolId)) - before).toBe(granted - 7_000n);
  });

  test('offers lapse, accepted and suspended grants are returned, open calls are left alone', async () => {
    const [offered] = (await members()) as [Member];
    const [suspended] = (await members()) as [Member];
    const [open] = (await members({ membersOnly: false })) as [Member];
    await accept(suspended).expect(200);
    await accept(open).expect(200);
    await suspend(suspended, 'restrictive_measure');
    await tick();
    for (const member of [offered, suspended, open]) await withdraw(member);
    await Promise.all([tick(), tick()]);
    expect((await grantOf(offered)).state).toBe('lapsed');
    expect((await grantOf(suspended)).state).toBe('returned');
    expect((await grantOf(open)).state).toBe('active');
  });

  test('MEM-9: under a restrictive measure grants of open calls are returned too, however it ends', async () => {
    const [withdrawn] = (await members({ membersOnly: false })) as [Member];
    const [revoked] = (await members({ membersOnly: false })) as [Member];
    const [cleared] = (await members({ membersOnly: false })) as [Member];
    for (const member of [withdrawn, revoked, cleared]) await accept(member).expect(200);
    // Before the job that the suspension asked for has run.
    await suspend(withdrawn, 'restrictive_measure');
    await withdraw(withdrawn);
    const second = await aPerson(portal, { platformRoles: ['officer'] });
    const revocation = { kind: 'revoked', code: 'restrictive_measure', reason };
    await decide(revoked, 'end', revocation);
    await decide(revoked, 'end', revocation, second);
    await suspend(cleared, 'restrictive_measure');
    await decide(cleared, 'reinstate', { reason });
    await withdraw(cleared);
    await tick();
    await tick();
    expect((await grantOf(withdrawn)).state).toBe('returned');
    expect((await grantOf(revoked)).state).toBe('returned');
    expect((await grantOf(cleared)).state).toBe('active');
  });

  test('an expiry does the same', async () => {
    const [member] = (await members()) as [Member];
    await accept(member).expect(200);
    portal.travelTo(inDays(380));
    await portal.run('memberships.tick', {});
    await tick();
    expect((await grantOf(member)).state).toBe('returned');
  });
});
