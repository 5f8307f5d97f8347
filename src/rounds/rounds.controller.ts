import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import { RoundDecisions } from './round-decisions.service.js';
import {
  approveRoundSchema,
  cancelRoundSchema,
  nothingSchema,
  roundListSchema,
  roundParam,
  roundSchema,
  roundsQuery,
  scheduleRoundSchema,
  type RoundsQuery,
} from './rounds.schemas.js';
import { Rounds } from './rounds.service.js';

@Controller('rounds')
export class RoundsController {
  constructor(
    private readonly rounds: Rounds,
    private readonly decisions: RoundDecisions,
  ) {}

  @Get()
  @Allow('round.read')
  @Returns(roundListSchema, 'Rounds; applicants see published ones and those that collect theirs.')
  list(@Who() who: Principal, @Query({ schema: roundsQuery }) query: RoundsQuery) {
    return this.rounds.list(who, query);
  }

  @Post()
  @Allow('round.run')
  @Returns(roundSchema, 'Schedules the round of a call.', { status: 201, location: '/rounds/:id' })
  create(
    @Who() who: Principal,
    @Body({ schema: scheduleRoundSchema }) body: z.infer<typeof scheduleRoundSchema>,
  ) {
    return this.rounds.create(who, body.callId);
  }

  @Get(':id')
  @Allow('round.read')
  @Returns(roundSchema, 'One round with its figures by pool and class.')
  read(@Who() who: Principal, @Param('id', { schema: roundParam }) id: string) {
    return this.rounds.read(who, id);
  }

  @Post(':id/compute')
  @Allow('round.run')
  @Returns(roundSchema, 'Computes the round, or computes it again, which clears its approvals.')
  compute(
    @Who() who: Principal,
    @Param('id', { schema: roundParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.rounds.compute(who, id, { version });
  }

  @Post(':id/approve')
  @Allow('round.approve')
  @Returns(roundSchema, 'Approves the plan that the hash names; two people are needed (SEP-2).')
  approve(
    @Who() who: Principal,
    @Param('id', { schema: roundParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: approveRoundSchema }) body: z.infer<typeof approveRoundSchema>,
  ) {
    return this.decisions.approve(who, id, body.planHash, version);
  }

  @Post(':id/publish')
  @Allow('round.publish')
  @Returns(
    roundSchema,
    'Publishes an approved round: books it and tells every request its outcome.',
  )
  publish(
    @Who() who: Principal,
    @Param('id', { schema: roundParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: unknown,
  ) {
    return this.decisions.publish(who, id, version);
  }

  @Post(':id/cancel')
  @Allow('round.run')
  @Returns(roundSchema, 'Ends a round that is not published and gives its reserved time back.')
  cancel(
    @Who() who: Principal,
    @Param('id', { schema: roundParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: cancelRoundSchema }) body: z.infer<typeof cancelRoundSchema>,
  ) {
    return this.rounds.cancel(who, id, body.reason, version);
  }
}
