import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { system } from '../access/principal.js';
import { canonicalJson } from '../kernel/canonical-json.js';
import { sha256Hex } from '../kernel/hash.js';
import { Database } from './database.service.js';
import { SigningKeys } from './signing-keys.service.js';

const batchSize = 500;
/** One chainer at a time in all processes; the number only has to be ours alone. */
const chainLock = 7_301_142;
const start = '0'.repeat(64);

interface EventRow {
  id: string;
  event: object;
}
interface LinkRow extends EventRow {
  position: string;
  previous_hash: string;
  hash: string;
}
export interface ChainReport {
  holds: boolean;
  length: number;
  /** First row at which the chain does not hold, with what is wrong. */
  firstBad: { position: number; eventId: string; what: string } | null;
  /** Events committed but not yet chained. */
  tail: number;
}

/** All of an event that the hash covers; times as text, so that both sides read the same. */
const eventColumns = `e.id, jsonb_build_object('id', e.id, 'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'actorKind', e.actor_kind, 'actorId', e.actor_id, 'actorName', e.actor_name, 'act', e.act,
  'objectKind', e.object_kind, 'objectId', e.object_id, 'before', e.before, 'after', e.after,
  'reason', e.reason, 'rule', e.rule, 'requestId', e.request_id) AS event`;

/** AUD-2: links committed audit rows into one hash chain, signs its head, and verifies it. */
@Injectable()
export class AuditChain {
  constructor(
    private readonly database: Database,
    private readonly keys: SigningKeys,
  ) {}

  /** Chains what has been committed; returns how many rows were linked. */
  async extend(): Promise<number> {
    let linked = 0;
    for (;;) {
      const batch = await this.database.inTransaction(system('audit.chain'), (m) => linkBatch(m));
      linked += batch;
      if (batch < batchSize) return linked;
    }
  }

  /** Signs and stores the present head, for publication. */
  async publishHead(): Promise<void> {
    const [head] = await this.database.manager.query<{ position: string; hash: string }[]>(
      `SELECT position, hash FROM audit_link ORDER BY position DESC LIMIT 1`,
    );
    if (!head) return;
    const { signature, publicKey } = await this.keys.sign(`${head.position}:${head.hash}`);
    await this.database.manager.query(
      `INSERT INTO audit_head (position, hash, signature, public_key) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [head.position, head.hash, signature, publicKey],
    );
  }

  /** Recomputes the whole chain in pages and names the first bad row. */
  async verify(): Promise<ChainReport> {
    const manager = this.database.manager;
    let previous = start;
    let length = 0;
    for (;;) {
      const rows = await manager.query<LinkRow[]>(
        `SELECT l.position, l.previous_hash, l.hash, ${eventColumns}
           FROM audit_link l JOIN audit_event e ON e.id = l.event_id
          WHERE l.position > $1 ORDER BY l.position LIMIT 2000`,
        [length],
      );
      for (const row of rows) {
        const what = fault(row, length + 1, previous);
        if (what !== null)
          return await this.report(length, { position: length + 1, eventId: row.id, what });
        previous = row.hash;
        length += 1;
      }
      if (rows.length === 0) return await this.report(length, await this.headFault(length));
    }
  }

  /** A published head beyond the chain's end says that its tail was cut. */
  private async headFault(length: number): Promise<ChainReport['firstBad']> {
    const [head] = await this.database.manager.query<
      { position: string; hash: string; kept: string | null }[]
    >(
      `SELECT h.position, h.hash, l.hash AS kept FROM audit_head h LEFT JOIN audit_link l USING (position)
        WHERE l.hash IS DISTINCT FROM h.hash ORDER BY h.position LIMIT 1`,
    );
    if (!head) return null;
    return {
      position: length + 1,
      eventId: '',
      what: `a published head at ${head.position} is missing`,
    };
  }

  private async report(length: number, firstBad: ChainReport['firstBad']): Promise<ChainReport> {
    const [row] = await this.database.manager.query<[{ tail: string }]>(
      `SELECT count(*) AS tail FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.event_id = e.id)`,
    );
    return { holds: firstBad === null, length, firstBad, tail: Number(row.tail) };
  }
}

function fault(row: LinkRow, position: number, previous: string): string | null {
  if (Number(row.position) !== position) return 'a link is missing before this one';
  if (row.previous_hash !== previous) return 'it does not follow the link before it';
  return row.hash === linkHash(previous, row.event) ? null : 'its content was changed';
}

const linkHash = (previous: string, event: object) =>
  sha256Hex(`${previous}\n${canonicalJson(event)}`);

async function linkBatch(manager: EntityManager): Promise<number> {
  await manager.query(`SELECT pg_advisory_xact_lock($1)`, [chainLock]);
  const [head] = await manager.query<{ position: string; hash: string }[]>(
    `SELECT position, hash FROM audit_link ORDER BY position DESC LIMIT 1`,
  );
  const rows = await manager.query<EventRow[]>(
    `SELECT ${eventColumns} FROM audit_tail t JOIN audit_event e ON e.id = t.event_id
      ORDER BY e.id LIMIT ${batchSize}`,
  );
  let hash = head?.hash ?? start;
  let position = Number(head?.position ?? 0);
  const links = rows.map((row) => {
    const previous = hash;
    hash = linkHash(previous, row.event);
    position += 1;
    return { position, event_id: row.id, previous_hash: previous, hash };
  });
  if (links.length === 0) return 0;
  await manager.query(
    `INSERT INTO audit_link SELECT * FROM jsonb_to_recordset($1::jsonb)
       AS l(position bigint, event_id uuid, previous_hash text, hash text)`,
    [JSON.stringify(links)],
  );
  await manager.query(`DELETE FROM audit_tail WHERE event_id = ANY($1)`, [
    rows.map((row) => row.id),
  ]);
  return links.length;
}
