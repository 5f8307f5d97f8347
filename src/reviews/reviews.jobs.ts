import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { endAssignments } from './assignment-ends.service.js';
import { goneRequests } from './assignments.queries.js';

const batch = 200;

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

  /** A lost job only delays: what it left is found here. */
  @HandlesJob('reviews.sweep')
  async sweep() {
    const principal = system('reviews.sweep');
    let requests = 0;
    for (;;) {
      const some = await this.database.inTransaction(principal, async (manager) => {
        const gone = await goneRequests(manager, batch);
        await endAssignments(manager, principal, gone, { release: false });
        return gone.length;
      });
      if (some === 0) return { requests };
      requests += some;
    }
  }
}
