import type { EntityManager } from 'typeorm';
import type { Overview } from './overview.schemas.js';
import { pledgeTargetOn } from './pledge-target.rules.js';

const classes = ['large', 'sme', 'science'] as const;

/** Active members by class and country, by the database's time. */
export async function memberFigures(manager: EntityManager): Promise<Overview['members']> {
  const rows = await manager.query<{ class: string; country: string; members: number }[]>(
    `SELECT o.class, o.country, count(*)::int AS members
       FROM memberships m JOIN organisations o ON o.id = m.organisation_id
      WHERE m.state = 'active' AND m.expires_at > portal_now()
      GROUP BY o.class, o.country`,
  );
  const sum = (of: typeof rows) => of.reduce((total, { members }) => total + members, 0);
  return {
    total: sum(rows),
    countries: new Set(rows.map(({ country }) => country)).size,
    byClass: classes.map((name) => ({
      class: name,
      members: sum(rows.filter((row) => row.class === name)),
    })),
  };
}

/** Pledges that stand, in euro cents; pledges without an amount count as pledges only. */
export async function pledgeFigures(
  manager: EntityManager,
  at: Date,
): Promise<Overview['pledges']> {
  const target = pledgeTargetOn(at);
  const rows = await manager.query<
    { kind: string; count: number; amount: string; confirmed: string }[]
  >(
    `SELECT kind, count(*)::int AS count, coalesce(sum(amount_cents), 0)::text AS amount,
            coalesce(sum(amount_cents) FILTER (WHERE state IN ('confirmed', 'fulfilled')), 0)::text AS confirmed
       FROM pledges WHERE state <> 'withdrawn' GROUP BY kind ORDER BY kind`,
  );
  const sum = (amounts: string[]) =>
    amounts.reduce((total, amount) => total + BigInt(amount), 0n).toString();
  return {
    targetCents: (target?.cents ?? 0n).toString(),
    targetSource: target?.source ?? '',
    declaredCents: sum(rows.map(({ amount }) => amount)),
    confirmedCents: sum(rows.map(({ confirmed }) => confirmed)),
    currency: 'EUR',
    byKind: rows.map(({ kind, count, amount }) => ({ kind, amountCents: amount, count })),
  };
}
