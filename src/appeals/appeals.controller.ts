import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  appealApplicationSchema,
  appealListSchema,
  appealParam,
  appealSchema,
  appealsQuery,
  decideAppealSchema,
  submitAppealSchema,
  type AppealApplication,
  type AppealsQuery,
  type DecideAppeal,
  type SubmitAppeal,
} from './appeals.schemas.js';
import { Appeals } from './appeals.service.js';

const made = { status: 201, location: '/appeals/:id' } as const;

@Controller()
export class AppealsController {
  constructor(private readonly appeals: Appeals) {}

  @Get('appeals')
  @Allow('appeal.read')
  @Returns(appealListSchema, 'Appeals of one’s own organisations; all of them for officers.')
  list(@Who() who: Principal, @Query({ schema: appealsQuery }) query: AppealsQuery) {
    return this.appeals.list(who, query);
  }

  @Post('appeals')
  @Allow('appeal.submit')
  @Returns(appealSchema, 'Lodges an appeal against a decision, by the representative.', made)
  submit(@Who() who: Principal, @Body({ schema: submitAppealSchema }) body: SubmitAppeal) {
    return this.appeals.submit(who, body);
  }

  @Get('appeals/:id')
  @Allow('appeal.read')
  @Returns(appealSchema, 'An appeal and what became of it.')
  one(@Who() who: Principal, @Param('id', { schema: appealParam }) id: string) {
    return this.appeals.one(who, id);
  }

  @Post('appeals/:id/decide')
  @Allow('appeal.decide')
  @Returns(appealSchema, 'Decides on an appeal; never by whoever took the first decision.')
  decide(
    @Who() who: Principal,
    @Param('id', { schema: appealParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: decideAppealSchema }) body: DecideAppeal,
  ) {
    return this.appeals.decide(who, id, version, body);
  }

  @Post('membership-applications/:id/appeal')
  @Allow('appeal.submit')
  @Returns(appealSchema, 'Lodges an appeal against a declined application.', made)
  appeal(
    @Who() who: Principal,
    @Param('id', { schema: appealParam }) id: string,
    @Body({ schema: appealApplicationSchema }) { grounds }: AppealApplication,
  ) {
    return this.appeals.submit(who, { subject: { kind: 'membership_decision', id }, grounds });
  }
}
