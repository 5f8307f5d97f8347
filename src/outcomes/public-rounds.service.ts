import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { engineVersion } from '../allocation/engine/index.js';
import { notFound } from '../kernel/domain-error.js';
import { Database } from '../platform/database.service.js';
import { keysetPage } from '../platform/keyset.js';
import { roundFrom, roundItem, roundSelect, type RoundRow } from '../rounds/rounds.queries.js';
import type { RoundItem } from '../rounds/rounds.schemas.js';
import { awardsPage, pseudonymousPage } from './outcomes.queries.js';
import {
  awardsWithRound,
  type PublicAwardsQuery,
  type PublicLinesQuery,
  type PublicRound,
  type PublicRoundsQuery,
} from './outcomes.schemas.js';
import { publishedCertificate } from './outcomes.service.js';

/** From collection on the commitment is public (ALLOC-0); a cancelled round was never anything. */
const open = `r.state IN ('collecting', 'computed', 'approved', 'published')`;

/** What everybody may know of rounds. */
@Injectable()
export class PublicRounds {
  constructor(private readonly database: Database) {}

  /** One page of the rounds, the newest first; figures only of published ones. */
  async list(query: PublicRoundsQuery) {
    const page = await keysetPage<RoundRow>(
      this.database.manager,
      {
        from: roundFrom,
        select: roundSelect,
        where: [open, `($1::text IS NULL OR r.state = $1)`],
        parameters: [query.state ?? null],
        id: 'r.id',
        sorts: {
          publishedAt: {
            expression: 'coalesce(r.published_at, r.cut_off_at)',
            type: 'timestamptz',
          },
        },
        sortDefault: '-publishedAt',
      },
      query,
    );
    return { ...page, items: page.items.map((row) => roundItem(guarded(row))) };
  }

  /** @throws DomainError not-found. */
  async read(roundId: string): Promise<PublicRound> {
    const manager = this.database.manager;
    const row = guarded(await this.row(manager, roundId));
    return {
      ...roundItem(row),
      seed: row.seed,
      secret: row.secret,
      receiptsDigest: row.receiptsDigest,
      previousPlanHash: row.previousPlanHash,
      engine: engineVersion,
      awards: (await this.awards(roundId, { limit: awardsWithRound })).items,
    };
  }

  /** Awards of a published round, the largest first; none before. @throws DomainError not-found. */
  async awards(roundId: string, query: PublicAwardsQuery) {
    const round = await this.published(roundId);
    if (round === null) return { items: [], nextCursor: null };
    return await awardsPage(this.database.manager, round, query);
  }

  /** Every request of a published round under its pseudonym; none before. @throws DomainError not-found. */
  async lines(roundId: string, query: PublicLinesQuery) {
    const round = await this.published(roundId);
    if (round === null) return { items: [], nextCursor: null };
    return await pseudonymousPage(this.database.manager, round, query);
  }

  private async published(roundId: string) {
    const row = await this.row(this.database.manager, roundId);
    if (row.state !== 'published') return null;
    return { id: row.id, quantumGpuSeconds: BigInt(row.quantumGpuSeconds) };
  }

  /** @throws DomainError not-found, or conflict before publication. */
  async certificate(roundId: string): Promise<Readable> {
    await this.row(this.database.manager, roundId);
    return await publishedCertificate(this.database.manager, roundId);
  }

  /** The round that was published last, for the overview; null when there is none. */
  async last(): Promise<RoundItem | null> {
    const [row] = await this.database.manager.query<RoundRow[]>(
      `SELECT ${roundSelect} ${roundFrom} WHERE r.state = 'published'
        ORDER BY r.published_at DESC, r.id DESC LIMIT 1`,
    );
    return row ? roundItem(row) : null;
  }

  private async row(manager: EntityManager, roundId: string): Promise<RoundRow> {
    const [row] = await manager.query<RoundRow[]>(
      `SELECT ${roundSelect} ${roundFrom} WHERE r.id = $1 AND ${open}`,
      [roundId],
    );
    if (!row) throw notFound('round');
    return row;
  }
}

/** Before publication only the commitment is told: the plan may still change. */
function guarded(row: RoundRow): RoundRow {
  if (row.state === 'published') return row;
  return {
    ...row,
    summary: null,
    snapshotHash: null,
    planHash: null,
    previousPlanHash: null,
    seed: null,
    secret: null,
    receiptsDigest: null,
  };
}
