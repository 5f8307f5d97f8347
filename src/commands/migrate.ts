import { readConfig } from '../config/config.js';
import { migrationSource } from '../data-source.js';

/** `cli migrate`: brings the database to the newest schema; safe to run twice and side by side. */
export async function run(): Promise<number> {
  const source = await migrationSource(readConfig().DATABASE_URL).initialize();
  try {
    // One runner at a time: a second waits here and then finds nothing left to do.
    await source.query(`SELECT pg_advisory_lock(7301141)`);
    const done = await source.runMigrations();
    process.stdout.write(`${done.length} migrations run\n`);
    return 0;
  } finally {
    await source.destroy();
  }
}
