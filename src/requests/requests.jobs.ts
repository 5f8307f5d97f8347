import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { CallEnd } from './call-end.service.js';

@Injectable()
export class RequestsJobs {
  constructor(private readonly callEnd: CallEnd) {}

  /** Moves the requests of a call that was closed or cancelled, batch by batch; may run twice. */
  @HandlesJob('requests.call-closed')
  async callClosed({ callId }: { callId: string }) {
    const principal = system('requests.call-closed');
    let moved = 0;
    for (;;) {
      const batch = await this.callEnd.moveBatch(principal, callId);
      if (batch === 0) return { moved };
      moved += batch;
    }
  }

  /** A lost job only delays: what it left is found here. */
  @HandlesJob('requests.sweep')
  async sweep() {
    const calls = await this.callEnd.unfinished(system('requests.sweep'));
    for (const callId of calls) await this.callClosed({ callId });
    return { calls: calls.length };
  }
}
