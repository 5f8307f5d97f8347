import { DataSource, DefaultNamingStrategy, type DataSourceOptions } from 'typeorm';
import type { Config } from './config/config.js';
import { entities } from './entities.js';
import { migrations } from './migrations.js';

/** organisationId ↔ organisation_id: one rule instead of a name on every column. */
class SnakeNaming extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined): string {
    return given ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

type Connection = Pick<Config, 'DATABASE_URL' | 'DATABASE_POOL_MAX'>;

/**
 * The one DataSource. Connections work as `portal_app`, which owns nothing, and every wait has an end
 * (docs/operations.md): connect 2 s, statement 5 s, lock 2 s, idle in transaction 10 s, query 6 s.
 */
export function dataSourceOptions(config: Connection): DataSourceOptions {
  const settings = {
    role: 'portal_app',
    timezone: 'UTC',
    statement_timeout: '5000',
    lock_timeout: '2000',
    idle_in_transaction_session_timeout: '10000',
  };
  return {
    ...shared(config.DATABASE_URL),
    extra: {
      max: config.DATABASE_POOL_MAX,
      connectionTimeoutMillis: 2_000,
      query_timeout: 6_000,
      keepAlive: true,
      options: Object.entries(settings)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
    },
  };
}

/** The owner's connection, without timeouts: for migrations only. */
export function migrationSource(databaseUrl: string): DataSource {
  return new DataSource({ ...shared(databaseUrl), migrations });
}

function shared(url: string) {
  return {
    type: 'postgres' as const,
    url,
    entities,
    synchronize: false,
    namingStrategy: new SnakeNaming(),
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each' as const,
    applicationName: 'champions-portal',
    installExtensions: false,
  };
}
