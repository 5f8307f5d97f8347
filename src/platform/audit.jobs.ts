import { Injectable } from '@nestjs/common';
import { AuditChain } from './audit-chain.service.js';
import { Database } from './database.service.js';
import { HandlesJob } from './job-runner.service.js';
import { system } from '../access/principal.js';

@Injectable()
export class AuditJobs {
  constructor(
    private readonly chain: AuditChain,
    private readonly database: Database,
  ) {}

  @HandlesJob('audit.chain')
  async extend() {
    return { linked: await this.chain.extend() };
  }

  @HandlesJob('audit.publish-head')
  async publishHead() {
    await this.chain.publishHead();
  }

  /** Removes what has served its time: idempotency keys after 48 h, sent outbox rows after a day. */
  @HandlesJob('housekeeping.sweep')
  async sweep() {
    await this.database.inTransaction(system('housekeeping'), async (manager) => {
      await manager.query(
        `DELETE FROM idempotency_key WHERE created_at < now() - interval '48 hours'`,
      );
      await manager.query(`DELETE FROM outbox WHERE sent_at < now() - interval '1 day'`);
    });
  }
}
