import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { callParam, nothingSchema, rankingSchema } from './ranking.schemas.js';
import { Ranking } from './ranking.service.js';

@Controller('calls')
export class RankingController {
  constructor(private readonly ranking: Ranking) {}

  @Get(':id/ranking')
  @Allow('ranking.read')
  @Returns(rankingSchema, 'Requests by mean score, with what is missing.')
  get(@Who() who: Principal, @Param('id', { schema: callParam }) id: string) {
    return this.ranking.get(who, id);
  }

  @Post(':id/ranking/finalise')
  @Allow('ranking.finalise')
  @Returns(rankingSchema, 'Fixes the ranking and releases the reviews.')
  finalise(
    @Who() who: Principal,
    @Param('id', { schema: callParam }) id: string,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.ranking.finalise(who, id);
  }
}
