import { z } from 'zod';
import { organisationClasses } from '../calls/call.rules.js';
import { criterionSchema } from '../calls/calls.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { draftContentSchema } from '../requests/requests.schemas.js';
import { assignmentStates } from './assignment.rules.js';

const text = (max: number) => z.string().trim().max(max, `must have at most ${max} characters`);

export const assignSchema = z.strictObject({
  requestId: z.uuid(),
  reviewerId: z.uuid(),
  dueAt: z.iso
    .datetime({ message: 'must be a time in UTC, for example "2026-11-02T10:00:00Z"' })
    .refine((value) => value >= '2020' && value < '2100', 'must be between 2020 and 2100')
    .optional(),
});
export type Assign = z.output<typeof assignSchema>;

export const declineSchema = z
  .strictObject({ reason: text(2000).optional() })
  .default({})
  .describe('Why, if you wish to tell.');
export const declareConflictSchema = z.strictObject({
  reason: text(2000).min(3, 'say in a few words what ties you to the applicant'),
});
export const nothingSchema = z.strictObject({}).optional();

const score = z
  .int('must be a whole number from 0 to 5')
  .min(0, 'must be from 0 to 5')
  .max(5, 'must be from 0 to 5');
const scores = z.record(z.string().max(40), score.nullable());

export const writeReviewSchema = z.strictObject({
  scores: scores
    .refine((value) => Object.keys(value).length <= 12, 'has more criteria than a call can have')
    .describe('Score from 0 to 5 by criterion key.'),
  commentToApplicant: text(8000).default(''),
  commentToPanel: text(8000).default(''),
  confidence: z.int().min(1).max(3).nullable().default(null).describe('1 low, 2 medium, 3 high.'),
});
export type WriteReview = z.output<typeof writeReviewSchema>;

export const assignmentParam = z.uuid();
export const assignmentsQuery = listQuery(['dueAt', 'createdAt'], {
  state: z.enum(assignmentStates).optional(),
  call: z.uuid().optional(),
  request: z.uuid().optional(),
  reviewer: z.uuid().optional(),
});

export const reviewSchema = z
  .object({
    id: z.uuid(),
    assignmentId: z.uuid(),
    state: z.enum(assignmentStates),
    scores: z.record(z.string(), z.number().int().nullable()),
    total: z.number().int().nullable().describe('Weighted mean × 200: 0 to 1000 (REV-4).'),
    commentToApplicant: z.string(),
    commentToPanel: z.string(),
    confidence: z.number().int().nullable(),
    submittedAt: instant.nullable(),
    version: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Review' });

const assignment = z.object({
  id: z.uuid(),
  state: z.enum(assignmentStates),
  dueAt: instant,
  reason: z.string().nullable(),
  reviewer: z.object({ id: z.uuid(), name: z.string() }),
  request: z.object({
    id: z.uuid(),
    reference: z.string(),
    title: z.string(),
    state: z.string(),
    organisation: z.object({
      id: z.uuid(),
      name: z.string(),
      country: z.string(),
      class: z.enum(organisationClasses),
    }),
  }),
  call: z.object({ id: z.uuid(), reference: z.string(), title: z.string() }),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
});
export const assignmentItemSchema = assignment.meta({ id: 'AssignmentSummary' });
export const assignmentListSchema = listOf(assignmentItemSchema);
export const assignmentSchema = assignment
  .extend({
    summary: z.string().describe('Enough to see whether one is the right person.'),
    content: draftContentSchema
      .nullable()
      .describe('The request as it was sent last; null before the assignment is accepted.'),
    criteria: z.array(criterionSchema),
    review: reviewSchema.nullable().describe('Your own, or to officers what was submitted.'),
    possibleActs: z.array(z.string()),
  })
  .meta({ id: 'Assignment' });

export const requestReviewsSchema = z
  .object({
    requestId: z.uuid(),
    items: z.array(
      z.object({
        label: z.string(),
        own: z.boolean(),
        reviewer: z.object({ id: z.uuid(), name: z.string() }).nullable(),
        scores: z.record(z.string(), z.number().int().nullable()).nullable(),
        total: z.number().int().nullable(),
        commentToApplicant: z.string(),
        commentToPanel: z.string().nullable(),
        confidence: z.number().int().nullable(),
        submittedAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'RequestReviews' });
