import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import { ScreeningHits } from './hits.service.js';
import {
  decideHitSchema,
  idParam,
  nothingSchema,
  screeningHitListSchema,
  screeningHitSchema,
  screeningHitsQuery,
  screeningSchema,
  type DecideHit,
  type ScreeningHitsQuery,
} from './screenings.schemas.js';
import { Screenings } from './screenings.service.js';

@Controller()
export class ScreeningsController {
  constructor(
    private readonly hits: ScreeningHits,
    private readonly screenings: Screenings,
  ) {}

  @Get('restrictive-measures/hits')
  @Allow('screening.read')
  @Returns(screeningHitListSchema, 'Names that are alike a listed one, and what was decided.')
  list(@Who() who: Principal, @Query({ schema: screeningHitsQuery }) query: ScreeningHitsQuery) {
    return this.hits.list(who, query);
  }

  @Get('restrictive-measures/hits/:id')
  @Allow('screening.read')
  @Returns(screeningHitSchema, 'A hit: both names side by side, and why they are alike.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.hits.one(who, id);
  }

  @Post('restrictive-measures/hits/:id/decide')
  @Allow('screening.decide')
  @Returns(screeningHitSchema, 'Says whether the listed one is meant, with a reason (MEM-6).')
  decide(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: decideHitSchema }) body: DecideHit,
  ) {
    return this.hits.decide(who, id, version, body);
  }

  @Get('organisations/:id/screening')
  @Allow('screening.read')
  @Returns(screeningSchema, 'The newest screening of an organisation.')
  newest(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.screenings.newest(who, id);
  }

  @Post('organisations/:id/screening')
  @Allow('screening.run')
  @Returns(screeningSchema, 'Screens an organisation against the list in use, now.', {
    status: 201,
    location: '/organisations/:organisationId/screening',
  })
  run(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.screenings.run(who, id);
  }
}
