import { z } from 'zod';
import { gpuSecondsIn, instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';

export const quotaPolicyStates = ['draft', 'approved', 'effective', 'superseded'] as const;

/** The classes for which every fairness promise is stated. */
export const organisationClasses = ['large', 'sme', 'science'] as const;
const organisationClass = z.enum(organisationClasses);

const ppm = z.number().int().min(0).max(1_000_000);
const share = ppm.min(1);
const borrowWeight = z.number().int().min(0).max(1_000);

const poolQuota = z.strictObject({
  poolId: z.uuid(),
  guarantees: z
    .partialRecord(organisationClass, ppm)
    .describe('Guaranteed share of each class in parts per million; a class not named has none.'),
  ceilings: z
    .partialRecord(organisationClass, ppm)
    .optional()
    .describe('Most that a class can get, in parts per million; a class not named has no ceiling.'),
});

const scoreBand = z.strictObject({
  fromScore: z.number().int().min(0).max(1_000),
  weight: z.number().int().min(0).max(1_000),
});

/** How a pool group is divided (engine.md; domain.md, "Quota policy"). */
export const quotaRulesSchema = z.strictObject({
  borrowWeights: z
    .strictObject({ large: borrowWeight, sme: borrowWeight, science: borrowWeight })
    .describe('Weight of each class when time that is left over is borrowed.'),
  pools: z.array(poolQuota).min(1).max(200),
  organisationCapPpm: share.describe('Most that one organisation can get of a round.'),
  groupCapPpm: share.describe('Most that one single undertaking can get of a round.'),
  scoreBands: z
    .array(scoreBand)
    .max(20)
    .describe('From which panel score (0–1000) which weight counts; none: everybody weighs 1.'),
  halfLifeDays: z.number().int().min(1).max(3_650),
  minimumGrantGpuSeconds: gpuSecondsIn,
});
export type QuotaRules = z.infer<typeof quotaRulesSchema>;

const effectiveFrom = z.iso
  .datetime()
  .describe('From when the policy holds. A past time means: from its approval on.');

export const draftQuotaPolicySchema = z.strictObject({ rules: quotaRulesSchema, effectiveFrom });
export type DraftQuotaPolicy = z.infer<typeof draftQuotaPolicySchema>;

/** A merge patch: fields of the rules that are not sent stay; lists are replaced as a whole. */
export const changeQuotaPolicySchema = z.strictObject({
  rules: quotaRulesSchema
    .extend({
      borrowWeights: z
        .strictObject({ large: borrowWeight, sme: borrowWeight, science: borrowWeight })
        .partial(),
    })
    .partial()
    .optional(),
  effectiveFrom: effectiveFrom.optional(),
});
export type ChangeQuotaPolicy = z.infer<typeof changeQuotaPolicySchema>;

const person = z.object({ id: z.uuid(), name: z.string() });

export const quotaPolicySchema = z
  .object({
    id: z.uuid(),
    poolGroup: z.object({ id: z.uuid(), name: z.string() }),
    number: z.number().int().describe('Counts the policies of a pool group.'),
    state: z.enum(quotaPolicyStates),
    rules: quotaRulesSchema,
    draftedBy: person,
    approvedBy: person.nullable(),
    approvedAt: instant.nullable(),
    effectiveFrom: instant,
    possibleActs: z.array(z.string()),
    version: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'QuotaPolicy' });
export const quotaPolicyListSchema = listOf(quotaPolicySchema);
export type QuotaPolicy = z.infer<typeof quotaPolicySchema>;

export const quotaPoliciesQuery = listQuery(['number', 'effectiveFrom', 'createdAt'], {
  poolGroupId: z.uuid().optional(),
  state: z.enum(quotaPolicyStates).optional(),
});
export type QuotaPoliciesQuery = z.infer<typeof quotaPoliciesQuery>;
