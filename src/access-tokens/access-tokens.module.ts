import { Module } from '@nestjs/common';
import { AccessTokensController } from './access-tokens.controller.js';
import { AccessTokens } from './access-tokens.service.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { accessTokensData, accessTokensRetained } from './access-tokens-data.queries.js';

/** Personal access tokens: made, listed, revoked. Who shows one is found out in src/sessions. */
@Module({
  controllers: [AccessTokensController],
  providers: [
    AccessTokens,
    { provide: PERSON_DATA, useValue: accessTokensData },
    { provide: RETAINED_DATA, useValue: accessTokensRetained },
  ],
})
export class AccessTokensModule {}
