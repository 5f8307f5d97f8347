import { z } from 'zod';
import {
  identifierStates,
  organisationIdentifierKinds,
} from '../organisations/organisation.rules.js';
import { instant } from '../platform/fields.schemas.js';
import {
  decisionReasonLengthMin,
  differenceCodes,
  faultCodes,
  registryKinds,
} from './registries.rules.js';

export { idParam } from '../organisations/organisations.schemas.js';
export const registryKindParam = z.enum(registryKinds);

const registeredSchema = z.object({
  name: z.string().nullable().describe('Null: the registry does not tell it.'),
  country: z.string().nullable().describe('ISO 3166-1 alpha-2.'),
  address: z.string().nullable(),
  status: z.string().nullable().describe('In the registry’s own word.'),
  nameScore: z
    .number()
    .nullable()
    .describe('How alike its best name and the stated one are, 0 to 1.'),
  consultationId: z.string().nullable().describe('Under which VIES keeps the consultation.'),
});

const decisionSchema = z.object({
  decision: z.enum(['accepted', 'refused']),
  reason: z.string(),
  decidedAt: instant,
  decidedBy: z.string().nullable().describe('Named to the programme office only.'),
});

const checkedIdentifierSchema = z.object({
  kind: z.enum(organisationIdentifierKinds),
  value: z.string().describe('The written form, as registries write it.'),
  raw: z.string().describe('As it was typed.'),
  state: z.enum(identifierStates),
  registry: z.string().nullable().describe('Which registry knows this kind; null: none here.'),
  registryOn: z.boolean().describe('Whether this portal asks it.'),
  checking: z.boolean().describe('The registry is being asked, or about to be.'),
  registered: registeredSchema.nullable(),
  differences: z
    .array(z.object({ code: z.enum(differenceCodes), grave: z.boolean(), detail: z.string() }))
    .describe('Against what the organisation stated; grave ones make a mismatch (MEM-1).'),
  problem: z
    .object({ code: z.enum(faultCodes), detail: z.string() })
    .nullable()
    .describe('Why the registry gave no answer at the last try.'),
  consultedAt: instant.nullable().describe('When the registry last answered.'),
  triedAt: instant.nullable(),
  nextCheckAt: instant.nullable(),
  decision: decisionSchema.nullable(),
  version: z
    .int()
    .describe('Of the check; for If-Match when deciding. 0: nothing was checked yet.'),
});

const shortTrackSchema = z
  .object({
    applies: z.boolean(),
    ready: z.boolean(),
    lacks: z.array(
      z.object({ code: z.enum(['REGISTRY_MATCH', 'REPRESENTATIVE']), detail: z.string() }),
    ),
  })
  .describe('Science joins with a registry match and a representative (MEM-8).');

export const identifierChecksSchema = z
  .object({
    organisationId: z.uuid(),
    name: z.string().describe('As the organisation states it.'),
    country: z.string(),
    identifiers: z.array(checkedIdentifierSchema),
    shortTrack: shortTrackSchema,
  })
  .meta({ id: 'IdentifierChecks' });
export type IdentifierChecksView = z.input<typeof identifierChecksSchema>;
export type CheckedIdentifierView = IdentifierChecksView['identifiers'][number];

export const decideMismatchSchema = z.strictObject({
  decision: z.enum(['accept', 'refuse']),
  reason: z
    .string()
    .trim()
    .min(
      decisionReasonLengthMin,
      `Say in at least ${decisionReasonLengthMin} characters why. The organisation reads it`,
    )
    .max(2000, 'must have at most 2,000 characters'),
});
export type DecideMismatch = z.infer<typeof decideMismatchSchema>;

export const nothingSchema = z.strictObject({}).optional();

export const duplicateReasons = ['SAME_NUMBER', 'CLAIMED', 'NAME', 'WEB_DOMAIN'] as const;

export const duplicatesSchema = z
  .object({
    organisationId: z.uuid(),
    items: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          country: z.string(),
          city: z.string(),
          class: z.string(),
          score: z.number().describe('0 to 1; 1 is the same number.'),
          reasons: z.array(
            z.object({ code: z.enum(duplicateReasons), score: z.number(), detail: z.string() }),
          ),
        }),
      )
      .describe('Other organisations that may be this one, the most alike first.'),
    claims: z
      .array(
        z.object({
          id: z.uuid(),
          kind: z.enum(organisationIdentifierKinds),
          value: z.string(),
          organisationId: z.uuid().nullable().describe('Null: it was about to be registered.'),
          organisationName: z.string(),
          country: z.string(),
          personId: z.uuid().nullable(),
          personName: z.string().nullable(),
          personEmail: z.string().nullable(),
          tries: z.int(),
          firstAt: instant,
          lastAt: instant,
        }),
      )
      .describe('Who else wanted an identifier of this organisation.'),
  })
  .meta({ id: 'Duplicates' });
export type DuplicatesView = z.input<typeof duplicatesSchema>;

export const ownershipSuggestionsSchema = z
  .object({
    organisationId: z.uuid(),
    source: z.string().describe('Which registry says so; empty while it said nothing.'),
    consultedAt: instant.nullable(),
    complete: z.boolean().describe('False: the registry did not tell about parents.'),
    items: z.array(
      z.object({
        relation: z.enum(['direct', 'ultimate']),
        lei: z.string(),
        name: z.string(),
        country: z.string().nullable(),
        known: z.boolean().describe('The stored ownership graph has it by name or LEI.'),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'OwnershipSuggestions' });
export type OwnershipSuggestionsView = z.input<typeof ownershipSuggestionsSchema>;
