import { Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import { SessionCookies } from './session-cookies.service.js';
import {
  currentSessionSchema,
  idParam,
  sessionListSchema,
  sessionsQuery,
  type SessionsQuery,
} from './sessions.schemas.js';
import { Sessions } from './sessions.service.js';

@Controller()
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
  ) {}

  @Get('auth/session')
  @Allow('session')
  @Returns(currentSessionSchema, 'The session that asks: who you are, what you may do, how long.')
  current(@Who() who: Principal) {
    return this.sessions.current(who);
  }

  @Post('auth/logout')
  @Allow('session')
  @Returns(null, 'Signs out.')
  async logout(@Who() who: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    this.cookies.forget(reply);
    await this.sessions.logout(who);
  }

  @Get('me/sessions')
  @Allow('own-session')
  @Returns(sessionListSchema, 'Your live sessions: where you are signed in.')
  list(@Who() who: Principal, @Query({ schema: sessionsQuery }) query: SessionsQuery) {
    return this.sessions.list(who, query);
  }

  @Delete('me/sessions/:id')
  @Allow('own-session')
  @Returns(null, 'Ends one of your sessions at once.')
  revoke(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.sessions.revoke(who, id, version);
  }
}
