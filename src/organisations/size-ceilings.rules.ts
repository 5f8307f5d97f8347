/** Sizes of enterprises, smallest first; what is above every ceiling is `large`. */
export const enterpriseSizes = ['micro', 'small', 'medium', 'small_mid_cap', 'large'] as const;
export type EnterpriseSize = (typeof enterpriseSizes)[number];

/** Below the headcount, and at most one of the two amounts above its maximum. */
export interface SizeCeiling {
  size: Exclude<EnterpriseSize, 'large'>;
  /** Annual work units, compared strictly. */
  headcountBelow: number;
  turnoverCentsMax: bigint;
  balanceCentsMax: bigint;
}

/** One version of the law on sizes. */
export interface CeilingSet {
  ruleSet: string;
  source: string;
  /** ISO dates; the day itself counts. Null: known, but not in force. */
  validFrom: string | null;
  validTo: string | null;
  ceilings: readonly SizeCeiling[];
}

const millionEuro = 100_000_000n;

/** Every version that the portal knows; a new law is a new entry. */
export const ceilingSets: readonly CeilingSet[] = [
  {
    ruleSet: 'SME_2003_361',
    source: 'Recommendation 2003/361/EC, Annex, Article 2',
    validFrom: '2005-01-01',
    validTo: null,
    ceilings: [
      ceiling('micro', 10, 2n, 2n),
      ceiling('small', 50, 10n, 10n),
      ceiling('medium', 250, 50n, 43n),
    ],
  },
  {
    ruleSet: 'SMC_2025_1099',
    source: 'Recommendation (EU) 2025/1099, Annex, Article 2',
    validFrom: '2025-05-21',
    validTo: null,
    ceilings: [ceiling('small_mid_cap', 750, 150n, 129n)],
  },
  {
    ruleSet: 'SMC_OMNIBUS_IV',
    source: 'Omnibus IV, provisional agreement of June 2026, not in force',
    validFrom: null,
    validTo: null,
    ceilings: [ceiling('small_mid_cap', 1000, 200n, 172n)],
  },
];

function ceiling(
  size: SizeCeiling['size'],
  headcountBelow: number,
  turnoverMillions: bigint,
  balanceMillions: bigint,
): SizeCeiling {
  return {
    size,
    headcountBelow,
    turnoverCentsMax: turnoverMillions * millionEuro,
    balanceCentsMax: balanceMillions * millionEuro,
  };
}

/** The ceilings in force on a day (ISO date), smallest size first, each with its source. */
export function ceilingsOn(
  day: string,
  sets: readonly CeilingSet[] = ceilingSets,
): (SizeCeiling & Pick<CeilingSet, 'ruleSet' | 'source'>)[] {
  return sets
    .filter((set) => set.validFrom !== null && set.validFrom <= day)
    .filter((set) => set.validTo === null || day <= set.validTo)
    .flatMap(({ ruleSet, source, ceilings }) =>
      ceilings.map((one) => ({ ...one, ruleSet, source })),
    )
    .sort((a, b) => a.headcountBelow - b.headcountBelow);
}
