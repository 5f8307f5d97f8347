import { z } from 'zod';
import { gpuHours, gpuSeconds, gpuSecondsIn, instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { callStates, organisationClasses } from './call.rules.js';

const classes = z.enum(organisationClasses);
const time = z.iso
  .datetime({ message: 'must be a time in UTC, for example "2026-11-02T10:00:00Z"' })
  .refine((value) => value >= '2020' && value < '2100', 'must be between 2020 and 2100');

/** One thing that reviewers score from 0 to 5. */
export const criterionSchema = z
  .strictObject({
    key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be small letters, digits and _'),
    title: z.string().trim().min(1, 'give it a title').max(120),
    help: z.string().trim().max(1000).default(''),
    weight: z.int().min(1, 'must be at least 1').max(100),
    threshold: z.int().min(0).max(5).default(0).describe('A mean score below it bars (REV-4).'),
  })
  .meta({ id: 'Criterion' });
export type Criterion = z.infer<typeof criterionSchema>;

const terms = {
  title: z.string().trim().min(3, 'must have at least 3 characters').max(200),
  summary: z.string().trim().max(4000),
  accessMode: z.string().min(1).max(40),
  poolGroupId: z.uuid(),
  opensAt: time,
  cutOffAt: time,
  reviewDueAt: time,
  allocateAt: time,
  classes: z.array(classes).min(1, 'admit at least one class').max(3),
  membersOnly: z.boolean(),
  gpuSecondsAskMin: gpuSecondsIn,
  gpuSecondsAskMax: gpuSecondsIn,
  months: z.array(z.int().min(1).max(36)).min(1, 'offer at least one duration').max(36),
  criteria: z.array(criterionSchema).max(12),
  reviewsPerRequest: z.int().min(0).max(10),
  thresholdTotal: z.int().min(0).max(1000),
  acceptanceDays: z.int().min(1).max(90),
};

/** What is left out of classes, limits and durations is taken from the access mode. */
export const createCallSchema = z.strictObject({
  ...terms,
  summary: terms.summary.default(''),
  classes: terms.classes.optional(),
  membersOnly: terms.membersOnly.default(true),
  gpuSecondsAskMin: terms.gpuSecondsAskMin.optional(),
  gpuSecondsAskMax: terms.gpuSecondsAskMax.optional(),
  months: terms.months.optional(),
  criteria: terms.criteria.default([]),
  reviewsPerRequest: terms.reviewsPerRequest.default(0),
  thresholdTotal: terms.thresholdTotal.default(0),
  acceptanceDays: terms.acceptanceDays.default(14),
});
export type CreateCall = z.output<typeof createCallSchema>;

export const changeCallSchema = z.strictObject(terms).partial();
export type ChangeCall = z.output<typeof changeCallSchema>;

export const cancelCallSchema = z.strictObject({
  reason: z.string().trim().min(10, 'say in at least 10 characters why').max(2000),
});
export const duplicateCallSchema = z
  .strictObject({ title: terms.title.optional() })
  .default({})
  .describe('The title of the copy; "Copy of …" unless told.');
export const nothingSchema = z.strictObject({}).optional();

export const callsQuery = listQuery(['cutOffAt', 'createdAt', 'title'], {
  state: z.enum(callStates).optional(),
  accessMode: z.string().max(40).optional(),
  class: classes.optional(),
});
export const publicCallsQuery = listQuery(['cutOffAt'], {
  state: z.enum(['open', 'closed', 'completed']).optional(),
});
export const eligibilityQuery = z.strictObject({ organisation: z.uuid() });
export const callParam = z.uuid();

const callPoolSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  site: z.string(),
  country: z.string().nullable(),
  accelerator: z.string(),
  accelerators: z.number().int(),
  startsAt: instant,
  endsAt: instant,
});

const publicCall = z.object({
  id: z.uuid(),
  reference: z.string(),
  title: z.string(),
  summary: z.string(),
  accessMode: z.object({ code: z.string(), name: z.string() }),
  poolGroup: z.object({ id: z.uuid(), name: z.string() }),
  state: z.enum(callStates),
  opensAt: instant,
  cutOffAt: instant,
  reviewDueAt: instant,
  allocateAt: instant,
  classes: z.array(classes),
  membersOnly: z.boolean(),
  gpuSecondsAskMin: gpuSeconds,
  gpuHoursAskMin: gpuHours,
  gpuSecondsAskMax: gpuSeconds,
  gpuHoursAskMax: gpuHours,
  months: z.array(z.number().int()),
  criteria: z.array(criterionSchema),
  reviewsPerRequest: z.number().int(),
  thresholdTotal: z.number().int(),
  acceptanceDays: z.number().int(),
  cancelReason: z.string().nullable(),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
});

export const callItemSchema = publicCall.meta({ id: 'CallSummary' });
export const callListSchema = listOf(callItemSchema);
export const publicCallSchema = publicCall
  .extend({ pools: z.array(callPoolSchema) })
  .meta({ id: 'PublicCall' });
export const callSchema = publicCall
  .extend({
    pools: z.array(callPoolSchema),
    possibleActs: z.array(z.string()).describe('What the asker may do with it now.'),
  })
  .meta({ id: 'Call' });

export const checkSchema = z
  .object({ rule: z.string(), holds: z.boolean(), code: z.string(), sentence: z.string() })
  .meta({ id: 'Check' });
export const eligibilitySchema = z
  .object({
    callId: z.uuid(),
    organisationId: z.uuid(),
    eligible: z.boolean(),
    checks: z.array(checkSchema),
  })
  .meta({ id: 'Eligibility' });

export const accessModesSchema = z.object({
  items: z.array(
    z
      .object({
        code: z.string(),
        name: z.string(),
        audience: z.string(),
        classes: z.array(classes),
        gpuSecondsAskMin: gpuSeconds,
        gpuHoursAskMin: gpuHours,
        gpuSecondsAskMax: gpuSeconds,
        gpuHoursAskMax: gpuHours,
        months: z.array(z.number().int()),
        expertReview: z.boolean(),
        turnaround: z.string(),
        selection: z.string(),
        validFrom: z.string(),
        validTo: z.string().nullable(),
        source: z.string(),
      })
      .meta({ id: 'AccessMode' }),
  ),
});
