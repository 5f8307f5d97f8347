import { Injectable } from '@nestjs/common';
import { HandlesJob } from '../platform/job-runner.service.js';
import { Retention } from './retention.service.js';

@Injectable()
export class PrivacyJobs {
  constructor(private readonly retention: Retention) {}

  /** Removes what is over; once a day, and as well after a day that was missed. */
  @HandlesJob('privacy.retention')
  async retain() {
    const lines = await this.retention.run({ dryRun: false });
    return Object.fromEntries(lines.map(({ subject, count }) => [subject, count]));
  }
}
