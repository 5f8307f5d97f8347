import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { system } from '../access/principal.js';
import { derivedId } from '../kernel/random.js';
import { Ledger } from '../ledger/ledger.service.js';
import { auditAll, type AuditEntry } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { enqueue } from '../platform/outbox.service.js';
import { GrantMoves } from './grant-moves.service.js';
import {
  claimBegunGrants,
  claimOverdueOffers,
  insertOffers,
  linesToOffer,
  markOffered,
  roundsToOffer,
  type AwardedLine,
} from './offers.queries.js';

/** Grants per transaction: short enough that nobody waits for its locks. */
const batch = 200;

type Offer = AwardedLine & { id: string };

/** What happens to grants by itself: offered after publication, lapsed when nobody answers, begun. */
@Injectable()
export class Offers {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly moves: GrantMoves,
  ) {}

  /**
   * Offers the next awarded lines of a published round, one grant each, and books awarded →
   * grant_available by pool. Ids follow from round and request, so two workers at once make one grant.
   * `after` is the request at which the last call ended, null at first. Returns where it ended and how
   * many lines it looked at; null when nothing is left.
   */
  async offerSome(
    roundId: string,
    after: string | null,
  ): Promise<{ after: string; lines: number } | null> {
    const principal = system('grants.offer');
    return await this.database.inTransaction(principal, async (manager) => {
      const lines = await linesToOffer(manager, roundId, after, batch);
      const last = lines.at(-1);
      if (last === undefined) {
        await markOffered(manager, roundId);
        return null;
      }
      const offers = lines.map((line) => ({
        ...line,
        id: derivedId('grant', roundId, line.requestId),
      }));
      const inserted = await insertOffers(manager, roundId, offers);
      const fresh = offers.filter(({ id }) => inserted.has(id));
      await this.book(manager, fresh);
      await auditAll(
        manager,
        principal,
        fresh.map((offer) => offerEntry(roundId, offer)),
      );
      return { after: last.requestId, lines: lines.length };
    });
  }

  /** Asks again for the offers of rounds that lack some: a lost job delays, it loses nothing. */
  async askForOffers(): Promise<number> {
    return await this.database.inTransaction(system('grants.tick'), async (manager) => {
      const rounds = await roundsToOffer(manager);
      for (const roundId of rounds) await enqueue(manager, 'grants.offer', { roundId });
      return rounds.length;
    });
  }

  /** GRA-1: ends offers that nobody answered in time; their time goes back to the pools. */
  async lapseSome(): Promise<number> {
    const principal = system('grants.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const grants = await claimOverdueOffers(manager, batch);
      for (const grant of grants) {
        await this.moves.move(manager, principal, grant, 'lapse', {
          reason: 'The offer was not answered by its due date.',
          rule: 'GRA-1',
        });
        await this.moves.giveBack(manager, grant.id, 'grant.lapse');
      }
      return grants.length;
    });
  }

  /** Makes accepted grants usable once the time of their first pool has begun. */
  async activateSome(): Promise<number> {
    const principal = system('grants.tick');
    return await this.database.inTransaction(principal, async (manager) => {
      const grants = await claimBegunGrants(manager, batch);
      for (const grant of grants) await this.moves.move(manager, principal, grant, 'activate');
      return grants.length;
    });
  }

  private async book(manager: EntityManager, offers: readonly Offer[]): Promise<void> {
    const parts = offers.flatMap(({ id, routes }) =>
      routes.map((route) => ({ ...route, grantId: id })),
    );
    const accounts = await this.ledger.accounts(
      manager,
      parts.flatMap(({ poolId, grantId }) => [
        { kind: 'awarded' as const, poolId },
        { kind: 'grant_available' as const, poolId, grantId },
      ]),
    );
    await this.ledger.record(
      manager,
      parts.map(({ grantId, poolId, gpuSeconds }, index) => ({
        id: derivedId('grant.offer', grantId, poolId),
        kind: 'single' as const,
        debitAccountId: accounts[2 * index]!,
        creditAccountId: accounts[2 * index + 1]!,
        amountGpuSeconds: gpuSeconds,
        code: 'grant.offer',
        subject: { kind: 'grant', id: grantId },
      })),
    );
  }
}

function offerEntry(roundId: string, { id, requestId, gpuSeconds }: Offer): AuditEntry {
  return {
    act: 'grant.offer',
    object: { kind: 'grant', id },
    after: { state: 'offered', requestId, roundId, gpuSeconds },
    rule: 'GRA-1',
  };
}
