import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.service.js';
import {
  dataExportSchema,
  eraseSchema,
  erasureSchema,
  nothingSchema,
  type Erase,
} from './privacy.schemas.js';
import { Privacy } from './privacy.service.js';

@Controller('me')
export class PrivacyController {
  constructor(
    private readonly privacy: Privacy,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('data-export')
  @Allow('own-session')
  @Returns(dataExportSchema, 'Everything that the portal knows about you.', {
    headers: { 'Content-Disposition': 'attachment; filename="my-data.json"' },
  })
  export(@Who() who: Principal, @Body({ schema: nothingSchema }) _body: undefined) {
    return this.privacy.export(who);
  }

  @Get('erasure')
  @Allow('own-session')
  @Returns(erasureSchema, 'What you have to do before you can erase your account, and what stays.')
  erasure(@Who() who: Principal) {
    return this.privacy.erasure(who);
  }

  @Post('erasure')
  @Allow('own-session')
  @Returns(null, 'Erases your account for good.')
  async erase(
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: eraseSchema }) body: Erase,
  ) {
    await this.privacy.erase(who, body);
    this.cookies.forget(reply);
  }
}
