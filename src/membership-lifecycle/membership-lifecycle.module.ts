import { Module } from '@nestjs/common';
import { ClassificationModule } from '../classification/classification.module.js';
import { LettersModule } from '../letters/letters.module.js';
import { MembershipCredentialsModule } from '../membership-credentials/membership-credentials.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { MembershipLifecycleController } from './lifecycle.controller.js';
import { MembershipLifecycleJobs } from './lifecycle.jobs.js';
import { MembershipLifecycle } from './membership-lifecycle.service.js';
import { Renewals } from './renewals.service.js';

@Module({
  imports: [ClassificationModule, LettersModule, MembershipCredentialsModule, OrganisationsModule],
  controllers: [MembershipLifecycleController],
  providers: [MembershipLifecycle, Renewals, MembershipLifecycleJobs],
  exports: [MembershipLifecycle],
})
export class MembershipLifecycleModule {}
