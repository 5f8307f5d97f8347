import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { notFound } from '../kernel/domain-error.js';
import { derivedId, newId } from '../kernel/random.js';
import type { AccountKind } from '../ledger/ledger.rules.js';
import { poolBalances } from '../ledger/ledger.queries.js';
import { Ledger } from '../ledger/ledger.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { partitionById, partitionUses } from '../sites/sites.queries.js';
import { refuseOvercommitment, refuseStale } from '../sites/sites.rules.js';
import { poolById, poolsPage, publicPoolsPage } from './pool-lists.queries.js';
import {
  claimDueReleases,
  lockPool,
  refuseUnknownReference,
  type LockedPool,
} from './pools.queries.js';
import {
  grossGpuSeconds,
  refuseBeyondRest,
  refusePeriod,
  refuseReleaseAfterEnd,
  refuseReleased,
  type Capacity,
} from './pools.rules.js';
import type {
  ChangePool,
  CreatePool,
  CreateRelease,
  CreateSetAside,
  PoolsQuery,
  PublicPoolsQuery,
} from './pools.schemas.js';

/** One booking inside a pool. */
interface Booking {
  id: string;
  from: AccountKind;
  to: AccountKind;
  gpuSeconds: bigint;
  code: string;
  reason?: string;
}

/** Pools of GPU-time: what they hold, what is set aside, what is released when. */
@Injectable()
export class Pools {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  async list(query: PoolsQuery) {
    return await poolsPage(this.database.manager, query);
  }

  async listPublic(query: PublicPoolsQuery) {
    return await publicPoolsPage(this.database.manager, query);
  }

  /** @throws DomainError not-found. */
  async read(id: string) {
    return await poolById(this.database.manager, id);
  }

  /**
   * Creates a pool and books its whole capacity as not yet released.
   * @throws DomainError rule POOL_REFERENCE_UNKNOWN, POOL_PERIOD, PARTITION_OVERCOMMITTED.
   */
  async create(principal: Principal, input: CreatePool) {
    return await this.database.inTransaction(principal, async (manager) => {
      const capacity = capacityOf(input);
      await refuseUnknownReference(manager, 'pool_groups', input.poolGroupId);
      await refuseUnknownReference(manager, 'partitions', input.partitionId);
      await this.refuseCapacity(manager, input.partitionId, capacity, null);
      const gross = grossGpuSeconds(capacity);
      const id = newId();
      await manager.query(
        `INSERT INTO pools (id, pool_group_id, partition_id, name, funding_source, starts_at, ends_at,
           accelerators, availability_ppm, gross_gpu_seconds) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          input.poolGroupId,
          input.partitionId,
          input.name,
          input.fundingSource,
          input.startsAt,
          input.endsAt,
          input.accelerators,
          input.availabilityPpm,
          gross.toString(),
        ],
      );
      await this.book(manager, id, {
        id: derivedId('pool-capacity', id, '1'),
        from: 'capacity',
        to: 'unreleased',
        gpuSeconds: gross,
        code: 'pool.create',
      });
      await audit(manager, principal, {
        act: 'pool.create',
        object: { kind: 'pool', id },
        after: { ...input, grossGpuSeconds: gross },
        rule: 'LED-4',
      });
      return await poolById(manager, id);
    });
  }

  /**
   * Changes a pool. Its capacity can change until something is released; the difference is booked.
   * @throws DomainError not-found, stale, conflict POOL_RELEASED, rule POOL_PERIOD,
   * PARTITION_OVERCOMMITTED, POOL_RELEASE_AFTER_END, LED_INSUFFICIENT.
   */
  async change(principal: Principal, id: string, version: number, changes: ChangePool) {
    return await this.database.inTransaction(principal, async (manager) => {
      const before = await lockPool(manager, id);
      refuseStale('pool', version, before.version);
      const after = { ...before, ...definedOf(changes) };
      if (Object.keys(changes).some((field) => field !== 'name')) {
        refuseReleased(before.released, 'change');
        await this.bookNewCapacity(manager, before, after);
      }
      await manager.query(
        `UPDATE pools SET name = $2, funding_source = $3, starts_at = $4, ends_at = $5, accelerators = $6,
           availability_ppm = $7, gross_gpu_seconds = $8, version = version + 1, updated_at = portal_now()
         WHERE id = $1`,
        [
          id,
          after.name,
          after.fundingSource,
          after.startsAt.toISOString(),
          after.endsAt.toISOString(),
          after.accelerators,
          after.availabilityPpm,
          grossGpuSeconds(after).toString(),
        ],
      );
      await audit(manager, principal, {
        act: 'pool.change',
        object: { kind: 'pool', id },
        before: { ...before },
        after: { ...changes, grossGpuSeconds: grossGpuSeconds(after) },
        rule: 'LED-4',
      });
      return await poolById(manager, id);
    });
  }

  /**
   * LED-5: withdraws a pool of which nothing was released. Its bookings stay and are turned back.
   * @throws DomainError not-found, stale, conflict POOL_RELEASED.
   */
  async remove(principal: Principal, id: string, version: number): Promise<void> {
    await this.database.inTransaction(principal, async (manager) => {
      const pool = await lockPool(manager, id);
      refuseStale('pool', version, pool.version);
      refuseReleased(pool.released, 'remove');
      const balances = (await poolBalances(manager, [id])).get(id)!;
      for (const kind of ['unreleased', 'set_aside'] as const) {
        await this.book(manager, id, {
          id: derivedId('pool-withdraw', id, kind),
          from: kind,
          to: 'capacity',
          gpuSeconds: balances[kind].postedGpuSeconds,
          code: 'pool.withdraw',
          reason: 'The pool was withdrawn before anything was released.',
        });
      }
      await manager.query(
        `UPDATE pools SET withdrawn_at = portal_now(), version = version + 1, updated_at = portal_now()
         WHERE id = $1`,
        [id],
      );
      await audit(manager, principal, {
        act: 'pool.withdraw',
        object: { kind: 'pool', id },
        before: { name: pool.name, grossGpuSeconds: pool.grossGpuSeconds },
        rule: 'LED-5',
      });
    });
  }

  /**
   * Takes time out of what will be offered.
   * @throws DomainError not-found, stale, rule POOL_CAPACITY_EXCEEDED.
   */
  async setAside(
    principal: Principal,
    poolId: string,
    version: number | undefined,
    input: CreateSetAside,
  ) {
    return await this.database.inTransaction(principal, async (manager) => {
      const pool = await lockPool(manager, poolId);
      refuseStale('pool', version, pool.version);
      const gpuSeconds = BigInt(input.gpuSeconds);
      refuseBeyondRest(pool.restGpuSeconds, gpuSeconds);
      const id = newId();
      await manager.query(
        `INSERT INTO set_asides (id, pool_id, kind, gpu_seconds, reason) VALUES ($1, $2, $3, $4, $5)`,
        [id, poolId, input.kind, input.gpuSeconds, input.reason],
      );
      await this.book(manager, poolId, {
        id: derivedId('pool-set-aside', id),
        from: 'unreleased',
        to: 'set_aside',
        gpuSeconds,
        code: `pool.set-aside.${input.kind}`,
        reason: input.reason,
      });
      return await this.changed(manager, principal, poolId, {
        act: 'pool.set-aside',
        after: { setAsideId: id, kind: input.kind, gpuSeconds: input.gpuSeconds },
        reason: input.reason,
      });
    });
  }

  /**
   * Adds a part to the release schedule.
   * @throws DomainError not-found, stale, rule POOL_CAPACITY_EXCEEDED, POOL_RELEASE_AFTER_END.
   */
  async scheduleRelease(
    principal: Principal,
    poolId: string,
    version: number | undefined,
    input: CreateRelease,
  ) {
    return await this.database.inTransaction(principal, async (manager) => {
      const pool = await lockPool(manager, poolId);
      refuseStale('pool', version, pool.version);
      refuseReleaseAfterEnd(new Date(input.dueAt), pool.endsAt);
      refuseBeyondRest(pool.restGpuSeconds, BigInt(input.gpuSeconds));
      const id = newId();
      await manager.query(
        `INSERT INTO pool_releases (id, pool_id, due_at, gpu_seconds) VALUES ($1, $2, $3, $4)`,
        [id, poolId, input.dueAt, input.gpuSeconds],
      );
      return await this.changed(manager, principal, poolId, {
        act: 'pool.schedule-release',
        after: { releaseId: id, ...input },
      });
    });
  }

  /**
   * Takes a part off the release schedule that was not released yet.
   * @throws DomainError not-found, stale, conflict POOL_RELEASED.
   */
  async removeRelease(
    principal: Principal,
    ids: { poolId: string; id: string },
    version: number,
  ): Promise<void> {
    await this.database.inTransaction(principal, async (manager) => {
      const pool = await lockPool(manager, ids.poolId);
      refuseStale('pool', version, pool.version);
      const [release] = await manager.query<{ released: boolean }[]>(
        `SELECT released_at IS NOT NULL AS released FROM pool_releases
          WHERE id = $1 AND pool_id = $2 FOR UPDATE`,
        [ids.id, ids.poolId],
      );
      if (release === undefined) throw notFound('release');
      refuseReleased(release.released, 'remove');
      await manager.query(`DELETE FROM pool_releases WHERE id = $1`, [ids.id]);
      await this.changed(manager, principal, ids.poolId, {
        act: 'pool.remove-release',
        after: { releaseId: ids.id },
      });
    });
  }

  /**
   * Makes the releases of a pool group that are due at `at` ready to be divided (unreleased →
   * unallocated), each exactly once, whoever asks and how often. Runs in the caller's transaction.
   */
  async releaseDue(
    manager: EntityManager,
    principal: Principal,
    poolGroupId: string,
    at: Date,
  ): Promise<void> {
    for (const release of await claimDueReleases(manager, poolGroupId, at)) {
      await this.book(manager, release.poolId, {
        id: derivedId('pool-release', release.id),
        from: 'unreleased',
        to: 'unallocated',
        gpuSeconds: release.gpuSeconds,
        code: 'pool.release',
      });
      await this.changed(manager, principal, release.poolId, {
        act: 'pool.release',
        after: { releaseId: release.id, gpuSeconds: release.gpuSeconds, dueAt: release.dueAt },
      });
    }
  }

  private async bookNewCapacity(
    manager: EntityManager,
    before: LockedPool,
    after: LockedPool,
  ): Promise<void> {
    await this.refuseCapacity(manager, before.partitionId, after, before.id);
    if (before.lastDueAt !== null) {
      refuseReleaseAfterEnd(before.lastDueAt, after.endsAt, '/endsAt');
    }
    const more = grossGpuSeconds(after) - before.grossGpuSeconds;
    if (more < 0n) refuseBeyondRest(before.restGpuSeconds, -more, '/accelerators');
    await this.book(manager, before.id, {
      id: derivedId('pool-capacity', before.id, String(before.version + 1)),
      from: more > 0n ? 'capacity' : 'unreleased',
      to: more > 0n ? 'unreleased' : 'capacity',
      gpuSeconds: more > 0n ? more : -more,
      code: 'pool.change',
      reason: 'The capacity of the pool was changed.',
    });
  }

  private async refuseCapacity(
    manager: EntityManager,
    partitionId: string,
    capacity: Capacity,
    ownId: string | null,
  ): Promise<void> {
    refusePeriod(capacity);
    const partition = await partitionById(manager, partitionId, { lock: true });
    const others = await partitionUses(manager, partitionId, ownId);
    refuseOvercommitment([...others, capacity], partition.accelerators);
  }

  /** Books one movement inside a pool; nothing to move is nothing to book. */
  private async book(manager: EntityManager, poolId: string, booking: Booking): Promise<void> {
    if (booking.gpuSeconds === 0n) return;
    const [from, to] = await this.ledger.accounts(manager, [
      { kind: booking.from, poolId },
      { kind: booking.to, poolId },
    ]);
    await this.ledger.record(manager, [
      {
        id: booking.id,
        kind: 'single',
        debitAccountId: from!,
        creditAccountId: to!,
        amountGpuSeconds: booking.gpuSeconds,
        code: booking.code,
        reason: booking.reason,
        subject: { kind: 'pool', id: poolId },
      },
    ]);
  }

  private async changed(
    manager: EntityManager,
    principal: Principal,
    poolId: string,
    entry: { act: string; after: Record<string, unknown>; reason?: string },
  ) {
    await manager.query(
      `UPDATE pools SET version = version + 1, updated_at = portal_now() WHERE id = $1`,
      [poolId],
    );
    await audit(manager, principal, {
      ...entry,
      object: { kind: 'pool', id: poolId },
      rule: 'LED-4',
    });
    return await poolById(manager, poolId);
  }
}

function capacityOf(input: CreatePool): Capacity {
  return {
    accelerators: input.accelerators,
    startsAt: new Date(input.startsAt),
    endsAt: new Date(input.endsAt),
    availabilityPpm: input.availabilityPpm,
  };
}

/** The changes that were sent, with times as Dates. */
function definedOf({ startsAt, endsAt, ...changes }: ChangePool): Partial<LockedPool> {
  return {
    ...(changes as Partial<LockedPool>),
    ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt) }),
    ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt) }),
  };
}
