import { Queue, createPostgresBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { setTimeout } from 'node:timers/promises';
import { newId } from '../../src/kernel/random.js';
import { enqueue } from '../../src/platform/outbox.service.js';
import { system } from '../../src/access/principal.js';
import { startProcess, startRedis, until, type Running } from '../harness/processes.js';
import { openPortal, type Portal } from '../harness/portal.js';

/*
 * The queue part on both backends: PostgreSQL (as shipped) and Redis. Worker processes are real and
 * are killed for real.
 */

const backends = process.env['TEST_REDIS'] ? ['postgres', 'redis'] : ['postgres'];
if (backends.length === 1) process.stderr.write('!!! SKIPPED: queues on Redis (no redis-server)\n');

describe.each(backends)('queues on %s', (backend) => {
  let portal: Portal;
  let redis: (Running & { url: string }) | null = null;
  let workers: Running[] = [];

  beforeAll(async () => {
    portal = await openPortal();
    if (backend === 'redis') redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
  });
  afterAll(async () => {
    await redis?.stop();
    await portal.close();
  });

  const startWorker = () => {
    const worker = startProcess('worker', {
      DATABASE_URL: portal.databaseUrl,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    });
    workers.push(worker);
    return worker;
  };
  const unchained = async () => {
    const [row] = await portal.manager.query<[{ count: string }]>(
      'SELECT count(*) FROM audit_tail',
    );
    return Number(row.count);
  };
  const anAuditRow = () =>
    portal.manager.query(
      `INSERT INTO audit_event (id, actor_kind, actor_name, act, object_kind, object_id, request_id)
       VALUES ($1, 'system', 'test', 'test.act', 'test', 'x', 'test')`,
      [newId()],
    );

  test('a committed outbox row becomes a job; one that was rolled back never does', async () => {
    startWorker();
    await portal.database.inTransaction(system('test'), (manager) =>
      enqueue(manager, 'housekeeping.sweep', {}),
    );
    await portal.database
      .inTransaction(system('test'), async (manager) => {
        await enqueue(manager, 'housekeeping.sweep', {});
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    const sent = async () =>
      (
        await portal.manager.query<{ sent: Date | null }[]>('SELECT sent_at AS sent FROM outbox')
      ).map((row) => row.sent !== null);
    await until(async () => (await sent()).every(Boolean), 'the row is handed over');
    expect(await sent()).toEqual([true]);
  });

  test('AUD-2: ticks come by themselves and chain what was written', async () => {
    await anAuditRow();
    startWorker();
    await until(async () => (await unchained()) === 0, 'the audit row is chained', 30_000);
  });

  test('a wiped queue is whole again by itself', async () => {
    startWorker();
    await until(async () => (await unchained()) === 0, 'the worker works');
    await wipe();
    await anAuditRow();
    await until(async () => (await unchained()) === 0, 'ticks are back within 30 s', 45_000);
  }, 120_000);

  test('a worker ends in order within ten seconds when asked', async () => {
    const worker = startWorker();
    await until(() => worker.log().includes('worker ready'), 'the worker is ready');
    await setTimeout(1_000); // both loops of the relay sleep now
    const killed = await Promise.race([
      worker.stop().then(() => false),
      setTimeout(10_000, true, { ref: false }),
    ]);
    expect(killed).toBe(false);
    expect(worker.child.exitCode === 0 || worker.child.signalCode === 'SIGTERM').toBe(true);
  });

  /** As an operator would who lost the queue's data. */
  async function wipe(): Promise<void> {
    if (redis) {
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      return;
    }
    const { Queue: PostgresQueue } = withBackend(createPostgresBackend);
    const queue = new PostgresQueue('portal', {
      connection: { connectionString: portal.databaseUrl, schema: 'bullmq', migrate: true },
    }) as unknown as Queue;
    await queue.obliterate({ force: true });
    await queue.close();
  }
});
