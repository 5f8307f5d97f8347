import type { EntityManager } from 'typeorm';
import { newId } from '../kernel/random.js';
import { isLimited, type AccountKey, type AccountKind, type TransferRow } from './ledger.rules.js';

/** What an account holds, in GPU-seconds. */
export interface Balance {
  /** Received minus given, by what is final. */
  postedGpuSeconds: bigint;
  /** What pending transfers hold back. */
  pendingGpuSeconds: bigint;
  /** Posted minus pending: what can still be moved. */
  availableGpuSeconds: bigint;
}

const nobody: Balance = { postedGpuSeconds: 0n, pendingGpuSeconds: 0n, availableGpuSeconds: 0n };

const keyOf = ({ kind, poolId, grantId }: AccountKey) =>
  `${poolId.toLowerCase()}/${kind}/${(grantId ?? '').toLowerCase()}`;

interface AccountRow {
  id: string;
  kind: AccountKind;
  poolId: string;
  grantId: string | null;
}

/** Ids of existing accounts by key. */
export async function accountIds(
  manager: EntityManager,
  keys: readonly AccountKey[],
): Promise<Map<string, string>> {
  const rows = await manager.query<AccountRow[]>(
    `SELECT a.id, a.kind, a.pool_id AS "poolId", a.grant_id AS "grantId"
       FROM jsonb_to_recordset($1::jsonb) AS k("kind" text, "poolId" uuid, "grantId" uuid)
       JOIN ledger_accounts a ON a.pool_id = k."poolId" AND a.kind = k.kind
        AND coalesce(a.grant_id, '00000000-0000-0000-0000-000000000000')
          = coalesce(k."grantId", '00000000-0000-0000-0000-000000000000')`,
    [JSON.stringify(keys)],
  );
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

/** Opens accounts that may or may not exist yet; what another transaction opened meanwhile stays. */
export async function openAccounts(
  manager: EntityManager,
  keys: readonly AccountKey[],
): Promise<void> {
  // In one order everywhere, so that two transactions never wait for each other's rows in a circle.
  const sorted = [...keys].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const rows = sorted.map((key) => ({ ...key, id: newId(), limited: isLimited(key.kind) }));
  await manager.query(
    `INSERT INTO ledger_accounts (id, kind, pool_id, grant_id, limited)
     SELECT id, kind, "poolId", "grantId", limited
       FROM jsonb_to_recordset($1::jsonb)
         AS k(id uuid, kind text, "poolId" uuid, "grantId" uuid, limited boolean)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** The ids of the accounts in the order of their keys; null where there is none. */
export function idsInOrder(
  keys: readonly AccountKey[],
  ids: ReadonlyMap<string, string>,
): (string | null)[] {
  return keys.map((key) => ids.get(keyOf(key)) ?? null);
}

/** Inserts transfers whose ids are new and returns the ids that were; one statement, so one balance check. */
export async function insertTransfers(
  manager: EntityManager,
  rows: readonly TransferRow[],
): Promise<Set<string>> {
  const inserted = await manager.query<{ id: string }[]>(
    `INSERT INTO ledger_transfers (id, kind, debit_account_id, credit_account_id, amount_gpu_seconds,
       pending_id, expires_at, code, reason, subject_kind, subject_id)
     SELECT t.* FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, kind text, debit_account_id uuid,
       credit_account_id uuid, amount_gpu_seconds bigint, pending_id uuid, expires_at timestamptz,
       code text, reason text, subject_kind text, subject_id uuid)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [JSON.stringify(rows)],
  );
  return new Set(inserted.map(({ id }) => id));
}

/** Stored transfers in the form in which they are written. */
export async function storedTransfers(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, TransferRow>> {
  const rows = await manager.query<(TransferRow & { expires: Date | null })[]>(
    `SELECT id, kind, debit_account_id, credit_account_id, amount_gpu_seconds::text AS amount_gpu_seconds,
            pending_id, expires_at AS expires, code, reason, subject_kind, subject_id
       FROM ledger_transfers WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map(({ expires, ...row }) => [
      row.id,
      { ...row, expires_at: expires?.toISOString() ?? null },
    ]),
  );
}

/** Balances by account id; an account that is not there holds nothing. */
export async function balancesOf(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, Balance>> {
  const rows = await manager.query<{ id: string; posted: string; pending: string }[]>(
    `SELECT id, (credits_posted - debits_posted)::text AS posted, debits_pending::text AS pending
       FROM ledger_accounts WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.id, balanceOf(row.posted, row.pending)]));
  return new Map(ids.map((id) => [id, found.get(id) ?? nobody]));
}

/** Balances of all accounts of some pools, summed by kind (the accounts of all grants together). */
export async function poolBalances(
  manager: EntityManager,
  poolIds: readonly string[],
): Promise<Map<string, Record<AccountKind, Balance>>> {
  const rows = await manager.query<
    { pool_id: string; kind: AccountKind; posted: string; pending: string }[]
  >(
    `SELECT pool_id, kind, sum(credits_posted - debits_posted)::text AS posted,
            sum(debits_pending)::text AS pending
       FROM ledger_accounts WHERE pool_id = ANY($1::uuid[]) GROUP BY pool_id, kind`,
    [poolIds],
  );
  const balances = new Map(poolIds.map((id) => [id, emptyBalances()]));
  for (const row of rows) {
    balances.get(row.pool_id)![row.kind] = balanceOf(row.posted, row.pending);
  }
  return balances;
}

function emptyBalances(): Record<AccountKind, Balance> {
  return {
    capacity: nobody,
    set_aside: nobody,
    unreleased: nobody,
    unallocated: nobody,
    awarded: nobody,
    grant_available: nobody,
    grant_held: nobody,
    grant_used: nobody,
    grant_returned: nobody,
    grant_expired: nobody,
    grant_moved: nobody,
  };
}

function balanceOf(posted: string, pending: string): Balance {
  const [postedGpuSeconds, pendingGpuSeconds] = [BigInt(posted), BigInt(pending)];
  return {
    postedGpuSeconds,
    pendingGpuSeconds,
    availableGpuSeconds: postedGpuSeconds - pendingGpuSeconds,
  };
}

/**
 * LED-2: voids pending transfers whose time is over by the database's clock, at most `limit` of them;
 * returns how many. Whoever resolves one at the same moment wins or waits: `pending_id` is unique.
 */
export async function voidExpired(manager: EntityManager, limit: number): Promise<number> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO ledger_transfers (id, kind, debit_account_id, credit_account_id, amount_gpu_seconds,
       pending_id, code, reason, subject_kind, subject_id)
     SELECT gen_random_uuid(), 'void', p.debit_account_id, p.credit_account_id, p.amount_gpu_seconds,
            p.id, 'ledger.expire', 'Its time was over.', p.subject_kind, p.subject_id
       FROM ledger_transfers p
      WHERE p.kind = 'pending' AND p.expires_at <= portal_now()
        AND NOT EXISTS (SELECT 1 FROM ledger_transfers r WHERE r.pending_id = p.id)
      ORDER BY p.expires_at, p.id LIMIT $1
     ON CONFLICT DO NOTHING RETURNING id`,
    [limit],
  );
  return rows.length;
}
