import { z } from 'zod';
import { organisationClasses } from '../organisations/classification.rules.js';
import { countryCode } from '../organisations/organisations.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { applicationSections } from './completeness.rules.js';
import { decisions } from './decision.rules.js';
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
  declarations: z
    .array(
      z.strictObject({
        code: z.string().min(1).max(60),
        version: z.int().min(1).max(10_000),
      }),
    )
    .max(50)
    .describe('Which declarations are accepted, each in the version in force: the whole list.'),
  valuesAccepted: z
    .boolean()
    .describe('All declarations in force at once: true accepts them, false takes all back.'),
  publicationConsent: z.boolean(),
};

export const createApplicationSchema = z.strictObject({
  organisationId: z.uuid('must be the id of your organisation'),
  motivation: content.motivation.default(''),
  aiActivity: content.aiActivity.default(''),
  declarations: content.declarations.optional(),
  valuesAccepted: content.valuesAccepted.optional(),
  publicationConsent: content.publicationConsent.default(false),
});
export type CreateApplication = z.infer<typeof createApplicationSchema>;

/** A merge patch: null empties a text and takes a consent back. */
export const changeApplicationSchema = z.strictObject({
  motivation: content.motivation.nullish(),
  aiActivity: content.aiActivity.nullish(),
  declarations: content.declarations.nullish(),
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
  decision: z.enum(decisions),
  reason: text(4000).optional().describe('The applicant reads it; needed to decline.'),
});
export type Decide = z.infer<typeof decideSchema>;

export const rejectProposalSchema = z.strictObject({
  reason: text(4000).min(10, 'Say in at least 10 characters why. The other officer reads it'),
});
export type RejectProposal = z.infer<typeof rejectProposalSchema>;

export const withdrawSchema = z.strictObject({ reason: text(2000).optional() }).optional();
export type Withdraw = z.infer<typeof withdrawSchema>;
export const nothingSchema = z.strictObject({}).optional();

const fieldProblem = z.object({ pointer: z.string(), code: z.string(), detail: z.string() });
const personRef = z.object({ id: z.uuid(), name: z.string() });

/** What only the programme office and the auditor read of an application. */
const officeSchema = z
  .object({
    assignedTo: personRef.nullable(),
    proposal: z
      .object({
        decision: z.enum(decisions),
        reason: z.string().nullable(),
        by: personRef,
        at: instant,
      })
      .nullable()
      .describe('What one officer proposed and another has to confirm.'),
    fourEyes: z
      .object({ admit: z.boolean(), decline: z.boolean() })
      .describe('Which decisions need a second officer, by the policy in force.'),
  })
  .describe('Null for the applicant.');

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
    valuesAccepted: z.boolean().describe('Whether all declarations in force are accepted.'),
    declarations: z
      .array(z.object({ code: z.string(), version: z.int(), acceptedAt: instant }))
      .describe('What was accepted; the texts are in GET /membership-declarations.'),
    publicationConsent: z.boolean().describe('Whether the public register may list the member.'),
    missing: z
      .array(fieldProblem)
      .describe('What is missing before it can be submitted; submitting asks the same.'),
    sections: z
      .array(
        z.object({
          section: z.enum(applicationSections),
          complete: z.boolean(),
          missing: z.array(fieldProblem),
          advice: z.array(fieldProblem).describe('What would help, but is not needed.'),
        }),
      )
      .describe('The same by section; empty once it is handed in.'),
    submitters: z
      .array(personRef.extend({ by: z.enum(['role', 'mandate']) }))
      .describe('Who may submit: representatives, and managers with a mandate (MEM-3).'),
    possibleActs: z.array(z.string()),
    submittedAt: instant.nullable(),
    submittedBy: personRef
      .extend({ by: z.enum(['role', 'mandate']) })
      .nullable()
      .describe('Who handed it in, and by what right (MEM-3).'),
    dueAt: instant
      .nullable()
      .describe(
        'By when this step should be done: by the office, or by you while changes are asked.',
      ),
    overdue: z.boolean(),
    decidedAt: instant.nullable(),
    decisionReason: z
      .string()
      .nullable()
      .describe('Why it was declined, or what has to change (MEM-5).'),
    classificationId: z
      .uuid()
      .nullable()
      .describe('The computation of the class that the application rests on (MEM-2).'),
    decidedClass: z.enum(organisationClasses).nullable(),
    decidedClassBasis: z.array(z.string()).describe('How the class followed when it was decided.'),
    membershipId: z.uuid().nullable(),
    office: officeSchema.nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'MembershipApplication' });
export type ApplicationView = z.input<typeof applicationSchema>;

export const applicationListSchema = listOf(applicationSchema);
export const applicationsQuery = listQuery(['createdAt', 'submittedAt', 'dueAt', 'organisation'], {
  state: z.enum(applicationStates).optional(),
  waitingFor: z
    .enum(['office', 'applicant'])
    .optional()
    .describe('office: submitted, screening, review; applicant: draft, changes requested.'),
  organisation: z.uuid().optional(),
  class: z.enum(organisationClasses).optional(),
  country: countryCode.optional(),
  assigned: z
    .union([z.uuid(), z.enum(['me', 'none'])])
    .optional()
    .describe('Officers: whose cases; "me", "none", or the id of an officer.'),
  overdue: z.enum(['true', 'false']).optional(),
  search: z.string().trim().min(1).max(100).optional().describe('In name and reference.'),
});
export type ApplicationsQuery = z.infer<typeof applicationsQuery>;

const inLanguages = z.object({ en: z.string(), fr: z.string(), de: z.string() });

export const declarationListSchema = z.object({
  items: z.array(
    z
      .object({
        code: z.string(),
        version: z.int(),
        title: inLanguages,
        body: inLanguages,
        validFrom: z.string().describe('ISO date.'),
      })
      .meta({ id: 'MembershipDeclaration' }),
  ),
});
export type DeclarationText = z.input<typeof declarationListSchema>['items'][number];
