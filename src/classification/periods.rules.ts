import { underCeiling, type Figures } from '../organisations/classification.rules.js';
import type { EnterpriseSize, SizeCeiling } from '../organisations/size-ceilings.rules.js';

/** The size of one year by its own figures, and what the enterprise is after the two-year rule. */
export interface PeriodSize {
  year: number;
  raw: EnterpriseSize;
  status: EnterpriseSize;
}

/**
 * Annex, Article 4(2): a ceiling is passed, upwards or downwards, when two consecutive closed years are
 * beyond it. Each ceiling by itself, so that small → medium → large is medium (facts 1.5).
 * @param years figures of consecutive years, the oldest first.
 * @param ceilings the smallest first.
 */
export function sizesOver(
  years: readonly Figures[],
  ceilings: readonly SizeCeiling[],
): PeriodSize[] {
  const above = ceilings.map((ceiling) =>
    years.map((figures) => !underCeiling(figures, ceiling).holds),
  );
  const settled = above.map(settle);
  const sizeAt = (table: readonly (readonly boolean[])[], at: number): EnterpriseSize =>
    ceilings.find((_, index) => table[index]?.[at] === false)?.size ?? 'large';
  return years.map(({ year }, at) => ({
    year,
    raw: sizeAt(above, at),
    status: sizeAt(settled, at),
  }));
}

/** The first year counts as it is; after that only what two years in a row agree on. */
export function settle(raw: readonly boolean[]): boolean[] {
  const status: boolean[] = [];
  for (const [at, now] of raw.entries()) {
    const before = status.at(-1);
    status.push(before === undefined || raw[at - 1] === now ? now : before);
  }
  return status;
}
