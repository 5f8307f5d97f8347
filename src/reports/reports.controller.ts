import { Controller, Get, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { fairnessQuery, fairnessSchema, type FairnessQuery } from './fairness.schemas.js';
import { Fairness } from './fairness.service.js';
import { overviewSchema } from './overview.schemas.js';
import { OverviewReport } from './overview.service.js';
import { PledgesReport } from './pledges-report.service.js';
import { pledgesReportSchema } from './pledges.schemas.js';

const table = (name: string) => ({
  contentType: 'text/csv; charset=utf-8',
  headers: { 'Content-Disposition': `attachment; filename="${name}.csv"` },
});

@Controller()
export class ReportsController {
  constructor(
    private readonly overview: OverviewReport,
    private readonly fairness: Fairness,
    private readonly pledges: PledgesReport,
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

  @Get('public/pledges')
  @Allow('public')
  @Returns(pledgesReportSchema, 'Pledges against the announced sum, over time; new money apart.')
  readPublicPledges() {
    return this.pledges.read();
  }

  @Get('public/pledges.csv')
  @Allow('public')
  @Returns(null, 'The sums of each month as a table.', {
    status: 200,
    ...table('pledges-by-month'),
  })
  readPublicPledgesTable() {
    return this.pledges.monthsCsv();
  }

  @Get('reports/pledges')
  @Allow('pledge.read')
  @Returns(pledgesReportSchema, 'The same figures, for programs with a token.')
  readPledges() {
    return this.pledges.read();
  }

  @Get('reports/pledges.csv')
  @Allow('pledge.read')
  @Returns(null, 'Every pledge one may read, as a table.', { status: 200, ...table('pledges') })
  readPledgesTable(@Who() who: Principal) {
    return this.pledges.linesCsv(who);
  }
}
