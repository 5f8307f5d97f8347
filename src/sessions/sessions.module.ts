import { Module } from '@nestjs/common';
import { PRINCIPAL_SOURCE } from '../access/principal.js';
import { Principals } from './principals.service.js';
import { SessionCookies } from './session-cookies.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsJobs } from './sessions.jobs.js';
import { Sessions } from './sessions.service.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { sessionsData, sessionsRetained } from './sessions-data.queries.js';

/** Sessions; fills the token under which the guard asks who acts. */
@Module({
  controllers: [SessionsController],
  providers: [
    Principals,
    SessionCookies,
    Sessions,
    SessionsJobs,
    { provide: PRINCIPAL_SOURCE, useExisting: Principals },
    { provide: PERSON_DATA, useValue: sessionsData },
    { provide: RETAINED_DATA, useValue: sessionsRetained },
  ],
  exports: [SessionCookies, PRINCIPAL_SOURCE],
})
export class SessionsModule {}
