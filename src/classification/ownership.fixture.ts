import { classifyOwnership } from './classify.rules.js';
import { readOwnership } from './ownership.rules.js';
import type { Control, HolderKind, OwnershipInput } from './ownership.schemas.js';

/** Headcount, turnover and balance sheet in millions of euro. */
export type Millions = readonly [awu: number, turnover: number, balance: number];

export interface EnterpriseWish {
  kind?: HolderKind;
  market?: string;
  budgetMillions?: number;
  inhabitants?: number;
  /** By year; one year 2025 unless told. */
  years?: Record<number, Millions>;
  estimates?: Record<number, Millions>;
  of2025?: Millions;
}

export type LinkWish = readonly [
  from: string,
  to: string,
  /** Percent of capital and votes, or of each. */
  share: number | { capital?: number; votes?: number; control?: Control; investedEuro?: number },
];

export const cents = (millions: number): string => String(Math.round(millions * 100_000_000));
export const yearOf = (year: number, [awu, turnover, balance]: Millions, estimate = false) => ({
  year,
  awu: String(awu),
  turnoverCents: cents(turnover),
  balanceCents: cents(balance),
  ...(estimate ? { estimate } : {}),
});
const percentPpm = (percent: number) => Math.round(percent * 10_000);

/** A graph about A, in the few words of the worked examples. */
export function graphOf(
  enterprises: Record<string, Millions | EnterpriseWish>,
  links: readonly LinkWish[] = [],
  persons: NonNullable<OwnershipInput['persons']> = [],
): OwnershipInput {
  return {
    subject: 'A',
    holderRegime: 'sme',
    enterprises: Object.entries(enterprises).map(([id, wish]) => enterpriseOf(id, wish)),
    persons,
    links: links.map(([from, to, share]) => {
      const { capital, votes, control, investedEuro } =
        typeof share === 'number' ? { capital: share, votes: share } : share;
      return {
        from,
        to,
        capitalPpm: percentPpm(capital ?? 0),
        votesPpm: percentPpm(votes ?? 0),
        ...(control === undefined ? {} : { control }),
        ...(investedEuro === undefined ? {} : { investedCents: String(investedEuro * 100) }),
      };
    }),
  };
}

function enterpriseOf(
  id: string,
  given: Millions | EnterpriseWish,
): OwnershipInput['enterprises'][number] {
  const wish: EnterpriseWish = 'length' in given ? { of2025: given } : given;
  const years = wish.years ?? (wish.of2025 ? { 2025: wish.of2025 } : {});
  return {
    id,
    kind: wish.kind ?? 'enterprise',
    ...(wish.market === undefined ? {} : { market: wish.market }),
    ...(wish.budgetMillions === undefined ? {} : { budgetCents: cents(wish.budgetMillions) }),
    ...(wish.inhabitants === undefined ? {} : { inhabitants: wish.inhabitants }),
    years: [
      ...Object.entries(years).map(([year, figures]) => yearOf(Number(year), figures)),
      ...Object.entries(wish.estimates ?? {}).map(([year, figures]) =>
        yearOf(Number(year), figures, true),
      ),
    ],
  };
}

export const day = '2026-11-24';
export const classify = (graph: OwnershipInput) => classifyOwnership(readOwnership(graph), day);

export type Enterprises = Record<string, Millions | EnterpriseWish>;
export type Persons = NonNullable<OwnershipInput['persons']>;
/** Class, size, headcount, turnover and balance sheet in millions of euro. */
export type Result = readonly [
  of: string,
  size: string,
  awu: string,
  turnover: number,
  balance: number,
];
export type Case = readonly [
  name: string,
  enterprises: Enterprises,
  links: readonly LinkWish[],
  result: Result,
  persons?: Persons,
];

/** Tests the class, the size and the figures that are summed up. */
export function testCases(cases: readonly Case[]): void {
  for (const [name, enterprises, links, result, persons = []] of cases) {
    const [of, size, awu, turnover, balance] = result;
    test(name, () => {
      const found = classify(graphOf(enterprises, links, persons));
      expect({ class: found.class, size: found.size, ...found.figures }).toEqual({
        class: of,
        size,
        awu,
        turnoverCents: cents(turnover),
        balanceCents: cents(balance),
      });
    });
  }
}

export const textOf = (graph: OwnershipInput): string =>
  classify(graph)
    .steps.map(({ text }) => text)
    .join('\n');
