import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { newId } from '../kernel/random.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { refuseTaken } from '../sites/sites.queries.js';
import { refuseStale } from '../sites/sites.rules.js';
import { poolGroupById, poolGroupsPage } from './pool-lists.queries.js';
import type { ChangePoolGroup, CreatePoolGroup, PoolGroupsQuery } from './pools.schemas.js';

/** Pools that are allocated together in one round. */
@Injectable()
export class PoolGroups {
  constructor(private readonly database: Database) {}

  async list(query: PoolGroupsQuery) {
    return await poolGroupsPage(this.database.manager, query);
  }

  /** @throws DomainError not-found. */
  async read(id: string) {
    return await poolGroupById(this.database.manager, id);
  }

  /** @throws DomainError rule POOL_GROUP_SLUG_TAKEN. */
  async create(principal: Principal, input: CreatePoolGroup) {
    return await this.database.inTransaction(principal, async (manager) => {
      await refuseTaken(manager, {
        sql: `SELECT 1 FROM pool_groups WHERE slug = $1`,
        parameters: [input.slug],
        pointer: '/slug',
        code: 'POOL_GROUP_SLUG_TAKEN',
      });
      const id = newId();
      await manager.query(`INSERT INTO pool_groups (id, slug, name) VALUES ($1, $2, $3)`, [
        id,
        input.slug,
        input.name,
      ]);
      await audit(manager, principal, {
        act: 'pool-group.create',
        object: { kind: 'pool-group', id },
        after: input,
      });
      return await poolGroupById(manager, id);
    });
  }

  /** @throws DomainError not-found, stale. */
  async change(principal: Principal, id: string, version: number, changes: ChangePoolGroup) {
    return await this.database.inTransaction(principal, async (manager) => {
      const before = await poolGroupById(manager, id, true);
      refuseStale('pool group', version, before.version);
      await manager.query(
        `UPDATE pool_groups SET name = $2, version = version + 1, updated_at = portal_now() WHERE id = $1`,
        [id, changes.name ?? before.name],
      );
      await audit(manager, principal, {
        act: 'pool-group.change',
        object: { kind: 'pool-group', id },
        before: { name: before.name },
        after: changes,
      });
      return await poolGroupById(manager, id);
    });
  }
}
