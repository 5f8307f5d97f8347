import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { applicationSchema } from '../memberships/applications.schemas.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  assignManySchema,
  assignmentsSchema,
  assignSchema,
  idParam,
  officerListSchema,
  type Assign,
  type AssignMany,
} from './application-queue.schemas.js';
import { ApplicationQueue } from './application-queue.service.js';

@Controller()
export class ApplicationQueueController {
  constructor(private readonly queue: ApplicationQueue) {}

  @Get('membership-officers')
  @Allow('membership.decide')
  @Returns(officerListSchema, 'The officers, each with what waits for them.')
  officers() {
    return this.queue.officers();
  }

  @Post('membership-applications/assign')
  @Allow('membership.decide')
  @Returns(assignmentsSchema, 'Gives many cases to one officer; with preview it only tells.')
  assignMany(@Who() who: Principal, @Body({ schema: assignManySchema }) body: AssignMany) {
    return this.queue.assignMany(who, body);
  }

  @Post('membership-applications/:id/assign')
  @Allow('membership.decide')
  @Returns(applicationSchema, 'Gives the case to an officer, or takes it back.')
  assign(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: assignSchema }) body: Assign,
  ) {
    return this.queue.assign(who, id, version, body);
  }
}
