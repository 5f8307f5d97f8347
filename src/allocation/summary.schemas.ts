import { z } from 'zod';
import { gpuHours, gpuSeconds } from '../platform/fields.schemas.js';

export const organisationClass = z.enum(['large', 'sme', 'science']);

const roundPoolSchema = z.object({
  id: z.string(),
  name: z.string(),
  gpuSecondsCapacity: gpuSeconds,
  gpuHoursCapacity: gpuHours,
  gpuSecondsGranted: gpuSeconds,
  gpuHoursGranted: gpuHours,
});

const roundClassSchema = z.object({
  class: organisationClass,
  guaranteePpm: z
    .number()
    .int()
    .describe('Guaranteed share of the round’s capacity, parts per million.'),
  gpuSecondsGuaranteed: gpuSeconds,
  gpuHoursGuaranteed: gpuHours,
  gpuSecondsEntitled: gpuSeconds,
  gpuHoursEntitled: gpuHours,
  gpuSecondsAsked: gpuSeconds,
  gpuHoursAsked: gpuHours,
  gpuSecondsGranted: gpuSeconds,
  gpuHoursGranted: gpuHours,
  gpuSecondsBorrowed: gpuSeconds,
  gpuHoursBorrowed: gpuHours,
  requests: z.number().int(),
  awarded: z.number().int(),
});

/** The figures of a computed round, kept with it. */
export const roundSummarySchema = z.object({
  pools: z.array(roundPoolSchema),
  classes: z.array(roundClassSchema),
});
export type RoundSummary = z.infer<typeof roundSummarySchema>;
