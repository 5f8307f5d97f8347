import { z } from 'zod';
import { gpuHours, gpuSeconds, instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { grantStates, suspensionCauses } from './grant.rules.js';

const grantFields = z.object({
  id: z.uuid(),
  reference: z.string(),
  state: z.enum(grantStates),
  organisation: z.object({
    id: z.uuid(),
    name: z.string(),
    country: z.string(),
    class: z.enum(['large', 'sme', 'science']),
  }),
  request: z.object({ id: z.uuid(), reference: z.string(), title: z.string() }),
  round: z.object({ id: z.uuid(), reference: z.string() }),
  gpuSecondsGranted: gpuSeconds,
  gpuHoursGranted: gpuHours,
  offeredAt: instant,
  acceptanceDueAt: instant.describe('The offer lapses when it is not answered by then (GRA-1).'),
  acceptedAt: instant.nullable(),
  startsAt: instant.nullable().describe('When the first of its pools begins.'),
  endsAt: instant.nullable().describe('When the last of its pools ends.'),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
});
export const grantItemSchema = grantFields.meta({ id: 'GrantSummary' });
export type GrantItem = z.infer<typeof grantFields>;

const grantPoolSchema = z.object({
  pool: z.object({ id: z.uuid(), name: z.string(), startsAt: instant, endsAt: instant }),
  gpuSecondsGranted: gpuSeconds,
  gpuHoursGranted: gpuHours,
  gpuSecondsAvailable: gpuSeconds,
  gpuHoursAvailable: gpuHours,
  gpuSecondsHeld: gpuSeconds,
  gpuHoursHeld: gpuHours,
  gpuSecondsUsed: gpuSeconds,
  gpuHoursUsed: gpuHours,
  gpuSecondsReturned: gpuSeconds,
  gpuHoursReturned: gpuHours,
  gpuSecondsExpired: gpuSeconds,
  gpuHoursExpired: gpuHours,
  gpuSecondsMoved: gpuSeconds,
  gpuHoursMoved: gpuHours,
});

export const grantSchema = grantFields
  .extend({
    acceptedBy: z.object({ name: z.string() }).nullable(),
    declinedReason: z.string().nullable(),
    suspendedFor: z
      .enum(suspensionCauses)
      .nullable()
      .describe('Why it is suspended: with its organisation’s membership (MEM-9).'),
    pools: z
      .array(grantPoolSchema)
      .describe('granted = available + held + used + returned + expired + moved (LED-4).'),
    possibleActs: z.array(z.string()).describe('What you can do with it now.'),
  })
  .meta({ id: 'Grant' });
export type GrantDetail = z.infer<typeof grantSchema>;

export const declineGrantSchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(3, 'say in a few words why, for example "another source was found"')
    .max(2000),
});
export const nothingSchema = z.strictObject({}).optional();
export const grantParam = z.uuid();

export const grantsQuery = listQuery(['offeredAt', 'acceptanceDueAt', 'reference'], {
  state: z.enum(grantStates).optional(),
  organisation: z.uuid().optional(),
  round: z.uuid().optional(),
  request: z.uuid().optional(),
});
export type GrantsQuery = z.infer<typeof grantsQuery>;
export const grantListSchema = listOf(grantItemSchema);
