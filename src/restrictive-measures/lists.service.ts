import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { allowLongWork } from '../platform/bulk.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { ListReader, ListRefused, type ListHead } from './list-xml.rules.js';
import {
  closeList,
  currentList,
  insertEntries,
  listByChecksum,
  listsPage,
  listView,
  openList,
} from './lists.queries.js';
import type {
  RestrictiveMeasureListsQuery,
  RestrictiveMeasureListView,
} from './restrictive-measures.schemas.js';

export const listBytesMax = 100 * 1024 * 1024;
const importLock = 7_301_160;

/** The consolidated list of restrictive measures, as officers upload it (MEM-6). */
@Injectable()
export class RestrictiveMeasureLists {
  constructor(private readonly database: Database) {}

  async list(_who: Principal, query: RestrictiveMeasureListsQuery) {
    return await listsPage(this.database.manager, query);
  }

  /** @throws DomainError not-found. */
  async one(_who: Principal, id: string): Promise<RestrictiveMeasureListView> {
    return await listView(this.database.manager, id);
  }

  /**
   * Imports a list from an upload. It is kept in a file first, so that a slow sender holds no
   * transaction and the list is read in memory that does not grow with it.
   * @throws DomainError as `importFile`; media-type LIST_TYPE for a body that is no XML stream.
   */
  async upload(who: Principal, body: unknown): Promise<RestrictiveMeasureListView> {
    if (!(body instanceof Readable)) throw noStream();
    const folder = await mkdtemp(join(tmpdir(), 'restrictive-measures-'));
    try {
      const path = join(folder, 'list.xml');
      await pipeline(body, createWriteStream(path, { mode: 0o600 }));
      return await this.importFile(who, path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /**
   * Imports a list from a file: all of it or nothing. The same file again changes nothing. Afterwards
   * all members and open applicants are screened against it.
   * @returns the list, also when it was there already.
   * @throws DomainError malformed LIST_UNREADABLE with the line · conflict LIST_OLDER · rule LIST_FUTURE.
   */
  async importFile(who: Principal, path: string): Promise<RestrictiveMeasureListView> {
    const file = await measure(path);
    return await this.database.inTransaction(who, async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock($1)`, [importLock]);
      const known = await listByChecksum(manager, file.checksum);
      if (known !== null) return await listView(manager, known);
      await allowLongWork(manager);
      const before = await currentList(manager);
      const id = newId();
      await openList(manager, { id, ...file, personId: who.personId });
      const head = await readInto(manager, id, path);
      await this.checkDate(manager, head, before);
      await closeList(manager, id, head, before?.id ?? null);
      const list = await listView(manager, id);
      const { generatedAt, checksum, entries, added, changed, removed } = list;
      await audit(manager, who, {
        act: 'restrictive-measure-list.import',
        object: { kind: 'restrictive-measure-list', id },
        after: { generatedAt, checksum, entries, added, changed, removed },
        rule: 'MEM-6',
      });
      await enqueue(manager, 'screenings.list', { listId: id });
      return list;
    });
  }

  private async checkDate(
    manager: EntityManager,
    head: ListHead,
    before: { generatedAt: Date } | null,
  ): Promise<void> {
    const made = Date.parse(head.generatedAt);
    const now = await this.database.now(manager);
    if (made > now.getTime() + 86_400_000) {
      throw new DomainError(
        'rule',
        'LIST_FUTURE',
        `The list says that it was made on ${head.generatedAt.slice(0, 10)}, which is still to come. Check where it is from. Nothing was changed.`,
      );
    }
    if (before !== null && made < before.generatedAt.getTime()) {
      throw new DomainError(
        'conflict',
        'LIST_OLDER',
        `The list in use was made on ${before.generatedAt.toISOString()}, after this one. Nothing was changed.`,
      );
    }
  }
}

/** Reads the file piece by piece into the tables. */
async function readInto(manager: EntityManager, listId: string, path: string): Promise<ListHead> {
  const reader = new ListReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let waiting: ReturnType<ListReader['write']> = [];
  try {
    for await (const piece of createReadStream(path)) {
      waiting.push(...reader.write(decoder.decode(piece as Buffer, { stream: true })));
      if (waiting.length < 200) continue;
      await insertEntries(manager, listId, waiting);
      waiting = [];
    }
    waiting.push(...reader.write(decoder.decode()));
    const { head, last } = reader.close();
    await insertEntries(manager, listId, [...waiting, ...last]);
    return head;
  } catch (error) {
    if (error instanceof ListRefused) throw unreadable(error.line, error.reason);
    if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw unreadable(reader.line, 'there are bytes that are no UTF-8.');
    }
    throw error;
  }
}

/** @throws DomainError too-large LIST_TOO_LARGE for a file longer than a list may be. */
async function measure(path: string): Promise<{ checksum: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(piece: Buffer, _, next) {
      bytes += piece.length;
      hash.update(piece);
      next();
    },
  });
  await pipeline(createReadStream(path), count);
  if (bytes > listBytesMax) {
    throw new DomainError('too-large', 'LIST_TOO_LARGE', 'The file has more than 100 MB.');
  }
  return { checksum: hash.digest('hex'), bytes };
}

function unreadable(line: number, reason: string): DomainError {
  const detail = `Line ${line}: ${reason} Nothing was changed.`;
  return new DomainError('malformed', 'LIST_UNREADABLE', detail, {
    errors: [{ pointer: '', code: 'LIST_UNREADABLE', detail: `Line ${line}: ${reason}` }],
  });
}

const noStream = () =>
  new DomainError(
    'media-type',
    'LIST_TYPE',
    'Send the consolidated list as it is published, with Content-Type: application/xml.',
  );
