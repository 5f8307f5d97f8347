import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { keysetPage } from '../platform/keyset.js';
import type {
  Pool,
  PoolGroup,
  PoolGroupsQuery,
  PoolItem,
  PoolsQuery,
  PublicPool,
  PublicPoolsQuery,
} from './pools.schemas.js';

interface PoolRow {
  id: string;
  name: string;
  poolGroup: { id: string; name: string };
  site: PublicPool['site'];
  partition: PoolItem['partition'];
  fundingSource: PoolItem['fundingSource'];
  startsAt: Date;
  endsAt: Date;
  accelerators: number;
  availabilityPpm: number;
  gross: string;
  setAside: string;
  unreleased: string;
  unallocated: string;
  reserved: string;
  granted: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const poolColumns = `p.id, p.name, jsonb_build_object('id', g.id, 'name', g.name) AS "poolGroup",
  jsonb_build_object('id', s.id, 'slug', s.slug, 'name', s.name, 'country', s.country,
    'kind', s.kind, 'state', s.state) AS site,
  jsonb_build_object('id', t.id, 'name', t.name, 'accelerator', t.accelerator) AS partition,
  p.funding_source AS "fundingSource", p.starts_at AS "startsAt", p.ends_at AS "endsAt",
  p.accelerators, p.availability_ppm AS "availabilityPpm", p.gross_gpu_seconds::text AS gross,
  b.set_aside::text AS "setAside", b.unreleased::text AS unreleased, b.unallocated::text AS unallocated,
  b.reserved::text AS reserved, b.granted::text AS granted,
  p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;

/** Balances by what they mean for a pool (LED-4): gross = set aside + unreleased + unallocated + reserved + granted. */
const poolTables = `FROM pools p
  JOIN pool_groups g ON g.id = p.pool_group_id
  JOIN partitions t ON t.id = p.partition_id
  JOIN sites s ON s.id = t.site_id
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.credits_posted - a.debits_posted) FILTER (WHERE a.kind = 'set_aside'), 0) AS set_aside,
           coalesce(sum(a.credits_posted - a.debits_posted) FILTER (WHERE a.kind = 'unreleased'), 0) AS unreleased,
           coalesce(sum(a.credits_posted - a.debits_posted - a.debits_pending) FILTER (WHERE a.kind = 'unallocated'), 0) AS unallocated,
           coalesce(sum(a.debits_pending) FILTER (WHERE a.kind = 'unallocated'), 0) AS reserved,
           coalesce(sum(a.credits_posted - a.debits_posted) FILTER (WHERE a.kind = 'awarded' OR a.grant_id IS NOT NULL), 0) AS granted
      FROM ledger_accounts a WHERE a.pool_id = p.id) b`;

const poolSorts = {
  name: { expression: 'p.name', type: 'text' },
  site: { expression: 's.name', type: 'text' },
  startsAt: { expression: 'p.starts_at', type: 'timestamptz' },
  createdAt: { expression: 'p.created_at', type: 'timestamptz' },
} as const;

/** One page of the pools with what is left in them. */
export async function poolsPage(manager: EntityManager, query: PoolsQuery) {
  const page = await keysetPage<PoolRow>(
    manager,
    {
      select: poolColumns,
      from: poolTables,
      where: [
        'p.withdrawn_at IS NULL',
        '($1::uuid IS NULL OR p.pool_group_id = $1)',
        '($2::uuid IS NULL OR s.id = $2)',
        '($3::text IS NULL OR p.funding_source = $3)',
      ],
      parameters: [query.poolGroupId ?? null, query.siteId ?? null, query.fundingSource ?? null],
      id: 'p.id',
      sorts: poolSorts,
      sortDefault: 'name',
    },
    query,
  );
  return { ...page, items: page.items.map(itemOf) };
}

function itemOf(row: PoolRow) {
  return {
    ...basicsOf(row),
    site: row.site,
    partition: row.partition,
    availabilityPpm: row.availabilityPpm,
    ...gpuTimeFields('Gross', BigInt(row.gross)),
    ...gpuTimeFields('SetAside', BigInt(row.setAside)),
    ...gpuTimeFields('Unreleased', BigInt(row.unreleased)),
    ...gpuTimeFields('Unallocated', BigInt(row.unallocated)),
    ...gpuTimeFields('Reserved', BigInt(row.reserved)),
    ...gpuTimeFields('Granted', BigInt(row.granted)),
  } satisfies Record<keyof PoolItem, unknown>;
}

function basicsOf(row: PoolRow) {
  return {
    id: row.id,
    name: row.name,
    poolGroup: row.poolGroup,
    fundingSource: row.fundingSource,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    accelerators: row.accelerators,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/**
 * One pool with what is set aside and its release schedule.
 * @throws DomainError not-found.
 */
export async function poolById(manager: EntityManager, id: string) {
  const [row] = await manager.query<PoolRow[]>(
    `SELECT ${poolColumns} ${poolTables} WHERE p.id = $1 AND p.withdrawn_at IS NULL`,
    [id],
  );
  if (row === undefined) throw notFound('pool');
  return {
    ...itemOf(row),
    setAsides: await setAsidesOf(manager, id),
    releases: await releasesOf(manager, id),
  } satisfies Record<keyof Pool, unknown>;
}

async function setAsidesOf(manager: EntityManager, poolId: string) {
  const rows = await manager.query<
    {
      id: string;
      kind: Pool['setAsides'][number]['kind'];
      gpuSeconds: string;
      reason: string;
      createdAt: Date;
    }[]
  >(
    `SELECT id, kind, gpu_seconds::text AS "gpuSeconds", reason, created_at AS "createdAt"
       FROM set_asides WHERE pool_id = $1 ORDER BY created_at, id`,
    [poolId],
  );
  return rows.map((row) => ({ ...row, ...gpuTimeFields('', BigInt(row.gpuSeconds)) }));
}

async function releasesOf(manager: EntityManager, poolId: string) {
  const rows = await manager.query<
    { id: string; dueAt: Date; gpuSeconds: string; releasedAt: Date | null }[]
  >(
    `SELECT id, due_at AS "dueAt", gpu_seconds::text AS "gpuSeconds", released_at AS "releasedAt"
       FROM pool_releases WHERE pool_id = $1 ORDER BY due_at, id`,
    [poolId],
  );
  return rows.map((row) => ({ ...row, ...gpuTimeFields('', BigInt(row.gpuSeconds)) }));
}

/**
 * One page of the pools for everybody: capacity, what was released and what was granted. What a round
 * holds before its publication is told as not granted, because it may still change.
 */
export async function publicPoolsPage(manager: EntityManager, query: PublicPoolsQuery) {
  const page = await keysetPage<PoolRow>(
    manager,
    {
      select: poolColumns,
      from: poolTables,
      where: ['p.withdrawn_at IS NULL', '($1::text IS NULL OR s.slug = $1)'],
      parameters: [query.site ?? null],
      id: 'p.id',
      sorts: poolSorts,
      sortDefault: 'site',
    },
    query,
  );
  return { ...page, items: page.items.map(publicOf) };
}

function publicOf(row: PoolRow) {
  const [gross, setAside] = [BigInt(row.gross), BigInt(row.setAside)];
  return {
    ...basicsOf(row),
    site: row.site,
    accelerator: row.partition.accelerator,
    ...gpuTimeFields('Gross', gross),
    ...gpuTimeFields('SetAside', setAside),
    ...gpuTimeFields('Released', gross - setAside - BigInt(row.unreleased)),
    ...gpuTimeFields('Granted', BigInt(row.granted)),
  } satisfies Record<keyof PublicPool, unknown>;
}

type PoolGroupRow = Omit<PoolGroup, 'createdAt' | 'updatedAt'> & {
  createdAt: Date;
  updatedAt: Date;
};

const groupColumns = `g.id, g.slug, g.name, g.version, g.created_at AS "createdAt", g.updated_at AS "updatedAt",
  (SELECT count(*)::integer FROM pools p WHERE p.pool_group_id = g.id AND p.withdrawn_at IS NULL) AS pools`;

/** One page of the pool groups, by name unless told. */
export async function poolGroupsPage(manager: EntityManager, query: PoolGroupsQuery) {
  return await keysetPage<PoolGroupRow>(
    manager,
    {
      select: groupColumns,
      from: 'FROM pool_groups g',
      where: [],
      parameters: [],
      id: 'g.id',
      sorts: {
        name: { expression: 'g.name', type: 'text' },
        createdAt: { expression: 'g.created_at', type: 'timestamptz' },
      },
      sortDefault: 'name',
    },
    query,
  );
}

/**
 * One pool group; `lock` keeps its policies and itself from being changed by others.
 * @throws DomainError not-found.
 */
export async function poolGroupById(
  manager: EntityManager,
  id: string,
  lock = false,
): Promise<PoolGroupRow> {
  const [group] = await manager.query<PoolGroupRow[]>(
    `SELECT ${groupColumns} FROM pool_groups g WHERE g.id = $1 ${lock ? 'FOR NO KEY UPDATE OF g' : ''}`,
    [id],
  );
  if (group === undefined) throw notFound('pool group');
  return group;
}
