import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { derivedId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { Ledger } from '../ledger/ledger.service.js';
import { audit } from '../platform/audit.service.js';
import type { Grant } from './grant.entity.js';
import { grantMachine, type GrantAct, type SuspensionCause } from './grant.rules.js';
import { grantPools } from './grants.queries.js';

/** What every change of a grant has in common: its state, its audit row, its time. */
@Injectable()
export class GrantMoves {
  constructor(private readonly ledger: Ledger) {}

  /** Moves a locked grant to the state that `act` leads to. */
  async move(
    manager: EntityManager,
    principal: Principal,
    grant: Pick<Grant, 'id' | 'state'>,
    act: GrantAct,
    note: {
      reason?: string;
      acceptedBy?: string | null;
      rule?: string;
      suspendedFor?: SuspensionCause;
    } = {},
  ): Promise<void> {
    const state = nextState(grantMachine, grant.state, act);
    await manager.query(
      `UPDATE grants SET state = $2, version = version + 1, updated_at = portal_now(),
              accepted_at = CASE WHEN $3 THEN portal_now() ELSE accepted_at END,
              accepted_by = coalesce($4::uuid, accepted_by), declined_reason = coalesce($5, declined_reason),
              suspended_for = $6
        WHERE id = $1`,
      [
        grant.id,
        state,
        act === 'accept',
        note.acceptedBy ?? null,
        act === 'decline' ? (note.reason ?? null) : null,
        note.suspendedFor ?? null,
      ],
    );
    await audit(manager, principal, {
      act: `grant.${act}`,
      object: { kind: 'grant', id: grant.id },
      before: { state: grant.state },
      after: { state },
      reason: note.reason ?? null,
      rule: note.rule ?? null,
    });
    grant.state = state;
  }

  /**
   * Gives what is available of a grant back to its pools, in two entries each: grant_available →
   * grant_returned, so that the grant's own books tell what became of its time (LED-4), and
   * grant_returned → unallocated, so that the next round can divide it. What is held stays until it is
   * settled; where the rest follows later, `part` tells the two apart.
   * @returns how much it was.
   */
  async giveBack(
    manager: EntityManager,
    grantId: string,
    code: string,
    part: readonly string[] = [],
  ): Promise<bigint> {
    const pools = (await grantPools(manager, grantId)).filter(
      ({ balance }) => balance.available > 0n,
    );
    const accounts = await this.ledger.accounts(
      manager,
      pools.flatMap(({ poolId }) => [
        { kind: 'grant_available' as const, poolId, grantId },
        { kind: 'grant_returned' as const, poolId, grantId },
        { kind: 'unallocated' as const, poolId },
      ]),
    );
    const subject = { kind: 'grant', id: grantId };
    await this.ledger.record(
      manager,
      pools.flatMap(({ poolId, balance }, index) => {
        const [available, returned, unallocated] = accounts.slice(3 * index, 3 * index + 3);
        const common = { kind: 'single' as const, amountGpuSeconds: balance.available, subject };
        return [
          {
            ...common,
            id: derivedId(code, grantId, poolId, ...part),
            debitAccountId: available!,
            creditAccountId: returned!,
            code,
          },
          {
            ...common,
            id: derivedId('grant.free', grantId, poolId, ...part),
            debitAccountId: returned!,
            creditAccountId: unallocated!,
            code: 'grant.free',
          },
        ];
      }),
    );
    return pools.reduce((sum, { balance }) => sum + balance.available, 0n);
  }
}
