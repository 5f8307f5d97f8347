import type { EntityManager } from 'typeorm';
import { fieldError, notFound } from '../kernel/domain-error.js';
import { keysetPage } from '../platform/keyset.js';
import type { PartitionUse } from './sites.rules.js';
import type { Partition, PartitionsQuery, Site, SitesQuery } from './sites.schemas.js';

/** Rows as the database gives them: times are Dates until the answer's schema writes them. */
type Row<Resource> = Omit<Resource, 'createdAt' | 'updatedAt'> & {
  createdAt: Date;
  updatedAt: Date;
};
export type SiteRow = Row<Site>;
export type PartitionRow = Row<Partition>;

const siteColumns = `s.id, s.slug, s.name, s.host, s.country, s.kind, s.state, s.source, s.version,
  (SELECT coalesce(sum(t.accelerators), 0)::integer FROM partitions t WHERE t.site_id = s.id) AS accelerators,
  s.created_at AS "createdAt", s.updated_at AS "updatedAt"`;
const partitionColumns = `t.id, t.site_id AS "siteId", t.name, t.accelerator, t.accelerators,
  t.accelerators_per_node AS "acceleratorsPerNode",
  t.kilowatts_per_accelerator::float8 AS "kilowattsPerAccelerator", t.peak_tflops::float8 AS "peakTflops",
  t.source, t.version, t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

/** One page of the sites, by name unless told. */
export async function sitesPage(manager: EntityManager, query: SitesQuery) {
  return await keysetPage<SiteRow>(
    manager,
    {
      select: siteColumns,
      from: 'FROM sites s',
      where: [
        '($1::text IS NULL OR s.kind = $1)',
        '($2::text IS NULL OR s.state = $2)',
        '($3::text IS NULL OR s.country = $3)',
      ],
      parameters: [query.kind ?? null, query.state ?? null, query.country ?? null],
      id: 's.id',
      sorts: {
        name: { expression: 's.name', type: 'text' },
        createdAt: { expression: 's.created_at', type: 'timestamptz' },
      },
      sortDefault: 'name',
    },
    query,
  );
}

/**
 * One site; `lock` keeps others from changing it until the transaction ends.
 * @throws DomainError not-found.
 */
export async function siteById(manager: EntityManager, id: string, lock = false): Promise<SiteRow> {
  const [site] = await manager.query<SiteRow[]>(
    `SELECT ${siteColumns} FROM sites s WHERE s.id = $1 ${lock ? 'FOR UPDATE OF s' : ''}`,
    [id],
  );
  if (site === undefined) throw notFound('site');
  return site;
}

/** One page of the partitions of a site, by name. */
export async function partitionsPage(
  manager: EntityManager,
  siteId: string,
  query: PartitionsQuery,
) {
  return await keysetPage<PartitionRow>(
    manager,
    {
      select: partitionColumns,
      from: 'FROM partitions t',
      where: ['t.site_id = $1'],
      parameters: [siteId],
      id: 't.id',
      sorts: { name: { expression: 't.name', type: 'text' } },
      sortDefault: 'name',
    },
    query,
  );
}

/**
 * One partition, of a site if told; `lock` keeps others from changing it or lending from it.
 * @throws DomainError not-found.
 */
export async function partitionById(
  manager: EntityManager,
  id: string,
  options: { siteId?: string; lock?: boolean } = {},
): Promise<PartitionRow> {
  const [partition] = await manager.query<PartitionRow[]>(
    `SELECT ${partitionColumns} FROM partitions t
      WHERE t.id = $1 AND ($2::uuid IS NULL OR t.site_id = $2) ${options.lock ? 'FOR UPDATE OF t' : ''}`,
    [id, options.siteId ?? null],
  );
  if (partition === undefined) throw notFound('partition');
  return partition;
}

/** What the pools take from a partition; `exceptPoolId` leaves one out. */
export async function partitionUses(
  manager: EntityManager,
  partitionId: string,
  exceptPoolId: string | null = null,
): Promise<PartitionUse[]> {
  return await manager.query<PartitionUse[]>(
    `SELECT accelerators, starts_at AS "startsAt", ends_at AS "endsAt" FROM pools
      WHERE partition_id = $1 AND withdrawn_at IS NULL AND ($2::uuid IS NULL OR id <> $2)`,
    [partitionId, exceptPoolId],
  );
}

/** @throws DomainError rule SITE_COUNTRY_UNKNOWN at /country. */
export async function refuseUnknownCountry(manager: EntityManager, code: string): Promise<void> {
  const found = await manager.query<unknown[]>(`SELECT 1 FROM countries WHERE code = $1`, [code]);
  if (found.length > 0) return;
  throw fieldError(
    '/country',
    'SITE_COUNTRY_UNKNOWN',
    `"${code}" is not a country of the portal. Use its two-letter code, for example FI.`,
  );
}

/** @throws DomainError rule with `code` when the name is taken by another row. */
export async function refuseTaken(
  manager: EntityManager,
  what: { sql: string; parameters: readonly unknown[]; pointer: string; code: string },
): Promise<void> {
  const found = await manager.query<unknown[]>(what.sql, [...what.parameters]);
  if (found.length === 0) return;
  throw fieldError(what.pointer, what.code, 'This name is taken already. Choose another one.');
}
