import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { RoundComputation } from '../allocation/round-computation.service.js';
import type { Round } from '../allocation/round.entity.js';
import { carryBalances, sealedSecrets } from '../allocation/rounds.queries.js';
import { CallLifecycle } from '../calls/call-lifecycle.service.js';
import { CONFIG, type Config } from '../config/config.js';
import { audit } from '../platform/audit.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { unseal } from '../platform/sealed-box.js';
import { SigningKeys } from '../platform/signing-keys.service.js';
import { Requests } from '../requests/requests.service.js';
import { certificateSource, signedText, type CertificateRow } from './certificate.queries.js';
import { outcomeOf, reasonSentence } from './outcome.rules.js';
import { lastPublishedPlanHash, plannedLines } from './rounds.queries.js';

/** All effects of a publication, in the transaction of whoever publishes. */
@Injectable()
export class RoundPublication {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly computation: RoundComputation,
    private readonly keys: SigningKeys,
    private readonly requests: Requests,
    private readonly calls: CallLifecycle,
  ) {}

  /**
   * Posts the reservation (unallocated → awarded), carries the balances to the next round (ALLOC-12),
   * reveals and signs (ALLOC-14), tells the requests, completes the call, asks for the offers. The caller has locked the
   * round and found it ready.
   */
  async publish(
    manager: EntityManager,
    principal: Principal,
    round: Round,
    state: string,
  ): Promise<void> {
    await this.computation.award(manager, round.id);
    await carryBalances(manager, round);
    const previousPlanHash = await lastPublishedPlanHash(manager, round.poolGroupId);
    const { secretSealed } = await sealedSecrets(manager, round.id);
    const secret = unseal(this.config.APP_SECRET, 'round-secret', secretSealed).toString('utf8');
    const signature = await this.sign(manager, round.id, { secret, previousPlanHash });
    await manager.query(
      `UPDATE rounds SET state = $2, secret = $3, previous_plan_hash = $4, signature = $5,
         published_at = portal_now(), version = version + 1, updated_at = portal_now()
       WHERE id = $1`,
      [round.id, state, secret, previousPlanHash, JSON.stringify(signature)],
    );
    await this.tellRequests(manager, principal, round.id);
    await this.calls.complete(manager, principal, round.callId);
    await audit(manager, principal, {
      act: 'round.publish',
      object: { kind: 'round', id: round.id },
      before: { state: round.state },
      after: { state, planHash: round.planHash, previousPlanHash, ...signature },
      rule: 'ALLOC-14',
    });
    await enqueue(manager, 'grants.offer', { roundId: round.id });
  }

  private async sign(
    manager: EntityManager,
    roundId: string,
    revealed: Pick<CertificateRow, 'secret' | 'previousPlanHash'>,
  ) {
    const row = await certificateSource(manager, roundId);
    return await this.keys.sign(signedText({ ...row, ...revealed }));
  }

  private async tellRequests(manager: EntityManager, principal: Principal, roundId: string) {
    for await (const lines of plannedLines(manager, roundId)) {
      await this.requests.applyOutcomes(
        manager,
        principal,
        lines.map((line) => ({
          requestId: line.requestId,
          act: outcomeOf(line),
          code: line.reason,
          reason: reasonSentence(line.reason),
        })),
      );
    }
  }
}
