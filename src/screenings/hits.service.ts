import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { nextState } from '../kernel/state-machine.js';
import { personBelongsOrIsLinked } from '../organisations/organisations.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { actOfDecision, checkDecider, hitMachine } from './hit.rules.js';
import { claimHit, hitsPage, hitView } from './hits.queries.js';
import type { DecideHit, ScreeningHitsQuery, ScreeningHitView } from './screenings.schemas.js';

/** Names alike a listed one, and what people decide on them (MEM-6). */
@Injectable()
export class ScreeningHits {
  constructor(private readonly database: Database) {}

  async list(_who: Principal, query: ScreeningHitsQuery) {
    return await hitsPage(this.database.manager, query);
  }

  /** @throws DomainError not-found. */
  async one(_who: Principal, id: string): Promise<ScreeningHitView> {
    return await hitView(this.database.manager, id);
  }

  /**
   * Says whether the listed one is meant. A decision is corrected by another one; both stay in the audit.
   * Owners add up, so the organisation is looked at again.
   * @throws DomainError not-found · stale · forbidden HIT_INTERESTED · conflict ILLEGAL_TRANSITION.
   */
  async decide(
    who: Principal,
    id: string,
    version: number | undefined,
    { decision, reason }: DecideHit,
  ): Promise<ScreeningHitView> {
    return await this.database.inTransaction(who, async (manager) => {
      const hit = await claimHit(manager, id, version);
      const { personId } = who;
      checkDecider(
        personId !== null && (await personBelongsOrIsLinked(manager, personId, hit.organisationId)),
      );
      const act = actOfDecision[decision];
      const state = nextState(hitMachine, hit.state, act);
      await manager.query(
        `UPDATE screening_hits SET state = $2, reason = $3, decided_by = $4, decided_at = portal_now(),
                version = version + 1, updated_at = portal_now() WHERE id = $1`,
        [id, state, reason, personId],
      );
      await audit(manager, who, {
        act: `screening-hit.${act}`,
        object: { kind: 'screening-hit', id },
        before: { state: hit.state, reason: hit.reason },
        after: { state },
        reason,
        rule: 'MEM-6',
      });
      await enqueue(manager, 'screenings.organisation', {
        organisationId: hit.organisationId,
        cause: 'change',
      });
      return await hitView(manager, id);
    });
  }
}
