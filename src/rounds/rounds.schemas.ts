import { z } from 'zod';
import { roundStates } from '../allocation/round.rules.js';
import { roundSummarySchema } from '../allocation/summary.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { approvalCapacities } from './approval.rules.js';
import { waitings } from './waiting.rules.js';

export const hash = z.string().describe('SHA-256 as 64 hex digits.');

/** What a round tells of itself to everybody who may see it. */
export const roundFields = z.object({
  id: z.uuid(),
  reference: z.string(),
  state: z.enum(roundStates),
  poolGroup: z.object({ id: z.uuid(), name: z.string() }),
  call: z.object({ id: z.uuid(), title: z.string() }),
  cutOffAt: instant,
  allocateAt: instant,
  computedAt: instant.nullable(),
  publishedAt: instant.nullable(),
  commitment: hash.describe('SHA-256 of the round’s secret, published when collection opens.'),
  snapshotHash: hash.nullable(),
  planHash: hash.nullable(),
  ...roundSummarySchema.shape,
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
});
export const roundItemSchema = roundFields.meta({ id: 'RoundSummary' });
export type RoundItem = z.infer<typeof roundFields>;

export const roundSchema = roundFields
  .extend({
    cancelReason: z.string().nullable(),
    waitingFor: z
      .enum(waitings)
      .nullable()
      .describe('What has to happen before the round can go on; null when it is final.'),
    approvals: z
      .array(
        z.object({
          by: z.object({ name: z.string() }),
          role: z.enum(approvalCapacities),
          approvedAt: instant,
        }),
      )
      .describe('Approvals of the present plan; a new computation clears them (SEP-2).'),
    possibleActs: z.array(z.string()).describe('What you can do with it now.'),
  })
  .meta({ id: 'Round' });
export type RoundDetail = z.infer<typeof roundSchema>;

export const scheduleRoundSchema = z.strictObject({ callId: z.uuid() });
export const approveRoundSchema = z.strictObject({
  planHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the plan hash you looked at, 64 hex digits'),
});
export const cancelRoundSchema = z.strictObject({
  reason: z.string().trim().min(10, 'say in at least 10 characters why').max(2000),
});
export const nothingSchema = z.strictObject({}).optional();
export const roundParam = z.uuid();

export const roundsQuery = listQuery(['cutOffAt', 'createdAt'], {
  state: z.enum(roundStates).optional(),
  call: z.uuid().optional(),
});
export type RoundsQuery = z.infer<typeof roundsQuery>;
export const roundListSchema = listOf(roundItemSchema);
