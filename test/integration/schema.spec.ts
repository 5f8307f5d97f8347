import { DataSource } from 'typeorm';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrationSource } from '../../src/data-source.js';
import { migrations } from '../../src/migrations.js';
import { createDatabase, createEmptyDatabase, type TestDatabase } from '../harness/database.js';

/* The schema is raw SQL and the entities are classes: neither may drift from the other. */

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  source = await migrationSource(database.url).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

test('every file in migrations/ is listed, in order', () => {
  const files = readdirSync(join(import.meta.dirname, '../../migrations')).filter((name) =>
    name.endsWith('.ts'),
  );
  const stamps = files.map((name) => name.split('-')[0]);
  expect(migrations.map(({ name }) => /\d+$/.exec(name)?.[0])).toEqual(stamps);
  expect(stamps.toSorted()).toEqual(stamps);
});

test('entities have exactly the columns of their tables', async () => {
  expect(source.entityMetadatas.length).toBeGreaterThan(0);
  for (const entity of source.entityMetadatas) {
    const rows = await source.query<{ name: string; type: string; nullable: boolean }[]>(
      `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable
         FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
      [entity.tableName],
    );
    const ofTable = new Map(rows.map((row) => [row.name, row]));
    for (const column of entity.columns) {
      const row = ofTable.get(column.databaseName);
      const where = `${entity.tableName}.${column.databaseName}`;
      expect([where, row !== undefined]).toEqual([where, true]);
      const type = source.driver.normalizeType(column) + (column.isArray ? '[]' : '');
      expect([where, sameType(type), row?.nullable]).toEqual([
        where,
        sameType(row?.type ?? ''),
        column.isNullable,
      ]);
    }
  }
});

const aliases: Record<string, string> = {
  timestamptz: 'timestamp with time zone',
  int: 'integer',
  int4: 'integer',
  char: 'character',
  varchar: 'character varying',
};
const sameType = (type: string) => {
  const plain = type.replace(/\[\]$/, '');
  return (aliases[plain] ?? plain) + (type.endsWith('[]') ? '[]' : '');
};

test('migrations go down and up again, to the same schema', async () => {
  const own = await createEmptyDatabase();
  const fresh = await migrationSource(own.url).initialize();
  try {
    await fresh.runMigrations();
    const first = await shapeOf(fresh);
    for (const _ of migrations) await fresh.undoLastMigration();
    const left = await fresh.query<{ name: string }[]>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
         AND relname NOT LIKE 'schema_migration%'`,
    );
    expect(left).toEqual([]);
    await fresh.runMigrations();
    expect(await shapeOf(fresh)).toEqual(first);
  } finally {
    await fresh.destroy();
    await own.drop();
  }
});

/** Columns, constraints, indexes, triggers and rights of every table, as text. */
async function shapeOf(of: DataSource): Promise<string[]> {
  const rows = await of.query<{ line: string }[]>(`
    SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT table_name || ' ' || privilege_type FROM information_schema.table_privileges
      WHERE grantee = 'portal_app' AND table_schema = 'public'
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

test('AUD-3, LED-1, MEM-5: the application role can neither change nor remove what must stay', async () => {
  const fixed = [
    'audit_event',
    'audit_link',
    'audit_head',
    'ledger_transfers',
    'request_revisions',
    'letters',
  ];
  for (const table of fixed) {
    for (const right of ['UPDATE', 'DELETE', 'TRUNCATE']) {
      const [row] = await source.query<[{ may: boolean }]>(
        `SELECT has_table_privilege('portal_app', $1, $2) AS may`,
        [table, right],
      );
      expect([table, right, row.may]).toEqual([table, right, false]);
    }
  }
});

test('references count on beyond five digits', async () => {
  await source.query(`SELECT setval('reference_number', 99998)`);
  const next = async () => {
    const [row] = await source.query<{ text: string }[]>(`SELECT next_reference('REQ') AS text`);
    return row!.text.split('-').at(-1);
  };
  expect([await next(), await next(), await next()]).toEqual(['99999', '100000', '100001']);
});
