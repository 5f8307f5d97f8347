import { z } from 'zod';
import { instant } from '../platform/fields.schemas.js';
import { pledgeKinds } from '../pledges/pledges.rules.js';

const cents = z.string().describe('Integer euro cents.');

const sums = {
  declaredCents: cents.describe('Declared, confirmed and fulfilled pledges with an amount.'),
  confirmedCents: cents.describe('Of these, confirmed or fulfilled.'),
  newDeclaredCents: cents.describe('Of the declared, money that was not announced before.'),
  newConfirmedCents: cents.describe('Of the confirmed, money that was not announced before.'),
};

export const pledgesReportSchema = z
  .object({
    asOf: instant,
    currency: z.literal('EUR'),
    target: z.object({ cents, source: z.string(), validFrom: z.string() }).nullable(),
    totals: z.object({ ...sums, fulfilledCents: cents, pledges: z.int(), members: z.int() }),
    months: z
      .array(z.object({ month: z.string().describe('2026-11'), ...sums }))
      .describe('As it stood at the end of each month, or now in the last one.'),
    kinds: z.array(z.object({ kind: z.enum(pledgeKinds), pledges: z.int(), ...sums })),
  })
  .meta({ id: 'PledgesReport' });
export type PledgesReportView = z.input<typeof pledgesReportSchema>;
