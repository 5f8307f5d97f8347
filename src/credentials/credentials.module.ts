import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CredentialsController } from './credentials.controller.js';
import { Passwords } from './passwords.service.js';
import { SecondFactors } from './second-factors.service.js';
import { PERSON_DATA } from '../people/person-data.rules.js';
import { credentialsData } from './credentials-data.queries.js';

/** What somebody signs in with: password, second factor, recovery codes. */
@Module({
  imports: [SessionsModule],
  controllers: [CredentialsController],
  providers: [Passwords, SecondFactors, { provide: PERSON_DATA, useValue: credentialsData }],
  exports: [Passwords, SecondFactors],
})
export class CredentialsModule {}
