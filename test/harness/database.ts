import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrationSource } from '../../src/data-source.js';

const templateName = `portal_template_${process.env['JEST_TEMPLATE'] ?? 'migrated'}`;
/** One process at a time makes the template or copies it. */
const templateLock = 7_301_143;

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A new database with the newest schema, copied from a template that is migrated once per run. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests through Jest.');
  const name = `portal_${randomBytes(6).toString('hex')}`;
  await onServer(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    await ensureTemplate(client, server);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${templateName}`);
  });
  return {
    url: urlOf(server, name),
    drop: () =>
      onServer(server, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** An empty database: for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'] as string;
  const name = `portal_${randomBytes(6).toString('hex')}`;
  const run = (sql: string) => onServer(server, async (client) => void (await client.query(sql)));
  await run(`CREATE DATABASE ${name}`);
  return {
    url: urlOf(server, name),
    drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function ensureTemplate(client: pg.Client, server: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
    templateName,
  ]);
  if (rowCount === 1) return;
  const making = `${templateName}_making`;
  await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${making}`);
  const source = await migrationSource(urlOf(server, making)).initialize();
  await source.runMigrations();
  await source.destroy();
  await client.query(`ALTER DATABASE ${making} RENAME TO ${templateName}`);
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
