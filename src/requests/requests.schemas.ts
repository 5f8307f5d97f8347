import { z } from 'zod';
import { callStates, organisationClasses } from '../calls/call.rules.js';
import { checkSchema } from '../calls/calls.schemas.js';
import { gpuHours, gpuSeconds, gpuSecondsIn, instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { requestStates } from './request.rules.js';

const text = (max: number) => z.string().trim().max(max, `must have at most ${max} characters`);
const required = (max: number, min: number) =>
  text(max).min(min, `must have at least ${min} characters`);

const personSchema = z.strictObject({
  name: required(120, 1),
  task: text(200).optional(),
  email: z.email('must be an e-mail address').max(254).optional(),
  orcid: z
    .string()
    .regex(/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/, 'must be like 0000-0002-1825-0097')
    .optional(),
});

const ethics = {
  personalData: z.boolean().describe('Personal data are processed.'),
  sensitiveData: z.boolean().describe('Special categories of personal data are processed.'),
  highRiskUse: z.boolean().describe('The AI Act may count the intended use as high-risk.'),
  dualUse: z.boolean().describe('The results could serve military purposes.'),
  note: text(2000).describe('How the risks are met.'),
};

const date = z.iso
  .date('must be a date, for example "2027-01-15"')
  .refine((value) => value >= '2020' && value < '2100', 'must be between 2020 and 2100');

/** Every field of a request, with its bounds only: what a draft may hold at any moment. */
const bounded = {
  title: text(160),
  summary: text(2000),
  purpose: text(8000),
  startsOn: date,
  months: z.int().min(1, 'must be at least 1 month').max(36, 'must be at most 36 months'),
  gpus: z.int().min(1, 'must be at least 1').max(200_000, 'must be at most 200,000'),
  gpuSecondsAsked: gpuSecondsIn,
  gpuSecondsMinimum: gpuSecondsIn,
  poolIds: z
    .array(z.uuid())
    .max(20, 'must be at most 20')
    .refine((ids) => new Set(ids).size === ids.length, 'names a pool twice'),
  utilisationPercent: z.int().min(1).max(100).describe('Share of peak that training reaches.'),
  team: z.array(personSchema).max(50, 'must be at most 50 people'),
  dataStatement: text(4000),
  ethics: z.strictObject(ethics).partial(),
};

/** What a draft holds: any part of a request. */
export const draftContentSchema = z
  .strictObject(bounded)
  .partial()
  .meta({ id: 'RequestDraftContent' });
export type DraftContent = z.infer<typeof draftContentSchema>;

/** What is sent: everything that reviewers and the round need. */
export const requestContentSchema = z
  .strictObject({
    ...bounded,
    title: required(160, 5),
    summary: required(2000, 20),
    purpose: required(8000, 20),
    poolIds: bounded.poolIds.min(1, 'choose at least one pool'),
    utilisationPercent: bounded.utilisationPercent.optional(),
    team: bounded.team.optional(),
    dataStatement: bounded.dataStatement.optional(),
    ethics: bounded.ethics.optional(),
  })
  .meta({ id: 'RequestContent' });
export type RequestContent = z.infer<typeof requestContentSchema>;

/** A JSON merge patch (RFC 7396) of the content: null takes a field out. */
const contentPatchSchema = z.strictObject({
  ...nullable(bounded),
  ethics: z.strictObject(nullable(ethics)).nullable().optional(),
});
export type ContentPatch = z.infer<typeof contentPatchSchema>;

function nullable<Shape extends Record<string, z.ZodType>>(shape: Shape) {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, field.nullable().optional()]),
  ) as { [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>> };
}

export const createRequestSchema = z.strictObject({
  callId: z.uuid(),
  organisationId: z.uuid(),
  content: draftContentSchema.default({}),
});
export type CreateRequest = z.output<typeof createRequestSchema>;

export const changeRequestSchema = z.strictObject({ content: contentPatchSchema });
export const withdrawRequestSchema = z
  .strictObject({ reason: text(2000).optional() })
  .default({})
  .describe('Why, if you wish to tell.');
export const nothingSchema = z.strictObject({}).optional();
export const requestParam = z.uuid();

export const requestsQuery = listQuery(['createdAt', 'updatedAt', 'receiptAt', 'reference'], {
  state: z.enum(requestStates).optional(),
  call: z.uuid().optional(),
  organisation: z.uuid().optional(),
});
export const revisionsQuery = listQuery(['number'], {});
export const timelineQuery = listQuery(['at'], {});

const common = {
  id: z.uuid(),
  reference: z.string(),
  state: z.enum(requestStates),
  title: z.string(),
  call: z.object({
    id: z.uuid(),
    reference: z.string(),
    title: z.string(),
    state: z.enum(callStates),
    cutOffAt: instant,
  }),
  organisation: z.object({
    id: z.uuid(),
    name: z.string(),
    country: z.string(),
    class: z.enum(organisationClasses),
  }),
  gpuSecondsAsked: gpuSeconds.nullable(),
  gpuHoursAsked: gpuHours.nullable(),
  gpuSecondsMinimum: gpuSeconds.nullable(),
  gpuHoursMinimum: gpuHours.nullable(),
  revision: z.number().int().describe('Number of the newest sent revision; 0 before the first.'),
  receiptAt: instant.nullable(),
  score: z.number().int().nullable().describe('Mean of its reviews, 0 to 1000.'),
  decision: z
    .object({ code: z.string(), reason: z.string().nullable() })
    .nullable()
    .describe('Why it was awarded, put on the reserve list or rejected.'),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
};

export const requestItemSchema = z.object(common).meta({ id: 'RequestSummary' });
export const requestListSchema = listOf(requestItemSchema);

export const requestSchema = z
  .object({
    ...common,
    content: draftContentSchema.describe(
      'The working copy; to others than the applicant, what was sent.',
    ),
    unsentChanges: z.boolean().describe('The working copy differs from what was sent.'),
    receipt: z
      .object({
        reference: z.string(),
        revision: z.number().int(),
        receiptAt: instant,
        digest: z.string().describe('SHA-256 over reference, revision, content and time.'),
      })
      .nullable(),
    checks: z
      .array(checkSchema.extend({ pointer: z.string().nullable() }))
      .describe('While it can still be sent: what would stand against it now (REQ-1).'),
    estimate: z
      .object({
        flop: z.number().describe('Training compute in floating-point operations (REQ-4).'),
        utilisationPercent: z.number().int(),
        accelerator: z.string(),
        flags: z.array(z.object({ flop: z.number(), sentence: z.string(), source: z.string() })),
      })
      .nullable(),
    createdBy: z.object({ name: z.string() }),
    possibleActs: z.array(z.enum(['change', 'submit', 'withdraw'])),
  })
  .meta({ id: 'Request' });

export const revisionListSchema = listOf(
  z
    .object({
      id: z.uuid(),
      number: z.number().int(),
      content: requestContentSchema,
      contentHash: z.string(),
      receiptAt: instant,
      receiptDigest: z.string(),
      submittedBy: z.object({ name: z.string() }),
    })
    .meta({ id: 'RequestRevision' }),
);

export const timelineSchema = listOf(
  z
    .object({
      id: z.uuid(),
      at: instant,
      act: z.string(),
      by: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      reason: z.string().nullable(),
      rule: z.string().nullable(),
    })
    .meta({ id: 'TimelineEntry' }),
);
