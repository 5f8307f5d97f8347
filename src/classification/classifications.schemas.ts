import { z } from 'zod';
import { organisationClasses } from '../organisations/classification.rules.js';
import { enterpriseSizes } from '../organisations/size-ceilings.rules.js';
import { instant } from '../platform/fields.schemas.js';
import { ownershipSchema } from './ownership.schemas.js';

export const idParam = z.uuid();

/** What an organisation says of itself is always judged by the test for small enterprises. */
export const putOwnershipSchema = ownershipSchema.extend({
  holderRegime: z.literal('sme', 'must be "sme" or left out').default('sme'),
});
export type PutOwnership = z.infer<typeof putOwnershipSchema>;

export const ownershipViewSchema = z
  .object({
    id: z.uuid().describe('Of the organisation.'),
    stored: z
      .boolean()
      .describe('False: a draft from what the organisation says of itself, to be completed.'),
    graph: putOwnershipSchema,
    undertaking: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .describe('Other organisations of the same single undertaking: caps count for all together.'),
    version: z.int().describe('0 while nothing is stored: send If-Match: "0" with the first PUT.'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Ownership' });
export type OwnershipView = z.input<typeof ownershipViewSchema>;

export const ownershipVersionsSchema = z.object({
  items: z
    .array(
      z.object({
        version: z.int(),
        enterprises: z.int(),
        persons: z.int(),
        links: z.int(),
        by: z.string().nullable().describe('Name of who stored it.'),
        createdAt: instant,
      }),
    )
    .describe('The newest first; at most 100.'),
});
export type OwnershipVersion = z.input<typeof ownershipVersionsSchema>['items'][number];

/** A graph that is being written: whatever its form, the answer says what is wrong with it. */
export const checkOwnershipSchema = z.strictObject({ graph: z.unknown() });
export type CheckOwnership = z.infer<typeof checkOwnershipSchema>;

export const nothingSchema = z.strictObject({}).optional();

const amounts = z.object({
  awu: z.string().describe('Annual work units, exact.'),
  turnoverCents: z.string(),
  balanceCents: z.string(),
});

/** What follows from a graph. */
const computed = {
  class: z.enum(organisationClasses),
  size: z.enum(enterpriseSizes).nullable().describe('Null for science.'),
  figures: amounts.nullable().describe('Of the last year that counted, with partners and linked.'),
  provisional: z
    .boolean()
    .describe('Rests on estimates; looked at again when the accounts are approved.'),
  steps: z
    .array(
      z.object({
        article: z.string(),
        enterprise: z.string(),
        factorPpm: z.int().describe('How much counts, in parts per million.'),
        text: z.string(),
      }),
    )
    .describe('The whole computation (MEM-2).'),
  ruleSets: z
    .array(z.object({ ruleSet: z.string(), size: z.enum(enterpriseSizes), inForce: z.boolean() }))
    .describe('Small mid-cap or not by every set of rules; empty for SMEs and science.'),
};

export const classificationSchema = z
  .object({
    id: z.uuid(),
    organisationId: z.uuid(),
    ownershipVersion: z
      .int()
      .nullable()
      .describe('Version of the ownership graph that was judged; null for science without one.'),
    current: z.boolean().describe('No newer version of the graph is stored.'),
    applied: z
      .boolean()
      .describe('The organisation has this class from it; not while its identity is locked.'),
    ...computed,
    ceilingsOf: z.string().describe('Date whose ceilings counted.'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Classification' });
export type ClassificationView = z.input<typeof classificationSchema>;

export const ownershipCheckSchema = z
  .object({
    problems: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .describe('Every field that is wrong, with a sentence that says what to do.'),
    result: z.object(computed).nullable().describe('The class that would follow, with its steps.'),
  })
  .meta({ id: 'OwnershipCheck' });
export type OwnershipCheck = z.input<typeof ownershipCheckSchema>;
