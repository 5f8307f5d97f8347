import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import type { RoundSummary } from '../allocation/summary.schemas.js';
import { DomainError } from '../kernel/domain-error.js';
import { gpuHoursOf } from '../kernel/gpu-time.js';
import { Database } from '../platform/database.service.js';
import { requestSight } from '../requests/requests.queries.js';
import { certificatePieces, certificateSource } from '../rounds/certificate.queries.js';
import { visibleRound, type RoundRow } from '../rounds/rounds.queries.js';
import { explanationSentences, lentTime } from './explanation.rules.js';
import type { Language } from './explanation-phrases.rules.js';
import { explainedLine, linesPage, poolNames, roundLine } from './outcomes.queries.js';
import type { RoundExplanation, RoundLinesQuery } from './outcomes.schemas.js';

/** What a round gives, line by line, and why. */
@Injectable()
export class Outcomes {
  constructor(private readonly database: Database) {}

  /** One page of a round's lines: all of them for those who run it, one's own for applicants. */
  async lines(principal: Principal, roundId: string, query: RoundLinesQuery) {
    const manager = this.database.manager;
    const ids = tenantIds(principal, 'round.read');
    const round = await visibleRound(manager, ids, roundId);
    const sight = await requestSight(manager, principal);
    const page = await linesPage(manager, roundId, sight, query);
    const quantum = BigInt(round.quantumGpuSeconds);
    return { ...page, items: page.items.map((row) => roundLine(row, quantum)) };
  }

  /**
   * ALLOC-13: one line with its numbers, and the same in words.
   * @throws DomainError not-found.
   */
  async explain(
    principal: Principal,
    roundId: string,
    requestId: string,
    language: Language,
  ): Promise<RoundExplanation> {
    const manager = this.database.manager;
    const ids = tenantIds(principal, 'round.read');
    const round = await visibleRound(manager, ids, roundId);
    const sight = await requestSight(manager, principal);
    const row = await explainedLine(manager, roundId, sight, requestId);
    return await explanationOf(manager, row, round, language);
  }

  /**
   * The certificate of a published round, as JSON text.
   * @throws DomainError not-found, or conflict before publication.
   */
  async certificate(principal: Principal, roundId: string): Promise<Readable> {
    const ids = tenantIds(principal, 'round.read');
    await visibleRound(this.database.manager, ids, roundId);
    return await publishedCertificate(this.database.manager, roundId);
  }
}

async function explanationOf(
  manager: EntityManager,
  row: Awaited<ReturnType<typeof explainedLine>>,
  round: RoundRow,
  language: Language,
): Promise<RoundExplanation> {
  const quantumGpuSeconds = BigInt(round.quantumGpuSeconds);
  const { explanation } = row;
  const ids = [...row.routes.map(({ pool }) => pool), ...explanation.tightPools];
  const names = await poolNames(manager, ids);
  const nameOf = (id: string) => names.get(id) ?? id;
  const sentences = explanationSentences(
    {
      reason: row.reason,
      class: row.class,
      minimum: BigInt(row.minimumUnits),
      ask: BigInt(row.askUnits),
      granted: BigInt(row.grantedUnits),
      explanation,
      routes: row.routes.map(({ pool, units }) => ({
        poolName: nameOf(pool),
        units: BigInt(units),
      })),
      tightPoolNames: explanation.tightPools.map(nameOf),
      quantumGpuSeconds,
      ...(row.place === null ? {} : { place: row.place }),
      ...(round.summary === null ? {} : { lent: lentIn(round.summary) }),
    },
    language,
  );
  return {
    ...roundLine(row, quantumGpuSeconds),
    explanation,
    routes: row.routes.map(({ pool, units }) => {
      const amount = BigInt(units) * quantumGpuSeconds;
      return {
        pool: { id: pool, name: nameOf(pool) },
        gpuSeconds: amount.toString(),
        gpuHours: gpuHoursOf(amount),
      };
    }),
    quantumGpuSeconds: quantumGpuSeconds.toString(),
    sentences,
  };
}

function lentIn({ pools, classes }: RoundSummary) {
  const capacity = pools.reduce((sum, pool) => sum + BigInt(pool.gpuSecondsCapacity), 0n);
  const lines = classes.map((line) => ({
    class: line.class,
    guaranteed: BigInt(line.gpuSecondsGuaranteed),
    granted: BigInt(line.gpuSecondsGranted),
    borrowed: BigInt(line.gpuSecondsBorrowed),
  }));
  return lentTime(capacity, lines);
}

/** @throws DomainError conflict before publication: the secret is still sealed (ALLOC-0). */
export async function publishedCertificate(
  manager: EntityManager,
  roundId: string,
): Promise<Readable> {
  const source = await certificateSource(manager, roundId);
  if (source.state === 'published') {
    return Readable.from(certificatePieces(manager, roundId, source), { objectMode: false });
  }
  throw new DomainError(
    'conflict',
    'ROUND_NOT_PUBLISHED',
    'A round has its certificate once it is published. Come back then; its commitment is public now.',
  );
}
