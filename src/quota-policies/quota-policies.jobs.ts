import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { QuotaPolicies } from './quota-policies.service.js';

@Injectable()
export class QuotaPolicyJobs {
  constructor(private readonly policies: QuotaPolicies) {}

  /** Policies come into force when their time has come, one pool group after the other. */
  @HandlesJob('policies.tick')
  async tick() {
    let effective = 0;
    for (const group of await this.policies.groupsDue(system('policies.tick'))) {
      effective += await this.policies.takeDueEffect(system('policies.tick'), group);
    }
    return { effective };
  }
}
