import { z } from 'zod';

/*
 * The ownership graph of one enterprise, as the command line and PUT /organisations/:id/ownership take
 * it: enterprises with their closed years, natural persons, and who holds how much of whom.
 */

/** Kinds of holders; all but `enterprise` have rules of their own (Annex, Article 3(2) and 3(4)). */
export const holderKinds = [
  'enterprise',
  'university',
  'public_body',
  'local_authority',
  'venture_capital',
  'institutional_investor',
  'public_investment',
] as const;
export type HolderKind = (typeof holderKinds)[number];

/** How a holder controls: Annex, Article 3(3)(a) to (d). */
export const controls = ['votes', 'board', 'contract', 'agreement'] as const;
export type Control = (typeof controls)[number];

export const ppmMax = 1_000_000;

const id = z
  .string()
  .min(1, 'must not be empty')
  .max(100, 'must have at most 100 characters')
  .regex(/^\P{Cc}*$/u, 'must be one line of text');

/** A decimal that is not negative; a minus sign gets its own sentence. */
const amount = (pattern: RegExp, form: string) =>
  z.string(`must be text: ${form}`).regex(pattern, {
    error: ({ input }) =>
      String(input).trimStart().startsWith('-') ? 'cannot be negative' : `must be ${form}`,
  });

const awu = amount(
  /^\d{1,7}(\.\d{1,2})?$/,
  'annual work units with at most two decimals, for example "120.5"',
);
const cents = amount(/^(0|[1-9]\d{0,17})$/, 'whole euro cents, for example "1250000000"');
const ppm = z
  .int('must be a whole number of parts per million, for example 250000 for 25 %')
  .min(0, 'cannot be negative')
  .max(ppmMax, 'is above 100 % (1000000 parts per million)');

const yearSchema = z.strictObject({
  year: z.int('must be a year').min(1950, 'must be a year').max(2100, 'must be a year'),
  awu: awu.describe('Annual work units of the whole year (Annex, Article 5).'),
  turnoverCents: cents.describe('Without value added tax.'),
  balanceCents: cents,
  estimate: z
    .boolean()
    .optional()
    .describe('Not from approved accounts, but estimated in good faith (Annex, Article 4(3)).'),
});

/** By which the enterprise is found among the organisations of the portal. */
export const ownershipIdentifierKinds = ['vat', 'lei', 'ror', 'pic', 'siren', 'siret'] as const;

const enterpriseSchema = z.strictObject({
  id,
  identifier: z
    .strictObject({
      kind: z.enum(ownershipIdentifierKinds),
      value: z.string().trim().min(1, 'must not be empty').max(60, 'has more than 60 characters'),
    })
    .optional()
    .describe(
      'By which the enterprise is found among the organisations of the portal: caps count for single undertakings.',
    ),
  kind: z.enum(holderKinds),
  market: z
    .string()
    .max(500, 'must have at most 500 characters')
    .optional()
    .describe(
      'Markets in which it acts, apart by comma or semicolon. Two enterprises act in the same or an adjacent market when they name one together.',
    ),
  budgetCents: cents.optional().describe('Yearly budget of a local authority.'),
  inhabitants: z
    .int('must be a whole number')
    .min(0, 'cannot be negative')
    .max(10_000_000_000, 'is more than there are')
    .optional()
    .describe('Of a local authority.'),
  years: z
    .array(yearSchema)
    .max(12, 'has more than 12 years')
    .describe('Closed years, the oldest first; the two-year rule needs at least two.'),
});

const personSchema = z.strictObject({
  id,
  businessAngel: z.boolean().optional(),
  actingTogether: z
    .array(id)
    .max(100, 'names more than 100 persons')
    .optional()
    .describe('Other persons with whom this one acts jointly.'),
});

const linkSchema = z.strictObject({
  from: id.describe('Holds a share of `to`.'),
  to: id,
  capitalPpm: ppm,
  votesPpm: ppm,
  control: z
    .enum(controls)
    .optional()
    .describe(
      'Controls the other: majority of votes, right to appoint the board, contract or articles, agreement with other holders.',
    ),
  investedCents: cents.optional().describe('By a business angel in this enterprise.'),
});

export const ownershipSchema = z.strictObject({
  subject: id.describe('The enterprise whose class is asked.'),
  holderRegime: z
    .enum(['sme', 'undertaking'])
    .default('sme')
    .describe(
      'sme: Annex to Recommendation 2003/361/EC; undertaking: the single undertaking of Regulation (EU) 2023/2831, Article 2(2).',
    ),
  enterprises: z
    .array(enterpriseSchema)
    .min(1, 'needs at least the subject')
    .max(400, 'has more than 400 entries'),
  persons: z.array(personSchema).max(400, 'has more than 400 entries').default([]),
  links: z.array(linkSchema).max(2000, 'has more than 2,000 entries').default([]),
});

export type Ownership = z.infer<typeof ownershipSchema>;
export type OwnershipInput = z.input<typeof ownershipSchema>;
export type Enterprise = z.infer<typeof enterpriseSchema>;
export type EnterpriseYear = z.infer<typeof yearSchema>;
export type NaturalPerson = z.infer<typeof personSchema>;
export type Holding = z.infer<typeof linkSchema>;
