import type { EntityManager } from 'typeorm';
import { newId } from '../kernel/random.js';
import type { OwnershipClass } from './classify.rules.js';
import type { ClassificationView, OwnershipVersion } from './classifications.schemas.js';
import type { Ownership } from './ownership.schemas.js';

export interface StoredOwnership {
  version: number;
  graph: Ownership;
  createdAt: Date;
}

/** The newest ownership graph of an organisation, or null. */
export async function newestOwnership(
  manager: EntityManager,
  organisationId: string,
): Promise<StoredOwnership | null> {
  const [row] = await manager.query<StoredOwnership[]>(
    `SELECT version, graph, created_at AS "createdAt" FROM ownerships
      WHERE organisation_id = $1 ORDER BY version DESC LIMIT 1`,
    [organisationId],
  );
  return row ?? null;
}

export async function insertOwnership(
  manager: EntityManager,
  organisationId: string,
  version: number,
  graph: Ownership,
  personId: string | null,
): Promise<void> {
  await manager.query(
    `INSERT INTO ownerships (organisation_id, version, graph, created_by) VALUES ($1, $2, $3, $4)`,
    [organisationId, version, JSON.stringify(graph), personId],
  );
}

/** The versions of an organisation's graph, the newest first. */
export async function ownershipVersions(
  manager: EntityManager,
  organisationId: string,
): Promise<OwnershipVersion[]> {
  return await manager.query<OwnershipVersion[]>(
    `SELECT o.version, jsonb_array_length(o.graph->'enterprises') AS enterprises,
            jsonb_array_length(o.graph->'persons') AS persons,
            jsonb_array_length(o.graph->'links') AS links, p.name AS by, o.created_at AS "createdAt"
       FROM ownerships o LEFT JOIN people p ON p.id = o.created_by
      WHERE o.organisation_id = $1 ORDER BY o.version DESC LIMIT 100`,
    [organisationId],
  );
}

export interface NewClassification {
  organisationId: string;
  ownershipVersion: number | null;
  found: OwnershipClass;
  ceilingsOf: string;
  applied: boolean;
  personId: string | null;
}

/** Keeps a computation with all its steps; answers its id. */
export async function insertClassification(
  manager: EntityManager,
  { organisationId, ownershipVersion, found, ceilingsOf, applied, personId }: NewClassification,
): Promise<string> {
  const id = newId();
  const { class: of, ...result } = found;
  await manager.query(
    `INSERT INTO classifications (id, organisation_id, ownership_version, class, ceilings_of, result,
                                  applied, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      organisationId,
      ownershipVersion,
      of,
      ceilingsOf,
      JSON.stringify(result),
      applied,
      personId,
    ],
  );
  return id;
}

/** The newest classification of an organisation, or null. */
export async function newestClassification(
  manager: EntityManager,
  organisationId: string,
): Promise<ClassificationView | null> {
  const [row] = await manager.query<
    (Omit<ClassificationView, 'version' | 'updatedAt'> & { result: object })[]
  >(
    `SELECT c.id, c.organisation_id AS "organisationId", c.ownership_version AS "ownershipVersion",
            c.ownership_version IS NOT DISTINCT FROM
              (SELECT max(o.version) FROM ownerships o WHERE o.organisation_id = $1) AS current,
            c.applied, c.class, to_char(c.ceilings_of, 'YYYY-MM-DD') AS "ceilingsOf", c.result,
            c.created_at AS "createdAt"
       FROM classifications c WHERE c.organisation_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT 1`,
    [organisationId],
  );
  if (row === undefined) return null;
  const { result, ...fields } = row;
  return { ...fields, ...result, version: 1, updatedAt: fields.createdAt };
}
