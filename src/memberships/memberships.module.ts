import { Module } from '@nestjs/common';
import { ClassificationModule } from '../classification/classification.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { ApplicationDocumentsController } from './application-documents.controller.js';
import { ApplicationDocuments } from './application-documents.service.js';
import { MembershipApplicationsController } from './applications.controller.js';
import { MembershipApplications } from './applications.service.js';
import { MembershipsController } from './memberships.controller.js';
import { Memberships } from './memberships.service.js';

@Module({
  imports: [ClassificationModule, DocumentsModule, OrganisationsModule],
  controllers: [
    ApplicationDocumentsController,
    MembershipApplicationsController,
    MembershipsController,
  ],
  providers: [ApplicationDocuments, MembershipApplications, Memberships],
  exports: [MembershipApplications, Memberships],
})
export class MembershipsModule {}
