import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { Ledger } from './ledger.service.js';

@Injectable()
export class LedgerJobs {
  constructor(private readonly ledger: Ledger) {}

  @HandlesJob('ledger.expire')
  async expire() {
    return { expired: await this.ledger.expireDue(system('ledger.expire')) };
  }
}
