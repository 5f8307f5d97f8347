import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { CallLifecycle } from './call-lifecycle.service.js';

@Injectable()
export class CallsJobs {
  constructor(private readonly lifecycle: CallLifecycle) {}

  /** Looks for open calls whose cut-off has passed and closes each once, however many workers look. */
  @HandlesJob('calls.tick')
  async tick() {
    const principal = system('calls.tick');
    let closed = 0;
    for (const id of await this.lifecycle.due(principal)) {
      if (await this.lifecycle.closeDue(principal, id)) closed += 1;
    }
    return { closed };
  }
}
