import { Module } from '@nestjs/common';
import { AllocationModule } from '../allocation/allocation.module.js';
import { CallsModule } from '../calls/calls.module.js';
import { INVARIANT_CHECKS } from '../ledger/invariants.rules.js';
import { RequestsModule } from '../requests/requests.module.js';
import { RoundDecisions } from './round-decisions.service.js';
import { roundChecks } from './round-invariants.queries.js';
import { RoundPublication } from './round-publication.service.js';
import { RoundSchedule } from './round-schedule.service.js';
import { RoundsController } from './rounds.controller.js';
import { RoundsJobs } from './rounds.jobs.js';
import { Rounds } from './rounds.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { roundsData } from './rounds-data.queries.js';

@Module({
  imports: [AllocationModule, CallsModule, RequestsModule],
  controllers: [RoundsController],
  providers: [
    Rounds,
    RoundSchedule,
    RoundDecisions,
    RoundPublication,
    RoundsJobs,
    { provide: INVARIANT_CHECKS, useValue: roundChecks },
    { provide: PERSON_DATA, useValue: roundsData },
  ],
  exports: [Rounds],
})
export class RoundsModule {}
