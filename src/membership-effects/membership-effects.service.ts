import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { system, type Principal } from '../access/principal.js';
import { GrantMoves } from '../grants/grant-moves.service.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import {
  claimToResume,
  claimToReturn,
  claimToSuspend,
  touchEnding,
  type ClaimedGrant,
} from './membership-effects.queries.js';

/** Grants per transaction: short enough that nobody waits for its locks. */
const batch = 100;
const principal: Principal = system('grants.memberships');

/** MEM-9: what the suspension, the reinstatement and the end of a membership do to grants. */
@Injectable()
export class MembershipEffects {
  constructor(
    private readonly database: Database,
    private readonly moves: GrantMoves,
  ) {}

  /** Suspends grants whose organisation's notice is over. Returns how many. */
  async suspendSome(): Promise<number> {
    return await this.each(claimToSuspend, (manager, grant) =>
      this.moves.move(manager, principal, grant, 'suspend', {
        reason: 'The membership is suspended and its notice period is over.',
        rule: 'MEM-9',
        suspendedFor: 'membership',
      }),
    );
  }

  /** Resumes grants whose membership is active again. Returns how many. */
  async resumeSome(): Promise<number> {
    return await this.each(claimToResume, (manager, grant) =>
      this.moves.move(manager, principal, grant, 'resume', {
        reason: 'The membership is reinstated.',
        rule: 'MEM-9',
      }),
    );
  }

  /**
   * Gives the unused time of ended memberships back to the pools. Time that is held for a running job
   * stays: the grant is suspended meanwhile and returned when the hold is settled. Returns how many
   * grants were looked at.
   */
  async returnSome(): Promise<number> {
    return await this.each(claimToReturn, (manager, grant) => this.giveUp(manager, grant));
  }

  private async giveUp(manager: EntityManager, grant: ClaimedGrant): Promise<void> {
    const note = { reason: 'The membership has ended.', rule: 'MEM-9' };
    if (grant.state === 'offered') {
      await this.moves.giveBack(manager, grant.id, 'grant.lapse');
      await this.moves.move(manager, principal, grant, 'lapse', note);
      return;
    }
    const part = [String(grant.version)];
    const given = await this.moves.giveBack(manager, grant.id, 'grant.return', part);
    if (!grant.held) {
      await this.moves.move(manager, principal, grant, 'return', note);
    } else if (grant.state === 'active') {
      const suspendedFor = 'membership_end' as const;
      await this.moves.move(manager, principal, grant, 'suspend', { ...note, suspendedFor });
    } else {
      await touchEnding(manager, grant.id);
      await audit(manager, principal, {
        act: 'grant.give-back',
        object: { kind: 'grant', id: grant.id },
        after: { state: grant.state, gpuSeconds: given },
        ...note,
      });
    }
  }

  private async each(
    claim: (manager: EntityManager, limit: number) => Promise<ClaimedGrant[]>,
    work: (manager: EntityManager, grant: ClaimedGrant) => Promise<void>,
  ): Promise<number> {
    return await this.database.inTransaction(principal, async (manager) => {
      const grants = await claim(manager, batch);
      for (const grant of grants) await work(manager, grant);
      return grants.length;
    });
  }
}
