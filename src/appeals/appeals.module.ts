import { Module } from '@nestjs/common';
import { LettersModule } from '../letters/letters.module.js';
import { MembershipLifecycleModule } from '../membership-lifecycle/membership-lifecycle.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { AppealSubjects } from './appeal-subjects.service.js';
import { AppealsController } from './appeals.controller.js';
import { Appeals } from './appeals.service.js';

@Module({
  imports: [LettersModule, MembershipLifecycleModule, MembershipsModule],
  controllers: [AppealsController],
  providers: [Appeals, AppealSubjects],
})
export class AppealsModule {}
