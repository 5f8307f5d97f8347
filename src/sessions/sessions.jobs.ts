import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { HandlesJob } from '../platform/job-runner.service.js';

@Injectable()
export class SessionsJobs {
  constructor(private readonly database: Database) {}

  /** Removes old counts. Sessions go by the retention periods (src/privacy). */
  @HandlesJob('sessions.sweep')
  async sweep() {
    await this.database.inTransaction(system('sessions.sweep'), async (manager) => {
      await manager.query(`DELETE FROM throttle WHERE expire < extract(epoch FROM now()) * 1000`);
    });
  }
}
