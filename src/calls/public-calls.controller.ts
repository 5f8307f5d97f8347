import { Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow } from '../access/allow.decorator.js';
import { Returns } from '../platform/route.decorator.js';
import {
  accessModesSchema,
  callListSchema,
  callParam,
  publicCallSchema,
  publicCallsQuery,
} from './calls.schemas.js';
import { Calls } from './calls.service.js';

@Controller('public')
export class PublicCallsController {
  constructor(private readonly calls: Calls) {}

  @Get('calls')
  @Allow('public')
  @Returns(callListSchema, 'Open and past calls.')
  list(@Query({ schema: publicCallsQuery }) query: z.infer<typeof publicCallsQuery>) {
    return this.calls.listPublic(query);
  }

  @Get('calls/:id')
  @Allow('public')
  @Returns(publicCallSchema, 'One call with its pools.')
  get(@Param('id', { schema: callParam }) id: string) {
    return this.calls.getPublic(id);
  }

  @Get('access-modes')
  @Allow('public')
  @Returns(accessModesSchema, 'The kinds of access, with their limits and sources.')
  modes() {
    return this.calls.modes();
  }
}
