import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ledgerChecks } from './invariants.queries.js';
import { INVARIANT_CHECKS } from './invariants.rules.js';
import { Invariants } from './invariants.service.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerJobs } from './ledger.jobs.js';
import { Ledger } from './ledger.service.js';

@Module({
  imports: [DiscoveryModule],
  controllers: [LedgerController],
  providers: [
    Ledger,
    LedgerJobs,
    Invariants,
    { provide: INVARIANT_CHECKS, useValue: ledgerChecks },
  ],
  exports: [Ledger, Invariants],
})
export class LedgerModule {}
