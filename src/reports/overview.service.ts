import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { PublicRounds } from '../outcomes/public-rounds.service.js';
import { Database } from '../platform/database.service.js';
import { capacityOverview } from '../pools/pools.queries.js';
import { memberFigures, pledgeFigures } from './overview.queries.js';
import type { Overview } from './overview.schemas.js';

/** The figures of the front page. */
@Injectable()
export class OverviewReport {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly rounds: PublicRounds,
  ) {}

  async read(): Promise<Overview> {
    const manager = this.database.manager;
    const asOf = await this.database.now();
    const [members, pledges, capacity, lastRound] = await Promise.all([
      memberFigures(manager),
      pledgeFigures(manager, asOf),
      capacityOverview(manager),
      this.rounds.last(),
    ]);
    return {
      asOf: asOf.toISOString(),
      demo: this.config.DEMO,
      members,
      pledges,
      capacity,
      lastRound,
    };
  }
}
