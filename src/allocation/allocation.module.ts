import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PoolsModule } from '../pools/pools.module.js';
import { EngineRunner } from './engine-runner.service.js';
import { RoundSources } from './round-sources.service.js';
import { RoundComputation } from './round-computation.service.js';

@Module({
  imports: [LedgerModule, PoolsModule],
  providers: [EngineRunner, RoundComputation, RoundSources],
  exports: [EngineRunner, RoundComputation, RoundSources],
})
export class AllocationModule {}
