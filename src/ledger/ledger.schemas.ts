import { z } from 'zod';
import { gpuTimeShape, instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { accountKinds, transferKinds } from './ledger.rules.js';

const accountKind = z.enum(accountKinds);
const pool = z.object({ id: z.uuid(), name: z.string() });

export const ledgerAccountSchema = z
  .object({
    id: z.uuid(),
    kind: accountKind,
    pool,
    grantId: z.uuid().nullable(),
    limited: z.boolean().describe('Whether it can pay out at most what it has.'),
    ...gpuTimeShape('Credited'),
    ...gpuTimeShape('Debited'),
    ...gpuTimeShape('PendingIn'),
    ...gpuTimeShape('PendingOut'),
    ...gpuTimeShape('Balance'),
    ...gpuTimeShape('Available'),
    version: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'LedgerAccount' });
export const ledgerAccountListSchema = listOf(ledgerAccountSchema);
export type LedgerAccount = z.infer<typeof ledgerAccountSchema>;

export const ledgerAccountsQuery = listQuery(['createdAt'], {
  poolId: z.uuid().optional(),
  grantId: z.uuid().optional(),
  kind: accountKind.optional(),
});
export type LedgerAccountsQuery = z.infer<typeof ledgerAccountsQuery>;

const side = z.object({ id: z.uuid(), kind: accountKind, grantId: z.uuid().nullable() });

export const ledgerTransferSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(transferKinds),
    pool,
    debit: side.describe('The account that gave.'),
    credit: side.describe('The account that received.'),
    ...gpuTimeShape(''),
    pendingId: z.uuid().nullable().describe('The pending transfer that this one settles.'),
    expiresAt: instant.nullable(),
    settlement: z
      .enum(['open', 'post', 'void'])
      .nullable()
      .describe('What became of a pending transfer; null for the other kinds.'),
    code: z.string(),
    reason: z.string().nullable(),
    subject: z.object({ kind: z.string(), id: z.uuid() }).nullable(),
    version: z.number().int().describe('Always 1: transfers are never edited.'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'LedgerTransfer' });
export const ledgerTransferListSchema = listOf(ledgerTransferSchema);
export type LedgerTransfer = z.infer<typeof ledgerTransferSchema>;

export const ledgerTransfersQuery = listQuery(['createdAt'], {
  poolId: z.uuid().optional(),
  grantId: z.uuid().optional(),
  accountId: z.uuid().optional(),
  kind: z.enum(transferKinds).optional(),
  code: z.string().max(60).optional(),
  subjectId: z.uuid().optional(),
  from: z.iso.datetime().optional().describe('Booked at this time or later.'),
  to: z.iso.datetime().optional().describe('Booked before this time.'),
});
export type LedgerTransfersQuery = z.infer<typeof ledgerTransfersQuery>;

export const invariantReportSchema = z
  .object({
    asOf: instant,
    holds: z.boolean().describe('Whether no check is broken.'),
    checks: z.array(
      z.object({
        id: z.string(),
        sentence: z.string(),
        state: z.enum(['holds', 'broken', 'notApplicable']),
        broken: z.number().int().describe('How many things break it.'),
        examples: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'InvariantReport' });
export type InvariantReport = z.infer<typeof invariantReportSchema>;
