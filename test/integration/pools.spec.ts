import { system } from '../../src/access/principal.js';
import { newId } from '../../src/kernel/random.js';
import { Ledger } from '../../src/ledger/ledger.service.js';
import { capacityOverview, poolsOfGroup } from '../../src/pools/pools.queries.js';
import { Pools } from '../../src/pools/pools.service.js';
import { someCountries } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aPoolGroup, aSite } from '../factories/pools.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let admin: TestPerson;
let officer: TestPerson;

beforeAll(async () => {
  portal = await openPortal();
  await someCountries(portal);
  admin = await aPerson(portal, { platformRoles: ['admin'] });
  officer = await aPerson(portal, { platformRoles: ['officer'] });
});
afterAll(() => portal.close());
afterEach(async () => {
  portal.travelTo(null);
  const report = await portal.as(officer).get('/api/v1/ledger/invariants').expect(200);
  expect(report.body.checks.filter((c: { state: string }) => c.state === 'broken')).toEqual([]);
});

const api = (path: string) => `/api/v1${path}`;
let count = 0;
const siteBody = (changes: object = {}) => {
  count += 1;
  return {
    slug: `site-${count}`,
    name: `Site ${count}`,
    country: 'FI',
    kind: 'ai_factory',
    state: 'operating',
    source: 'Invented for a test.',
    ...changes,
  };
};
const partitionBody = (changes: object = {}) => ({
  name: 'GPU',
  accelerator: 'Accelerator A',
  accelerators: 1_000,
  acceleratorsPerNode: 4,
  source: 'Invented for a test.',
  ...changes,
});

async function made(path: string, body: object) {
  const answer = await portal.as(admin).post(api(path)).send(body).expect(201);
  return answer.body as { id: string; version: number } & Record<string, unknown>;
}

async function group() {
  count += 1;
  return (await made('/pool-groups', { slug: `group-${count}`, name: `Group ${count}` })).id;
}

async function poolBody(changes: object = {}) {
  return {
    poolGroupId: await group(),
    partitionId: (await aSite(portal)).partitionId,
    name: 'Pool',
    fundingSource: 'union',
    startsAt: '2030-01-01T00:00:00Z',
    endsAt: '2030-01-02T00:00:00Z',
    accelerators: 100,
    availabilityPpm: 900_000,
    ...changes,
  };
}

const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).sort((a, b) => a - b);

const pool = async (changes: object = {}) => await made('/pools', await poolBody(changes));
const read = async (id: string) =>
  (
    await portal
      .as(officer)
      .get(api(`/pools/${id}`))
      .expect(200)
  ).body;
/** 100 accelerators × 24 h × 3,600 s × 0.9 */
const gross = 7_776_000;

describe('sites and partitions', () => {
  test('a site is created, read, changed and removed', async () => {
    const body = siteBody({ host: 'A host' });
    const created = await portal.as(admin).post(api('/sites')).send(body).expect(201);
    expect(created.body).toMatchObject({ ...body, accelerators: 0, version: 1 });
    expect(created.headers['location']).toBe(api(`/sites/${created.body.id}`));
    const url = api(`/sites/${created.body.id}`);
    expect((await portal.as(officer).get(url).expect(200)).headers['etag']).toBe('"1"');
    const changed = await portal
      .as(admin)
      .patch(url)
      .set('If-Match', '"1"')
      .send({ state: 'planned' })
      .expect(200);
    expect(changed.body).toMatchObject({ state: 'planned', host: 'A host', version: 2 });
    await portal.as(admin).delete(url).set('If-Match', '"1"').expect(412);
    await portal.as(admin).delete(url).set('If-Match', '"2"').expect(204);
    await portal.as(officer).get(url).expect(404);
  });

  test('the list is filtered and sorted', async () => {
    await made('/sites', siteBody({ kind: 'gigafactory', state: 'planned', country: 'PL' }));
    const list = await portal
      .as(officer)
      .get(api('/sites?kind=gigafactory&state=planned&country=PL&sort=-name&limit=5'))
      .expect(200);
    expect(list.body.items).toHaveLength(1);
  });

  test('partitions add to their site and are part of it', async () => {
    const site = await made('/sites', siteBody());
    const answer = await portal
      .as(admin)
      .post(api(`/sites/${site.id}/partitions`))
      .send(partitionBody({ kilowattsPerAccelerator: 0.7, peakTflops: 989.5 }))
      .expect(201);
    expect(answer.body).toMatchObject({ kilowattsPerAccelerator: 0.7, peakTflops: 989.5 });
    const url = `/sites/${site.id}/partitions/${answer.body.id}`;
    expect(answer.headers['location']).toBe(api(url));
    await made(`/sites/${site.id}/partitions`, partitionBody({ name: 'More', accelerators: 24 }));
    const list = await portal
      .as(officer)
      .get(api(`/sites/${site.id}/partitions`))
      .expect(200);
    expect(list.body.items.map(({ name }: { name: string }) => name)).toEqual(['GPU', 'More']);
    const whole = await portal
      .as(officer)
      .get(api(`/sites/${site.id}`))
      .expect(200);
    expect(whole.body.accelerators).toBe(1_024);
    await portal.as(officer).get(api(url)).expect(200);
    const other = await made('/sites', siteBody());
    await portal
      .as(officer)
      .get(api(`/sites/${other.id}/partitions/${answer.body.id}`))
      .expect(404);
    const inUse = await portal
      .as(admin)
      .delete(api(`/sites/${site.id}`))
      .set('If-Match', '"1"')
      .expect(409);
    expect(inUse.body.code).toBe('STILL_IN_USE');
    await portal.as(admin).delete(api(url)).set('If-Match', '"1"').expect(204);
  });

  test('a partition cannot shrink below what its pools use at one time', async () => {
    const site = await made('/sites', siteBody());
    const partition = await made(`/sites/${site.id}/partitions`, partitionBody());
    const { poolGroupId } = await poolBody();
    await pool({ partitionId: partition.id, poolGroupId, accelerators: 600 });
    const url = api(`/sites/${site.id}/partitions/${partition.id}`);
    const patch = (accelerators: number) =>
      portal.as(admin).patch(url).set('If-Match', '"1"').send({ accelerators });
    const refused = await patch(599).expect(422);
    expect(refused.body.errors).toEqual([
      expect.objectContaining({ pointer: '/accelerators', code: 'PARTITION_OVERCOMMITTED' }),
    ]);
    await patch(600).expect(200);
    await portal.as(admin).delete(url).set('If-Match', '"2"').expect(409);
  });

  test.each<[string, object, number, string, string]>([
    ['an unknown country', { country: 'XX' }, 422, '/country', 'SITE_COUNTRY_UNKNOWN'],
    ['a country in small letters', { country: 'fi' }, 400, '/country', 'INVALID_FORMAT'],
    ['a slug with spaces', { slug: 'a b' }, 400, '/slug', 'INVALID_FORMAT'],
    ['no name', { name: ' ' }, 400, '/name', 'TOO_SMALL'],
    ['an unknown kind', { kind: 'garage' }, 400, '/kind', 'INVALID_VALUE'],
    ['an unknown field', { colour: 'red' }, 400, '/colour', 'UNKNOWN_FIELD'],
    ['no source', { source: undefined }, 400, '/source', 'MISSING'],
  ])('a site with %s is refused', async (_, changes, status, pointer, code) => {
    const answer = await portal.as(admin).post(api('/sites')).send(siteBody(changes));
    expect(answer.status).toBe(status);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code })]);
  });

  test('names are taken once', async () => {
    const site = await made('/sites', siteBody({ slug: 'taken' }));
    const again = await portal
      .as(admin)
      .post(api('/sites'))
      .send(siteBody({ slug: 'taken' }));
    expect(again.status).toBe(422);
    expect(again.body.code).toBe('SITE_SLUG_TAKEN');
    await made(`/sites/${site.id}/partitions`, partitionBody());
    const twice = await portal
      .as(admin)
      .post(api(`/sites/${site.id}/partitions`))
      .send(partitionBody())
      .expect(422);
    expect(twice.body.code).toBe('PARTITION_NAME_TAKEN');
  });

  test('changes need a version', async () => {
    const site = await made('/sites', siteBody());
    await portal
      .as(admin)
      .patch(api(`/sites/${site.id}`))
      .send({ name: 'X' })
      .expect(428);
    await portal
      .as(admin)
      .patch(api(`/sites/${site.id}`))
      .set('If-Match', '"7"')
      .send({ name: 'X' })
      .expect(412);
  });
});

describe('pool groups', () => {
  test('are created, renamed and listed', async () => {
    const id = await group();
    const renamed = await portal
      .as(admin)
      .patch(api(`/pool-groups/${id}`))
      .set('If-Match', '"1"')
      .send({ name: 'Another name' })
      .expect(200);
    expect(renamed.body).toMatchObject({ name: 'Another name', pools: 0, version: 2 });
    const list = await portal.as(officer).get(api('/pool-groups?limit=200')).expect(200);
    expect(list.body.items).toContainEqual(renamed.body);
  });

  test('a slug is taken once, and an unknown group is not found', async () => {
    await made('/pool-groups', { slug: 'one-group', name: 'G' });
    const again = await portal
      .as(admin)
      .post(api('/pool-groups'))
      .send({ slug: 'one-group', name: 'G' })
      .expect(422);
    expect(again.body.code).toBe('POOL_GROUP_SLUG_TAKEN');
    await portal
      .as(officer)
      .get(api(`/pool-groups/${newId()}`))
      .expect(404);
    await portal.as(officer).get(api('/pool-groups/7')).expect(404);
  });
});

describe('pools', () => {
  test('LED-4: creation books the gross capacity as not yet released', async () => {
    const body = await poolBody();
    const created = await portal.as(admin).post(api('/pools')).send(body).expect(201);
    expect(created.headers['location']).toBe(api(`/pools/${created.body.id}`));
    expect(created.body).toMatchObject({
      name: 'Pool',
      gpuSecondsGross: `${gross}`,
      gpuHoursGross: 2_160,
      gpuSecondsUnreleased: `${gross}`,
      gpuSecondsSetAside: '0',
      gpuSecondsUnallocated: '0',
      gpuSecondsReserved: '0',
      gpuSecondsGranted: '0',
      setAsides: [],
      releases: [],
      version: 1,
    });
    const transfers = await portal
      .as(officer)
      .get(api(`/ledger/transfers?poolId=${created.body.id}`))
      .expect(200);
    expect(transfers.body.items).toEqual([
      expect.objectContaining({ code: 'pool.create', gpuSeconds: `${gross}` }),
    ]);
  });

  test('an Idempotency-Key makes one pool of two requests', async () => {
    const body = await poolBody();
    const key = `pool-${newId()}`;
    const send = () =>
      portal.as(admin).post(api('/pools')).set('Idempotency-Key', key).send(body).expect(201);
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    const list = await portal.as(officer).get(api(`/pools?poolGroupId=${body.poolGroupId}`));
    expect(list.body.items).toHaveLength(1);
  });

  test.each<[string, object, number, string, string]>([
    ['an end before its start', { endsAt: '2029-12-31T00:00:00Z' }, 422, '/endsAt', 'POOL_PERIOD'],
    ['an empty period', { endsAt: '2030-01-01T00:00:00Z' }, 422, '/endsAt', 'POOL_PERIOD'],
    ['eleven years', { endsAt: '2041-01-01T00:00:00Z' }, 422, '/endsAt', 'POOL_PERIOD'],
    [
      'too many accelerators',
      { accelerators: 1_001 },
      422,
      '/accelerators',
      'PARTITION_OVERCOMMITTED',
    ],
    [
      'an unknown partition',
      { partitionId: newId() },
      422,
      '/partitionId',
      'POOL_REFERENCE_UNKNOWN',
    ],
    ['an unknown group', { poolGroupId: newId() }, 422, '/poolGroupId', 'POOL_REFERENCE_UNKNOWN'],
    ['an availability of nothing', { availabilityPpm: 0 }, 400, '/availabilityPpm', 'TOO_SMALL'],
    [
      'more than always available',
      { availabilityPpm: 1_000_001 },
      400,
      '/availabilityPpm',
      'TOO_BIG',
    ],
    ['half an accelerator', { accelerators: 0.5 }, 400, '/accelerators', 'INVALID_TYPE'],
    [
      'a time without zone',
      { startsAt: '2030-01-01T00:00:00' },
      400,
      '/startsAt',
      'INVALID_FORMAT',
    ],
    ['a NUL in its name', { name: 'a\u0000b' }, 400, '', ''],
  ])('a pool with %s is refused', async (_, changes, status, pointer, code) => {
    const answer = await portal
      .as(admin)
      .post(api('/pools'))
      .send(await poolBody(changes));
    expect(answer.status).toBe(status);
    if (code) expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  test('pools of one partition share its accelerators at each instant, however many ask at once', async () => {
    const { partitionId } = await aSite(portal, { accelerators: 250 });
    const body = await poolBody({ partitionId });
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        portal
          .as(admin)
          .post(api('/pools'))
          .send({ ...body, name: `Pool ${n}` }),
      ),
    );
    expect(statuses(answers)).toEqual([201, 201, 422, 422]);
    await pool({ partitionId, startsAt: body.endsAt, endsAt: '2030-01-03T00:00:00Z' });
  });

  test('capacity changes until something is released, and the difference is booked', async () => {
    const { id } = await pool();
    const patch = (version: number, body: object) =>
      portal
        .as(admin)
        .patch(api(`/pools/${id}`))
        .set('If-Match', `"${version}"`)
        .send(body);
    const more = await patch(1, { accelerators: 200, name: 'Doubled' }).expect(200);
    expect(more.body).toMatchObject({
      name: 'Doubled',
      version: 2,
      gpuSecondsGross: `${2 * gross}`,
      gpuSecondsUnreleased: `${2 * gross}`,
    });
    const less = await patch(2, { endsAt: '2030-01-01T06:00:00Z' }).expect(200);
    expect(less.body.gpuSecondsUnreleased).toBe(`${gross / 2}`);
    await patch(2, { name: 'X' }).expect(412);
    await made(`/pools/${id}/releases`, { dueAt: '2029-12-01T00:00:00Z', gpuSeconds: '1000' });
    const tooSmall = await patch(4, { accelerators: 1, availabilityPpm: 1_000 }).expect(422);
    expect(tooSmall.body.code).toBe('POOL_CAPACITY_EXCEEDED');
    await releaseDue((await read(id)).poolGroup.id, '2029-12-01T00:00:00Z');
    const fixed = await patch(5, { accelerators: 1 }).expect(409);
    expect(fixed.body.code).toBe('POOL_RELEASED');
    expect((await patch(5, { name: 'Still mine' }).expect(200)).body.name).toBe('Still mine');
  });

  test('LED-5: a pool of which nothing was released is withdrawn by new transfers with a reason', async () => {
    const { id, version } = await pool();
    await made(`/pools/${id}/set-asides`, { kind: 'director', gpuSeconds: '500', reason: 'Why' });
    const url = api(`/pools/${id}`);
    await portal.as(admin).delete(url).expect(428);
    await portal.as(admin).delete(url).set('If-Match', `"${version}"`).expect(412);
    await portal.as(admin).delete(url).set('If-Match', '"2"').expect(204);
    await portal.as(admin).get(url).expect(404);
    await portal.as(admin).delete(url).set('If-Match', '"3"').expect(404);
    const accounts = await portal
      .as(officer)
      .get(api(`/ledger/accounts?poolId=${id}`))
      .expect(200);
    for (const account of accounts.body.items) expect(account.gpuSecondsBalance).toBe('0');
    const transfers = await portal.as(officer).get(api(`/ledger/transfers?poolId=${id}`));
    const turned = transfers.body.items.filter((t: { code: string }) => t.code === 'pool.withdraw');
    expect(turned).toHaveLength(2);
    for (const { reason } of turned) expect(reason).toContain('withdrawn');
  });
});

describe('set-asides and releases', () => {
  test('time that is set aside is not offered', async () => {
    const { id } = await pool();
    const answer = await portal
      .as(admin)
      .post(api(`/pools/${id}/set-asides`))
      .send({ kind: 'maintenance', gpuSeconds: '776000', reason: 'Two days a year' })
      .expect(201);
    expect(answer.body).toMatchObject({
      gpuSecondsSetAside: '776000',
      gpuSecondsUnreleased: '7000000',
      setAsides: [{ kind: 'maintenance', gpuSeconds: '776000', reason: 'Two days a year' }],
      version: 2,
    });
  });

  test.each<[string, string, object, number, string, string]>([
    ['set-asides', 'more than there is', { kind: 'director', gpuSeconds: `${gross + 1}`, reason: 'x' }, 422, '/gpuSeconds', 'POOL_CAPACITY_EXCEEDED'],
    ['set-asides', 'nothing', { kind: 'director', gpuSeconds: '0', reason: 'x' }, 422, '/gpuSeconds', 'POOL_CAPACITY_EXCEEDED'],
    ['set-asides', 'a number', { kind: 'director', gpuSeconds: 5, reason: 'x' }, 400, '/gpuSeconds', 'INVALID_TYPE'],
    ['set-asides', 'no reason', { kind: 'director', gpuSeconds: '5', reason: '' }, 400, '/reason', 'TOO_SMALL'],
    ['releases', 'more than there is', { dueAt: '2029-12-01T00:00:00Z', gpuSeconds: `${gross + 1}` }, 422, '/gpuSeconds', 'POOL_CAPACITY_EXCEEDED'],
    ['releases', 'a time after the end', { dueAt: '2030-01-02T00:00:00Z', gpuSeconds: '5' }, 422, '/dueAt', 'POOL_RELEASE_AFTER_END'],
    ['releases', 'no time', { gpuSeconds: '5' }, 400, '/dueAt', 'MISSING'],
    ['releases', 'a negative amount', { dueAt: '2029-12-01T00:00:00Z', gpuSeconds: '-5' }, 400, '/gpuSeconds', 'INVALID_FORMAT'],
  ])('%s with %s are refused', async (list, _, body, status, pointer, code) => {
    const { id } = await pool();
    const answer = await portal.as(admin).post(api(`/pools/${id}/${list}`)).send(body);
    expect(answer.status).toBe(status);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code })]);
  }); // prettier-ignore

  test('LED-4: the schedule and what is set aside together never exceed the pool, at one instant either', async () => {
    const { id } = await pool();
    const half = `${gross / 2}`;
    const answers = await Promise.all([
      ...[1, 2].map(() =>
        portal
          .as(admin)
          .post(api(`/pools/${id}/releases`))
          .send({ dueAt: '2029-12-01T00:00:00Z', gpuSeconds: half }),
      ),
      ...[1, 2].map(() =>
        portal
          .as(admin)
          .post(api(`/pools/${id}/set-asides`))
          .send({ kind: 'emergency', gpuSeconds: half, reason: 'Why' }),
      ),
    ]);
    expect(statuses(answers)).toEqual([201, 201, 422, 422]);
  });

  test('what is not released yet can be taken off the schedule', async () => {
    const { id, poolGroup } = (await pool()) as unknown as {
      id: string;
      poolGroup: { id: string };
    };
    await made(`/pools/${id}/releases`, { dueAt: '2029-11-01T00:00:00Z', gpuSeconds: '10' });
    const { releases } = (await made(`/pools/${id}/releases`, {
      dueAt: '2029-12-01T00:00:00Z',
      gpuSeconds: '20',
    })) as unknown as { releases: { id: string }[] };
    await releaseDue(poolGroup.id, '2029-11-15T00:00:00Z');
    const remove = (index: number, version: number) =>
      portal
        .as(admin)
        .delete(api(`/pools/${id}/releases/${releases[index]!.id}`))
        .set('If-Match', `"${version}"`);
    await remove(1, 3).expect(412);
    expect((await remove(0, 4).expect(409)).body.code).toBe('POOL_RELEASED');
    await remove(1, 4).expect(204);
    await remove(1, 5).expect(404);
    const after = await read(id);
    expect(after.releases).toHaveLength(1);
    await portal
      .as(admin)
      .delete(api(`/pools/${id}`))
      .set('If-Match', '"5"')
      .expect(409);
  });

  test('an If-Match that is sent with an act is honoured', async () => {
    const { id } = await pool();
    await portal
      .as(admin)
      .post(api(`/pools/${id}/set-asides`))
      .set('If-Match', '"9"')
      .send({ kind: 'director', gpuSeconds: '5', reason: 'x' })
      .expect(412);
  });
});

async function releaseDue(poolGroupId: string, at: string): Promise<void> {
  await portal.database.inTransaction(system('test'), (manager) =>
    portal.get(Pools).releaseDue(manager, system('test'), poolGroupId, new Date(at)),
  );
}

describe('releases that are due', () => {
  test('are booked once, each at its cut-off, however many ask at once', async () => {
    const poolGroupId = await group();
    const { id } = await pool({ poolGroupId });
    await made(`/pools/${id}/releases`, { dueAt: '2029-11-01T00:00:00Z', gpuSeconds: '1000' });
    await made(`/pools/${id}/releases`, { dueAt: '2029-12-01T00:00:00Z', gpuSeconds: '500' });
    const left = async () => (await poolsOfGroup(portal.manager, poolGroupId))[0];
    expect(await left()).toMatchObject({ id, unallocatedGpuSeconds: 0n });
    await releaseDue(poolGroupId, '2029-10-31T23:59:59Z');
    expect(await left()).toMatchObject({ unallocatedGpuSeconds: 0n });
    await Promise.all([1, 2, 3].map(() => releaseDue(poolGroupId, '2029-11-01T00:00:00Z')));
    expect(await left()).toMatchObject({ unallocatedGpuSeconds: 1_000n });
    await releaseDue(poolGroupId, '2029-12-24T00:00:00Z');
    await releaseDue(poolGroupId, '2029-12-24T00:00:00Z');
    expect(await read(id)).toMatchObject({
      gpuSecondsUnallocated: '1500',
      gpuSecondsUnreleased: `${gross - 1_500}`,
    });
    const audits = await portal.manager.query<unknown[]>(
      `SELECT 1 FROM audit_event WHERE object_id = $1 AND act = 'pool.release'`,
      [id],
    );
    expect(audits).toHaveLength(2);
  });

  test('a pool that has ended offers nothing more', async () => {
    const poolGroupId = await group();
    await pool({ poolGroupId });
    portal.travelTo(new Date('2030-01-01T23:59:59Z'));
    const offered = () =>
      portal.database.inTransaction(system('test'), (m) => poolsOfGroup(m, poolGroupId));
    expect(await offered()).toHaveLength(1);
    portal.travelTo(new Date('2030-01-02T00:00:00Z'));
    expect(await offered()).toEqual([]);
  });

  test('what a reservation holds is not offered a second time', async () => {
    const made = await aPoolGroup(portal, { pools: [{ releasedGpuHours: 1 }] });
    const ledger = portal.get(Ledger);
    const poolId = made.pools[0]!.id;
    await portal.database.inTransaction(system('test'), async (manager) => {
      const [from, to] = await ledger.accounts(manager, [
        { kind: 'unallocated', poolId },
        { kind: 'awarded', poolId },
      ]);
      await ledger.record(manager, [
        {
          id: newId(),
          kind: 'pending',
          debitAccountId: from!,
          creditAccountId: to!,
          amountGpuSeconds: 600n,
          code: 'round.reserve',
        },
      ]);
    });
    const [offered] = await poolsOfGroup(portal.manager, made.id);
    expect(offered!.unallocatedGpuSeconds).toBe(3_000n);
    expect(await read(poolId)).toMatchObject({
      gpuSecondsUnallocated: '3000',
      gpuSecondsReserved: '600',
      gpuSecondsGranted: '0',
    });
  });
});

describe('who may', () => {
  test.each([
    ['get', '/sites'],
    ['get', '/pools'],
    ['get', '/pool-groups'],
    ['post', '/sites'],
    ['post', '/pools'],
    ['post', '/pool-groups'],
  ] as const)('%s %s', async (verb, path) => {
    const nobody = await aPerson(portal);
    await portal.http[verb](api(path)).expect(401);
    await portal.as(nobody)[verb](api(path)).expect(403);
    const roles = await aPerson(portal, { platformRoles: ['operator'] });
    await portal
      .as(roles)
      [verb](api(path))
      .expect(verb === 'get' ? 200 : 403);
  });
});

describe('for everybody', () => {
  test('GET /public/pools tells capacity, released and granted by site, not what a round holds', async () => {
    const { partitionId, siteId } = await aSite(portal, { name: 'A public site' });
    const { id } = await pool({ partitionId, name: 'Public pool' });
    await made(`/pools/${id}/set-asides`, { kind: 'director', gpuSeconds: '76000', reason: 'x' });
    await made(`/pools/${id}/releases`, { dueAt: '2029-11-01T00:00:00Z', gpuSeconds: '700000' });
    await releaseDue((await read(id)).poolGroup.id, '2029-11-01T00:00:00Z');
    const list = await portal.http.get(api(`/public/pools?site=site-${siteId}`)).expect(200);
    expect(list.body).toEqual({
      nextCursor: null,
      items: [
        expect.objectContaining({
          id,
          name: 'Public pool',
          site: expect.objectContaining({ name: 'A public site', kind: 'ai_factory' }),
          accelerator: 'Test accelerator',
          gpuHoursGross: 2_160,
          gpuSecondsSetAside: '76000',
          gpuSecondsReleased: '700000',
          gpuSecondsGranted: '0',
        }),
      ],
    });
    expect(list.body.items[0]).not.toHaveProperty('gpuSecondsReserved');
  });

  test('pages go on where the last one ended', async () => {
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await portal.http.get(api(`/public/pools?limit=3${query}`)).expect(200);
      for (const { id } of page.body.items) seen.add(id);
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    const [{ total }] = await portal.manager.query<[{ total: number }]>(
      `SELECT count(*)::integer AS total FROM pools WHERE withdrawn_at IS NULL`,
    );
    expect(seen.size).toBe(total);
  });

  test('the overview adds up what operates and what is planned', async () => {
    const before = await capacityOverview(portal.manager);
    const { siteId } = await aSite(portal, { state: 'planned', accelerators: 100_000 });
    const after = await capacityOverview(portal.manager);
    expect(after.accelerators.planned - before.accelerators.planned).toBe(100_000);
    expect(after.accelerators.operating).toBe(before.accelerators.operating);
    expect(after.sites.find(({ id }) => id === siteId)).toMatchObject({
      state: 'planned',
      accelerators: 100_000,
    });
  });
});
