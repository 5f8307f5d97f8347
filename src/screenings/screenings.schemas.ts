import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { hitReasonLengthMin, hitStates, screeningCauses, subjectKinds } from './hit.rules.js';

export const idParam = z.uuid();
export const nothingSchema = z.strictObject({}).optional();

export const decideHitSchema = z.strictObject({
  decision: z.enum(['true_match', 'false_match']),
  reason: z
    .string()
    .trim()
    .min(
      hitReasonLengthMin,
      `Say in at least ${hitReasonLengthMin} characters what the decision rests on`,
    )
    .max(4000, 'must have at most 4,000 characters')
    .describe('Kept with the decision; for auditors and the next officer.'),
});
export type DecideHit = z.infer<typeof decideHitSchema>;

const ppm = z.int().describe('Parts per million.');
const listRef = z.object({ id: z.uuid(), generatedAt: instant });

export const screeningSchema = z
  .object({
    id: z.uuid(),
    organisationId: z.uuid(),
    list: listRef,
    cause: z.enum(screeningCauses),
    policy: z.string().describe('Version of the thresholds.'),
    names: z.int().describe('Names that were looked at: the organisation, its people and owners.'),
    found: z.int().describe('Names that are alike a listed one, decided ones among them.'),
    raised: z.int().describe('Of these, new for decision.'),
    openHits: z.int(),
    trueMatches: z.int().describe('With an entry of the list in use.'),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Screening' });
export type ScreeningView = z.input<typeof screeningSchema>;

const explanation = z.object({
  thresholdPpm: ppm,
  strong: z.boolean().describe('False for aliases that the list calls weak.'),
  method: z.enum(['all', 'contained', 'joined']),
  pairs: z.array(z.object({ subject: z.string(), entry: z.string(), likenessPpm: ppm })),
  subjectAlone: z.array(z.string()),
  entryAlone: z.array(z.string()),
});
export type Explanation = z.infer<typeof explanation>;

export const screeningHitSchema = z
  .object({
    id: z.uuid(),
    organisation: z.object({
      id: z.uuid(),
      name: z.string(),
      country: z.string().describe('ISO 3166-1 alpha-2.'),
      city: z.string(),
      member: z.boolean(),
      applicant: z.boolean(),
    }),
    subject: z.object({
      kind: z.enum(subjectKinds),
      name: z.string(),
      holdingPpm: ppm.nullable().describe('What listed owners hold together in the organisation.'),
    }),
    entry: z.object({
      id: z.uuid(),
      logicalId: z.string(),
      reference: z.string(),
      kind: z.enum(['person', 'enterprise']),
      listed: z.boolean().describe('The list in use has it in these words.'),
      names: z.array(z.object({ name: z.string(), strong: z.boolean(), language: z.string() })),
      births: z.array(z.string()),
      countries: z.array(z.string()),
      addresses: z.array(z.string()),
      identifications: z.array(
        z.object({ type: z.string(), number: z.string(), country: z.string() }),
      ),
      regulations: z.array(z.object({ programme: z.string(), title: z.string() })),
    }),
    matchedName: z.string(),
    scorePpm: ppm,
    explanation,
    list: listRef,
    state: z.enum(hitStates),
    possibleActs: z.array(z.string()),
    proposal: z
      .enum(['suspend', 'decline'])
      .nullable()
      .describe('What a true match proposes to people; nothing happens by itself (MEM-6).'),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    reason: z.string().nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'ScreeningHit' });
export type ScreeningHitView = z.input<typeof screeningHitSchema>;

export const screeningHitListSchema = listOf(screeningHitSchema);
export const screeningHitsQuery = listQuery(['score', 'createdAt'], {
  state: z.enum(hitStates).optional(),
  kind: z.enum(subjectKinds).optional(),
  organisation: z.uuid().optional(),
});
export type ScreeningHitsQuery = z.infer<typeof screeningHitsQuery>;
