import { Module } from '@nestjs/common';
import { INVARIANT_CHECKS } from '../ledger/invariants.rules.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { grantChecks } from './grant-invariants.queries.js';
import { GrantMoves } from './grant-moves.service.js';
import { GrantsController } from './grants.controller.js';
import { GrantsJobs } from './grants.jobs.js';
import { Grants } from './grants.service.js';
import { Offers } from './offers.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { grantsData } from './grants-data.queries.js';

@Module({
  imports: [LedgerModule],
  controllers: [GrantsController],
  providers: [
    Grants,
    GrantMoves,
    Offers,
    GrantsJobs,
    { provide: INVARIANT_CHECKS, useValue: grantChecks },
    { provide: PERSON_DATA, useValue: grantsData },
  ],
  exports: [GrantMoves],
})
export class GrantsModule {}
