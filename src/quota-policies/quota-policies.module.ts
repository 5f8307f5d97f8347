import { Module } from '@nestjs/common';
import { INVARIANT_CHECKS } from '../ledger/invariants.rules.js';
import { QuotaPoliciesController } from './quota-policies.controller.js';
import { QuotaPolicyJobs } from './quota-policies.jobs.js';
import { quotaPolicyChecks } from './quota-policies.queries.js';
import { QuotaPolicies } from './quota-policies.service.js';

@Module({
  controllers: [QuotaPoliciesController],
  providers: [
    QuotaPolicies,
    QuotaPolicyJobs,
    { provide: INVARIANT_CHECKS, useValue: quotaPolicyChecks },
  ],
  exports: [QuotaPolicies],
})
export class QuotaPoliciesModule {}
