import type { EntityManager } from 'typeorm';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { longQuery } from '../platform/bulk.js';
import { Round } from './round.entity.js';

/**
 * The round's row, locked until the transaction ends: whoever decides about a round goes through here.
 * @throws DomainError not-found, or stale when `version` is not the present one.
 */
export async function claimRound(
  manager: EntityManager,
  roundId: string,
  version?: number,
): Promise<Round> {
  const round = await manager.findOne(Round, {
    where: { id: roundId },
    lock: { mode: 'pessimistic_write' },
  });
  if (round === null) throw notFound('round');
  if (version !== undefined && version !== round.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'This round has changed since you read it. Read it again, then decide.',
    );
  }
  return round;
}

/** The two sealed secrets of a round, which no other read brings along. */
export async function sealedSecrets(
  manager: EntityManager,
  roundId: string,
): Promise<{ secretSealed: Buffer; saltSealed: Buffer }> {
  return await manager.findOneOrFail(Round, {
    select: { id: true, secretSealed: true, saltSealed: true },
    where: { id: roundId },
  });
}

/** Reference of another round of the same pools that is computed and not yet published, or null. */
export async function otherOpenRound(manager: EntityManager, round: Round): Promise<string | null> {
  const [other] = await manager.query<{ reference: string }[]>(
    `SELECT reference FROM rounds WHERE pool_group_id = $1 AND id <> $2 AND state IN ('computed', 'approved')`,
    [round.poolGroupId, round.id],
  );
  return other?.reference ?? null;
}

/** Claims carried from earlier rounds of these pools, in units. */
export async function balancesOf(
  manager: EntityManager,
  poolGroupId: string,
): Promise<ReadonlyMap<string, { balance: bigint; asOf: Date }>> {
  const rows = await manager.query<{ organisation_id: string; balance: string; as_of: Date }[]>(
    `SELECT organisation_id, balance::text, as_of FROM allocation_balances WHERE pool_group_id = $1`,
    [poolGroupId],
  );
  return new Map(
    rows.map((row) => [row.organisation_id, { balance: BigInt(row.balance), asOf: row.as_of }]),
  );
}

/**
 * ALLOC-12: carries the plan's balances to the next round, once per round id. The portal's own side
 * takes what the organisations gain or lose, decay included, so that the sum stays zero.
 */
export async function carryBalances(
  manager: EntityManager,
  round: { id: string; poolGroupId: string },
): Promise<void> {
  await longQuery(
    manager,
    `WITH before AS (
       SELECT coalesce(sum(b.balance), 0) AS units FROM allocation_balances b
         JOIN round_organisations o ON o.round_id = $2 AND o.organisation_id = b.organisation_id
        WHERE b.pool_group_id = $1 AND b.round_id <> $2),
     written AS (
       INSERT INTO allocation_balances (pool_group_id, organisation_id, balance, as_of, round_id)
       SELECT $1, o.organisation_id, o.balance_after, r.cut_off_at, r.id
         FROM round_organisations o JOIN rounds r ON r.id = o.round_id WHERE r.id = $2
       ON CONFLICT (pool_group_id, organisation_id) DO UPDATE
         SET balance = excluded.balance, as_of = excluded.as_of, round_id = excluded.round_id
         WHERE allocation_balances.round_id <> excluded.round_id
       RETURNING balance)
     INSERT INTO allocation_system_balances (pool_group_id, balance)
     SELECT $1, ((SELECT units FROM before) - (SELECT coalesce(sum(balance), 0) FROM written))::bigint
     ON CONFLICT (pool_group_id) DO UPDATE
       SET balance = allocation_system_balances.balance + excluded.balance`,
    [round.poolGroupId, round.id],
  );
}
