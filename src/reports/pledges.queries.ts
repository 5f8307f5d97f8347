import type { EntityManager } from 'typeorm';
import type { PledgesReportView } from './pledges.schemas.js';

type Sums = Omit<PledgesReportView['months'][number], 'month'>;

/** Sums over rows `v` of pledges that stand. */
const sums = `coalesce(sum(v.amount_cents), 0)::text AS "declaredCents",
  coalesce(sum(v.amount_cents) FILTER (WHERE v.state <> 'declared'), 0)::text AS "confirmedCents",
  coalesce(sum(v.amount_cents) FILTER (WHERE v.new_money), 0)::text AS "newDeclaredCents",
  coalesce(sum(v.amount_cents) FILTER (WHERE v.new_money AND v.state <> 'declared'), 0)::text AS "newConfirmedCents"`;

/** The last ten years at most. */
const monthsMax = 120;

/**
 * What stood at the end of each month since the first pledge, by the versions: a correction changes the
 * sum from its own day on, never before.
 */
export async function pledgeMonths(manager: EntityManager): Promise<PledgesReportView['months']> {
  return await manager.query<({ month: string } & Sums)[]>(
    `WITH span AS (
       SELECT greatest(date_trunc('month', min(at)),
                       date_trunc('month', portal_now()) - make_interval(months => $1 - 1)) AS first
         FROM pledge_versions HAVING count(*) > 0
     ), months AS (
       SELECT m, least(m + interval '1 month', portal_now() + interval '1 microsecond') AS upto
         FROM span, generate_series(first, date_trunc('month', portal_now()), interval '1 month') m
     ), versions AS (
       SELECT v.*, lead(v.at) OVER (PARTITION BY v.pledge_id ORDER BY v.number) AS until
         FROM pledge_versions v
     )
     SELECT to_char(months.m, 'YYYY-MM') AS month, ${sums}
       FROM months LEFT JOIN versions v
         ON v.at < months.upto AND (v.until IS NULL OR v.until >= months.upto) AND v.state <> 'withdrawn'
      GROUP BY months.m ORDER BY months.m`,
    [monthsMax],
  );
}

/** What stands now. */
export async function pledgeTotals(manager: EntityManager): Promise<PledgesReportView['totals']> {
  const [row] = await manager.query<[PledgesReportView['totals']]>(
    `SELECT ${sums}, coalesce(sum(v.amount_cents) FILTER (WHERE v.state = 'fulfilled'), 0)::text AS "fulfilledCents",
            count(*)::int AS pledges, count(DISTINCT v.organisation_id)::int AS members
       FROM pledges v WHERE v.state <> 'withdrawn'`,
  );
  return row;
}

/** What stands now by kind, the largest sum first. */
export async function pledgeKindSums(manager: EntityManager): Promise<PledgesReportView['kinds']> {
  return await manager.query<PledgesReportView['kinds']>(
    `SELECT v.kind, count(*)::int AS pledges, ${sums} FROM pledges v WHERE v.state <> 'withdrawn'
      GROUP BY v.kind ORDER BY coalesce(sum(v.amount_cents), 0) DESC, v.kind`,
  );
}

export interface PledgeLine {
  organisation: string;
  country: string;
  class: string;
  kind: string;
  amount_eur: string;
  new_money: boolean;
  horizon_year: number;
  state: string;
  declared_on: string;
  confirmed_on: string;
  evidence: string;
  description: string;
}

/** Every pledge of the organisations that `ids` names (null: all), for a table. */
export async function pledgeLines(
  manager: EntityManager,
  ids: string[] | null,
): Promise<PledgeLine[]> {
  return await manager.query<PledgeLine[]>(
    `SELECT o.name AS organisation, o.country, o.class, p.kind,
            coalesce(to_char(p.amount_cents / 100.0, 'FM999999999999990.00'), '') AS amount_eur,
            p.new_money, p.horizon_year, p.state, to_char(p.created_at, 'YYYY-MM-DD') AS declared_on,
            coalesce(to_char(p.confirmed_at, 'YYYY-MM-DD'), '') AS confirmed_on,
            coalesce((SELECT v.evidence FROM pledge_versions v WHERE v.pledge_id = p.id
                       AND v.evidence IS NOT NULL ORDER BY v.number DESC LIMIT 1), '') AS evidence,
            p.description
       FROM pledges p JOIN organisations o ON o.id = p.organisation_id
      WHERE ($1::uuid[] IS NULL OR p.organisation_id = ANY($1))
      ORDER BY o.name, p.created_at, p.id LIMIT 50000`,
    [ids],
  );
}
