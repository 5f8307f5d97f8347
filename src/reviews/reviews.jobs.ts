import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { endAssignments } from './assignment-ends.service.js';

@Injectable()
export class ReviewsJobs {
  constructor(private readonly database: Database) {}

  /** A request was withdrawn or closed while it was reviewed: what reviewers still owe expires. */
  @HandlesJob('reviews.request-gone')
  async requestGone({ requestId }: { requestId: string }) {
    const principal = system('reviews.request-gone');
    await this.database.inTransaction(principal, (manager) =>
      endAssignments(manager, principal, [requestId], { release: false }),
    );
  }
}
