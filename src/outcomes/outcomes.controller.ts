import { Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { roundParam } from '../rounds/rounds.schemas.js';
import {
  certificateSchema,
  languageQuery,
  roundExplanationSchema,
  roundLineListSchema,
  roundLinesQuery,
  type RoundLinesQuery,
} from './outcomes.schemas.js';
import { Outcomes } from './outcomes.service.js';

@Controller('rounds')
export class OutcomesController {
  constructor(private readonly outcomes: Outcomes) {}

  @Get(':id/lines')
  @Allow('round.read')
  @Returns(
    roundLineListSchema,
    'What each request got; applicants see their own after publication.',
  )
  lines(
    @Who() who: Principal,
    @Param('id', { schema: roundParam }) id: string,
    @Query({ schema: roundLinesQuery }) query: RoundLinesQuery,
  ) {
    return this.outcomes.lines(who, id, query);
  }

  @Get(':id/lines/:requestId')
  @Allow('round.read')
  @Returns(roundExplanationSchema, 'Why a request got what it got, in numbers and in words.')
  explain(
    @Who() who: Principal,
    @Param('id', { schema: roundParam }) id: string,
    @Param('requestId', { schema: roundParam }) requestId: string,
    @Query({ schema: languageQuery }) query: z.infer<typeof languageQuery>,
  ) {
    return this.outcomes.explain(who, id, requestId, query.lang);
  }

  @Get(':id/certificate')
  @Allow('round.read')
  @Returns(certificateSchema, 'The signed certificate with which anybody recomputes the round.', {
    contentType: 'application/json; charset=utf-8',
  })
  certificate(@Who() who: Principal, @Param('id', { schema: roundParam }) id: string) {
    return this.outcomes.certificate(who, id);
  }
}
