/** One version of how alike two names have to be for a person to look at them. */
export interface MatchPolicy {
  id: string;
  /** Parts per million; at or above it a match is raised. */
  strongPpm: number;
  /** For aliases that the list itself calls weak. */
  weakPpm: number;
  /** Parts per million of ownership at or above which an owner counts. */
  ownershipPpm: number;
  source: string;
  /** ISO dates; the day itself counts. */
  validFrom: string;
  validTo: string | null;
}

/** Every published policy; a change is a new entry. */
export const matchPolicies: readonly MatchPolicy[] = [
  {
    id: 'names-2026-1',
    strongPpm: 920_000,
    weakPpm: 960_000,
    ownershipPpm: 500_000,
    source:
      'Thresholds of the portal. Ownership: EU Best Practices for the effective implementation of restrictive measures (Council, 2024): 50 % or more, added up over listed owners',
    validFrom: '2025-01-01',
    validTo: null,
  },
];

/**
 * The policy that holds on a day.
 * @throws Error before the first one.
 */
export function matchPolicyOn(day: string): MatchPolicy {
  const found = matchPolicies.findLast(
    ({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo),
  );
  if (found === undefined) throw new Error(`No match policy holds on ${day}`);
  return found;
}
