import { z } from 'zod';
import { organisationClass } from '../allocation/summary.schemas.js';
import { gpuHours, gpuSeconds } from '../platform/fields.schemas.js';
import { listOf, listQuery } from '../platform/keyset.js';
import { hash, roundFields, roundItemSchema } from '../rounds/rounds.schemas.js';
import { languages } from './explanation-phrases.rules.js';

const awardSchema = z
  .object({
    organisation: z.object({ name: z.string(), country: z.string(), class: organisationClass }),
    publicId: z.string().describe('The request’s id in the snapshot and the plan.'),
    project: z.string(),
    gpuSecondsGranted: gpuSeconds,
    gpuHoursGranted: gpuHours,
  })
  .meta({ id: 'PublicAward' });

const publicLineSchema = z
  .object({
    pseudonym: z.string(),
    class: organisationClass,
    gpuSecondsAsked: gpuSeconds,
    gpuHoursAsked: gpuHours,
    gpuSecondsGranted: gpuSeconds,
    gpuHoursGranted: gpuHours,
    reason: z.string(),
  })
  .meta({ id: 'PublicLine' });
export type PublicLine = z.infer<typeof publicLineSchema>;

/** Awards that a round tells with itself; all of them are a list of their own. */
export const awardsWithRound = 100;

export const publicRoundSchema = roundFields
  .extend({
    seed: z.string().nullable(),
    secret: z.string().nullable(),
    receiptsDigest: hash.nullable(),
    previousPlanHash: hash.nullable(),
    engine: z.string(),
    awards: z
      .array(awardSchema)
      .describe(
        `The named part: organisations that were awarded time (ALLOC-0), the ${awardsWithRound} largest awards. All of them: GET /public/rounds/:id/awards.`,
      ),
  })
  .meta({ id: 'PublicRound' });
export type PublicRound = z.infer<typeof publicRoundSchema>;

const pageOf = { limit: true, cursor: true } as const;
export const publicAwardsQuery = listQuery(['granted'], {}).pick(pageOf);
export type PublicAwardsQuery = z.infer<typeof publicAwardsQuery>;
export const publicAwardListSchema = listOf(awardSchema);

export const publicLinesQuery = listQuery(['pseudonym'], {
  class: organisationClass.optional(),
  reason: z.string().max(40).optional(),
}).omit({ sort: true });
export type PublicLinesQuery = z.infer<typeof publicLinesQuery>;
export const publicLineListSchema = listOf(publicLineSchema);

export const roundLineSchema = z
  .object({
    requestId: z.uuid(),
    publicId: z.string(),
    reference: z.string(),
    title: z.string(),
    organisation: z.object({
      id: z.uuid(),
      name: z.string(),
      country: z.string(),
      class: organisationClass,
    }),
    score: z.number().int().nullable().describe('Panel score, 0 to 1000.'),
    gpuSecondsMinimum: gpuSeconds,
    gpuHoursMinimum: gpuHours,
    gpuSecondsAsked: gpuSeconds,
    gpuHoursAsked: gpuHours,
    gpuSecondsGranted: gpuSeconds,
    gpuHoursGranted: gpuHours,
    reason: z.string(),
  })
  .meta({ id: 'RoundLine' });
export type RoundLine = z.infer<typeof roundLineSchema>;

const fraction = z.object({ numerator: z.string(), denominator: z.string() });

export const roundExplanationSchema = roundLineSchema
  .extend({
    explanation: z
      .object({
        entitlement: z.string(),
        claim: z.string(),
        balanceBefore: z.string(),
        balanceAfter: z.string(),
        borrowed: z.string(),
        level: fraction.nullable(),
        tightPools: z.array(z.string()),
        missingUnits: z.string(),
      })
      .describe('The numbers behind the line, in units of the round’s quantum (ALLOC-13).'),
    routes: z.array(
      z.object({ pool: z.object({ id: z.string(), name: z.string() }), gpuSeconds, gpuHours }),
    ),
    quantumGpuSeconds: gpuSeconds,
    sentences: z.array(z.string()).describe('The same in words, in the language asked for.'),
  })
  .meta({ id: 'RoundExplanation' });
export type RoundExplanation = z.infer<typeof roundExplanationSchema>;

/** ALLOC-14: passes whole, since its hashes and signature cover every member. */
export const certificateSchema = z
  .looseObject({
    kind: z.literal('allocation-round'),
    engine: z.string(),
    snapshot: z.looseObject({}),
    snapshotHash: hash,
    plan: z.looseObject({}),
    planHash: hash,
    previousPlanHash: hash.nullable(),
    commitment: hash,
    secret: z.string(),
    receiptsDigest: hash,
    seed: z.string(),
    signature: z.string().describe('Ed25519 over the certificate’s text, 128 hex digits.'),
    publicKey: z.string(),
  })
  .meta({ id: 'RoundCertificate' });

export const publicRoundsQuery = listQuery(['publishedAt'], {
  state: z.enum(['collecting', 'computed', 'approved', 'published']).optional(),
});
export type PublicRoundsQuery = z.infer<typeof publicRoundsQuery>;
export const publicRoundListSchema = listOf(roundItemSchema);

export const roundLinesQuery = listQuery(['reference', 'granted', 'asked', 'score'], {
  class: organisationClass.optional(),
  reason: z.string().max(40).optional(),
  organisation: z.uuid().optional(),
  country: z.string().length(2).optional(),
});
export type RoundLinesQuery = z.infer<typeof roundLinesQuery>;
export const roundLineListSchema = listOf(roundLineSchema);
export const languageQuery = z.strictObject({ lang: z.enum(languages).default('en') });
