import { jest } from '@jest/globals';
import { run } from '../../src/commands/ledger-verify.js';
import type { InvariantReport } from '../../src/ledger/ledger.schemas.js';
import { aPoolGroup } from '../factories/pools.js';
import { openPortal, type Portal } from '../harness/portal.js';

let portal: Portal;
let poolId: string;

beforeAll(async () => {
  portal = await openPortal();
  poolId = (await aPoolGroup(portal)).pools[0]!.id;
});
afterAll(() => portal.close());

/** Runs the command against the portal's database; gives its exit code and what it wrote. */
async function verify(...args: string[]) {
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
  Object.assign(process.env, { DATABASE_URL: portal.databaseUrl, APP_SECRET: 'x'.repeat(32) });
  try {
    return { exit: await run(args), ...written };
  } finally {
    process.env = before;
    out.mockRestore();
    err.mockRestore();
  }
}

describe('cli ledger verify', () => {
  test('prints each promise with what became of it, and exits 0 while nothing is broken', async () => {
    const { exit, out } = await verify();
    expect(exit).toBe(0);
    expect(out).toMatch(/^I1 {3}holds {4}Debits equal credits/m);
    expect(out).toMatch(/^I7 {3}not yet {2}/m);
    expect(out).toMatch(/Nothing is broken\.\n$/);
  });

  test('names what is broken, exits 1, and says the same as JSON', async () => {
    const change = async (by: number) =>
      await portal.manager.transaction(async (manager) => {
        await manager.query('SET LOCAL ROLE NONE');
        await manager.query(
          `UPDATE ledger_accounts SET credits_posted = credits_posted + $2
            WHERE pool_id = $1 AND kind = 'unallocated'`,
          [poolId, by],
        );
      });
    await change(1);
    const [table, json] = [await verify(), await verify('--json')];
    await change(-1);
    expect([table.exit, json.exit]).toEqual([1, 1]);
    expect(table.out).toMatch(/^I4 {3}BROKEN/m);
    expect(table.out).toContain(poolId);
    const report = JSON.parse(json.out) as InvariantReport;
    expect(report.holds).toBe(false);
    expect(report.checks.filter(({ state }) => state === 'broken').map(({ id }) => id)).toEqual([
      'I1',
      'I4',
    ]);
  });

  test('refuses what it does not know and says how it is called', async () => {
    const { exit, err } = await verify('--fix');
    expect([exit, err]).toEqual([2, 'Usage: cli ledger verify [--json]\n']);
  });
});
