import { Module } from '@nestjs/common';
import { LettersModule } from '../letters/letters.module.js';
import { MembershipLifecycleModule } from '../membership-lifecycle/membership-lifecycle.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { AppealSubjects } from './appeal-subjects.service.js';
import { AppealsController } from './appeals.controller.js';
import { Appeals } from './appeals.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { appealsData } from './appeals-data.queries.js';

@Module({
  imports: [LettersModule, MembershipLifecycleModule, MembershipsModule],
  controllers: [AppealsController],
  providers: [Appeals, AppealSubjects, { provide: PERSON_DATA, useValue: appealsData }],
})
export class AppealsModule {}
