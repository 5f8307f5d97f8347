import { system } from '../../src/access/principal.js';
import { newId } from '../../src/kernel/random.js';
import { balancesOf, poolBalances } from '../../src/ledger/ledger.queries.js';
import type { AccountKind, Transfer } from '../../src/ledger/ledger.rules.js';
import { Ledger } from '../../src/ledger/ledger.service.js';
import { aPerson, type TestPerson } from '../factories/people.js';
import { aPoolGroup } from '../factories/pools.js';
import { openPortal, type Portal } from '../harness/portal.js';

const released = 3_600n;
let portal: Portal;
let ledger: Ledger;
let officer: TestPerson;
let poolId: string;

beforeAll(async () => {
  portal = await openPortal();
  ledger = portal.get(Ledger);
  officer = await aPerson(portal, { platformRoles: ['officer'] });
});
afterAll(() => portal.close());
beforeEach(async () => {
  const group = await aPoolGroup(portal, { pools: [{ releasedGpuHours: 1 }], policy: null });
  poolId = group.pools[0]!.id;
});
afterEach(() => portal.travelTo(null));

const account = async (kind: AccountKind, pool = poolId): Promise<string> => {
  const ids = await portal.database.inTransaction(system('test'), (manager) =>
    ledger.accounts(manager, [{ kind, poolId: pool }]),
  );
  return ids[0]!;
};

const balance = async (kind: AccountKind) => {
  const id = await account(kind);
  return (await balancesOf(portal.manager, [id])).get(id)!;
};

const record = (...transfers: Transfer[]) =>
  portal.database.inTransaction(system('test'), (manager) => ledger.record(manager, transfers));

const move = async (changes: Partial<Transfer> = {}): Promise<Transfer> => ({
  id: newId(),
  kind: 'single',
  debitAccountId: await account('unallocated'),
  creditAccountId: await account('awarded'),
  amountGpuSeconds: 100n,
  code: 'test.move',
  ...changes,
});

const resolve = (pending: Transfer, kind: 'post' | 'void', changes: Partial<Transfer> = {}) => ({
  ...pending,
  id: newId(),
  kind,
  pendingId: pending.id,
  expiresAt: null,
  ...changes,
});

const refused = (code: string) => expect.objectContaining({ code });

describe('accounts', () => {
  test('come back in the order of their keys and are opened once', async () => {
    const kinds: AccountKind[] = ['awarded', 'unallocated', 'set_aside', 'capacity'];
    const keys = kinds.map((kind) => ({ kind, poolId }));
    const both = await Promise.all(
      [keys, keys].map((asked) =>
        portal.database.inTransaction(system('test'), (m) => ledger.accounts(m, asked)),
      ),
    );
    expect(both[0]).toEqual(both[1]);
    expect(new Set(both[0]).size).toBe(4);
    const turned = await portal.database.inTransaction(system('test'), (m) =>
      ledger.accounts(m, [...keys].reverse()),
    );
    expect(turned).toEqual([...both[0]!].reverse());
  });

  test('no keys, no accounts', async () => {
    expect(await ledger.accounts(portal.manager, [])).toEqual([]);
  });
});

describe('LED-1: integer, balanced, never below the limit', () => {
  test('what one account gives, the other has', async () => {
    await record(await move());
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released - 100n);
    expect((await balance('awarded')).availableGpuSeconds).toBe(100n);
  });

  test('more than there is, is refused and nothing has moved', async () => {
    const small = await move();
    await expect(
      record(small, await move({ amountGpuSeconds: released - 99n })),
    ).rejects.toMatchObject({ category: 'rule', code: 'LED_INSUFFICIENT' });
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released);
  });

  test('the limits hold for a list as a whole: all of it can be moved, there and back', async () => {
    const [unallocated, awarded] = [await account('unallocated'), await account('awarded')];
    await record(
      await move({
        debitAccountId: awarded,
        creditAccountId: unallocated,
        amountGpuSeconds: 1_000n,
      }),
      await move({ amountGpuSeconds: released + 1_000n }),
    );
    expect((await balance('unallocated')).postedGpuSeconds).toBe(0n);
    expect((await balance('awarded')).postedGpuSeconds).toBe(released);
  });

  test.each([0n, -1n, 2n ** 63n])('the amount %s is refused', async (amountGpuSeconds) => {
    await expect(record(await move({ amountGpuSeconds }))).rejects.toEqual(refused('LED_AMOUNT'));
  });

  test('an account cannot give to itself, nor to another pool', async () => {
    const own = await account('unallocated');
    await expect(record(await move({ creditAccountId: own }))).rejects.toEqual(
      refused('LED_SAME_ACCOUNT'),
    );
    const other = await aPoolGroup(portal, { policy: null });
    const foreign = await account('awarded', other.pools[0]!.id);
    await expect(record(await move({ creditAccountId: foreign }))).rejects.toEqual(
      refused('LED_OTHER_POOL'),
    );
  });

  test('an empty list does nothing', async () => {
    await record();
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released);
  });

  test.each([
    [`UPDATE ledger_transfers SET reason = 'x'`],
    [`DELETE FROM ledger_transfers`],
    [`UPDATE ledger_accounts SET credits_posted = credits_posted + 1`],
    [`DELETE FROM ledger_accounts`],
    [`TRUNCATE ledger_transfers CASCADE`],
  ])('the database refuses "%s"', async (sql) => {
    await record(await move());
    await expect(portal.manager.query(sql)).rejects.toThrow(/permission denied|never changed/);
  });
});

describe('LED-2: reservations', () => {
  test('hold time back until they are settled for at most their amount', async () => {
    const pending = await move({ kind: 'pending', amountGpuSeconds: 1_000n });
    await record(pending);
    expect(await balance('unallocated')).toEqual({
      postedGpuSeconds: released,
      pendingGpuSeconds: 1_000n,
      availableGpuSeconds: released - 1_000n,
    });
    expect((await balance('awarded')).availableGpuSeconds).toBe(0n);
    await record(resolve(pending, 'post', { amountGpuSeconds: 600n }));
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released - 600n);
    expect((await balance('awarded')).availableGpuSeconds).toBe(600n);
  });

  test('give everything back when they are released', async () => {
    const pending = await move({ kind: 'pending' });
    await record(pending);
    await record(resolve(pending, 'void'));
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released);
  });

  test('are resolved at most once', async () => {
    const pending = await move({ kind: 'pending' });
    await record(pending);
    await record(resolve(pending, 'post'));
    await expect(record(resolve(pending, 'void'))).rejects.toEqual(refused('LED_RESOLVED'));
    await expect(record(resolve(pending, 'post'))).rejects.toEqual(refused('LED_RESOLVED'));
  });

  test('of two that settle and release at one instant exactly one succeeds', async () => {
    const pending = await move({ kind: 'pending' });
    await record(pending);
    const both = await Promise.allSettled([
      record(resolve(pending, 'post')),
      record(resolve(pending, 'void')),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: refused('LED_RESOLVED'),
    });
  });

  test.each<[string, (pending: Transfer) => Transfer]>([
    ['a larger amount', (p) => resolve(p, 'post', { amountGpuSeconds: 101n })],
    ['a part of a release', (p) => resolve(p, 'void', { amountGpuSeconds: 99n })],
    ['an unknown reservation', (p) => resolve(p, 'post', { pendingId: newId() })],
    ['no reservation', (p) => resolve(p, 'post', { pendingId: null })],
    [
      'a reservation in a single transfer',
      (p) => ({ ...p, id: newId(), kind: 'single', pendingId: p.id }),
    ],
    [
      'other accounts',
      (p) =>
        resolve(p, 'post', {
          debitAccountId: p.creditAccountId,
          creditAccountId: p.debitAccountId,
        }),
    ],
  ])('a settlement with %s does not fit', async (_, wrong) => {
    const pending = await move({ kind: 'pending' });
    await record(pending);
    await expect(record(wrong(pending))).rejects.toEqual(refused('LED_UNFIT'));
  });

  test('only reservations are resolved', async () => {
    const single = await move();
    await record(single);
    await expect(record(resolve(single, 'post'))).rejects.toEqual(refused('LED_UNFIT'));
  });

  test('expire by the time of the database and give back what they held', async () => {
    const start = new Date('2031-03-01T12:00:00Z');
    portal.travelTo(start);
    const expiresAt = new Date('2031-03-01T12:10:00Z');
    const pending = await move({ kind: 'pending', expiresAt });
    const endless = await move({ kind: 'pending', amountGpuSeconds: 7n });
    await record(pending, endless);
    expect(await portal.run('ledger.expire', {})).toEqual({ expired: 0 });
    portal.travelTo(expiresAt);
    await expect(record(resolve(pending, 'post'))).rejects.toEqual(refused('LED_EXPIRED'));
    expect(await portal.run('ledger.expire', {})).toEqual({ expired: 1 });
    expect(await portal.run('ledger.expire', {})).toEqual({ expired: 0 });
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released - 7n);
    await expect(record(resolve(pending, 'post'))).rejects.toEqual(refused('LED_RESOLVED'));
    await expect(record(resolve(pending, 'void'))).rejects.toEqual(refused('LED_RESOLVED'));
  });

  test('cannot begin with an end that is over', async () => {
    portal.travelTo(new Date('2031-03-01T12:00:00Z'));
    const pending = await move({ kind: 'pending', expiresAt: new Date('2031-03-01T12:00:00Z') });
    await expect(record(pending)).rejects.toEqual(refused('LED_EXPIRED'));
  });

  test('two workers expire the same reservations once', async () => {
    portal.travelTo(new Date('2031-03-01T12:00:00Z'));
    const expiresAt = new Date('2031-03-01T12:10:00Z');
    const many = [];
    for (let n = 0; n < 20; n += 1) {
      many.push(await move({ kind: 'pending', amountGpuSeconds: 10n, expiresAt }));
    }
    await record(...many);
    portal.travelTo(expiresAt);
    const ticks = await Promise.all([1, 2, 3].map(() => portal.run('ledger.expire', {})));
    const expired = ticks.reduce<number>(
      (sum, tick) => sum + (tick as { expired: number }).expired,
      0,
    );
    expect(expired).toBe(20);
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released);
  });
});

describe('LED-3: ids come from the caller', () => {
  test('the same transfer again does nothing, whatever its kind', async () => {
    const pending = await move({
      kind: 'pending',
      expiresAt: new Date(Date.UTC(2040, 0, 1)),
      reason: 'because',
      subject: { kind: 'pool', id: poolId },
    });
    const post = resolve(pending, 'post', { amountGpuSeconds: 60n });
    for (let time = 0; time < 3; time += 1) {
      await record(pending);
      await record(post);
    }
    await record(post, pending);
    expect((await balance('awarded')).postedGpuSeconds).toBe(60n);
    expect((await balance('unallocated')).availableGpuSeconds).toBe(released - 60n);
  });

  test.each<[string, Partial<Transfer>]>([
    ['amount', { amountGpuSeconds: 101n }],
    ['code', { code: 'test.other' }],
    ['reason', { reason: 'another' }],
    ['subject', { subject: { kind: 'pool', id: newId() } }],
    ['kind', { kind: 'pending' }],
  ])('the same id with another %s is refused', async (_, changes) => {
    const first = await move();
    await record(first);
    await expect(record({ ...first, ...changes })).rejects.toMatchObject({
      category: 'conflict',
      code: 'LED_ID_REUSED',
    });
    expect((await balance('awarded')).postedGpuSeconds).toBe(100n);
  });

  test('a retry that comes with something new books only the new', async () => {
    const [first, second] = [await move(), await move()];
    await record(first);
    await record(first, second);
    expect((await balance('awarded')).postedGpuSeconds).toBe(200n);
  });

  test('fifty retries at one instant have one effect', async () => {
    const transfer = await move();
    await Promise.all(Array.from({ length: 50 }, () => record(transfer)));
    expect((await balance('awarded')).postedGpuSeconds).toBe(100n);
  });
});

describe('many at once', () => {
  test('1,000 parallel spends on an account of 100 units: exactly 100 succeed', async () => {
    const group = await aPoolGroup(portal, {
      pools: [{ releasedGpuHours: 100 }],
      policy: null,
    });
    poolId = group.pools[0]!.id;
    const spend = await move({ amountGpuSeconds: 3_600n });
    const results = await Promise.allSettled(
      Array.from({ length: 1_000 }, () => spendOrRetry({ ...spend, id: newId() })),
    );
    const refusals = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
    expect(refusals).toHaveLength(900);
    expect(new Set(refusals.map((reason) => (reason as { code: string }).code))).toEqual(
      new Set(['LED_INSUFFICIENT']),
    );
    expect((await balance('unallocated')).availableGpuSeconds).toBe(0n);
    expect((await balance('awarded')).postedGpuSeconds).toBe(360_000n);
  }, 60_000);

  test('transfers in both directions never wait for each other in a circle', async () => {
    const there = await move({ amountGpuSeconds: 1_000n });
    await record(there);
    const back = {
      ...there,
      debitAccountId: there.creditAccountId,
      creditAccountId: there.debitAccountId,
    };
    const before = await deadlocks();
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        record({ ...(n % 2 === 0 ? there : back), id: newId(), amountGpuSeconds: 1n }),
      ),
    );
    expect((await balance('awarded')).postedGpuSeconds).toBe(1_000n);
    expect(await deadlocks()).toBe(before);
  });

  /** As a client does: what got no connection in time (503) is sent again with the same id. */
  async function spendOrRetry(transfer: Transfer): Promise<void> {
    for (;;) {
      try {
        return await record(transfer);
      } catch (error) {
        if ((error as { code?: string }).code !== 'DATABASE_UNAVAILABLE') throw error;
      }
    }
  }

  async function deadlocks(): Promise<string> {
    await portal.manager.query(`SELECT pg_stat_clear_snapshot()`);
    const [row] = await portal.manager.query<[{ deadlocks: string }]>(
      `SELECT deadlocks::text FROM pg_stat_database WHERE datname = current_database()`,
    );
    return row.deadlocks;
  }
});

describe('GET /ledger/…', () => {
  test('accounts tell what they hold, filtered and page by page', async () => {
    await record(await move());
    await record(await move({ kind: 'pending', amountGpuSeconds: 40n }));
    const url = `/api/v1/ledger/accounts?poolId=${poolId}`;
    const all = await portal.as(officer).get(url).expect(200);
    expect(new Set(all.body.items.map(({ kind }: { kind: string }) => kind))).toEqual(
      new Set(['awarded', 'capacity', 'unallocated', 'unreleased']),
    );
    const [unallocated] = (await portal.as(officer).get(`${url}&kind=unallocated`)).body.items;
    expect(unallocated).toMatchObject({
      gpuSecondsBalance: '3500',
      gpuSecondsPendingOut: '40',
      gpuSecondsAvailable: '3460',
      gpuHoursAvailable: 0.96,
      limited: true,
      grantId: null,
      pool: { id: poolId },
    });
    const first = await portal.as(officer).get(`${url}&limit=3`).expect(200);
    const second = await portal
      .as(officer)
      .get(`${url}&limit=3&cursor=${first.body.nextCursor}`)
      .expect(200);
    const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(second.body.nextCursor).toBeNull();
  });

  test('transfers tell both sides and what became of a reservation', async () => {
    const pending = await move({
      kind: 'pending',
      code: 'test.reserve',
      subject: { kind: 'round', id: newId() },
    });
    await record(pending);
    const url = `/api/v1/ledger/transfers?poolId=${poolId}`;
    const open = await portal.as(officer).get(`${url}&code=test.reserve`).expect(200);
    expect(open.body.items).toEqual([
      expect.objectContaining({
        id: pending.id,
        kind: 'pending',
        settlement: 'open',
        gpuSeconds: '100',
        gpuHours: 0.03,
        debit: { id: pending.debitAccountId, kind: 'unallocated', grantId: null },
        credit: { id: pending.creditAccountId, kind: 'awarded', grantId: null },
        subject: pending.subject,
        version: 1,
      }),
    ]);
    await record(resolve(pending, 'void'));
    const all = await portal.as(officer).get(`${url}&subjectId=${pending.subject!.id}`).expect(200);
    expect(all.body.items.map((t: { settlement: string }) => t.settlement)).toEqual([null, 'void']);
    const none = await portal.as(officer).get(`${url}&accountId=${newId()}`).expect(200);
    expect(none.body.items).toEqual([]);
    const later = await portal.as(officer).get(`${url}&from=2100-01-01T00:00:00Z`).expect(200);
    expect(later.body.items).toEqual([]);
  });

  test.each(['accounts', 'transfers', 'invariants'])('%s are for those who may', async (list) => {
    await portal.http.get(`/api/v1/ledger/${list}`).expect(401);
    const reviewer = await aPerson(portal, { platformRoles: ['reviewer'] });
    await portal.as(reviewer).get(`/api/v1/ledger/${list}`).expect(403);
    const auditor = await aPerson(portal, { platformRoles: ['auditor'] });
    await portal.as(auditor).get(`/api/v1/ledger/${list}`).expect(200);
  });

  test.each([
    ['accounts?kind=gold', '/kind'],
    ['accounts?poolId=7', '/poolId'],
    ['accounts?limit=0', '/limit'],
    ['accounts?limit=201', '/limit'],
    ['accounts?sort=name', '/sort'],
    ['accounts?colour=red', '/colour'],
    ['transfers?from=yesterday', '/from'],
    ['transfers?kind=double', '/kind'],
  ])('%s is refused with its field', async (query, pointer) => {
    const answer = await portal.as(officer).get(`/api/v1/ledger/${query}`).expect(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  test('a cursor of another list is refused', async () => {
    const answer = await portal.as(officer).get('/api/v1/ledger/accounts?cursor=abc').expect(400);
    expect(answer.body.code).toBe('CURSOR_MALFORMED');
  });
});

describe('I1–I10: GET /ledger/invariants', () => {
  const report = async () =>
    (await portal.as(officer).get('/api/v1/ledger/invariants').expect(200)).body as {
      holds: boolean;
      checks: { id: string; sentence: string; state: string; broken: number; examples: string[] }[];
    };
  const check = async (id: string) => (await report()).checks.find((c) => c.id === id)!;

  test('the books of this file hold, and what is not there is not applicable', async () => {
    const whole = await report();
    expect(whole.holds).toBe(true);
    expect(whole.checks.map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, n) => `I${n + 1}`),
    );
    const state = Object.fromEntries(whole.checks.map((c) => [c.id, c.state]));
    expect(state).toMatchObject({ I1: 'holds', I4: 'holds', I9: 'holds', I10: 'holds' });
    expect(state).toMatchObject({ I7: 'notApplicable', I8: 'notApplicable' });
  });

  test('I4 and I1: a balance that was tampered with shows, with the account', async () => {
    const id = await account('unallocated');
    await asOwner(
      `UPDATE ledger_accounts SET credits_posted = credits_posted + 5 WHERE id = '${id}'`,
    );
    const [i1, i4] = [await check('I1'), await check('I4')];
    await asOwner(
      `UPDATE ledger_accounts SET credits_posted = credits_posted - 5 WHERE id = '${id}'`,
    );
    expect(i4).toMatchObject({ state: 'broken', broken: 1 });
    expect(i4.examples[0]).toContain(id);
    expect(i1).toMatchObject({ state: 'broken', broken: 1 });
    expect(i1.examples[0]).toContain(poolId);
    expect((await report()).holds).toBe(true);
  });

  test('I2: more granted than the pool has shows', async () => {
    const id = await account('awarded');
    await asOwner(
      `UPDATE ledger_accounts SET credits_posted = credits_posted + 3601 WHERE id = '${id}'`,
    );
    const i2 = await check('I2');
    await asOwner(
      `UPDATE ledger_accounts SET credits_posted = credits_posted - 3601 WHERE id = '${id}'`,
    );
    expect(i2).toMatchObject({ state: 'broken', broken: 1 });
  });

  test('I10: an outbox row that nobody sends shows', async () => {
    const id = newId();
    await portal.manager.query(
      `INSERT INTO outbox (id, job, payload, created_at)
       VALUES ($1, 'ledger.expire', '{}', now() - interval '6 minutes')`,
      [id],
    );
    expect(await check('I10')).toMatchObject({ state: 'broken', broken: 1 });
    await portal.manager.query(`DELETE FROM outbox WHERE id = $1`, [id]);
  });

  /** The owner of the tables, whom no trigger or right of the portal stops. */
  async function asOwner(sql: string): Promise<void> {
    await portal.manager.transaction(async (manager) => {
      await manager.query('RESET ROLE');
      await manager.query('SET LOCAL ROLE NONE');
      await manager.query(sql);
    });
  }
});

test('balances of a pool by kind add up to nothing: what is not capacity came from it', async () => {
  await record(await move());
  const balances = (await poolBalances(portal.manager, [poolId])).get(poolId)!;
  const sum = Object.values(balances).reduce((total, b) => total + b.postedGpuSeconds, 0n);
  expect(sum).toBe(0n);
  expect(balances.capacity.postedGpuSeconds).toBe(-released);
});
