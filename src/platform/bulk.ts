import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import copyStreams from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';

/*
 * Work on whole tables: a round of a million requests. It runs inside the transaction of the use case, on
 * its connection, with more time than a request gets, and never holds a table in one statement's answer.
 */

const statementTimeoutMs = 300_000;
const idleTimeoutMs = 330_000;
const rowsPerPage = 20_000;

/** Gives the rest of this transaction the time for long statements, and for thinking between them. */
export async function allowLongWork(manager: EntityManager): Promise<void> {
  await manager.query(
    `SELECT set_config('idle_in_transaction_session_timeout', $1, true),
            set_config('statement_timeout', $2, true), set_config('work_mem', '256MB', true)`,
    [String(idleTimeoutMs), String(statementTimeoutMs)],
  );
}

/** The connection of the transaction, below TypeORM, whose statements end after 6 s whatever is set. */
async function connectionOf(manager: EntityManager): Promise<PoolClient> {
  const runner = manager.queryRunner;
  if (runner?.isTransactionActive !== true) throw new Error('Bulk work runs in a transaction.');
  return (await runner.connect()) as PoolClient;
}

/** One statement that may take long; call `allowLongWork` before. */
export async function longQuery<Row extends object>(
  manager: EntityManager,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const client = await connectionOf(manager);
  const long = { text, values: [...values], query_timeout: statementTimeoutMs };
  return (await client.query<Row>(long)).rows;
}

/**
 * The rows of a query page by page, by a cursor: the next page is asked for when the last one has been
 * used. Outside a transaction, where cursors do not live, all rows come as one page.
 */
export async function* pagesOf<Row extends object>(
  manager: EntityManager,
  text: string,
  values: readonly unknown[],
  size = rowsPerPage,
): AsyncGenerator<Row[]> {
  if (manager.queryRunner?.isTransactionActive !== true) {
    yield await manager.query<Row[]>(text, [...values]);
    return;
  }
  const client = await connectionOf(manager);
  const long = { query_timeout: statementTimeoutMs };
  // All rows will be read: the planner must not favour a plan that is quick for the first ones only.
  await client.query(`SET LOCAL cursor_tuple_fraction = 1`);
  await client.query({
    ...long,
    text: `DECLARE bulk NO SCROLL CURSOR FOR ${text}`,
    values: [...values],
  });
  for (;;) {
    const { rows } = await client.query<Row>({ ...long, text: `FETCH ${size} FROM bulk` });
    if (rows.length > 0) yield rows;
    if (rows.length < size) break;
  }
  await client.query('CLOSE bulk');
}

/**
 * The rows of a query as COPY writes them (text format, fields without backslashes are as they are), in the
 * pieces in which they arrive: the cheapest way out for a million rows that somebody else will read.
 * `query` is a text of ours without parameters, never input.
 */
export async function* copiedRows(
  manager: EntityManager,
  query: string,
): AsyncGenerator<Uint8Array> {
  const client = await connectionOf(manager);
  const copy = copyStreams.to(`COPY (${query}) TO STDOUT`);
  Object.assign(copy, { query_timeout: statementTimeoutMs });
  try {
    for await (const chunk of client.query(copy)) yield chunk as Uint8Array;
  } finally {
    // pg stops the clock of a query in its callback, which this kind of stream never calls.
    (copy as unknown as { callback?: () => void }).callback?.();
  }
}

/**
 * Writes rows by COPY, given in its text format (`copyText`). `columns` are names of ours, never input.
 * @throws as an INSERT would: constraints are checked.
 */
export async function copyRows(
  manager: EntityManager,
  table: string,
  columns: readonly string[],
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const client = await connectionOf(manager);
  const copy = copyStreams.from(`COPY ${table} (${columns.join(', ')}) FROM STDIN`);
  Object.assign(copy, { query_timeout: statementTimeoutMs });
  await pipeline(Readable.from(chunks), client.query(copy));
}
