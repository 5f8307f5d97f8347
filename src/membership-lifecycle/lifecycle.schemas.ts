import { z } from 'zod';
import { endKinds, reasonLengthMin, standingCodes } from '../memberships/memberships.rules.js';
import { figuresIn } from '../organisations/organisations.schemas.js';

const reason = z
  .string()
  .trim()
  .min(
    reasonLengthMin,
    `Say in at least ${reasonLengthMin} characters why. The organisation reads it`,
  )
  .max(4000);

export const suspendSchema = z.strictObject({
  code: z.enum(standingCodes).describe('restrictive_measure has no notice period (MEM-9).'),
  reason,
});
export type Suspend = z.infer<typeof suspendSchema>;

export const reinstateSchema = z.strictObject({ reason });
export type Reinstate = z.infer<typeof reinstateSchema>;

export const endSchema = z.strictObject({
  kind: z
    .enum(endKinds)
    .exclude(['expired'])
    .describe(
      'withdrawn: by the legal representative. revoked: by an officer; the first one proposes, another one makes it (SEP-1).',
    ),
  code: z.enum(standingCodes).optional().describe('Needed to revoke.'),
  reason: z.string().trim().max(4000).optional().describe('Needed to revoke.'),
});
export type End = z.infer<typeof endSchema>;

export const renewSchema = z.strictObject({
  confirmed: z.strictObject({
    identity: z.boolean(),
    representative: z.boolean(),
    class: z.boolean(),
  }),
  figures: figuresIn
    .optional()
    .describe('Of the newest closed year; for companies without an ownership graph.'),
});
export type Renew = z.infer<typeof renewSchema>;
