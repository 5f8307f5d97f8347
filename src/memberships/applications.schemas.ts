import { z } from 'zod';
import { organisationClasses } from '../organisations/classification.rules.js';
import { countryCode } from '../organisations/organisations.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { applicationStates, reasonLengthMin } from './memberships.rules.js';
import { organisationRef } from './memberships.schemas.js';

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${max.toLocaleString('en')} characters`);

const content = {
  motivation: text(4000),
  aiActivity: text(4000),
  valuesAccepted: z.boolean(),
  publicationConsent: z.boolean(),
};

export const createApplicationSchema = z.strictObject({
  organisationId: z.uuid('must be the id of your organisation'),
  motivation: content.motivation.default(''),
  aiActivity: content.aiActivity.default(''),
  valuesAccepted: content.valuesAccepted.default(false),
  publicationConsent: content.publicationConsent.default(false),
});
export type CreateApplication = z.infer<typeof createApplicationSchema>;

/** A merge patch: null empties a text and takes a consent back. */
export const changeApplicationSchema = z.strictObject({
  motivation: content.motivation.nullish(),
  aiActivity: content.aiActivity.nullish(),
  valuesAccepted: content.valuesAccepted.nullish(),
  publicationConsent: content.publicationConsent.nullish(),
});
export type ChangeApplication = z.infer<typeof changeApplicationSchema>;

export const screenSchema = z
  .strictObject({
    finding: z
      .enum(['open', 'clear'])
      .default('open')
      .describe('open: taken up; clear: nothing found, goes on to review.'),
    note: text(4000).optional().describe('For the file; the applicant does not read it.'),
  })
  .default({ finding: 'open' });
export type Screen = z.infer<typeof screenSchema>;

export const requestChangesSchema = z.strictObject({
  reason: text(4000).min(
    reasonLengthMin,
    `Say in at least ${reasonLengthMin} characters what has to change. The applicant reads it`,
  ),
});
export type RequestChanges = z.infer<typeof requestChangesSchema>;

export const decideSchema = z.strictObject({
  decision: z.enum(['admit', 'decline']),
  reason: text(4000).optional().describe('The applicant reads it; needed to decline.'),
});
export type Decide = z.infer<typeof decideSchema>;

export const withdrawSchema = z.strictObject({ reason: text(2000).optional() }).optional();
export type Withdraw = z.infer<typeof withdrawSchema>;
export const nothingSchema = z.strictObject({}).optional();

export const applicationSchema = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    organisation: organisationRef,
    state: z.enum(applicationStates),
    track: z
      .enum(['short', 'full'])
      .describe('Science joins by a short track: its use of AI is not asked (MEM-8).'),
    motivation: z.string(),
    aiActivity: z.string(),
    valuesAccepted: z.boolean(),
    publicationConsent: z.boolean().describe('Whether the public register may list the member.'),
    missing: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .describe('What is missing before it can be submitted.'),
    possibleActs: z.array(z.string()),
    submittedAt: instant.nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z
      .string()
      .nullable()
      .describe('Why it was declined, or what has to change (MEM-5).'),
    membershipId: z.uuid().nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'MembershipApplication' });
export type ApplicationView = z.input<typeof applicationSchema>;

export const applicationListSchema = listOf(applicationSchema);
export const applicationsQuery = listQuery(['createdAt', 'submittedAt', 'organisation'], {
  state: z.enum(applicationStates).optional(),
  organisation: z.uuid().optional(),
  class: z.enum(organisationClasses).optional(),
  country: countryCode.optional(),
});
export type ApplicationsQuery = z.infer<typeof applicationsQuery>;
