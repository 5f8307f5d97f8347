import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { longQuery } from '../platform/bulk.js';
import { keysetPage } from '../platform/keyset.js';
import type { ListedEntry, ListHead } from './list-xml.rules.js';
import type { ListedNames } from './name-index.rules.js';
import type {
  RestrictiveMeasureListsQuery,
  RestrictiveMeasureListView,
} from './restrictive-measures.schemas.js';

/** The id of the list in use, as SQL: the newest by its own date. */
const newest = `(SELECT id FROM restrictive_measure_lists ORDER BY generated_at DESC, created_at DESC LIMIT 1)`;

const select = `l.id, l.id = ${newest} AS current, l.generated_at AS "generatedAt", l.file_id AS "fileId",
  l.checksum, l.bytes::text AS bytes, l.entries, l.names, l.added, l.changed, l.removed,
  p.name AS "importedBy", l.version, l.created_at AS "createdAt", l.updated_at AS "updatedAt"`;
const from = `FROM restrictive_measure_lists l LEFT JOIN people p ON p.id = l.imported_by`;

/** One page of the lists that were imported. */
export async function listsPage(manager: EntityManager, query: RestrictiveMeasureListsQuery) {
  return await keysetPage<RestrictiveMeasureListView>(
    manager,
    {
      select,
      from,
      where: [],
      parameters: [],
      id: 'l.id',
      sorts: {
        generatedAt: { expression: 'l.generated_at', type: 'timestamptz' },
        createdAt: { expression: 'l.created_at', type: 'timestamptz' },
      },
      sortDefault: '-generatedAt',
    },
    query,
  );
}

/** @throws DomainError not-found. */
export async function listView(
  manager: EntityManager,
  id: string,
): Promise<RestrictiveMeasureListView> {
  const [row] = await manager.query<RestrictiveMeasureListView[]>(
    `SELECT ${select} ${from} WHERE l.id = $1`,
    [id],
  );
  if (row === undefined) throw notFound('list');
  return row;
}

/** The list with this checksum, if it was imported before. */
export async function listByChecksum(
  manager: EntityManager,
  checksum: string,
): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT id FROM restrictive_measure_lists WHERE checksum = $1`,
    [checksum],
  );
  return row?.id ?? null;
}

/** The list in use, or null before the first import. */
export async function currentList(
  manager: EntityManager,
): Promise<{ id: string; generatedAt: Date } | null> {
  const [row] = await manager.query<{ id: string; generatedAt: Date }[]>(
    `SELECT id, generated_at AS "generatedAt" FROM restrictive_measure_lists WHERE id = ${newest}`,
  );
  return row ?? null;
}

/** Opens the row of an import, which `closeList` fills once the whole file was read. */
export async function openList(
  manager: EntityManager,
  list: { id: string; checksum: string; bytes: number; personId: string | null },
): Promise<void> {
  await manager.query(
    `INSERT INTO restrictive_measure_lists (id, generated_at, file_id, checksum, bytes, entries, names,
                                            added, changed, removed, imported_by)
     VALUES ($1, '-infinity', '', $2, $3, 0, 0, 0, 0, 0, $4)`,
    [list.id, list.checksum, list.bytes, list.personId],
  );
}

/** Adds entries to a list; an entry that an earlier list had in the same words is shared. */
export async function insertEntries(
  manager: EntityManager,
  listId: string,
  entries: readonly ListedEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({ id: newId(), ...entry, kind: entry.content.kind }));
  await manager.query(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb)
         AS g(id uuid, "logicalId" text, "contentHash" text, kind text, content jsonb)
     ), made AS (
       INSERT INTO restrictive_measure_entries (id, logical_id, content_hash, kind, content)
       SELECT id, "logicalId", "contentHash", kind, content FROM given
       ON CONFLICT (logical_id, content_hash) DO NOTHING RETURNING id
     )
     INSERT INTO restrictive_measure_list_entries (list_id, entry_id)
     SELECT $1, coalesce(e.id, g.id) FROM given g
       LEFT JOIN restrictive_measure_entries e
         ON e.logical_id = g."logicalId" AND e.content_hash = g."contentHash"`,
    [listId, JSON.stringify(rows)],
  );
}

/** Writes what the list says of itself, and how it differs from the one in use before. */
export async function closeList(
  manager: EntityManager,
  listId: string,
  head: ListHead,
  beforeId: string | null,
): Promise<void> {
  await longQuery(
    manager,
    `WITH mine AS (
       SELECT e.id, e.logical_id, jsonb_array_length(e.content->'names') AS names
         FROM restrictive_measure_list_entries l JOIN restrictive_measure_entries e ON e.id = l.entry_id
        WHERE l.list_id = $1
     ), theirs AS (
       SELECT e.id, e.logical_id
         FROM restrictive_measure_list_entries l JOIN restrictive_measure_entries e ON e.id = l.entry_id
        WHERE l.list_id = $4::uuid
     )
     UPDATE restrictive_measure_lists SET generated_at = $2, file_id = $3,
       entries = (SELECT count(*) FROM mine), names = (SELECT coalesce(sum(names), 0) FROM mine),
       added = (SELECT count(*) FROM mine WHERE logical_id NOT IN (SELECT logical_id FROM theirs)),
       changed = (SELECT count(*) FROM mine JOIN theirs USING (logical_id) WHERE mine.id <> theirs.id),
       removed = (SELECT count(*) FROM theirs WHERE logical_id NOT IN (SELECT logical_id FROM mine))
     WHERE id = $1`,
    [listId, head.generatedAt, head.fileId, beforeId],
  );
}

/** Names and aliases of everybody on a list. */
export async function listedNames(manager: EntityManager, listId: string): Promise<ListedNames[]> {
  return await manager.query<ListedNames[]>(
    `SELECT e.id, e.kind, e.content->'names' AS names
       FROM restrictive_measure_list_entries l JOIN restrictive_measure_entries e ON e.id = l.entry_id
      WHERE l.list_id = $1`,
    [listId],
  );
}
