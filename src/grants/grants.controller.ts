import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  declineGrantSchema,
  grantListSchema,
  grantParam,
  grantSchema,
  grantsQuery,
  nothingSchema,
  type GrantsQuery,
} from './grants.schemas.js';
import { Grants } from './grants.service.js';

@Controller('grants')
export class GrantsController {
  constructor(private readonly grants: Grants) {}

  @Get()
  @Allow('grant.read')
  @Returns(grantListSchema, 'Grants; organisations see their own.')
  list(@Who() who: Principal, @Query({ schema: grantsQuery }) query: GrantsQuery) {
    return this.grants.list(who, query);
  }

  @Get(':id')
  @Allow('grant.read')
  @Returns(grantSchema, 'One grant, and where its time is, pool by pool.')
  read(@Who() who: Principal, @Param('id', { schema: grantParam }) id: string) {
    return this.grants.read(who, id);
  }

  @Post(':id/accept')
  @Allow('grant.accept')
  @Returns(grantSchema, 'Accepts an offer; the organisation’s representative does that.')
  accept(
    @Who() who: Principal,
    @Param('id', { schema: grantParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.grants.accept(who, id, version);
  }

  @Post(':id/decline')
  @Allow('grant.accept')
  @Returns(grantSchema, 'Declines an offer; its time goes back to the pools.')
  decline(
    @Who() who: Principal,
    @Param('id', { schema: grantParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: declineGrantSchema }) body: z.infer<typeof declineGrantSchema>,
  ) {
    return this.grants.decline(who, id, body.reason, version);
  }
}
