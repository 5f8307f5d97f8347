import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { IfMatch, IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  changePledgeSchema,
  createPledgeSchema,
  pledgeListSchema,
  pledgeSchema,
  evidenceSchema,
  pledgesQuery,
  pledgeVersionsSchema,
  withdrawPledgeSchema,
  type ChangePledge,
  type CreatePledge,
  type Evidence,
  type PledgesQuery,
  type WithdrawPledge,
} from './pledges.schemas.js';
import { Pledges } from './pledges.service.js';

@Controller('pledges')
export class PledgesController {
  constructor(private readonly pledges: Pledges) {}

  @Get()
  @Allow('pledge.read')
  @Returns(pledgeListSchema, 'The pledges of one’s own organisations; all of them for officers.')
  list(@Who() who: Principal, @Query({ schema: pledgesQuery }) query: PledgesQuery) {
    return this.pledges.list(who, query);
  }

  @Post()
  @Allow('pledge.declare')
  @Returns(pledgeSchema, 'Declares a pledge.', { status: 201, location: '/pledges/:id' })
  declare(@Who() who: Principal, @Body({ schema: createPledgeSchema }) body: CreatePledge) {
    return this.pledges.declare(who, body);
  }

  @Get(':id')
  @Allow('pledge.read')
  @Returns(pledgeSchema, 'A pledge.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.pledges.one(who, id);
  }

  @Get(':id/versions')
  @Allow('pledge.read')
  @Returns(pledgeVersionsSchema, 'What the pledge said after each act: who, when and why.')
  versions(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.pledges.versions(who, id);
  }

  @Patch(':id')
  @Allow('pledge.declare')
  @Returns(
    pledgeSchema,
    'Corrects a pledge; what it said before stays readable, and a confirmed one is confirmed anew.',
  )
  change(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changePledgeSchema }) body: ChangePledge,
  ) {
    return this.pledges.change(who, id, version, body);
  }

  @Post(':id/confirm')
  @Allow('pledge.confirm')
  @Returns(pledgeSchema, 'Confirms a declared pledge on evidence.')
  confirm(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: evidenceSchema }) body: Evidence,
  ) {
    return this.pledges.confirm(who, id, version, body);
  }

  @Post(':id/fulfil')
  @Allow('pledge.confirm')
  @Returns(pledgeSchema, 'Says on evidence that a confirmed pledge was kept.')
  fulfil(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: evidenceSchema }) body: Evidence,
  ) {
    return this.pledges.fulfil(who, id, version, body);
  }

  @Post(':id/withdraw')
  @Allow('pledge.declare')
  @Returns(pledgeSchema, 'Takes a pledge back.')
  withdraw(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: withdrawPledgeSchema }) body: WithdrawPledge,
  ) {
    return this.pledges.withdraw(who, id, version, body);
  }
}
