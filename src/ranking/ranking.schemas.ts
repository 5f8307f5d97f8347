import { z } from 'zod';
import { callStates, organisationClasses } from '../calls/call.rules.js';
import { gpuHours, gpuSeconds, instant } from '../platform/fields.schemas.js';
import { requestStates } from '../requests/request.rules.js';

export const callParam = z.uuid();
export const nothingSchema = z.strictObject({}).optional();

export const rankingSchema = z
  .object({
    id: z.uuid().describe('The call’s.'),
    reference: z.string(),
    title: z.string(),
    state: z.enum(callStates),
    reviewsPerRequest: z.number().int(),
    thresholdTotal: z.number().int(),
    final: z.boolean().describe('No request waits for its rank any more.'),
    items: z.array(
      z.object({
        rank: z.number().int().nullable().describe('Null below threshold or without a review.'),
        requestId: z.uuid(),
        reference: z.string(),
        title: z.string(),
        state: z.enum(requestStates),
        organisation: z.object({
          id: z.uuid(),
          name: z.string(),
          country: z.string(),
          class: z.enum(organisationClasses),
        }),
        gpuSecondsAsked: gpuSeconds,
        gpuHoursAsked: gpuHours,
        reviewsSubmitted: z.number().int(),
        reviewsMissing: z.number().int(),
        mean: z.number().int().nullable(),
        spread: z.number().int().nullable(),
        criteria: z.array(
          z.object({ key: z.string(), mean: z.number().nullable(), below: z.boolean() }),
        ),
        below: z.boolean(),
        score: z.number().int().nullable().describe('Fixed when the ranking was finalised.'),
      }),
    ),
    possibleActs: z.array(z.string()),
    version: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Ranking' });
