import { Module } from '@nestjs/common';
import { GrantsModule } from '../grants/grants.module.js';
import { MembershipEffectsJobs } from './membership-effects.jobs.js';
import { MembershipEffects } from './membership-effects.service.js';

@Module({
  imports: [GrantsModule],
  providers: [MembershipEffects, MembershipEffectsJobs],
})
export class MembershipEffectsModule {}
