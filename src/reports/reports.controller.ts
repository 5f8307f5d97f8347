import { Controller, Get, Query } from '@nestjs/common';
import { Allow } from '../access/allow.decorator.js';
import { Returns } from '../platform/route.decorator.js';
import { fairnessQuery, fairnessSchema, type FairnessQuery } from './fairness.schemas.js';
import { Fairness } from './fairness.service.js';
import { overviewSchema } from './overview.schemas.js';
import { OverviewReport } from './overview.service.js';

@Controller()
export class ReportsController {
  constructor(
    private readonly overview: OverviewReport,
    private readonly fairness: Fairness,
  ) {}

  @Get('public/overview')
  @Allow('public')
  @Returns(overviewSchema, 'Members, pledges, capacity and the last round in figures.')
  readOverview() {
    return this.overview.read();
  }

  @Get('reports/fairness')
  @Allow('round.read')
  @Returns(
    fairnessSchema,
    'Fairness of a published round: shares against guarantees, equality, waits.',
  )
  readFairness(@Query({ schema: fairnessQuery }) query: FairnessQuery) {
    return this.fairness.report(query.round);
  }
}
