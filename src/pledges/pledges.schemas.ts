import { z } from 'zod';
import { organisationRef } from '../memberships/memberships.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { pledgeKinds, pledgeStates } from './pledges.rules.js';

/** As the table bounds it: at most one trillion euro. */
const amountCentsMax = 100_000_000_000_000n;
const amountIn = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'must be whole euro cents as text, for example "1250000000"')
  .refine((cents) => BigInt(cents) <= amountCentsMax, 'must be at most one trillion euro');

const fields = {
  kind: z.enum(pledgeKinds),
  amountCents: amountIn,
  horizonYear: z.int().min(2025).max(2060, 'must be 2060 or earlier'),
  newMoney: z.boolean(),
  description: z.string().trim().max(2000, 'must have at most 2,000 characters'),
};

export const createPledgeSchema = z.strictObject({
  organisationId: z.uuid('must be the id of your organisation'),
  kind: fields.kind,
  amountCents: fields.amountCents.nullish(),
  horizonYear: fields.horizonYear,
  newMoney: fields.newMoney,
  description: fields.description.default(''),
});
export type CreatePledge = z.infer<typeof createPledgeSchema>;

const text = (min: number, max: number, tooShort: string) =>
  z
    .string()
    .trim()
    .min(min, tooShort)
    .max(max, `must have at most ${max.toLocaleString('en')} characters`);

/** A merge patch: null takes the amount away and empties the description. */
export const changePledgeSchema = z.strictObject({
  kind: fields.kind.optional(),
  amountCents: fields.amountCents.nullish(),
  horizonYear: fields.horizonYear.optional(),
  newMoney: fields.newMoney.optional(),
  description: fields.description.nullish(),
  reason: text(10, 2000, 'Say in at least 10 characters why it is corrected').describe(
    'Why; kept with the version before.',
  ),
});
export type ChangePledge = z.infer<typeof changePledgeSchema>;

export const evidenceSchema = z
  .strictObject({
    evidence: text(10, 2000, 'Say in at least 10 characters what it rests on').describe(
      'What the confirmation rests on, for example a decision of the board and its date.',
    ),
    evidenceUrl: z
      .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
      .max(1000, 'must have at most 1,000 characters')
      .optional()
      .describe('Where it can be read.'),
  })
  .describe('Kept with the version and in the audit trail.');
export type Evidence = z.infer<typeof evidenceSchema>;
export const withdrawPledgeSchema = z
  .strictObject({ reason: z.string().trim().max(2000).optional() })
  .optional();
export type WithdrawPledge = z.infer<typeof withdrawPledgeSchema>;

export const pledgeSchema = z
  .object({
    id: z.uuid(),
    organisation: organisationRef,
    kind: z.enum(pledgeKinds),
    amountCents: z.string().nullable().describe('Integer cents.'),
    currency: z.literal('EUR'),
    horizonYear: z.int(),
    newMoney: z.boolean(),
    description: z.string(),
    state: z.enum(pledgeStates),
    possibleActs: z.array(z.string()),
    confirmedAt: instant.nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Pledge' });
export type PledgeView = z.input<typeof pledgeSchema>;

export const pledgeVersionSchema = z
  .object({
    number: z.int(),
    act: z.enum(['declare', 'correct', 'confirm', 'fulfil', 'withdraw']),
    state: z.enum(pledgeStates),
    kind: z.enum(pledgeKinds),
    amountCents: z.string().nullable().describe('Integer cents.'),
    currency: z.literal('EUR'),
    horizonYear: z.int(),
    newMoney: z.boolean(),
    description: z.string(),
    reason: z.string().nullable(),
    evidence: z.string().nullable(),
    evidenceUrl: z.string().nullable(),
    by: z.string().nullable().describe('Name; null where it is not known.'),
    at: instant,
  })
  .meta({ id: 'PledgeVersion' });
export const pledgeVersionsSchema = z.object({
  items: z.array(pledgeVersionSchema).describe('The newest first; none is ever changed.'),
});
export type PledgeVersionView = z.input<typeof pledgeVersionSchema>;

export const pledgeListSchema = listOf(pledgeSchema);
export const pledgesQuery = listQuery(['createdAt', 'amount', 'horizonYear'], {
  state: z.enum(pledgeStates).optional(),
  kind: z.enum(pledgeKinds).optional(),
  organisation: z.uuid().optional(),
});
export type PledgesQuery = z.infer<typeof pledgesQuery>;
