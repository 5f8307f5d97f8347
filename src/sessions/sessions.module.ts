import { Module } from '@nestjs/common';
import { PRINCIPAL_SOURCE } from '../access/principal.js';
import { Principals } from './principals.service.js';
import { SessionCookies } from './session-cookies.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsJobs } from './sessions.jobs.js';
import { Sessions } from './sessions.service.js';

/** Sessions; fills the token under which the guard asks who acts. */
@Module({
  controllers: [SessionsController],
  providers: [
    Principals,
    SessionCookies,
    Sessions,
    SessionsJobs,
    { provide: PRINCIPAL_SOURCE, useExisting: Principals },
  ],
  exports: [SessionCookies, PRINCIPAL_SOURCE],
})
export class SessionsModule {}
