import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import {
  accessTokenListSchema,
  accessTokenSchema,
  accessTokensQuery,
  madeAccessTokenSchema,
  makeAccessTokenSchema,
  type AccessTokensQuery,
  type MakeAccessToken,
} from './access-tokens.schemas.js';
import { AccessTokens } from './access-tokens.service.js';
import { idParam } from '../sessions/sessions.schemas.js';

@Controller('me/tokens')
export class AccessTokensController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get()
  @Allow('own-session')
  @Returns(accessTokenListSchema, 'Your live access tokens.')
  list(@Who() who: Principal, @Query({ schema: accessTokensQuery }) query: AccessTokensQuery) {
    return this.tokens.list(who, query);
  }

  @Get(':id')
  @Allow('own-session')
  @Returns(accessTokenSchema, 'One of your live access tokens.')
  read(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.tokens.read(who, id);
  }

  @Post()
  @Allow('own-session')
  @Returns(madeAccessTokenSchema, 'Makes an access token for a program; it is shown this once.', {
    status: 201,
    location: '/me/tokens/:id',
  })
  make(@Who() who: Principal, @Body({ schema: makeAccessTokenSchema }) body: MakeAccessToken) {
    return this.tokens.make(who, body);
  }

  @Delete(':id')
  @Allow('own-session')
  @Returns(null, 'Ends an access token at once.')
  revoke(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.tokens.revoke(who, id, version);
  }
}
