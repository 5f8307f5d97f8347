import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, IfMatchSent, Returns } from '../platform/route.decorator.js';
import { CallLifecycle } from './call-lifecycle.service.js';
import {
  callListSchema,
  callParam,
  callSchema,
  callsQuery,
  cancelCallSchema,
  changeCallSchema,
  createCallSchema,
  duplicateCallSchema,
  eligibilityQuery,
  eligibilitySchema,
  nothingSchema,
  type ChangeCall,
  type CreateCall,
} from './calls.schemas.js';
import { Calls } from './calls.service.js';

@Controller('calls')
export class CallsController {
  constructor(
    private readonly calls: Calls,
    private readonly lifecycle: CallLifecycle,
  ) {}

  @Get()
  @Allow('call.read')
  @Returns(callListSchema, 'Calls; drafts only for those who run the programme.')
  list(@Who() who: Principal, @Query({ schema: callsQuery }) query: z.infer<typeof callsQuery>) {
    return this.calls.list(who, query);
  }

  @Post()
  @Allow('call.manage')
  @Returns(callSchema, 'Drafts a call.', { status: 201, location: '/calls/:id' })
  create(@Who() who: Principal, @Body({ schema: createCallSchema }) body: CreateCall) {
    return this.calls.create(who, body);
  }

  @Get(':id')
  @Allow('call.read')
  @Returns(callSchema, 'One call with its pools.')
  get(@Who() who: Principal, @Param('id', { schema: callParam }) id: string) {
    return this.calls.get(who, id);
  }

  @Patch(':id')
  @Allow('call.manage')
  @Returns(callSchema, 'Changes a draft, or the texts and later dates of an open call.')
  change(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changeCallSchema }) body: ChangeCall,
  ) {
    return this.calls.change(who, id, version, body);
  }

  @Delete(':id')
  @Allow('call.manage')
  @Returns(null, 'Removes a draft.')
  remove(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.calls.remove(who, id, version);
  }

  @Post(':id/open')
  @Allow('call.manage')
  @Returns(callSchema, 'Opens a draft to requests.')
  open(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.lifecycle.open(who, id, version);
  }

  @Post(':id/close')
  @Allow('call.manage')
  @Returns(callSchema, 'Closes an open call early.')
  close(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.lifecycle.close(who, id, version);
  }

  @Post(':id/cancel')
  @Allow('call.manage')
  @Returns(callSchema, 'Calls a call off and closes its requests.')
  cancel(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: cancelCallSchema }) body: z.infer<typeof cancelCallSchema>,
  ) {
    return this.lifecycle.cancel(who, id, body.reason, version);
  }

  @Post(':id/duplicate')
  @Allow('call.manage')
  @Returns(callSchema, 'Drafts a copy.', { status: 201, location: '/calls/:id' })
  duplicate(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @Body({ schema: duplicateCallSchema }) body: z.infer<typeof duplicateCallSchema>,
  ) {
    return this.calls.duplicate(who, id, body.title);
  }

  @Get(':id/eligibility')
  @Allow('request.read')
  @Returns(eligibilitySchema, 'Whether an organisation of yours could submit now, and why.')
  eligibility(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @Query({ schema: eligibilityQuery }) query: z.infer<typeof eligibilityQuery>,
  ) {
    return this.calls.eligibility(who, id, query.organisation);
  }
}
