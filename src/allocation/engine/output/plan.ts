/*
 * The plan: what a round gives, and why, as JSON. Arrays are sorted by id, amounts are decimal strings
 * of integer units, fractions are in lowest terms.
 */

export interface Fraction {
  numerator: string;
  denominator: string;
}

/** ALLOC-13, in the order in which they are tried for a request that got nothing. */
export const reasons = [
  'GRANTED_FULL',
  'GRANTED_PARTIAL',
  'MINIMUM_ABOVE_ASK',
  'NO_POOL',
  'MINIMUM_ABOVE_CAP',
  'MINIMUM_ABOVE_POOL',
  'CAP_REACHED',
  'MINIMUM_ABOVE_CLAIM',
  'CEILING_REACHED',
  'CLASS_EXHAUSTED',
  'TIE_LOST',
  'POOL_EXHAUSTED',
] as const;
export type Reason = (typeof reasons)[number];

export interface PlanPool {
  id: string;
  capacity: string;
  granted: string;
  unallocated: string;
}

export interface PlanClass {
  id: string;
  /** Sum of the class's slices (ALLOC-4). */
  guaranteed: string;
  entitled: string;
  granted: string;
  borrowed: string;
}

export interface PlanOrganisation {
  id: string;
  /** ALLOC-5: what it may rely on. */
  entitlement: string;
  /** ALLOC-6: up to which its minimums are admitted. */
  claim: string;
  granted: string;
  /** Part of what was granted that came from unused time (ALLOC-8, 9). */
  borrowed: string;
  balanceBefore: string;
  balanceAfter: string;
  /** Threshold of the first unit that it did not get any more; null if it was never refused one. */
  level: Fraction | null;
}

export interface Explanation {
  entitlement: string;
  claim: string;
  balanceBefore: string;
  balanceAfter: string;
  borrowed: string;
  level: Fraction | null;
  /** Accepted pools in which nothing was left for the class. */
  tightPools: string[];
  /** Units missing to its minimum; 0 once it is reached. */
  missingUnits: string;
}

export interface PlanRoute {
  pool: string;
  units: string;
}

export interface PlanRequest {
  id: string;
  granted: string;
  /** Sorted by pool. */
  routes: PlanRoute[];
  reason: Reason;
  explanation: Explanation;
}

export interface Plan {
  engine: string;
  roundId: string;
  snapshotHash: string;
  planHash: string;
  pools: PlanPool[];
  classes: PlanClass[];
  organisations: PlanOrganisation[];
  requests: PlanRequest[];
  /** What SYSTEM takes, so that balances are conserved (ALLOC-12). */
  systemBalanceChange: string;
}

/** All of a plan that comes once; its organisations and requests are rows. */
export type PlanHead = Omit<Plan, 'organisations' | 'requests'>;
