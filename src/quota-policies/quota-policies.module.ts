import { Module } from '@nestjs/common';
import { INVARIANT_CHECKS } from '../ledger/invariants.rules.js';
import { QuotaPoliciesController } from './quota-policies.controller.js';
import { QuotaPolicyJobs } from './quota-policies.jobs.js';
import { quotaPolicyChecks } from './quota-policies.queries.js';
import { QuotaPolicies } from './quota-policies.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { quotaPoliciesData } from './quota-policies-data.queries.js';

@Module({
  controllers: [QuotaPoliciesController],
  providers: [
    QuotaPolicies,
    QuotaPolicyJobs,
    { provide: INVARIANT_CHECKS, useValue: quotaPolicyChecks },
    { provide: PERSON_DATA, useValue: quotaPoliciesData },
  ],
  exports: [QuotaPolicies],
})
export class QuotaPoliciesModule {}
