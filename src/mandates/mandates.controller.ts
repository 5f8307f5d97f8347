import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import {
  giveMandateSchema,
  idParam,
  mandateListSchema,
  mandateSchema,
  mandatesQuery,
  nothingSchema,
  type GiveMandate,
  type MandatesQuery,
} from './mandates.schemas.js';
import { Mandates } from './mandates.service.js';

@Controller()
export class MandatesController {
  constructor(private readonly mandates: Mandates) {}

  @Get('organisations/:id/mandates')
  @Allow('organisation.read')
  @Returns(mandateListSchema, 'Who may submit for the organisation besides its representatives.')
  list(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Query({ schema: mandatesQuery }) query: MandatesQuery,
  ) {
    return this.mandates.list(who, id, query);
  }

  @Post('organisations/:id/mandates')
  @Allow('membership.submit')
  @Returns(mandateSchema, 'Lets a manager submit in the representative’s stead (MEM-3).', {
    status: 201,
    location: '/mandates/:id',
  })
  give(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: giveMandateSchema }) body: GiveMandate,
  ) {
    return this.mandates.give(who, id, body);
  }

  @Get('mandates/:id')
  @Allow('organisation.read')
  @Returns(mandateSchema, 'A mandate.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.mandates.one(who, id);
  }

  @Post('mandates/:id/revoke')
  @Allow('membership.submit')
  @Returns(mandateSchema, 'Takes a mandate back; what was submitted under it stays.')
  revoke(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.mandates.revoke(who, id);
  }
}
