import { Body, Controller, Param, Post } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { poolIdParam } from '../pools/pools.schemas.js';
import { roundParam } from '../rounds/rounds.schemas.js';
import {
  policySimulationSchema,
  roundSimulationSchema,
  simulatePolicySchema,
  simulateRoundSchema,
  simulationBytesMax,
  type PolicyChanges,
  type RoundChanges,
} from './simulations.schemas.js';
import { Simulations } from './simulations.service.js';

@Controller()
export class SimulationsController {
  constructor(private readonly simulations: Simulations) {}

  @Post('rounds/:id/simulate')
  @Allow('round.simulate')
  @Returns(
    roundSimulationSchema,
    'What the round would give under changed rules. Has no effect. Bodies up to 256 KB.',
    { bodyBytesMax: simulationBytesMax },
  )
  round(
    @Who() who: Principal,
    @Param('id', { schema: roundParam }) id: string,
    @Body({ schema: simulateRoundSchema }) body: RoundChanges,
  ) {
    return this.simulations.round(who, id, body);
  }

  @Post('quota-policies/:id/simulate')
  @Allow('round.simulate')
  @Returns(
    policySimulationSchema,
    'What the present round, or the last published ones, would give under a policy. Has no effect.',
    { bodyBytesMax: simulationBytesMax },
  )
  policy(
    @Who() who: Principal,
    @Param('id', { schema: poolIdParam }) id: string,
    @Body({ schema: simulatePolicySchema }) body: PolicyChanges,
  ) {
    return this.simulations.policy(who, id, body);
  }
}
