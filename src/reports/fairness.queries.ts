import type { EntityManager } from 'typeorm';
import type { RoundSummary } from '../allocation/summary.schemas.js';
import { notFound } from '../kernel/domain-error.js';
import type { OrganisationOutcome } from './fairness.rules.js';

export interface PublishedRound {
  id: string;
  reference: string;
  publishedAt: Date;
  poolGroupId: string;
  quantum: string;
  summary: RoundSummary;
}

/**
 * A published round; the last one without an id.
 * @throws DomainError not-found.
 */
export async function publishedRound(
  manager: EntityManager,
  roundId: string | undefined,
): Promise<PublishedRound> {
  const [row] = await manager.query<PublishedRound[]>(
    `SELECT id, reference, published_at AS "publishedAt", pool_group_id AS "poolGroupId",
            quantum_gpu_seconds::text AS quantum, summary
       FROM rounds WHERE state = 'published' AND ($1::uuid IS NULL OR id = $1)
      ORDER BY published_at DESC, id DESC LIMIT 1`,
    [roundId ?? null],
  );
  if (!row) throw notFound('published round');
  return row;
}

/** What each organisation of a round asked, could rely on and got. */
export async function organisationOutcomes(
  manager: EntityManager,
  roundId: string,
): Promise<OrganisationOutcome[]> {
  const rows = await manager.query<
    { class: string; asked: string; entitled: string; granted: string; claim: string }[]
  >(
    `SELECT o.class, o.entitlement_units::text AS entitled, o.granted_units::text AS granted,
            greatest(o.balance_after, 0)::text AS claim, l.asked::text AS asked
       FROM round_organisations o
       JOIN (SELECT organisation_id, sum(ask_units) AS asked FROM round_lines
              WHERE round_id = $1 GROUP BY organisation_id) l ON l.organisation_id = o.organisation_id
      WHERE o.round_id = $1`,
    [roundId],
  );
  return rows.map((row) => ({
    class: row.class,
    asked: BigInt(row.asked),
    entitled: BigInt(row.entitled),
    granted: BigInt(row.granted),
    claimCarried: BigInt(row.claim),
  }));
}

/**
 * Per class: most published rounds of these pools in a row, the last being this one, in which one
 * organisation asked and got nothing.
 */
export async function longestWaits(
  manager: EntityManager,
  round: PublishedRound,
): Promise<ReadonlyMap<string, number>> {
  const rows = await manager.query<{ class: string; rounds: number }[]>(
    `WITH took_part AS (
       SELECT o.organisation_id, o.class, o.granted_units,
              row_number() OVER (PARTITION BY o.organisation_id ORDER BY r.published_at DESC, r.id DESC) AS back,
              bool_or(r.id = $2) OVER (PARTITION BY o.organisation_id) AS here
         FROM round_organisations o JOIN rounds r ON r.id = o.round_id
        WHERE r.pool_group_id = $1 AND r.state = 'published'
          AND r.published_at <= (SELECT published_at FROM rounds WHERE id = $2)),
     waits AS (
       SELECT t.class, t.organisation_id,
              coalesce(min(t.back) FILTER (WHERE t.granted_units > 0) - 1, count(*))::int AS rounds
         FROM took_part t WHERE t.here GROUP BY t.class, t.organisation_id)
     SELECT class, max(rounds)::int AS rounds FROM waits GROUP BY class`,
    [round.poolGroupId, round.id],
  );
  return new Map(rows.map((row) => [row.class, row.rounds]));
}
