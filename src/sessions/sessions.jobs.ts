import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { Database } from '../platform/database.service.js';
import { HandlesJob } from '../platform/job-runner.service.js';

@Injectable()
export class SessionsJobs {
  constructor(private readonly database: Database) {}

  /** Removes sessions and tokens a month after their end (addresses are personal data) and old counts. */
  @HandlesJob('sessions.sweep')
  async sweep() {
    await this.database.inTransaction(system('sessions.sweep'), async (manager) => {
      await manager.query(
        `DELETE FROM sessions WHERE least(expires_at, revoked_at) < now() - interval '30 days'`,
      );
      await manager.query(
        `DELETE FROM access_tokens WHERE least(expires_at, revoked_at) < now() - interval '30 days'`,
      );
      await manager.query(`DELETE FROM throttle WHERE expire < extract(epoch FROM now()) * 1000`);
    });
  }
}
