import { Module } from '@nestjs/common';
import { PRINCIPAL_SOURCE } from '../access/principal.js';
import { AccessTokensController } from './access-tokens.controller.js';
import { AccessTokens } from './access-tokens.service.js';
import { Principals } from './principals.service.js';
import { SessionCookies } from './session-cookies.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsJobs } from './sessions.jobs.js';
import { Sessions } from './sessions.service.js';

/** Sessions and access tokens; fills the token under which the guard asks who acts. */
@Module({
  controllers: [SessionsController, AccessTokensController],
  providers: [
    AccessTokens,
    Principals,
    SessionCookies,
    Sessions,
    SessionsJobs,
    { provide: PRINCIPAL_SOURCE, useExisting: Principals },
  ],
  exports: [AccessTokens, SessionCookies, Sessions, PRINCIPAL_SOURCE],
})
export class SessionsModule {}
