import { Module } from '@nestjs/common';
import { INVARIANT_CHECKS } from '../ledger/invariants.rules.js';
import { CallEnd } from './call-end.service.js';
import { requestChecks } from './request-invariants.queries.js';
import { RequestsController } from './requests.controller.js';
import { RequestsJobs } from './requests.jobs.js';
import { Requests } from './requests.service.js';
import { Submissions } from './submissions.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { requestsData } from './requests-data.queries.js';

@Module({
  controllers: [RequestsController],
  providers: [
    Requests,
    Submissions,
    CallEnd,
    RequestsJobs,
    { provide: INVARIANT_CHECKS, useValue: requestChecks },
    { provide: PERSON_DATA, useValue: requestsData },
  ],
  exports: [Requests, Submissions],
})
export class RequestsModule {}
