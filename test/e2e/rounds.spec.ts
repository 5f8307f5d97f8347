import pg from 'pg';
import { Invariants } from '../../src/ledger/invariants.service.js';
import { system } from '../../src/access/principal.js';
import { aRoundStory, type ContenderWish } from '../factories/rounds.js';
import { startProcess, startRedis, until, type Running } from '../harness/processes.js';
import { openPortal, type Portal } from '../harness/portal.js';

/*
 * The scheduler with real worker processes: nothing happens twice when two of them run, and nothing is
 * lost or doubled when one is killed in the middle of a round. On both queue backends.
 */

const backends = process.env['TEST_REDIS'] ? ['postgres', 'redis'] : ['postgres'];

describe.each(backends)('rounds with workers and queues on %s', (backend) => {
  let portal: Portal;
  let owner: pg.Client;
  let redis: (Running & { url: string }) | null = null;
  let workers: Running[] = [];

  beforeAll(async () => {
    portal = await openPortal();
    owner = new pg.Client({ connectionString: portal.databaseUrl });
    await owner.connect();
    if (backend === 'redis') redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
    const report = await portal.get(Invariants).report(system('test'));
    expect(report.checks.filter(({ state }) => state === 'broken')).toEqual([]);
  });
  afterAll(async () => {
    await owner.end();
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

  /** An open call whose cut-off and allocation time have passed, as a scheduler finds it in the morning. */
  const aDueCall = () => {
    const classes = ['large', 'sme', 'science'] as const;
    const contenders: ContenderWish[] = Array.from({ length: 30 }, (_, index) => ({
      class: classes[index % 3] as (typeof classes)[number],
      ask: 300 + 100 * (index % 7),
      minimum: index % 5 === 0 ? 200 : 0,
      state: 'submitted',
      score: null,
    }));
    return aRoundStory(portal, { callState: 'open', contenders });
  };

  const roundOf = async (callId: string) => {
    const rows = await portal.manager.query<
      {
        id: string;
        state: string;
        epoch: number;
        lines: string;
        computed: string;
        reserved: string;
      }[]
    >(
      `SELECT r.id, r.state, r.epoch,
              (SELECT count(*) FROM round_lines l WHERE l.round_id = r.id) AS lines,
              (SELECT count(*) FROM audit_event e WHERE e.object_id = r.id::text AND e.act = 'round.compute') AS computed,
              (SELECT count(*) FROM ledger_transfers t WHERE t.subject_id = r.id AND t.kind = 'pending') AS reserved
         FROM rounds r WHERE r.call_id = $1`,
      [callId],
    );
    return rows;
  };
  const isComputed = async (callId: string) =>
    (await roundOf(callId)).some(({ state }) => state === 'computed');
  const once = [
    expect.objectContaining({
      state: 'computed',
      epoch: 1,
      lines: '30',
      computed: '1',
      reserved: '1',
    }),
  ];

  test('two workers close the call, rank it and compute its round exactly once', async () => {
    const { callId } = await aDueCall();
    startWorker();
    startWorker();
    await until(() => isComputed(callId), 'the round is computed', 90_000);
    // A few more ticks: nothing may happen again.
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect(await roundOf(callId)).toEqual(once);
  }, 150_000);

  test('a worker killed in the middle of a round: the round is finished once by another', async () => {
    await owner.query(`
      CREATE TABLE test_gate (open boolean NOT NULL);
      INSERT INTO test_gate VALUES (false);
      CREATE FUNCTION test_wait() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN IF NOT (SELECT open FROM test_gate) THEN PERFORM pg_sleep(4); END IF; RETURN NULL; END $$;
      CREATE TRIGGER test_wait AFTER INSERT ON round_lines FOR EACH STATEMENT EXECUTE FUNCTION test_wait();
    `);
    const { callId } = await aDueCall();
    const first = startWorker();
    await until(
      async () => {
        const { rows } = await owner.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
        );
        return rows.length > 0;
      },
      'the worker stands in the middle of storing the plan',
      90_000,
    );
    await first.kill();
    expect(await isComputed(callId)).toBe(false);
    await owner.query('UPDATE test_gate SET open = true');
    startWorker();
    await until(() => isComputed(callId), 'another worker finishes the round', 60_000);
    expect(await roundOf(callId)).toEqual(once);
  }, 200_000);
});
