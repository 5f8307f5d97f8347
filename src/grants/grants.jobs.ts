import { Injectable } from '@nestjs/common';
import { untilNone } from '../platform/batches.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import type { JobPayload } from '../platform/job-registry.js';
import { Offers } from './offers.service.js';

@Injectable()
export class GrantsJobs {
  constructor(private readonly offers: Offers) {}

  @HandlesJob('grants.offer')
  async offer({ roundId }: JobPayload<'grants.offer'>) {
    let offered = 0;
    for (let after: string | null = null; ;) {
      const some = await this.offers.offerSome(roundId, after);
      if (some === null) return { offered };
      offered += some.lines;
      after = some.after;
    }
  }

  @HandlesJob('grants.tick')
  async tick() {
    return {
      asked: await this.offers.askForOffers(),
      lapsed: await untilNone(() => this.offers.lapseSome()),
      activated: await untilNone(() => this.offers.activateSome()),
    };
  }
}
