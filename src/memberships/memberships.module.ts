import { Module } from '@nestjs/common';
import { ClassificationModule } from '../classification/classification.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { LettersModule } from '../letters/letters.module.js';
import { MembershipCredentialsModule } from '../membership-credentials/membership-credentials.module.js';
import { OrganisationsModule } from '../organisations/organisations.module.js';
import { ScreeningsModule } from '../screenings/screenings.module.js';
import { ApplicationDecisionsController } from './application-decisions.controller.js';
import { ApplicationDecisions } from './application-decisions.service.js';
import { ApplicationDocumentsController } from './application-documents.controller.js';
import { ApplicationDocuments } from './application-documents.service.js';
import { ApplicationSteps } from './application-steps.service.js';
import {
  MembershipApplicationsController,
  MembershipDeclarationsController,
} from './applications.controller.js';
import { MembershipApplications } from './applications.service.js';
import { MembershipsController } from './memberships.controller.js';
import { Memberships } from './memberships.service.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { membershipsData, membershipsRetained } from './memberships-data.queries.js';

@Module({
  imports: [
    ClassificationModule,
    DocumentsModule,
    LettersModule,
    MembershipCredentialsModule,
    OrganisationsModule,
    ScreeningsModule,
  ],
  controllers: [
    ApplicationDocumentsController,
    MembershipApplicationsController,
    ApplicationDecisionsController,
    MembershipDeclarationsController,
    MembershipsController,
  ],
  providers: [
    ApplicationDocuments,
    MembershipApplications,
    ApplicationDecisions,
    ApplicationSteps,
    Memberships,
    { provide: PERSON_DATA, useValue: membershipsData },
    { provide: RETAINED_DATA, useValue: membershipsRetained },
  ],
  exports: [MembershipApplications, ApplicationDecisions, ApplicationSteps, Memberships],
})
export class MembershipsModule {}
