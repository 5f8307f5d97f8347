import { DomainError } from '../kernel/domain-error.js';

/** What an account holds; the list is the CHECK of `ledger_accounts.kind`. */
export const accountKinds = [
  'capacity',
  'set_aside',
  'unreleased',
  'unallocated',
  'awarded',
  'grant_available',
  'grant_held',
  'grant_used',
  'grant_returned',
  'grant_expired',
  'grant_moved',
] as const;
export type AccountKind = (typeof accountKinds)[number];

export const transferKinds = ['single', 'pending', 'post', 'void'] as const;
export type TransferKind = (typeof transferKinds)[number];

/** Names one account: there is at most one of each kind per pool, or per pool and grant. */
export interface AccountKey {
  kind: AccountKind;
  poolId: string;
  grantId?: string | null;
}

/** One movement of GPU-time. The id comes from the caller, so that a retry names the same one (LED-3). */
export interface Transfer {
  id: string;
  kind: TransferKind;
  /** The account that gives. */
  debitAccountId: string;
  /** The account that receives. */
  creditAccountId: string;
  /** 1 … 2^63 − 1. */
  amountGpuSeconds: bigint;
  /** For `post` and `void`: the pending transfer that this one resolves (LED-2). */
  pendingId?: string | null | undefined;
  /** For `pending`: until when it can be posted, by database time. */
  expiresAt?: Date | null | undefined;
  /** Noun and verb of what happened: `round.reserve`. */
  code: string;
  reason?: string | null | undefined;
  subject?: { kind: string; id: string } | undefined;
}

/** A transfer as it is written: nothing undefined, so that two of them can be compared. */
export interface TransferRow {
  id: string;
  kind: TransferKind;
  debit_account_id: string;
  credit_account_id: string;
  amount_gpu_seconds: string;
  pending_id: string | null;
  expires_at: string | null;
  code: string;
  reason: string | null;
  subject_kind: string | null;
  subject_id: string | null;
}

const amountMax = 2n ** 63n - 1n;

/**
 * Every account may pay out at most what it has, except `capacity`: it stands for the machines, from
 * which a pool's time comes, so its balance is minus the gross capacity (LED-1).
 */
export const isLimited = (kind: AccountKind): boolean => kind !== 'capacity';

/**
 * LED-1, LED-2: refuses what could never be booked, before the database is asked.
 * @throws DomainError rule LED_AMOUNT, LED_SAME_ACCOUNT or LED_UNFIT.
 */
export function transferRow(transfer: Transfer): TransferRow {
  const { kind, amountGpuSeconds } = transfer;
  if (amountGpuSeconds <= 0n || amountGpuSeconds > amountMax) {
    throw refusal('LED_AMOUNT');
  }
  if (transfer.debitAccountId === transfer.creditAccountId) throw refusal('LED_SAME_ACCOUNT');
  const resolves = kind === 'post' || kind === 'void';
  const pendingId = transfer.pendingId ?? null;
  if (resolves !== (pendingId !== null)) throw refusal('LED_UNFIT');
  return {
    id: transfer.id.toLowerCase(),
    kind,
    debit_account_id: transfer.debitAccountId.toLowerCase(),
    credit_account_id: transfer.creditAccountId.toLowerCase(),
    amount_gpu_seconds: amountGpuSeconds.toString(),
    pending_id: pendingId?.toLowerCase() ?? null,
    expires_at: kind === 'pending' ? (transfer.expiresAt?.toISOString() ?? null) : null,
    code: transfer.code,
    reason: transfer.reason ?? null,
    subject_kind: transfer.subject?.kind ?? null,
    subject_id: transfer.subject?.id.toLowerCase() ?? null,
  };
}

/** LED-3: is this the same transfer again, word for word? */
export function sameTransfer(a: TransferRow, b: TransferRow): boolean {
  return (Object.keys(a) as (keyof TransferRow)[]).every((field) => a[field] === b[field]);
}

const refusals = {
  LED_INSUFFICIENT: [
    'rule',
    'There is not that much GPU-time left to move (LED-1). Look at the balance and ask for less.',
  ],
  LED_RESOLVED: [
    'conflict',
    'This reservation has been settled or released already (LED-2). Reload to see what became of it.',
  ],
  LED_EXPIRED: [
    'conflict',
    'The time of this reservation is over (LED-2). Reserve again with a later end.',
  ],
  LED_UNFIT: [
    'rule',
    'A settlement or release has to name an open reservation, its two accounts and at most its amount; a release the whole of it (LED-2).',
  ],
  LED_ID_REUSED: [
    'conflict',
    'This transfer id was used for another transfer (LED-3). Use a new id for a new transfer.',
  ],
  LED_AMOUNT: ['rule', 'A transfer moves at least 1 GPU-second and at most 2^63 − 1 (LED-1).'],
  LED_SAME_ACCOUNT: [
    'rule',
    'A transfer needs two different accounts (LED-1). Choose another one to receive the time.',
  ],
  LED_OTHER_POOL: [
    'rule',
    'GPU-time cannot move from one pool to another (LED-4). Choose accounts of one pool.',
  ],
} as const satisfies Record<string, readonly ['rule' | 'conflict', string]>;
export type LedgerRefusal = keyof typeof refusals;

/** The error of a refused transfer. */
export function refusal(code: LedgerRefusal, cause?: unknown): DomainError {
  const [category, detail] = refusals[code];
  return new DomainError(category, code, detail, cause === undefined ? {} : { cause });
}

/** What the database says when it refuses (migration create-ledger-pools) → the ledger's word for it. */
const constraints: Record<string, LedgerRefusal> = {
  ledger_accounts_limit: 'LED_INSUFFICIENT',
  ledger_transfers_pending_id_key: 'LED_RESOLVED',
  ledger_transfers_in_time: 'LED_EXPIRED',
  ledger_transfers_fits: 'LED_UNFIT',
  ledger_transfers_pending_id_fkey: 'LED_UNFIT',
  ledger_transfers_resolution: 'LED_UNFIT',
  ledger_transfers_two_sides: 'LED_SAME_ACCOUNT',
  ledger_transfers_one_pool: 'LED_OTHER_POOL',
};

/** The domain error of a database error that the ledger's constraints raised; null for any other. */
export function ledgerRefusalOf(error: unknown): DomainError | null {
  const holder = error as {
    constraint?: unknown;
    driverError?: { constraint?: unknown };
  } | null;
  const constraint = holder?.driverError?.constraint ?? holder?.constraint;
  const code = typeof constraint === 'string' ? constraints[constraint] : undefined;
  return code === undefined ? null : refusal(code, error);
}
