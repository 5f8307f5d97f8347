import { Module } from '@nestjs/common';
import { INVARIANT_CHECKS } from '../ledger/invariants.rules.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PoolGroupsController } from './pool-groups.controller.js';
import { PoolGroups } from './pool-groups.service.js';
import { PoolsController, PublicPoolsController } from './pools.controller.js';
import { poolChecks } from './pools.queries.js';
import { Pools } from './pools.service.js';

@Module({
  imports: [LedgerModule],
  controllers: [PoolsController, PublicPoolsController, PoolGroupsController],
  providers: [Pools, PoolGroups, { provide: INVARIANT_CHECKS, useValue: poolChecks }],
  exports: [Pools, PoolGroups],
})
export class PoolsModule {}
