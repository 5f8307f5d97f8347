import { Injectable } from '@nestjs/common';
import { untilNone } from '../platform/batches.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { Renewals } from './renewals.service.js';

@Injectable()
export class MembershipLifecycleJobs {
  constructor(private readonly renewals: Renewals) {}

  @HandlesJob('memberships.tick')
  async tick() {
    return {
      reminded: await untilNone(() => this.renewals.remindSome()),
      expired: await untilNone(() => this.renewals.expireSome()),
    };
  }
}
