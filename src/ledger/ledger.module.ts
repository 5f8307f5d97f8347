import { Module } from '@nestjs/common';
import { LedgerJobs } from './ledger.jobs.js';
import { Ledger } from './ledger.service.js';

@Module({ providers: [Ledger, LedgerJobs], exports: [Ledger] })
export class LedgerModule {}
