import { z } from 'zod';
import { organisationClass } from '../allocation/summary.schemas.js';
import { instant } from '../platform/fields.schemas.js';
import { roundItemSchema } from '../rounds/rounds.schemas.js';

const cents = z.string().describe('Integer euro cents.');

export const overviewSchema = z
  .object({
    asOf: instant,
    demo: z.boolean().describe('Whether the figures are made up.'),
    members: z.object({
      total: z.number().int(),
      countries: z.number().int(),
      byClass: z.array(z.object({ class: organisationClass, members: z.number().int() })),
    }),
    pledges: z
      .object({
        targetCents: cents,
        targetSource: z.string(),
        declaredCents: cents.describe('Declared, confirmed and fulfilled pledges with an amount.'),
        confirmedCents: cents.describe('Of these, what an officer has confirmed.'),
        currency: z.string(),
        byKind: z.array(
          z.object({ kind: z.string(), amountCents: cents, count: z.number().int() }),
        ),
      })
      .describe('What members commit, against what the initiative announced.'),
    capacity: z.object({
      sites: z.array(
        z.object({
          id: z.uuid(),
          slug: z.string(),
          name: z.string(),
          country: z.string().describe('ISO 3166-1 alpha-2; empty while a site’s place is open.'),
          kind: z.enum(['ai_factory', 'gigafactory']),
          state: z.enum(['operating', 'planned']),
          accelerators: z.number().int(),
        }),
      ),
      accelerators: z.object({ operating: z.number().int(), planned: z.number().int() }),
    }),
    lastRound: roundItemSchema.nullable(),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overviewSchema>;
