import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { newId } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import {
  partitionById,
  partitionsPage,
  partitionUses,
  refuseTaken,
  refuseUnknownCountry,
  siteById,
  sitesPage,
} from './sites.queries.js';
import { refuseInUse, refuseOvercommitment, refuseStale } from './sites.rules.js';
import type {
  ChangePartition,
  ChangeSite,
  CreatePartition,
  CreateSite,
  PartitionsQuery,
  SitesQuery,
} from './sites.schemas.js';

/** Gigafactories and AI factories, and their partitions of one type of accelerator. */
@Injectable()
export class Sites {
  constructor(private readonly database: Database) {}

  async list(query: SitesQuery) {
    return await sitesPage(this.database.manager, query);
  }

  /** @throws DomainError not-found. */
  async read(id: string) {
    return await siteById(this.database.manager, id);
  }

  /** @throws DomainError rule SITE_SLUG_TAKEN, SITE_COUNTRY_UNKNOWN. */
  async create(principal: Principal, input: CreateSite) {
    return await this.database.inTransaction(principal, async (manager) => {
      await refuseUnknownCountry(manager, input.country);
      await refuseTaken(manager, {
        sql: `SELECT 1 FROM sites WHERE slug = $1`,
        parameters: [input.slug],
        pointer: '/slug',
        code: 'SITE_SLUG_TAKEN',
      });
      const id = newId();
      await manager.query(
        `INSERT INTO sites (id, slug, name, host, country, kind, state, source)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          input.slug,
          input.name,
          input.host,
          input.country,
          input.kind,
          input.state,
          input.source,
        ],
      );
      await audit(manager, principal, {
        act: 'site.create',
        object: { kind: 'site', id },
        after: input,
      });
      return await siteById(manager, id);
    });
  }

  /** @throws DomainError not-found, stale, rule SITE_COUNTRY_UNKNOWN. */
  async change(principal: Principal, id: string, version: number, changes: ChangeSite) {
    return await this.database.inTransaction(principal, async (manager) => {
      const before = await siteById(manager, id, true);
      refuseStale('site', version, before.version);
      if (changes.country !== undefined) await refuseUnknownCountry(manager, changes.country);
      const after = { ...before, ...changes };
      await manager.query(
        `UPDATE sites SET name = $2, host = $3, country = $4, kind = $5, state = $6, source = $7,
           version = version + 1, updated_at = portal_now() WHERE id = $1`,
        [id, after.name, after.host, after.country, after.kind, after.state, after.source],
      );
      await audit(manager, principal, {
        act: 'site.change',
        object: { kind: 'site', id },
        before: pick(before, changes),
        after: changes,
      });
      return await siteById(manager, id);
    });
  }

  /** @throws DomainError not-found, stale, conflict STILL_IN_USE while it has partitions. */
  async remove(principal: Principal, id: string, version: number): Promise<void> {
    await this.database.inTransaction(principal, async (manager) => {
      const before = await siteById(manager, id, true);
      refuseStale('site', version, before.version);
      refuseInUse('site', 'partitions', await count(manager, 'partitions', 'site_id', id));
      await manager.query(`DELETE FROM sites WHERE id = $1`, [id]);
      await audit(manager, principal, {
        act: 'site.remove',
        object: { kind: 'site', id },
        before: { slug: before.slug, name: before.name },
      });
    });
  }

  /** @throws DomainError not-found. */
  async listPartitions(siteId: string, query: PartitionsQuery) {
    await siteById(this.database.manager, siteId);
    return await partitionsPage(this.database.manager, siteId, query);
  }

  /** @throws DomainError not-found. */
  async readPartition(siteId: string, id: string) {
    return await partitionById(this.database.manager, id, { siteId });
  }

  /** @throws DomainError not-found, rule PARTITION_NAME_TAKEN. */
  async createPartition(principal: Principal, siteId: string, input: CreatePartition) {
    return await this.database.inTransaction(principal, async (manager) => {
      await siteById(manager, siteId, true);
      await refusePartitionNameTaken(manager, siteId, input.name, null);
      const id = newId();
      await manager.query(
        `INSERT INTO partitions (id, site_id, name, accelerator, accelerators, accelerators_per_node,
           kilowatts_per_accelerator, peak_tflops, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          siteId,
          input.name,
          input.accelerator,
          input.accelerators,
          input.acceleratorsPerNode,
          input.kilowattsPerAccelerator,
          input.peakTflops,
          input.source,
        ],
      );
      await audit(manager, principal, {
        act: 'partition.create',
        object: { kind: 'partition', id },
        after: { siteId, ...input },
      });
      return await partitionById(manager, id);
    });
  }

  /** @throws DomainError not-found, stale, rule PARTITION_NAME_TAKEN, PARTITION_OVERCOMMITTED. */
  async changePartition(
    principal: Principal,
    ids: { siteId: string; id: string },
    version: number,
    changes: ChangePartition,
  ) {
    const { siteId, id } = ids;
    return await this.database.inTransaction(principal, async (manager) => {
      const before = await partitionById(manager, id, { siteId, lock: true });
      refuseStale('partition', version, before.version);
      const after = { ...before, ...changes };
      await refusePartitionNameTaken(manager, siteId, after.name, id);
      refuseOvercommitment(await partitionUses(manager, id), after.accelerators);
      await manager.query(
        `UPDATE partitions SET name = $2, accelerator = $3, accelerators = $4, accelerators_per_node = $5,
           kilowatts_per_accelerator = $6, peak_tflops = $7, source = $8,
           version = version + 1, updated_at = portal_now() WHERE id = $1`,
        [
          id,
          after.name,
          after.accelerator,
          after.accelerators,
          after.acceleratorsPerNode,
          after.kilowattsPerAccelerator,
          after.peakTflops,
          after.source,
        ],
      );
      await audit(manager, principal, {
        act: 'partition.change',
        object: { kind: 'partition', id },
        before: pick(before, changes),
        after: changes,
      });
      return await partitionById(manager, id);
    });
  }

  /** @throws DomainError not-found, stale, conflict STILL_IN_USE while pools are made from it. */
  async removePartition(
    principal: Principal,
    ids: { siteId: string; id: string },
    version: number,
  ): Promise<void> {
    await this.database.inTransaction(principal, async (manager) => {
      const before = await partitionById(manager, ids.id, { siteId: ids.siteId, lock: true });
      refuseStale('partition', version, before.version);
      refuseInUse('partition', 'pools', await count(manager, 'pools', 'partition_id', ids.id));
      await manager.query(`DELETE FROM partitions WHERE id = $1`, [ids.id]);
      await audit(manager, principal, {
        act: 'partition.remove',
        object: { kind: 'partition', id: ids.id },
        before: { siteId: ids.siteId, name: before.name },
      });
    });
  }
}

/** The old values of what is changed, for the audit row. */
function pick(before: object, changes: object): Record<string, unknown> {
  const old = before as Record<string, unknown>;
  return Object.fromEntries(Object.keys(changes).map((field) => [field, old[field]]));
}

async function count(
  manager: EntityManager,
  table: 'partitions' | 'pools',
  column: 'site_id' | 'partition_id',
  id: string,
): Promise<number> {
  const [row] = await manager.query<[{ count: number }]>(
    `SELECT count(*)::integer AS count FROM ${table} WHERE ${column} = $1`,
    [id],
  );
  return row.count;
}

async function refusePartitionNameTaken(
  manager: EntityManager,
  siteId: string,
  name: string,
  ownId: string | null,
): Promise<void> {
  await refuseTaken(manager, {
    sql: `SELECT 1 FROM partitions WHERE site_id = $1 AND name = $2 AND ($3::uuid IS NULL OR id <> $3)`,
    parameters: [siteId, name, ownId],
    pointer: '/name',
    code: 'PARTITION_NAME_TAKEN',
  });
}
