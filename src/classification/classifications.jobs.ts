import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { regroup } from './undertakings.queries.js';

@Injectable()
export class ClassificationsJobs {
  constructor(private readonly database: Database) {}

  /** Finds the single undertaking of an organisation anew, after its identifiers changed. */
  @HandlesJob('classification.regroup')
  async regroup({ organisationId }: { organisationId: string }) {
    const who = system('classification.regroup');
    await this.database.inTransaction(who, (manager) => regroup(manager, who, organisationId));
  }
}
