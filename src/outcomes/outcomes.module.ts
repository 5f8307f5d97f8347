import { Module } from '@nestjs/common';
import { OutcomesController } from './outcomes.controller.js';
import { Outcomes } from './outcomes.service.js';
import { PublicRoundsController } from './public-rounds.controller.js';
import { PublicRounds } from './public-rounds.service.js';

@Module({
  controllers: [OutcomesController, PublicRoundsController],
  providers: [Outcomes, PublicRounds],
  exports: [PublicRounds],
})
export class OutcomesModule {}
