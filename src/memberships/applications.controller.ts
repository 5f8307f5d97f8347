import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { IfMatch, IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  applicationListSchema,
  applicationSchema,
  applicationsQuery,
  changeApplicationSchema,
  createApplicationSchema,
  declarationListSchema,
  nothingSchema,
  withdrawSchema,
  type ApplicationsQuery,
  type ChangeApplication,
  type CreateApplication,
  type Withdraw,
} from './applications.schemas.js';
import { MembershipApplications } from './applications.service.js';

@Controller('membership-applications')
export class MembershipApplicationsController {
  constructor(private readonly applications: MembershipApplications) {}

  @Get()
  @Allow('membership.read')
  @Returns(applicationListSchema, 'One’s own applications; all of them for officers.')
  list(@Who() who: Principal, @Query({ schema: applicationsQuery }) query: ApplicationsQuery) {
    return this.applications.list(who, query);
  }

  @Post()
  @Allow('membership.draft')
  @Returns(applicationSchema, 'Opens the draft of an application.', {
    status: 201,
    location: '/membership-applications/:id',
  })
  create(
    @Who() who: Principal,
    @Body({ schema: createApplicationSchema }) body: CreateApplication,
  ) {
    return this.applications.create(who, body);
  }

  @Get(':id')
  @Allow('membership.read')
  @Returns(applicationSchema, 'An application, what it lacks and what was decided.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.applications.one(who, id);
  }

  @Patch(':id')
  @Allow('membership.draft')
  @Returns(applicationSchema, 'Changes a draft, or what changes were requested in.')
  change(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
    @Body({ schema: changeApplicationSchema }) body: ChangeApplication,
  ) {
    return this.applications.change(who, id, version, body);
  }

  @Post(':id/submit')
  @Allow('membership.draft')
  @Returns(
    applicationSchema,
    'Hands the application in, by a legal representative or a manager with a mandate (MEM-3).',
  )
  submit(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.applications.submit(who, id, version);
  }

  @Post(':id/withdraw')
  @Allow('membership.draft')
  @Returns(applicationSchema, 'Takes the application back.')
  withdraw(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: withdrawSchema }) body: Withdraw,
  ) {
    return this.applications.withdraw(who, id, version, body);
  }
}

@Controller('membership-declarations')
export class MembershipDeclarationsController {
  constructor(private readonly applications: MembershipApplications) {}

  @Get()
  @Allow('public')
  @Returns(
    declarationListSchema,
    'What applicants declare: the texts in force, in three languages.',
  )
  list() {
    return this.applications.declarations();
  }
}
