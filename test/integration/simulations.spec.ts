import { newId } from '../../src/kernel/random.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aMember, joinOrganisation } from '../factories/organisations.js';
import { aChairAndAnOfficer, aPublishedRound, aRoundStory } from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let chair: TestPerson;
let officer: TestPerson;

beforeAll(async () => {
  portal = await openPortal();
  ({ chair, officer } = await aChairAndAnOfficer(portal));
});
afterAll(() => portal.close());

const shares = { large: 500_000, sme: 300_000, science: 200_000 };
const group = (releasedGpuHours = 1_000) => ({ pools: [{ releasedGpuHours, guarantees: shares }] });
const asks = [
  { class: 'large', ask: 900 },
  { class: 'sme', ask: 900 },
  { class: 'science', ask: 900 },
] as const;

const simulate = (who: TestPerson, path: string, body: object = {}) =>
  portal.as(who).post(`/api/v1/${path}/simulate`).send(body);

/** A digest of every row of every table; sessions note when they were seen. */
async function everything(): Promise<Record<string, string>> {
  const tables = await portal.manager.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'sessions'`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await portal.manager.query<{ digest: string }[]>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest
         FROM "${name}" t`,
    );
    digests[name] = row!.digest;
  }
  return digests;
}

async function withoutEffect<T>(work: () => Promise<T>): Promise<T> {
  const before = await everything();
  const result = await work();
  expect(await everything()).toEqual(before);
  return result;
}

async function collecting(wish: Parameters<typeof aRoundStory>[1] = {}) {
  const story = await aRoundStory(portal, { group: group(), contenders: asks, ...wish });
  await portal.run('rounds.tick', {});
  const [row] = await portal.manager.query(`SELECT id FROM rounds WHERE call_id = $1`, [
    story.callId,
  ]);
  return { ...story, roundId: row.id as string };
}

async function computed(wish: Parameters<typeof aRoundStory>[1] = {}) {
  const story = await collecting(wish);
  await portal.as(officer).post(`/api/v1/rounds/${story.roundId}/compute`).send({}).expect(200);
  return story;
}

const byClass = (body: { classes: { class: string }[] }) =>
  Object.fromEntries(body.classes.map((line) => [line.class, line])) as unknown as Record<
    string,
    { reason: string } & Record<string, { gpuHoursBefore: number; gpuHoursAfter: number }>
  >;

async function draftOf(poolGroupId: string, rules: object) {
  const [policy] = await portal.manager.query(
    `INSERT INTO quota_policies (id, pool_group_id, number, rules, drafted_by, effective_from)
     SELECT $1, $2, max(number) + 1, (array_agg(rules ORDER BY number DESC))[1] || $3::jsonb, $4, portal_now()
       FROM quota_policies WHERE pool_group_id = $2 RETURNING id`,
    [newId(), poolGroupId, JSON.stringify(rules), officer.id],
  );
  return policy.id as string;
}

describe('a round under other rules', () => {
  test('other shares move the classes by these shares, and nothing else changes', async () => {
    const { roundId, group: pools } = await computed();
    const body = await withoutEffect(async () => {
      const answer = await simulate(officer, `rounds/${roundId}`, {
        pools: [{ poolId: pools.pools[0]!.id, guarantees: { sme: 500_000, large: 300_000 } }],
      }).expect(200);
      return answer.body;
    });
    expect(body).toMatchObject({ round: { id: roundId, state: 'computed' }, basis: 'stored' });
    const lines = byClass(body);
    expect(lines.sme).toMatchObject({
      granted: { gpuHoursBefore: 300 },
      guaranteed: { gpuHoursBefore: 300, gpuHoursAfter: 500, gpuHoursDifference: 200 },
      reason: 'GUARANTEE',
    });
    expect(lines.sme!.granted!.gpuHoursAfter).toBeGreaterThanOrEqual(500);
    expect(lines.large).toMatchObject({ reason: 'GUARANTEE', guaranteed: { gpuHoursAfter: 300 } });
    expect(body.organisations).toHaveLength(3);
    expect(body.organisationCounts).toMatchObject({ total: 3 });
    expect(body.poolsNotInPolicy).toEqual([]);
  });

  test('without changes before and after are the same', async () => {
    const { roundId } = await computed();
    const { body } = await simulate(chair, `rounds/${roundId}`).expect(200);
    for (const line of [...body.classes, ...body.organisations]) {
      expect(line).toMatchObject({ reason: 'UNCHANGED', granted: { gpuSecondsDifference: '0' } });
    }
    expect(body.organisationCounts).toEqual({ total: 3, gain: 0, lose: 0 });
  });

  test('a round that is not computed is divided as it would be now, due releases included', async () => {
    const { roundId, group: pools } = await collecting();
    await portal.manager.query(
      `INSERT INTO pool_releases (id, pool_id, due_at, gpu_seconds)
       VALUES ($1, $2, portal_now() - interval '1 day', 3600000)`,
      [newId(), pools.pools[0]!.id],
    );
    const { body } = await withoutEffect(() =>
      simulate(officer, `rounds/${roundId}`, { capacityFactorPpm: 500_000 }),
    );
    expect(body).toMatchObject({ basis: 'now', round: { state: 'collecting' } });
    expect(body.pools[0].capacity).toMatchObject({ gpuHoursBefore: 2_000, gpuHoursAfter: 1_000 });
  });

  test.each<[string, (poolId: string) => object, object]>([
    ['half the capacity', () => ({ capacityFactorPpm: 500_000 }), { large: 250 }],
    [
      'a pool’s own factor',
      (poolId) => ({ pools: [{ poolId, capacityFactorPpm: 2_000_000 }] }),
      { sme: 650 },
    ],
    ['a cap', () => ({ organisationCapPpm: 100_000 }), { large: 100, sme: 100, science: 100 }],
    [
      'a ceiling',
      (poolId) => ({ pools: [{ poolId, ceilings: { large: 500_000 } }] }),
      { large: 500 },
    ],
  ])('%s', async (_, changes, hours) => {
    const { roundId, group: pools } = await computed();
    const { body } = await simulate(officer, `rounds/${roundId}`, changes(pools.pools[0]!.id));
    const lines = byClass(body);
    for (const [name, expected] of Object.entries(hours)) {
      expect([name, lines[name]!.granted!.gpuHoursAfter]).toEqual([name, expected]);
    }
  });

  test('a smaller minimum grant counts each request’s own minimum again', async () => {
    const wish = { rules: { minimumGrantGpuSeconds: String(400 * 3_600) } };
    const { roundId } = await computed({ group: { ...group(), ...wish } });
    const { body } = await simulate(officer, `rounds/${roundId}`, { minimumGrantGpuSeconds: '0' });
    const lines = byClass(body);
    expect(lines.sme!.granted!.gpuHoursAfter).toBe(300);
    expect(body.requestReasons).toContainEqual(
      expect.objectContaining({ reason: 'GRANTED_PARTIAL', after: 3 }),
    );
  });

  test('only so many organisations are named, those with the largest change first', async () => {
    const { roundId } = await computed();
    const { body } = await simulate(officer, `rounds/${roundId}`, {
      organisationsMax: 1,
      organisationCapPpm: 250_000,
    });
    expect(body.organisations).toHaveLength(1);
    expect(body.organisations[0]).toMatchObject({
      organisation: { class: 'large' },
      granted: { gpuHoursBefore: 500, gpuHoursAfter: 250 },
      reason: 'CAP',
    });
    expect(body.organisationCounts).toMatchObject({ total: 3, lose: 2 });
  });

  test('a conflict hides its organisations from a chair (REV-2)', async () => {
    const { roundId, contenders } = await computed();
    await joinOrganisation(portal, contenders[0]!.organisationId, chair.id, 'viewer');
    const { body } = await simulate(chair, `rounds/${roundId}`, { capacityFactorPpm: 0 });
    const ids = body.organisations.map(
      (line: { organisation: { id: string } }) => line.organisation.id,
    );
    expect(ids).toHaveLength(2);
    expect(ids).not.toContain(contenders[0]!.organisationId);
  });

  test('a cancelled round cannot be simulated', async () => {
    const { roundId } = await collecting();
    await portal
      .as(officer)
      .post(`/api/v1/rounds/${roundId}/cancel`)
      .send({ reason: 'Made by mistake.' })
      .expect(200);
    const { body } = await simulate(officer, `rounds/${roundId}`).expect(409);
    expect(body.code).toBe('SIMULATION_ROUND_STATE');
  });
});

describe('who and what is refused', () => {
  test('only officers, administrators and chairs simulate', async () => {
    const { roundId, contenders, group: pools } = await computed();
    const [admin, auditor, reviewer] = [
      await aPerson(portal, { platformRoles: ['admin'] }),
      await aPerson(portal, { platformRoles: ['auditor'] }),
      await aPerson(portal, { platformRoles: ['reviewer'] }),
    ];
    const policyId = await draftOf(pools.id, {});
    for (const path of [`rounds/${roundId}`, `quota-policies/${policyId}`]) {
      for (const who of [officer, admin, chair]) await simulate(who, path).expect(200);
      for (const who of [auditor, reviewer, contenders[0]!.representative]) {
        await simulate(who, path).expect(403);
      }
      await portal.http.post(`/api/v1/${path}/simulate`).send({}).expect(401);
    }
    await simulate(officer, `rounds/${newId()}`).expect(404);
    await simulate(officer, `quota-policies/${newId()}`).expect(404);
  });

  test('bad bodies name the field', async () => {
    const { roundId, group: pools } = await computed();
    const poolId = pools.pools[0]!.id;
    const cases: [object, number, string][] = [
      [{ noSuchField: 1 }, 400, '/noSuchField'],
      [{ pools: [{ poolId, guarantees: { sme: 1.5 } }] }, 400, '/pools/0/guarantees/sme'],
      [{ pools: [{ poolId, guarantees: { micro: 1 } }] }, 400, '/pools/0/guarantees/micro'],
      [{ capacityFactorPpm: -1 }, 400, '/capacityFactorPpm'],
      [{ pools: [{ poolId: newId() }] }, 422, '/pools/0/poolId'],
      [{ pools: [{ poolId }, { poolId }] }, 422, '/pools/1/poolId'],
      [
        { pools: [{ poolId, guarantees: { sme: 600_000, large: 600_000 } }] },
        422,
        '/pools/0/guarantees',
      ],
      [{ pools: [{ poolId, ceilings: { science: 100_000 } }] }, 422, '/pools/0/ceilings/science'],
    ];
    for (const [body, status, pointer] of cases) {
      const answer = await simulate(officer, `rounds/${roundId}`, body);
      expect([body, answer.status, answer.body.errors[0].pointer]).toEqual([body, status, pointer]);
    }
    const { body } = await simulate(officer, `rounds/${roundId}`, {
      pools: [{ poolId, ceilings: { science: 100_000 } }],
    });
    expect(body).toMatchObject({ code: 'SIMULATION_REFUSED' });
    expect(body.detail).toContain('must not be below the guarantee of the same class');
  });

  test('bodies up to 256 KB are read, larger ones are not', async () => {
    const { roundId } = await computed();
    const padded = (bytes: number) => `{${' '.repeat(bytes)}}`;
    const send = (text: string) =>
      portal
        .as(officer)
        .post(`/api/v1/rounds/${roundId}/simulate`)
        .set('Content-Type', 'application/json')
        .send(text);
    expect((await send(padded(200_000))).status).toBe(200);
    expect((await send(padded(270_000))).status).toBe(413);
  });
});

describe('a policy', () => {
  test('is tried on the present round of its pools', async () => {
    const { roundId, group: pools } = await computed();
    const policyId = await draftOf(pools.id, { organisationCapPpm: 200_000 });
    const { body } = await withoutEffect(() => simulate(officer, `quota-policies/${policyId}`));
    expect(body.rounds).toHaveLength(1);
    expect(body.rounds[0]).toMatchObject({ round: { id: roundId }, basis: 'stored' });
    expect(byClass(body.rounds[0]).large!.granted).toMatchObject({
      gpuHoursBefore: 500,
      gpuHoursAfter: 200,
    });
  });

  test('is replayed on the last published rounds, claims carried from one to the next (ALLOC-12)', async () => {
    const first = await aPublishedRound(portal, {
      group: {
        pools: [{ releasedGpuHours: 1_000, unreleasedGpuHours: 1_000, guarantees: shares }],
      },
      contenders: asks.map((wish) => (wish.class === 'science' ? { ...wish, minimum: 200 } : wish)),
    });
    const poolId = first.group.pools[0]!.id;
    await portal.manager.query(
      `INSERT INTO pool_releases (id, pool_id, due_at, gpu_seconds)
       VALUES ($1, $2, portal_now() - interval '1 minute', 3600000)`,
      [newId(), poolId],
    );
    const second = await aPublishedRound(portal, {
      poolGroup: first.group,
      cutOffInHours: 0,
      contenders: asks.map((wish, index) => ({
        ...wish,
        organisationId: first.contenders[index]!.organisationId,
      })),
    });
    const policyId = await draftOf(first.group.id, {
      pools: [{ poolId, guarantees: { sme: 1_000_000 } }],
    });
    const replay = (body: object) => simulate(officer, `quota-policies/${policyId}`, body);

    const { body } = await withoutEffect(() => replay({ rounds: 5 }));
    expect(body.rounds.map(({ round }: { round: { id: string } }) => round.id)).toEqual([
      first.roundId,
      second.roundId,
    ]);
    const [one, two] = body.rounds.map(byClass);
    expect(one.sme.granted).toMatchObject({ gpuHoursBefore: 300, gpuHoursAfter: 900 });
    // 100 hours are left to borrow: too little for the minimum of science, so the large firm has them.
    expect(one.large.granted).toMatchObject({ gpuHoursBefore: 500, gpuHoursAfter: 100 });
    expect(one.science.granted).toMatchObject({ gpuHoursBefore: 200, gpuHoursAfter: 0 });
    // That is remembered: the next time science borrows first.
    expect(two.science.granted.gpuHoursAfter).toBe(100);
    expect(body.classes).toContainEqual({
      class: 'sme',
      granted: expect.objectContaining({ gpuHoursBefore: 600, gpuHoursAfter: 1_800 }),
    });

    const recorded = await replay({ rounds: 2, claims: 'recorded' }).expect(200);
    expect(byClass(recorded.body.rounds[1]).science!.granted!.gpuHoursAfter).toBe(67);
    expect((await replay({ rounds: 1 }).expect(200)).body.rounds).toHaveLength(1);
    await replay({ rounds: 0 }).expect(400);
  });

  test('without any round there is nothing to simulate', async () => {
    const { group: pools } = await aRoundStory(portal, { callState: 'draft', contenders: [] });
    const policyId = await draftOf(pools.id, {});
    const { body } = await simulate(officer, `quota-policies/${policyId}`).expect(409);
    expect(body.code).toBe('SIMULATION_NO_ROUND');
    await simulate(officer, `quota-policies/${policyId}`, { rounds: 3 }).expect(409);
  });
});

test('a member of the pools’ organisations learns nothing by a simulation', async () => {
  const member = await aPerson(portal);
  await aMember(portal, { representative: member });
  const { roundId } = await computed();
  const { body } = await simulate(member, `rounds/${roundId}`).expect(403);
  expect(body.code).toBe('PERMISSION_DENIED');
});
