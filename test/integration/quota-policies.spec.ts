import { effectivePolicy } from '../../src/pools/pools.queries.js';
import type { QuotaRules } from '../../src/pools/quota-policies.schemas.js';
import { system } from '../../src/access/principal.js';
import { newId } from '../../src/kernel/random.js';
import { QuotaPolicies } from '../../src/quota-policies/quota-policies.service.js';
import { aMember, joinOrganisation } from '../factories/organisations.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aPool, aPoolGroup, rulesOf, type MadePoolGroup } from '../factories/pools.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let anna: TestPerson;
let bela: TestPerson;
let officer: TestPerson;
let group: MadePoolGroup;

beforeAll(async () => {
  portal = await openPortal();
  anna = await aPerson(portal, { name: 'Anna', platformRoles: ['admin'] });
  bela = await aPerson(portal, { name: 'Bela', platformRoles: ['admin'] });
  officer = await aPerson(portal, { platformRoles: ['officer'] });
});
afterAll(() => portal.close());
beforeEach(async () => {
  group = await aPoolGroup(portal, { policy: null, pools: [{}, {}] });
});
afterEach(async () => {
  portal.travelTo(null);
  const report = await portal.as(officer).get('/api/v1/ledger/invariants').expect(200);
  expect(report.body.checks.filter((c: { state: string }) => c.state === 'broken')).toEqual([]);
});

const longAgo = '2020-01-01T00:00:00Z';
const draft = (changes: object = {}, who = anna) =>
  portal
    .as(who)
    .post(`/api/v1/pool-groups/${group.id}/quota-policies`)
    .send({ rules: rulesOf(group.pools), effectiveFrom: longAgo, ...changes });
const drafted = async (changes: object = {}, who = anna) =>
  (await draft(changes, who).expect(201)).body as { id: string; number: number; version: number };
const approve = (id: string, who = bela) =>
  portal.as(who).post(`/api/v1/quota-policies/${id}/approve`);
const read = async (id: string) =>
  (await portal.as(officer).get(`/api/v1/quota-policies/${id}`).expect(200)).body;
const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).sort((a, b) => a - b);
const inForce = () =>
  portal.database.inTransaction(system('test'), (manager) => effectivePolicy(manager, group.id));

describe('a draft', () => {
  test('is numbered within its group and says who wrote it', async () => {
    const answer = await draft().expect(201);
    expect(answer.headers['location']).toBe(`/api/v1/quota-policies/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      number: 1,
      state: 'draft',
      poolGroup: { id: group.id, name: group.name },
      draftedBy: { id: anna.id, name: 'Anna' },
      approvedBy: null,
      possibleActs: ['approve'],
      rules: rulesOf(group.pools),
      version: 1,
    });
    expect((await drafted({}, bela)).number).toBe(2);
    expect(await inForce()).toBeNull();
  });

  test('two drafts at one instant get two numbers', async () => {
    const answers = await Promise.all([draft(), draft({}, bela), draft()]);
    expect(new Set(answers.map(({ body }) => body.number as number))).toEqual(new Set([1, 2, 3]));
  });

  test('is changed by a merge patch of its author', async () => {
    const { id } = await drafted();
    const patch = (body: object, version = 1, who = anna) =>
      portal
        .as(who)
        .patch(`/api/v1/quota-policies/${id}`)
        .set('If-Match', `"${version}"`)
        .send(body);
    const changed = await patch({ rules: { borrowWeights: { sme: 7 }, halfLifeDays: 30 } });
    expect(changed.status).toBe(200);
    expect(changed.body.rules).toEqual({
      ...rulesOf(group.pools),
      borrowWeights: { large: 1, sme: 7, science: 2 },
      halfLifeDays: 30,
    });
    await patch({ effectiveFrom: '2041-01-01T00:00:00Z' }, 1).expect(412);
    const foreign = await patch({ effectiveFrom: '2041-01-01T00:00:00Z' }, 2, bela).expect(403);
    expect(foreign.body.code).toBe('POLICY_DRAFT_OF_ANOTHER');
    const later = await patch({ effectiveFrom: '2041-01-01T00:00:00Z' }, 2).expect(200);
    expect(later.body.effectiveFrom).toBe('2041-01-01T00:00:00.000Z');
    await approve(id).expect(200);
    const fixed = await patch({ effectiveFrom: longAgo }, 4).expect(409);
    expect(fixed.body.code).toBe('POLICY_FIXED');
    await portal.as(anna).patch(`/api/v1/quota-policies/${id}`).send({}).expect(428);
  });

  test('of an unknown group is not found', async () => {
    await portal
      .as(anna)
      .post(`/api/v1/pool-groups/${newId()}/quota-policies`)
      .send({ rules: rulesOf(group.pools), effectiveFrom: longAgo })
      .expect(404);
    await portal.as(anna).get(`/api/v1/quota-policies/${newId()}`).expect(404);
    await approve(newId()).expect(404);
  });
});

describe('rules that do not fit are refused, with a pointer to each fault', () => {
  type Change = (rules: QuotaRules) => object;
  const first = (rules: QuotaRules, changes: object) => ({
    pools: [{ ...rules.pools[0], ...changes }, rules.pools[1]],
  });

  test.each<[string, Change, string, string]>([
    [
      'guarantees above the whole',
      (rules) => first(rules, { guarantees: { large: 400_000, sme: 400_000, science: 200_001 } }),
      '/rules/pools/0/guarantees',
      'POLICY_GUARANTEES_ABOVE_WHOLE',
    ],
    [
      'a ceiling below its guarantee',
      (rules) => first(rules, { ceilings: { sme: 299_999 } }),
      '/rules/pools/0/ceilings/sme',
      'POLICY_CEILING_BELOW_GUARANTEE',
    ],
    [
      'a pool of nobody',
      (rules) => ({ pools: [...rules.pools, { poolId: newId(), guarantees: {} }] }),
      '/rules/pools/2/poolId',
      'POLICY_POOL_UNKNOWN',
    ],
    [
      'a pool twice',
      (rules) => ({ pools: [...rules.pools, rules.pools[0]] }),
      '/rules/pools/2/poolId',
      'POLICY_POOL_TWICE',
    ],
    [
      'a pool left out',
      (rules) => ({ pools: [rules.pools[1]] }),
      '/rules/pools',
      'POLICY_POOL_MISSING',
    ],
    [
      'a group cap below the cap of one organisation',
      () => ({ organisationCapPpm: 300_000, groupCapPpm: 299_999 }),
      '/rules/groupCapPpm',
      'POLICY_GROUP_CAP_BELOW_ORGANISATION',
    ],
    [
      'bands out of order',
      () => ({
        scoreBands: [
          { fromScore: 700, weight: 1 },
          { fromScore: 700, weight: 2 },
        ],
      }),
      '/rules/scoreBands/1/fromScore',
      'POLICY_BANDS_UNSORTED',
    ],
    [
      'a higher score that weighs less',
      () => ({
        scoreBands: [
          { fromScore: 0, weight: 2 },
          { fromScore: 700, weight: 1 },
        ],
      }),
      '/rules/scoreBands/1/weight',
      'POLICY_BAND_WEIGHT_FALLS',
    ],
  ])('%s', async (_, change, pointer, code) => {
    const rules = rulesOf(group.pools);
    const answer = await draft({ rules: { ...rules, ...change(rules) } }).expect(422);
    expect(answer.body.code).toBe('POLICY_RULES');
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code })]);
  });

  test.each<[string, Change, string]>([
    ['ppm above the whole', (rules) => first(rules, { guarantees: { sme: 1_000_001 } }), '/rules/pools/0/guarantees/sme'],
    ['a class that is none', (rules) => first(rules, { guarantees: { banks: 1 } }), '/rules/pools/0/guarantees/banks'],
    ['half a ppm', () => ({ organisationCapPpm: 0.5 }), '/rules/organisationCapPpm'],
    ['a cap of nothing', () => ({ organisationCapPpm: 0 }), '/rules/organisationCapPpm'],
    ['no weight for a class', () => ({ borrowWeights: { large: 1, sme: 1 } }), '/rules/borrowWeights/science'],
    ['a score above 1,000', () => ({ scoreBands: [{ fromScore: 1_001, weight: 1 }] }), '/rules/scoreBands/0/fromScore'],
    ['a minimum as a number', () => ({ minimumGrantGpuSeconds: 3_600 }), '/rules/minimumGrantGpuSeconds'],
    ['no half-life', () => ({ halfLifeDays: 0 }), '/rules/halfLifeDays'],
    ['an unknown rule', () => ({ friends: true }), '/rules/friends'],
  ])('%s is malformed', async (_, change, pointer) => {
    const rules = rulesOf(group.pools);
    const answer = await draft({ rules: { ...rules, ...change(rules) } }).expect(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  }); // prettier-ignore

  test('all faults are told at once', async () => {
    const rules = rulesOf(group.pools);
    const answer = await draft({
      rules: { ...rules, pools: [], organisationCapPpm: 2, groupCapPpm: 1 },
    });
    expect(answer.status).toBe(400);
    const both = await draft({
      rules: { ...rules, pools: [rules.pools[0]], organisationCapPpm: 2, groupCapPpm: 1 },
    }).expect(422);
    expect(both.body.errors).toHaveLength(2);
  });

  test('a pool that came after the draft has to be named before the approval', async () => {
    const { id } = await drafted();
    await aPool(portal, group.id);
    const answer = await approve(id).expect(422);
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ pointer: '/rules/pools', code: 'POLICY_POOL_MISSING' }),
    ]);
  });
});

describe('SEP-1: approval', () => {
  test('by another administrator brings a policy into force at once when its time has come', async () => {
    const { id } = await drafted();
    const answer = await approve(id).expect(200);
    expect(answer.body).toMatchObject({
      state: 'effective',
      approvedBy: { id: bela.id, name: 'Bela' },
      possibleActs: [],
    });
    expect(answer.body.effectiveFrom).toBe(answer.body.approvedAt);
    expect(await inForce()).toEqual({ id, rules: rulesOf(group.pools) });
    const audits = await portal.manager.query<{ act: string; rule: string | null }[]>(
      `SELECT act, rule FROM audit_event WHERE object_id = $1 ORDER BY id`,
      [id],
    );
    expect(audits).toEqual([
      { act: 'quota-policy.draft', rule: null },
      { act: 'quota-policy.approve', rule: 'SEP-1' },
      { act: 'quota-policy.take-effect', rule: null },
    ]);
  });

  test('not by who drafted it', async () => {
    const { id } = await drafted();
    const answer = await approve(id, anna).expect(403);
    expect(answer.body.code).toBe('SEP_SAME_PERSON');
    expect((await read(id)).state).toBe('draft');
  });

  test('not by the portal itself', async () => {
    const { id } = await drafted();
    const policies = portal.get(QuotaPolicies);
    await expect(policies.approve(system('test'), id, undefined)).rejects.toMatchObject({
      code: 'SEP_NOT_A_PERSON',
    });
    await expect(
      policies.draft(system('test'), group.id, {
        rules: rulesOf(group.pools),
        effectiveFrom: longAgo,
      }),
    ).rejects.toMatchObject({ code: 'SEP_NOT_A_PERSON' });
  });

  test('not by somebody who belongs or is linked to a member that could gain', async () => {
    const groupId = newId();
    const member = await aMember(portal, { name: 'Gaining Ltd', groupId });
    const sister = await aMember(portal, { name: 'Sister Ltd', groupId });
    const own = await aPerson(portal, { platformRoles: ['admin'] });
    await joinOrganisation(portal, member.id, own.id, 'viewer');
    const { id } = await drafted();
    const answer = await approve(id, own).expect(403);
    expect(answer.body.code).toBe('SEP_INTERESTED');
    expect(answer.body.detail).toContain(`${member.name}, ${sister.name}`);
    const refused = await draft({}, own).expect(403);
    expect(refused.body.code).toBe('SEP_INTERESTED');
    await portal.manager.query(
      `UPDATE memberships SET state = 'ended' WHERE organisation_id = ANY($1)`,
      [[member.id, sister.id]],
    );
    await approve(id, own).expect(200);
  });

  test('nor when the drafter has come to belong to one since', async () => {
    const drafter = await aPerson(portal, { platformRoles: ['admin'] });
    const { id } = await drafted({}, drafter);
    const member = await aMember(portal);
    await joinOrganisation(portal, member.id, drafter.id, 'member');
    expect((await approve(id).expect(403)).body.code).toBe('SEP_INTERESTED');
  });

  test('not twice, except with the same Idempotency-Key', async () => {
    const { id } = await drafted();
    const key = `approve-${id}`;
    const first = await approve(id).set('Idempotency-Key', key).expect(200);
    const again = await approve(id).set('Idempotency-Key', key).expect(200);
    expect(again.body).toEqual(first.body);
    expect((await approve(id).expect(409)).body.code).toBe('ILLEGAL_TRANSITION');
  });

  test('not of another version than was read', async () => {
    const { id } = await drafted();
    await approve(id).set('If-Match', '"2"').expect(412);
    await approve(id).set('If-Match', '"1"').expect(200);
  });

  test('two approvers at one instant: one succeeds', async () => {
    const third = await aPerson(portal, { platformRoles: ['admin'] });
    const { id } = await drafted();
    const answers = await Promise.all([approve(id), approve(id, third)]);
    expect(statuses(answers)).toEqual([200, 409]);
  });
});

describe('one policy is in force at a time', () => {
  test('a later one supersedes the earlier', async () => {
    const [first, second] = [await drafted(), await drafted({}, bela)];
    await approve(first.id).expect(200);
    await approve(second.id, anna).expect(200);
    expect((await read(first.id)).state).toBe('superseded');
    expect((await inForce())!.id).toBe(second.id);
  });

  test('two approvals at one instant leave one in force', async () => {
    const [first, second] = [await drafted(), await drafted()];
    const answers = await Promise.all([approve(first.id), approve(second.id)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const states = new Set([(await read(first.id)).state, (await read(second.id)).state]);
    expect(states).toEqual(new Set(['effective', 'superseded']));
  });

  test('one for later waits for its time, and the tick brings it into force once', async () => {
    portal.travelTo(new Date('2030-05-01T00:00:00Z'));
    const [now, later, last] = [
      await drafted(),
      await drafted({ effectiveFrom: '2030-06-01T00:00:00Z' }),
      await drafted({ effectiveFrom: '2030-06-02T00:00:00Z' }),
    ];
    for (const { id } of [last, later, now]) await approve(id).expect(200);
    expect((await read(later.id)).state).toBe('approved');
    expect(await portal.run('policies.tick', {})).toEqual({ effective: 0 });
    expect((await inForce())!.id).toBe(now.id);

    portal.travelTo(new Date('2030-06-01T00:00:00Z'));
    expect((await inForce())!.id).toBe(later.id); // even before the tick
    const ticks = await Promise.all([1, 2].map(() => portal.run('policies.tick', {})));
    expect(ticks).toContainEqual({ effective: 1 });
    expect((await read(now.id)).state).toBe('superseded');
    expect((await read(later.id)).state).toBe('effective');

    portal.travelTo(new Date('2031-01-01T00:00:00Z'));
    expect(await portal.run('policies.tick', {})).toEqual({ effective: 1 });
    expect(await portal.run('policies.tick', {})).toEqual({ effective: 0 });
    expect((await inForce())!.id).toBe(last.id);
  });
});

describe('reading', () => {
  test('the list is filtered by group and state', async () => {
    const { id } = await drafted();
    await approve((await drafted()).id).expect(200);
    const url = `/api/v1/quota-policies?poolGroupId=${group.id}`;
    const all = await portal.as(officer).get(`${url}&sort=number`).expect(200);
    expect(all.body.items.map(({ number }: { number: number }) => number)).toEqual([1, 2]);
    const drafts = await portal.as(officer).get(`${url}&state=draft`).expect(200);
    expect(drafts.body.items.map((item: { id: string }) => item.id)).toEqual([id]);
    await portal.as(officer).get(`${url}&state=new`).expect(400);
  });

  test('who may', async () => {
    const { id } = await drafted();
    const nobody = await aPerson(portal);
    await portal.http.get('/api/v1/quota-policies').expect(401);
    await portal.as(nobody).get('/api/v1/quota-policies').expect(403);
    await portal.as(nobody).get(`/api/v1/quota-policies/${id}`).expect(403);
    await draft({}, officer).expect(403);
    await approve(id, officer).expect(403);
  });
});
