/** One version of what the initiative says it will mobilise. */
export interface PledgeTarget {
  cents: bigint;
  currency: 'EUR';
  source: string;
  /** ISO dates; the day itself counts. */
  validFrom: string;
  validTo: string | null;
}

/** Every announced target; a new announcement is a new entry. */
export const pledgeTargets: readonly PledgeTarget[] = [
  {
    cents: 15_000_000_000_000n,
    currency: 'EUR',
    source:
      'EU AI Champions Initiative, announced at the AI Action Summit in Paris on 10 February 2025: EUR 150 bn over five years',
    validFrom: '2025-02-10',
    validTo: null,
  },
];

/** The target that holds on a day, or null before the first. */
export function pledgeTargetOn(at: Date): PledgeTarget | null {
  const day = at.toISOString().slice(0, 10);
  const holds = ({ validFrom, validTo }: PledgeTarget) =>
    validFrom <= day && (validTo === null || day <= validTo);
  return pledgeTargets.findLast(holds) ?? null;
}
