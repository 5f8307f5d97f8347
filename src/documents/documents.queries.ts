import type { EntityManager } from 'typeorm';
import type { DocumentKind, Held } from './documents.rules.js';
import type { DocumentView } from './documents.schemas.js';

/** What a document was handed in for. */
export interface Subject {
  kind: string;
  id: string;
}

/** A document that is about to arrive. */
export interface ExpectedDocument {
  organisationId: string;
  subject: Subject;
  kind: DocumentKind;
}

const select = `d.id, d.subject_kind AS "subjectKind", d.subject_id AS "subjectId", d.kind, d.name,
  d.media_type AS "mediaType", d.size_bytes AS "sizeBytes", d.sha256,
  CASE WHEN p.id IS NULL THEN NULL ELSE jsonb_build_object('id', p.id, 'name', p.name) END AS "uploadedBy",
  d.version, d.created_at AS "createdAt", d.updated_at AS "updatedAt"`;
const from = `FROM documents d LEFT JOIN people p ON p.id = d.uploaded_by`;
const present = `d.state = 'stored' AND d.removed_at IS NULL`;

/** The documents of a subject in the order in which they came; there are few. */
export async function documentsOf(
  manager: EntityManager,
  { kind, id }: Subject,
): Promise<DocumentView[]> {
  return await manager.query<DocumentView[]>(
    `SELECT ${select} ${from} WHERE d.subject_kind = $1 AND d.subject_id = $2 AND ${present}
      ORDER BY d.created_at, d.id`,
    [kind, id],
  );
}

/** One document of a subject, or null: its id alone opens nothing. */
export async function documentOf(
  manager: EntityManager,
  subject: Subject,
  id: string,
): Promise<DocumentView | null> {
  const [row] = await manager.query<DocumentView[]>(
    `SELECT ${select} ${from}
      WHERE d.id = $1 AND d.subject_kind = $2 AND d.subject_id = $3 AND ${present}`,
    [id, subject.kind, subject.id],
  );
  return row ?? null;
}

/** What a subject holds, and what is arriving from a person; ask under a lock of the subject. */
export async function heldBy(
  manager: EntityManager,
  { kind, id }: Subject,
  personId: string | null,
): Promise<Held> {
  const [row] = await manager.query<[Held]>(
    `SELECT count(*) FILTER (WHERE ${present} OR d.state = 'receiving')::int AS count,
            coalesce(sum(d.size_bytes) FILTER (WHERE ${present}), 0)::int AS bytes,
            (SELECT count(*)::int FROM documents r WHERE r.state = 'receiving' AND r.uploaded_by = $3
               AND r.received_at > now() - interval '1 minute') AS "receivingOfSender"
       FROM documents d
      WHERE d.subject_kind = $1 AND d.subject_id = $2
        AND (d.state = 'stored' OR d.received_at > now() - interval '1 minute')`,
    [kind, id, personId],
  );
  return row;
}

/** The one with the same content that the subject holds already, or null. */
export async function sameDocument(
  manager: EntityManager,
  { kind, id }: Subject,
  sha256: string,
): Promise<{ name: string } | null> {
  const [row] = await manager.query<{ name: string }[]>(
    `SELECT d.name FROM documents d
      WHERE d.subject_kind = $1 AND d.subject_id = $2 AND d.sha256 = $3 AND ${present}`,
    [kind, id, sha256],
  );
  return row ?? null;
}

export async function expectDocument(
  manager: EntityManager,
  id: string,
  { organisationId, subject, kind }: ExpectedDocument,
  uploadedBy: string | null,
): Promise<void> {
  await manager.query(
    `INSERT INTO documents (id, organisation_id, subject_kind, subject_id, kind, uploaded_by)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, organisationId, subject.kind, subject.id, kind, uploadedBy],
  );
}

/** Writes the next piece of a document that is arriving; false when it was swept meanwhile. */
export async function addChunk(
  manager: EntityManager,
  id: string,
  position: number,
  bytes: Buffer,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `WITH arriving AS (
       UPDATE documents SET received_at = now() WHERE id = $1 AND state = 'receiving' RETURNING id)
     INSERT INTO document_chunks (document_id, position, bytes)
     SELECT id, $2, $3 FROM arriving RETURNING position`,
    [id, position, bytes],
  );
  return rows.length > 0;
}

/** Takes away what arrived of a document that will not be. */
export async function dropArriving(manager: EntityManager, id: string): Promise<void> {
  await manager.query(`DELETE FROM documents WHERE id = $1 AND state = 'receiving'`, [id]);
}

/** The content piece by piece: one is in memory at a time, and no connection is held between two. */
export async function* contentOf(manager: EntityManager, id: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const [row] = await manager.query<{ bytes: Buffer }[]>(
      `SELECT bytes FROM document_chunks WHERE document_id = $1 AND position = $2`,
      [id, position],
    );
    if (!row) return;
    yield row.bytes;
  }
}
