import { Controller, Get, Param, Query } from '@nestjs/common';
import { Allow } from '../access/allow.decorator.js';
import { Returns } from '../platform/route.decorator.js';
import { roundParam } from '../rounds/rounds.schemas.js';
import {
  certificateSchema,
  publicAwardListSchema,
  publicAwardsQuery,
  publicLineListSchema,
  publicLinesQuery,
  publicRoundListSchema,
  publicRoundSchema,
  publicRoundsQuery,
  type PublicAwardsQuery,
  type PublicLinesQuery,
  type PublicRoundsQuery,
} from './outcomes.schemas.js';
import { PublicRounds } from './public-rounds.service.js';

@Controller('public/rounds')
export class PublicRoundsController {
  constructor(private readonly rounds: PublicRounds) {}

  @Get()
  @Allow('public')
  @Returns(publicRoundListSchema, 'Rounds with their commitments, and figures once published.')
  list(@Query({ schema: publicRoundsQuery }) query: PublicRoundsQuery) {
    return this.rounds.list(query);
  }

  @Get(':id')
  @Allow('public')
  @Returns(
    publicRoundSchema,
    'What each class got, the largest awards by name, and how to check it all.',
  )
  read(@Param('id', { schema: roundParam }) id: string) {
    return this.rounds.read(id);
  }

  @Get(':id/awards')
  @Allow('public')
  @Returns(publicAwardListSchema, 'Who was awarded time, by name, the largest award first.')
  awards(
    @Param('id', { schema: roundParam }) id: string,
    @Query({ schema: publicAwardsQuery }) query: PublicAwardsQuery,
  ) {
    return this.rounds.awards(id, query);
  }

  @Get(':id/lines')
  @Allow('public')
  @Returns(publicLineListSchema, 'Every request under its pseudonym, with what it got and why.')
  lines(
    @Param('id', { schema: roundParam }) id: string,
    @Query({ schema: publicLinesQuery }) query: PublicLinesQuery,
  ) {
    return this.rounds.lines(id, query);
  }

  @Get(':id/certificate')
  @Allow('public')
  @Returns(certificateSchema, 'The signed certificate of a published round.', {
    contentType: 'application/json; charset=utf-8',
  })
  certificate(@Param('id', { schema: roundParam }) id: string) {
    return this.rounds.certificate(id);
  }
}
