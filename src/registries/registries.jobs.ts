import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { RegistryChecks } from './registry-checks.service.js';

@Injectable()
export class RegistriesJobs {
  constructor(private readonly checks: RegistryChecks) {}

  /** Identifiers were given or changed, or an officer wants them asked: those of one organisation. */
  @HandlesJob('registries.check')
  async check({ organisationId }: { organisationId: string }) {
    return { checked: await this.checks.checkDue(system('registries.check'), organisationId) };
  }

  /** Looks for identifiers whose next check has come, a batch a minute: registries are not pressed. */
  @HandlesJob('registries.tick')
  async tick() {
    return { checked: await this.checks.checkDue(system('registries.tick'), null) };
  }
}
