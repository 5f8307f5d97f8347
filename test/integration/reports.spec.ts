import { newId } from '../../src/kernel/random.js';
import { anOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aSite } from '../factories/pools.js';
import { aPublishedRound } from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let auditor: TestPerson;

beforeAll(async () => {
  portal = await openPortal();
  auditor = await aPerson(portal, { platformRoles: ['auditor'] });
});
afterAll(() => portal.close());

const overview = async () => (await portal.http.get('/api/v1/public/overview').expect(200)).body;

test('an empty portal has an overview', async () => {
  expect(await overview()).toMatchObject({
    demo: false,
    members: { total: 0, countries: 0 },
    pledges: { targetCents: '15000000000000', declaredCents: '0', currency: 'EUR', byKind: [] },
    capacity: { sites: [], accelerators: { operating: 0, planned: 0 } },
    lastRound: null,
  });
  await portal.as(auditor).get('/api/v1/reports/fairness').expect(404);
});

test('the overview counts members, pledges that stand, machines and the last round', async () => {
  const { roundId } = await aPublishedRound(portal);
  await aSite(portal, { accelerators: 100_000, state: 'planned' });
  const outsider = await anOrganisation(portal);
  const pledge = (kind: string, cents: string | null, state: string) =>
    portal.manager.query(
      `INSERT INTO pledges (id, organisation_id, kind, amount_cents, horizon_year, new_money, state)
       VALUES ($1, $2, $3, $4, 2030, true, $5)`,
      [newId(), outsider.id, kind, cents, state],
    );
  await pledge('capital', '500000000000', 'declared');
  await pledge('capital', '300000000000', 'confirmed');
  await pledge('capital', '900000000000', 'withdrawn');
  await pledge('data', null, 'declared');
  const body = await overview();
  expect(body.members).toMatchObject({ total: 3, countries: 1 });
  expect(body.members.byClass).toEqual([
    { class: 'large', members: 1 },
    { class: 'sme', members: 1 },
    { class: 'science', members: 1 },
  ]);
  expect(body.pledges).toMatchObject({
    declaredCents: '800000000000',
    confirmedCents: '300000000000',
    byKind: [
      { kind: 'capital', amountCents: '800000000000', count: 2 },
      { kind: 'data', amountCents: '0', count: 1 },
    ],
  });
  expect(body.capacity.accelerators).toEqual({ operating: 1_000, planned: 100_000 });
  expect(body.lastRound).toMatchObject({ id: roundId, state: 'published' });
  expect(body.lastRound.classes).toHaveLength(3);
});

test('fairness of a round: shares, equality, waits', async () => {
  const { roundId } = await aPublishedRound(portal, {
    group: {
      pools: [
        {
          releasedGpuHours: 1_000,
          guarantees: { large: 600_000, sme: 300_000, science: 100_000 },
        },
      ],
    },
    contenders: [
      { class: 'large', ask: 900 },
      { class: 'sme', ask: 900, minimum: 850 },
      { class: 'science', ask: 100 },
    ],
  });
  const { body } = await portal
    .as(auditor)
    .get(`/api/v1/reports/fairness?round=${roundId}`)
    .expect(200);
  const byClass = Object.fromEntries(
    body.classes.map((line: { class: string }) => [line.class, line]),
  );
  expect(byClass.sme).toMatchObject({ organisations: 1, gpuSecondsGranted: '0' });
  expect(byClass.sme.longestWaitRounds).toBe(1);
  expect(byClass.science).toMatchObject({ giniPpm: 0, longestWaitRounds: 0 });
  expect(BigInt(byClass.sme.gpuSecondsClaimsCarried)).toBeGreaterThan(0n);
  const { body: last } = await portal.as(auditor).get('/api/v1/reports/fairness').expect(200);
  expect(last.round.id).toBe(roundId);
  await portal.http.get('/api/v1/reports/fairness').expect(401);
});
