import { Module } from '@nestjs/common';
import { AccessTokensController } from './access-tokens.controller.js';
import { AccessTokens } from './access-tokens.service.js';

/** Personal access tokens: made, listed, revoked. Who shows one is found out in src/sessions. */
@Module({ controllers: [AccessTokensController], providers: [AccessTokens] })
export class AccessTokensModule {}
