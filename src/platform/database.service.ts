import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { IdempotencyKey, Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { isConnectionLost, sqlStateOf } from './database.rules.js';
import { News, newsOf, type NewsItem } from './news.service.js';

/** Serialization failure and deadlock: the transaction had no effect and may simply run again. */
const retryable = new Set(['40001', '40P01']);
const retriesMax = 5;

type Isolation = 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';

/**
 * The door to PostgreSQL. A use case is one `inTransaction`; what must run inside takes the
 * EntityManager first.
 */
@Injectable()
export class Database {
  /** Set only by the seed and by tests: the instant that `portal_now()` tells inside transactions. */
  private travelledTo: string | null = null;

  /** A command that only writes has nobody to tell. */
  constructor(
    @InjectDataSource() readonly source: DataSource,
    @Optional() @Inject(News) private readonly news: News | null = null,
  ) {}

  /** For single reads outside a transaction. */
  get manager(): EntityManager {
    return this.source.manager;
  }

  /**
   * A single read that is made all the time, as a named prepared statement: planned once per
   * connection, which for a join of five tables saves three quarters of its time. The name stands for
   * one text for ever.
   */
  async prepared<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    const { master } = this.source.driver as unknown as { master: Pool };
    const { rows } = await master.query<Row & object>({ name, text, values: [...values] });
    return rows;
  }

  /** Makes later transactions of this process believe in another time; null returns to the present. */
  travelTo(instant: Date | null): void {
    this.travelledTo = instant?.toISOString() ?? null;
  }

  /** The time that decides: the database's, fixed for the transaction. */
  async now(manager: EntityManager = this.manager): Promise<Date> {
    const [row] = await manager.query<[{ now: Date }]>('SELECT portal_now() AS now');
    return row.now;
  }

  /**
   * Runs one use case in one transaction: all of it or nothing. Serialization failures and deadlocks
   * are tried again with jitter. Where the principal carries an Idempotency-Key, the key is inserted
   * first and the answer stored with the effects, so that a retry gets the same answer and no second
   * effect (LED-3, api.md).
   * @throws DomainError unavailable when the database cannot be reached or the outcome is unknown.
   */
  async inTransaction<T>(
    principal: Principal,
    work: (manager: EntityManager) => Promise<T>,
    isolation: Isolation = 'READ COMMITTED',
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        let news: readonly NewsItem[] = [];
        const answer = await this.begin(isolation, async (manager) => {
          await this.travel(manager);
          const done = await once(manager, principal, work);
          news = newsOf(manager);
          return done;
        });
        this.news?.tell(news);
        return answer;
      } catch (error) {
        const state = sqlStateOf(error);
        if (state !== null && retryable.has(state) && attempt < retriesMax) {
          await sleep(randomInt(5, 25) * attempt);
          continue;
        }
        throw isConnectionLost(error) ? unreachable(error) : error;
      }
    }
  }

  /** READ COMMITTED is what the database does unasked: saying so would be one more round trip. */
  private begin<T>(isolation: Isolation, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (isolation === 'READ COMMITTED') return this.source.transaction(work);
    return this.source.transaction(isolation, work);
  }

  private async travel(manager: EntityManager): Promise<void> {
    if (this.travelledTo === null) return;
    await manager.query(`SELECT set_config('portal.now', $1, true)`, [this.travelledTo]);
  }
}

function unreachable(cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'DATABASE_UNAVAILABLE',
    'The database did not answer. Send the same request again with the same Idempotency-Key; it takes effect once.',
    { retryAfterSeconds: 2, cause },
  );
}

async function once<T>(
  manager: EntityManager,
  principal: Principal,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const key = principal.idempotency;
  if (key === undefined) return await work(manager);
  const owner = principal.personId ?? principal.ip;
  const earlier = await claimKey(manager, owner, key);
  if (earlier !== undefined) return earlier as T;
  const answer = await work(manager);
  await manager.query(`UPDATE idempotency_key SET answer = $3 WHERE owner = $1 AND key = $2`, [
    owner,
    key.key,
    JSON.stringify(answer ?? null),
  ]);
  return answer;
}

/** Undefined when the key is new and now ours; else the stored answer. */
async function claimKey(
  manager: EntityManager,
  owner: string,
  key: IdempotencyKey,
): Promise<unknown> {
  const inserted = await manager.query<unknown[]>(
    `INSERT INTO idempotency_key (owner, key, route, fingerprint) VALUES ($1, $2, $3, $4)
     ON CONFLICT (owner, key) DO NOTHING RETURNING key`,
    [owner, key.key, key.route, key.fingerprint],
  );
  if (inserted.length > 0) return undefined;
  const [stored] = await manager.query<{ fingerprint: string; answer: unknown }[]>(
    `SELECT fingerprint, answer FROM idempotency_key WHERE owner = $1 AND key = $2`,
    [owner, key.key],
  );
  if (stored?.fingerprint !== key.fingerprint) {
    throw new DomainError(
      'rule',
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for a different request. Use a new key for a new request.',
    );
  }
  return stored.answer ?? null;
}
