import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { HandlesJob } from '../platform/job-runner.service.js';

@Injectable()
export class DocumentsJobs {
  constructor(private readonly database: Database) {}

  /** Takes away what stopped arriving: a process that died while it received leaves this behind. */
  @HandlesJob('documents.sweep')
  async sweep() {
    return await this.database.inTransaction(system('documents.sweep'), async (manager) => {
      const [, swept] = await manager.query<[unknown[], number]>(
        `DELETE FROM documents
          WHERE state = 'receiving' AND received_at < now() - interval '10 minutes'`,
      );
      return { swept };
    });
  }
}
