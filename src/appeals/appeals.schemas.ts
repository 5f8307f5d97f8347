import { z } from 'zod';
import { organisationRef } from '../memberships/memberships.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { appealDecisions, appealStates, appealSubjects } from './appeal.rules.js';

const groundsLengthMin = 50;
const grounds = z
  .string()
  .trim()
  .min(
    groundsLengthMin,
    `Say in at least ${groundsLengthMin} characters why the decision should be changed`,
  )
  .max(8000, 'must have at most 8,000 characters');

export const submitAppealSchema = z.strictObject({
  subject: z.strictObject({
    kind: z.enum(appealSubjects),
    id: z
      .uuid()
      .describe(
        'membership_decision: the declined application or the revoked membership; suspension: the membership.',
      ),
  }),
  grounds,
});
export type SubmitAppeal = z.infer<typeof submitAppealSchema>;

export const appealApplicationSchema = z.strictObject({ grounds });
export type AppealApplication = z.infer<typeof appealApplicationSchema>;

export const decideAppealSchema = z.strictObject({
  decision: z
    .enum(appealDecisions)
    .describe('First admissible or inadmissible; an admissible one upheld or dismissed.'),
  reason: z
    .string()
    .trim()
    .max(4000)
    .optional()
    .describe('The organisation reads it; needed but for "admissible".'),
});
export type DecideAppeal = z.infer<typeof decideAppealSchema>;

export const appealSchema = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    organisation: organisationRef,
    subject: z.object({
      kind: z.enum(appealSubjects),
      id: z.uuid(),
      reference: z.string(),
      decidedAt: instant,
    }),
    state: z.enum(appealStates),
    grounds: z.string(),
    dueAt: instant.describe('Until then it could be lodged (APL-1).'),
    submittedAt: instant,
    submittedBy: z.object({ name: z.string() }),
    admittedAt: instant.nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
    possibleDecisions: z
      .array(z.enum(appealDecisions))
      .describe('What you can decide now; nothing for whoever took the first decision (APL-2).'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Appeal' });
export type AppealView = z.input<typeof appealSchema>;

export const appealListSchema = listOf(appealSchema);
export const appealsQuery = listQuery(['submittedAt'], {
  state: z.enum(appealStates).optional(),
  kind: z.enum(appealSubjects).optional(),
  organisation: z.uuid().optional(),
  subject: z.uuid().optional(),
});
export type AppealsQuery = z.infer<typeof appealsQuery>;
export const appealParam = z.uuid();
