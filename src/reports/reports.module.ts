import { Module } from '@nestjs/common';
import { OutcomesModule } from '../outcomes/outcomes.module.js';
import { Fairness } from './fairness.service.js';
import { OverviewReport } from './overview.service.js';
import { PledgesReport } from './pledges-report.service.js';
import { ReportsController } from './reports.controller.js';

@Module({
  imports: [OutcomesModule],
  controllers: [ReportsController],
  providers: [OverviewReport, Fairness, PledgesReport],
})
export class ReportsModule {}
