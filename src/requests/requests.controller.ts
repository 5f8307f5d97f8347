import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatch, IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  changeRequestSchema,
  createRequestSchema,
  nothingSchema,
  requestListSchema,
  requestParam,
  requestSchema,
  requestsQuery,
  revisionListSchema,
  revisionsQuery,
  timelineQuery,
  timelineSchema,
  withdrawRequestSchema,
  type CreateRequest,
} from './requests.schemas.js';
import { Requests } from './requests.service.js';
import { Submissions } from './submissions.service.js';

@Controller('requests')
export class RequestsController {
  constructor(
    private readonly requests: Requests,
    private readonly submissions: Submissions,
  ) {}

  @Get()
  @Allow('request.read')
  @Returns(requestListSchema, 'Requests that you may see.')
  list(
    @Who() who: Principal,
    @Query({ schema: requestsQuery }) query: z.infer<typeof requestsQuery>,
  ) {
    return this.requests.list(who, query);
  }

  @Post()
  @Allow('request.draft')
  @Returns(requestSchema, 'Starts a draft.', { status: 201, location: '/requests/:id' })
  create(@Who() who: Principal, @Body({ schema: createRequestSchema }) body: CreateRequest) {
    return this.requests.create(who, body);
  }

  @Get(':id')
  @Allow('request.read')
  @Returns(requestSchema, 'One request, with advice while it can be sent.')
  get(@Who() who: Principal, @Param('id', { schema: requestParam }) id: string) {
    return this.requests.get(who, id);
  }

  @Patch(':id')
  @Allow('request.draft')
  @Returns(requestSchema, 'Saves a part of the working copy.')
  change(
    @Who() who: Principal,
    @Param('id', { schema: requestParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changeRequestSchema }) body: z.infer<typeof changeRequestSchema>,
  ) {
    return this.requests.change(who, id, version, body.content);
  }

  @Post(':id/submit')
  @Allow('request.submit')
  @Returns(requestSchema, 'Sends the working copy and answers with the receipt.')
  submit(
    @Who() who: Principal,
    @Param('id', { schema: requestParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.submissions.submit(who, id, version);
  }

  @Post(':id/withdraw')
  @Allow('request.submit')
  @Returns(requestSchema, 'Takes the request back.')
  withdraw(
    @Who() who: Principal,
    @Param('id', { schema: requestParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: withdrawRequestSchema }) body: z.infer<typeof withdrawRequestSchema>,
  ) {
    return this.requests.withdraw(who, id, body.reason, version);
  }

  @Get(':id/revisions')
  @Allow('request.read')
  @Returns(revisionListSchema, 'Everything that was sent, newest first.')
  revisions(
    @Who() who: Principal,
    @Param('id', { schema: requestParam }) id: string,
    @Query({ schema: revisionsQuery }) query: z.infer<typeof revisionsQuery>,
  ) {
    return this.requests.revisions(who, id, query);
  }

  @Get(':id/timeline')
  @Allow('request.read')
  @Returns(timelineSchema, 'What happened to the request, newest first.')
  timeline(
    @Who() who: Principal,
    @Param('id', { schema: requestParam }) id: string,
    @Query({ schema: timelineQuery }) query: z.infer<typeof timelineQuery>,
  ) {
    return this.requests.timeline(who, id, query);
  }
}
