import type { EntityManager } from 'typeorm';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { keysetPage } from '../platform/keyset.js';
import type { AccountKind, TransferKind } from './ledger.rules.js';
import type {
  LedgerAccount,
  LedgerAccountsQuery,
  LedgerTransfer,
  LedgerTransfersQuery,
} from './ledger.schemas.js';

interface AccountRow {
  id: string;
  kind: AccountKind;
  poolId: string;
  poolName: string;
  grantId: string | null;
  limited: boolean;
  credited: string;
  debited: string;
  pendingIn: string;
  pendingOut: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** One page of the accounts with what they hold. */
export async function accountsPage(manager: EntityManager, query: LedgerAccountsQuery) {
  const page = await keysetPage<AccountRow>(
    manager,
    {
      select: `a.id, a.kind, a.pool_id AS "poolId", p.name AS "poolName", a.grant_id AS "grantId", a.limited,
        a.credits_posted::text AS credited, a.debits_posted::text AS debited,
        a.credits_pending::text AS "pendingIn", a.debits_pending::text AS "pendingOut",
        a.version, a.created_at AS "createdAt", a.updated_at AS "updatedAt"`,
      from: `FROM ledger_accounts a JOIN pools p ON p.id = a.pool_id`,
      where: [
        '($1::uuid IS NULL OR a.pool_id = $1)',
        '($2::uuid IS NULL OR a.grant_id = $2)',
        '($3::text IS NULL OR a.kind = $3)',
      ],
      parameters: [query.poolId ?? null, query.grantId ?? null, query.kind ?? null],
      id: 'a.id',
      sorts: { createdAt: { expression: 'a.created_at', type: 'timestamptz' } },
      sortDefault: '-createdAt',
    },
    query,
  );
  return { ...page, items: page.items.map(accountOf) };
}

function accountOf(row: AccountRow) {
  const [credited, debited] = [BigInt(row.credited), BigInt(row.debited)];
  const [pendingIn, pendingOut] = [BigInt(row.pendingIn), BigInt(row.pendingOut)];
  return {
    id: row.id,
    kind: row.kind,
    pool: { id: row.poolId, name: row.poolName },
    grantId: row.grantId,
    limited: row.limited,
    ...gpuTimeFields('Credited', credited),
    ...gpuTimeFields('Debited', debited),
    ...gpuTimeFields('PendingIn', pendingIn),
    ...gpuTimeFields('PendingOut', pendingOut),
    ...gpuTimeFields('Balance', credited - debited),
    ...gpuTimeFields('Available', credited - debited - pendingOut),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  } satisfies Record<keyof LedgerAccount, unknown>;
}

interface TransferListRow {
  id: string;
  kind: TransferKind;
  poolId: string;
  poolName: string;
  debitId: string;
  debitKind: AccountKind;
  debitGrantId: string | null;
  creditId: string;
  creditKind: AccountKind;
  creditGrantId: string | null;
  amount: string;
  pendingId: string | null;
  expiresAt: Date | null;
  settlement: 'open' | 'post' | 'void' | null;
  code: string;
  reason: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  createdAt: Date;
}

const transferColumns = `t.id, t.kind, p.id AS "poolId", p.name AS "poolName",
  d.id AS "debitId", d.kind AS "debitKind", d.grant_id AS "debitGrantId",
  c.id AS "creditId", c.kind AS "creditKind", c.grant_id AS "creditGrantId",
  t.amount_gpu_seconds::text AS amount, t.pending_id AS "pendingId", t.expires_at AS "expiresAt",
  CASE WHEN t.kind = 'pending' THEN coalesce(r.kind, 'open') END AS settlement,
  t.code, t.reason, t.subject_kind AS "subjectKind", t.subject_id AS "subjectId", t.created_at AS "createdAt"`;

/** One page of the transfers, newest first unless told. */
export async function transfersPage(manager: EntityManager, query: LedgerTransfersQuery) {
  const page = await keysetPage<TransferListRow>(
    manager,
    {
      select: transferColumns,
      from: `FROM ledger_transfers t
        JOIN ledger_accounts d ON d.id = t.debit_account_id
        JOIN ledger_accounts c ON c.id = t.credit_account_id
        JOIN pools p ON p.id = d.pool_id
        LEFT JOIN ledger_transfers r ON r.pending_id = t.id`,
      where: [
        '($1::uuid IS NULL OR p.id = $1)',
        '($2::uuid IS NULL OR d.grant_id = $2 OR c.grant_id = $2)',
        '($3::uuid IS NULL OR d.id = $3 OR c.id = $3)',
        '($4::text IS NULL OR t.kind = $4)',
        '($5::text IS NULL OR t.code = $5)',
        '($6::uuid IS NULL OR t.subject_id = $6)',
        '($7::timestamptz IS NULL OR t.created_at >= $7)',
        '($8::timestamptz IS NULL OR t.created_at < $8)',
      ],
      parameters: [
        query.poolId ?? null,
        query.grantId ?? null,
        query.accountId ?? null,
        query.kind ?? null,
        query.code ?? null,
        query.subjectId ?? null,
        query.from ?? null,
        query.to ?? null,
      ],
      id: 't.id',
      sorts: { createdAt: { expression: 't.created_at', type: 'timestamptz' } },
      sortDefault: '-createdAt',
    },
    query,
  );
  return { ...page, items: page.items.map(transferOf) };
}

function transferOf(row: TransferListRow) {
  return {
    id: row.id,
    kind: row.kind,
    pool: { id: row.poolId, name: row.poolName },
    debit: { id: row.debitId, kind: row.debitKind, grantId: row.debitGrantId },
    credit: { id: row.creditId, kind: row.creditKind, grantId: row.creditGrantId },
    ...gpuTimeFields('', BigInt(row.amount)),
    pendingId: row.pendingId,
    expiresAt: row.expiresAt,
    settlement: row.settlement,
    code: row.code,
    reason: row.reason,
    subject:
      row.subjectKind === null || row.subjectId === null
        ? null
        : { kind: row.subjectKind, id: row.subjectId },
    version: 1,
    createdAt: row.createdAt,
    updatedAt: row.createdAt,
  } satisfies Record<keyof LedgerTransfer, unknown>;
}
