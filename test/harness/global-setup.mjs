import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolderOf, startPostgres } from '../../scripts/embedded-postgres.mjs';

/**
 * One PostgreSQL for all test files: the embedded one, or that of TEST_DATABASE_URL (a role that may
 * create databases). Each file opens its own database in it (portal.ts).
 */
export default async function globalSetup() {
  if (process.env.TEST_DATABASE_URL) return;
  const folder = mkdtempSync(join(tmpdir(), 'portal-test-'));
  const password = randomBytes(12).toString('hex');
  const postgres = await startPostgres({ folder, password, fast: true });
  process.env.TEST_DATABASE_URL = postgres.url;
  globalThis.stopTestPostgres = async () => {
    await postgres.stop();
    rmSync(dataFolderOf(folder), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
}
