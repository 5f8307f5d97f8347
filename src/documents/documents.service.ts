import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { newId } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { Throttles } from '../platform/throttles.service.js';
import type { ArrivingFile, IncomingUpload } from '../platform/uploads.js';
import {
  addChunk,
  contentOf,
  documentOf,
  documentsOf,
  dropArriving,
  expectDocument,
  heldBy,
  sameDocument,
  type ExpectedDocument,
  type Subject,
} from './documents.queries.js';
import {
  checkBytes,
  checkDocumentVersion,
  checkRoomForDocument,
  cleanName,
  documentLimits,
} from './documents.rules.js';
import type { DocumentView } from './documents.schemas.js';
import { headBytes, mediaTypes, recognise, tailBytes, type MediaType } from './file-types.rules.js';

const chunkBytes = 256 * 1024;

/** What came: the file as it lies in the pieces. */
interface Received {
  name: string;
  type: MediaType;
  sizeBytes: number;
  sha256: string;
}

/**
 * Whether the subject takes a document from this person now, and for whom. Asked before the first byte
 * and again after the last one, each time in a transaction that holds the subject's row.
 */
export type Claim = (manager: EntityManager) => Promise<ExpectedDocument>;

/**
 * The store of files that people hand in, for whatever they hand them in. Folders to the left say who may
 * and when; here it is how: by content, streamed in and out, never changed.
 */
@Injectable()
export class Documents {
  constructor(
    private readonly database: Database,
    private readonly throttles: Throttles,
  ) {}

  /**
   * Takes a file. Its pieces are written one by one while they arrive, so that neither memory nor a
   * connection is held for a slow sender; it becomes a document in one step at the end, and what breaks
   * off leaves nothing.
   * @throws DomainError whatever `claim` and the upload throw · too-large · rule DOCUMENT_TYPE,
   *   DOCUMENT_EMPTY, DOCUMENT_BROKEN, DOCUMENT_TWO_TYPES, DOCUMENT_PIXELS · conflict DOCUMENT_COUNT,
   *   DOCUMENT_ROOM, DOCUMENT_SAME · throttled.
   */
  async take(who: Principal, incoming: IncomingUpload, claim: Claim): Promise<DocumentView> {
    const id = newId();
    const { idempotency: key, ...unkeyed } = who;
    await this.database.inTransaction(unkeyed, async (manager) => {
      const expected = await claim(manager);
      checkRoomForDocument(await heldBy(manager, expected.subject, who.personId));
      await expectDocument(manager, id, expected, who.personId);
    });
    try {
      await this.throttles.spend([['upload.person', who.personId ?? '']]);
      const received = await this.receive(id, await incoming.open(documentLimits.fileBytes));
      // The same key with another file is another request.
      const fingerprint = sha256Hex(`${key?.fingerprint ?? ''}\n${received.sha256}`);
      const keyed = key === undefined ? unkeyed : { ...who, idempotency: { ...key, fingerprint } };
      return await this.database.inTransaction(keyed, (manager) =>
        finish(manager, who, id, { expected: claim, received }),
      );
    } finally {
      // Nothing to do when it has become a document.
      await dropArriving(this.database.manager, id);
    }
  }

  /** What a subject holds, with what it may hold. */
  async list(manager: EntityManager, subject: Subject) {
    const { fileBytes, subjectBytes, perSubject } = documentLimits;
    return {
      items: await documentsOf(manager, subject),
      nextCursor: null,
      limits: { fileBytes, subjectBytes, perSubject, mediaTypes: [...mediaTypes] },
    };
  }

  /** @throws DomainError not-found. */
  async one(manager: EntityManager, subject: Subject, id: string): Promise<DocumentView> {
    const document = await documentOf(manager, subject, id);
    if (!document) throw notFound('document');
    return document;
  }

  /** The content as a stream with flat memory. @throws DomainError not-found. */
  async open(manager: EntityManager, subject: Subject, id: string) {
    const document = await this.one(manager, subject, id);
    const content = Readable.from(contentOf(this.database.manager, id), { objectMode: false });
    return { document, content };
  }

  /**
   * Takes a document away, in the caller's transaction, which has checked that this may be. The row stays,
   * the content is deleted at once.
   * @throws DomainError not-found · stale.
   */
  async removeIn(
    manager: EntityManager,
    who: Principal,
    { subject, id, version }: { subject: Subject; id: string; version: number },
  ): Promise<void> {
    const document = await this.one(manager, subject, id);
    checkDocumentVersion(version);
    await manager.query(
      `UPDATE documents SET removed_at = portal_now(), removed_by = $2 WHERE id = $1`,
      [id, who.personId],
    );
    await manager.query(`DELETE FROM document_chunks WHERE document_id = $1`, [id]);
    await audit(manager, who, {
      act: `${subject.kind}.document-remove`,
      object: subject,
      before: told(document),
    });
  }

  private async receive(id: string, file: ArrivingFile): Promise<Received> {
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    let tail = Buffer.alloc(0);
    let [position, sizeBytes] = [0, 0];
    for await (const piece of piecesOf(file.bytes)) {
      hash.update(piece);
      sizeBytes += piece.length;
      if (head.length < headBytes) head = Buffer.concat([head, piece]).subarray(0, headBytes);
      tail = Buffer.concat([tail, piece]).subarray(-tailBytes);
      // What cannot be taken is refused at its first bytes, not after the last.
      if (position === 0) typeOf({ head, tail }, false);
      if (!(await addChunk(this.database.manager, id, position, piece))) throw swept();
      position += 1;
    }
    const type = typeOf({ head, tail }, true);
    return { name: cleanName(file.name, type), type, sizeBytes, sha256: hash.digest('hex') };
  }
}

/** What the audit tells of a document; never its name, which may name a person. */
const told = ({ id, kind, sha256, sizeBytes }: DocumentView) => ({
  documentId: id,
  kind,
  sha256,
  sizeBytes,
});

async function finish(
  manager: EntityManager,
  who: Principal,
  id: string,
  { expected, received }: { expected: Claim; received: Received },
): Promise<DocumentView> {
  const { subject } = await expected(manager);
  const same = await sameDocument(manager, subject, received.sha256);
  if (same) throw alreadyThere(same.name);
  checkBytes((await heldBy(manager, subject, who.personId)).bytes, received.sizeBytes);
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE documents SET state = 'stored', name = $2, media_type = $3, size_bytes = $4, sha256 = $5
      WHERE id = $1 AND state = 'receiving' RETURNING id`,
    [id, received.name, received.type, received.sizeBytes, received.sha256],
  );
  if (rows.length === 0) throw swept();
  const document = await documentOf(manager, subject, id);
  if (!document) throw swept();
  await audit(manager, who, {
    act: `${subject.kind}.document-add`,
    object: subject,
    after: told(document),
  });
  return document;
}

/** @throws DomainError rule with what is wrong with the file; its end counts only when it is there. */
function typeOf(ends: { head: Buffer; tail: Buffer }, whole: boolean): MediaType {
  const found = recognise(ends);
  if (found.type !== null) return found.type;
  const atEnd = ['DOCUMENT_BROKEN', 'DOCUMENT_TWO_TYPES'].includes(found.code);
  if (atEnd && !whole) return mediaTypes[0];
  throw new DomainError('rule', found.code, found.detail, {
    errors: [{ pointer: '/file', code: found.code, detail: found.detail }],
  });
}

/** Pieces of one size from whatever sizes the network delivers. */
async function* piecesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const part of bytes) {
    held.push(part);
    size += part.length;
    if (size < chunkBytes) continue;
    yield Buffer.concat(held);
    [held, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(held);
}

function swept(): DomainError {
  return new DomainError(
    'conflict',
    'DOCUMENT_TOO_SLOW',
    'The file arrived too slowly and was given up. Send it again.',
  );
}

function alreadyThere(name: string): DomainError {
  return new DomainError(
    'conflict',
    'DOCUMENT_SAME',
    `This file is there already as "${name}". Choose another one.`,
  );
}
