import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { PrivacyController } from './privacy.controller.js';
import { PrivacyJobs } from './privacy.jobs.js';
import { idleAccounts, platformData } from './privacy.queries.js';
import { Privacy } from './privacy.service.js';
import { Retention } from './retention.service.js';

@Module({
  imports: [CredentialsModule, DiscoveryModule, SessionsModule],
  controllers: [PrivacyController],
  providers: [
    Privacy,
    Retention,
    PrivacyJobs,
    { provide: PERSON_DATA, useValue: platformData },
    { provide: RETAINED_DATA, useValue: [idleAccounts] },
  ],
})
export class PrivacyModule {}
