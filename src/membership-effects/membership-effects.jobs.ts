import { Injectable } from '@nestjs/common';
import { untilNone } from '../platform/batches.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { MembershipEffects } from './membership-effects.service.js';

@Injectable()
export class MembershipEffectsJobs {
  constructor(private readonly effects: MembershipEffects) {}

  /** Asked for by each decision on a membership, and every minute: a notice period ends by itself. */
  @HandlesJob('grants.memberships')
  async tick() {
    return {
      suspended: await untilNone(() => this.effects.suspendSome()),
      resumed: await untilNone(() => this.effects.resumeSome()),
      returned: await untilNone(() => this.effects.returnSome()),
    };
  }
}
