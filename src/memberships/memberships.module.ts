import { Module } from '@nestjs/common';
import { ClassificationModule } from '../classification/classification.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { MembershipApplicationsController } from './applications.controller.js';
import { MembershipApplications } from './applications.service.js';
import { MembershipsController } from './memberships.controller.js';
import { Memberships } from './memberships.service.js';

@Module({
  imports: [ClassificationModule, OrganisationsModule],
  controllers: [MembershipApplicationsController, MembershipsController],
  providers: [MembershipApplications, Memberships],
  exports: [MembershipApplications, Memberships],
})
export class MembershipsModule {}
