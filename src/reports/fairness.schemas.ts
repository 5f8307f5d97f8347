import { z } from 'zod';
import { organisationClass } from '../allocation/summary.schemas.js';
import { gpuHours, gpuSeconds, instant } from '../platform/fields.schemas.js';

const ppm = z.number().int().describe('Parts per million.');

export const fairnessSchema = z
  .object({
    round: z.object({ id: z.uuid(), reference: z.string(), publishedAt: instant.nullable() }),
    jainPpm: ppm
      .nullable()
      .describe('Jain’s index of granted per entitled over all organisations; 1,000,000 is equal.'),
    classes: z.array(
      z.object({
        class: organisationClass,
        organisations: z.number().int(),
        sharePpm: ppm.describe('Part of all that was granted.'),
        guaranteePpm: ppm.describe('Guaranteed part of the round’s capacity.'),
        gpuSecondsGranted: gpuSeconds,
        gpuHoursGranted: gpuHours,
        gpuSecondsClaimsCarried: gpuSeconds.describe('Claims carried to the next round.'),
        gpuHoursClaimsCarried: gpuHours,
        jainPpm: ppm.nullable(),
        giniPpm: ppm
          .nullable()
          .describe('Gini of granted per entitled inside the class; 0 is equal.'),
        longestWaitRounds: z
          .number()
          .int()
          .describe('Most rounds in a row in which an organisation asked and got nothing.'),
      }),
    ),
  })
  .meta({ id: 'FairnessReport' });
export type FairnessReport = z.infer<typeof fairnessSchema>;

export const fairnessQuery = z.strictObject({
  round: z.uuid().optional().describe('A published round; the last one unless told.'),
});
export type FairnessQuery = z.infer<typeof fairnessQuery>;
