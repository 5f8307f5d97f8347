import { Controller, Get, Param, Query } from '@nestjs/common';
import { Allow } from '../access/allow.decorator.js';
import { Returns } from '../platform/route.decorator.js';
import { roundParam } from '../rounds/rounds.schemas.js';
import {
  certificateSchema,
  publicRoundListSchema,
  publicRoundSchema,
  publicRoundsQuery,
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
    'Who got what by class, organisation and request, and how to check it.',
  )
  read(@Param('id', { schema: roundParam }) id: string) {
    return this.rounds.read(id);
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
