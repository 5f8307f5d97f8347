import { Injectable } from '@nestjs/common';
import { system } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import type { JobPayload } from '../platform/job-registry.js';
import { RoundSchedule } from './round-schedule.service.js';
import { Rounds } from './rounds.service.js';

@Injectable()
export class RoundsJobs {
  constructor(
    private readonly rounds: Rounds,
    private readonly schedule: RoundSchedule,
  ) {}

  @HandlesJob('rounds.tick')
  async tick() {
    return {
      cancelled: await this.rounds.cancelWithCalls(),
      scheduled: await this.schedule.scheduleDue(),
      collecting: await this.schedule.collectDue(),
      rescheduled: await this.schedule.followCutOffs(),
      asked: await this.schedule.computeDue(),
    };
  }

  /**
   * Computes a round that is due. What stands in the way by now (a review reopened, somebody else
   * computed) is no failure: the next tick looks again.
   */
  @HandlesJob('round.compute')
  async compute({ roundId, epoch }: JobPayload<'round.compute'>) {
    try {
      const round = await this.rounds.compute(system('round.compute'), roundId, { epoch });
      return round === null ? { skipped: 'computed meanwhile' } : { planHash: round.planHash };
    } catch (error) {
      if (error instanceof DomainError && ['conflict', 'not-found'].includes(error.category)) {
        return { skipped: error.code };
      }
      throw error;
    }
  }
}
