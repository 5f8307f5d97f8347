import { jest } from '@jest/globals';
import { run } from '../../src/commands/round-run.js';
import { aRoundStory } from '../factories/rounds.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

/** Runs the command against the portal's database; gives its exit code and what it wrote. */
async function runRound(...args: string[]) {
  const before = { ...process.env };
  const written = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  Object.assign(process.env, {
    DATABASE_URL: portal.databaseUrl,
    APP_SECRET: 'a secret for tests, of at least 32 characters',
    LOG_LEVEL: 'silent',
  });
  try {
    return { exit: await run(args), ...written };
  } finally {
    process.env = before;
    out.mockRestore();
    err.mockRestore();
  }
}

async function scheduled(state: string): Promise<string> {
  const { callId } = await aRoundStory(portal, { contenders: [{ ask: 500 }, { state }] });
  await portal.run('rounds.tick', {});
  const [round] = await portal.manager.query<[{ id: string }]>(
    `SELECT id FROM rounds WHERE call_id = $1`,
    [callId],
  );
  return round.id;
}

describe('cli round run', () => {
  test('computes a round and prints it by class, as JSON where asked', async () => {
    const roundId = await scheduled('ranked');
    const { exit, out } = await runRound(roundId);
    expect(exit).toBe(0);
    expect(out).toMatch(/^RND-\d{4}-\d{5} is computed\. Plan [0-9a-f]{64}$/m);
    expect(out).toMatch(/^sme +1,500 +1,500 +2 of 2$/m);
    const again = await runRound(roundId, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ id: roundId, state: 'computed' });
  });

  test('says why it cannot, and exits 1', async () => {
    const { exit, out, err } = await runRound(await scheduled('panel'));
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(/Not all requests of this call are ranked yet \(open: 1\)/);
  });

  test.each([[[]], [['not-an-id']], [['a', 'b']]])('wrong call %j exits 2', async (args) => {
    const { exit, err } = await runRound(...args);
    expect(exit).toBe(2);
    expect(err).toMatch(/^Usage: cli round run <roundId>/);
  });
});
