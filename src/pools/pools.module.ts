import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { Pools } from './pools.service.js';

@Module({ imports: [LedgerModule], providers: [Pools], exports: [Pools] })
export class PoolsModule {}
