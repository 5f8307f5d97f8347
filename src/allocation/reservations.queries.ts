import type { EntityManager } from 'typeorm';

/** A reservation of a round that is neither posted nor void yet. */
export interface OpenReservation {
  id: string;
  debitAccountId: string;
  creditAccountId: string;
  amountGpuSeconds: bigint;
  poolId: string;
}

/** The reservations that a round's present computation holds, one per pool (LED-2). */
export async function openReservations(
  manager: EntityManager,
  roundId: string,
): Promise<OpenReservation[]> {
  const rows = await manager.query<
    (Omit<OpenReservation, 'amountGpuSeconds'> & { amount: string })[]
  >(
    `SELECT t.id, t.debit_account_id AS "debitAccountId", t.credit_account_id AS "creditAccountId",
            t.amount_gpu_seconds::text AS amount, a.pool_id AS "poolId"
       FROM ledger_transfers t JOIN ledger_accounts a ON a.id = t.credit_account_id
      WHERE t.subject_kind = 'round' AND t.subject_id = $1 AND t.kind = 'pending'
        AND NOT EXISTS (SELECT 1 FROM ledger_transfers r WHERE r.pending_id = t.id)
      ORDER BY t.id`,
    [roundId],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountGpuSeconds: BigInt(amount) }));
}
