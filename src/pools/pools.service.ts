import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { derivedId } from '../kernel/random.js';
import { Ledger } from '../ledger/ledger.service.js';
import { audit } from '../platform/audit.service.js';
import { claimDueReleases } from './pools.queries.js';

/** Pools of GPU-time: what they hold, what is set aside, what is released when. */
@Injectable()
export class Pools {
  constructor(private readonly ledger: Ledger) {}

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
      const [unreleased, unallocated] = await this.ledger.accounts(manager, [
        { kind: 'unreleased', poolId: release.poolId },
        { kind: 'unallocated', poolId: release.poolId },
      ]);
      await this.ledger.record(manager, [
        {
          id: derivedId('pool-release', release.id),
          kind: 'single',
          debitAccountId: unreleased!,
          creditAccountId: unallocated!,
          amountGpuSeconds: release.gpuSeconds,
          code: 'pool.release',
          subject: { kind: 'pool', id: release.poolId },
        },
      ]);
      await audit(manager, principal, {
        act: 'pool.release',
        object: { kind: 'pool', id: release.poolId },
        after: { releaseId: release.id, gpuSeconds: release.gpuSeconds, dueAt: release.dueAt },
        rule: 'LED-4',
      });
    }
  }
}
