import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import { Assignments } from './assignments.service.js';
import {
  assignmentListSchema,
  assignmentParam,
  assignmentSchema,
  assignmentsQuery,
  assignSchema,
  declareConflictSchema,
  declineSchema,
  nothingSchema,
  type Assign,
} from './reviews.schemas.js';

@Controller()
export class AssignmentsController {
  constructor(private readonly assignments: Assignments) {}

  @Post('calls/:id/assignments')
  @Allow('assignment.manage')
  @Returns(assignmentSchema, 'Proposes a request to a reviewer.', {
    status: 201,
    location: '/assignments/:id',
  })
  assign(
    @Who() who: Principal,
    @Param('id', { schema: assignmentParam }) callId: string,
    @Body({ schema: assignSchema }) body: Assign,
  ) {
    return this.assignments.assign(who, callId, body);
  }

  @Get('assignments')
  @Allow('assignment.read')
  @Returns(assignmentListSchema, 'Your assignments; all of them for those who run the programme.')
  list(
    @Who() who: Principal,
    @Query({ schema: assignmentsQuery }) query: z.infer<typeof assignmentsQuery>,
  ) {
    return this.assignments.list(who, query);
  }

  @Get('assignments/:id')
  @Allow('assignment.read')
  @Returns(assignmentSchema, 'One assignment with what is to be reviewed.')
  get(@Who() who: Principal, @Param('id', { schema: assignmentParam }) id: string) {
    return this.assignments.get(who, id);
  }

  @Post('assignments/:id/accept')
  @Allow('review.write')
  @Returns(assignmentSchema, 'Takes the review on.')
  accept(
    @Who() who: Principal,
    @Param('id', { schema: assignmentParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.assignments.accept(who, id, version);
  }

  @Post('assignments/:id/decline')
  @Allow('review.write')
  @Returns(assignmentSchema, 'Leaves the review to somebody else.')
  decline(
    @Who() who: Principal,
    @Param('id', { schema: assignmentParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: declineSchema }) body: z.infer<typeof declineSchema>,
  ) {
    return this.assignments.decline(who, id, body.reason, version);
  }

  @Post('assignments/:id/declare-conflict')
  @Allow('review.write')
  @Returns(assignmentSchema, 'Declares a conflict of interest.')
  declareConflict(
    @Who() who: Principal,
    @Param('id', { schema: assignmentParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: declareConflictSchema }) body: z.infer<typeof declareConflictSchema>,
  ) {
    return this.assignments.declareConflict(who, id, body.reason, version);
  }
}
