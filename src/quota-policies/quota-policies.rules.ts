import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';

/** How a policy comes into force (states: docs/domain.md). */
export const quotaPolicyMachine = stateMachine('quota policy', 'draft', {
  approve: { from: ['draft'], to: 'approved' },
  take_effect: { from: ['approved'], to: 'effective' },
  supersede: { from: ['effective'], to: 'superseded' },
});
export type QuotaPolicyState = 'draft' | 'approved' | 'effective' | 'superseded';

const whole = 1_000_000;

/**
 * The rules of a policy fit together and to the pools of its group: every pool is named once,
 * guarantees of a pool leave no more than the whole, no ceiling is below its guarantee (ALLOC-1), a
 * single undertaking may have what one organisation may, and higher scores weigh no less.
 * @throws DomainError rule POLICY_RULES with one pointer per fault.
 */
export function refuseUnfitRules(rules: QuotaRules, poolIds: readonly string[]): void {
  const errors = [
    ...poolFaults(rules, poolIds),
    ...rules.pools.flatMap((_, index) => shareFaults(rules, index)),
    ...capFaults(rules),
    ...bandFaults(rules),
  ];
  if (errors.length === 0) return;
  throw new DomainError(
    'rule',
    'POLICY_RULES',
    errors.length === 1
      ? errors[0]!.detail
      : `The rules have ${errors.length} faults. Repair each of them; see "errors".`,
    { errors },
  );
}

const fault = (pointer: string, code: string, detail: string): FieldProblem => ({
  pointer,
  code,
  detail,
});

function poolFaults({ pools }: QuotaRules, poolIds: readonly string[]): FieldProblem[] {
  const named = pools.map(({ poolId }) => poolId.toLowerCase());
  const faults = named.flatMap((id, index) => {
    const pointer = `/rules/pools/${index}/poolId`;
    if (!poolIds.includes(id)) {
      return [fault(pointer, 'POLICY_POOL_UNKNOWN', 'This pool is not in the group. Take it out.')];
    }
    if (named.indexOf(id) === index) return [];
    return [fault(pointer, 'POLICY_POOL_TWICE', 'This pool is named twice. Name it once.')];
  });
  const missing = poolIds.filter((id) => !named.includes(id)).length;
  if (missing === 0) return faults;
  const detail = `${missing} of the group’s pools are not named. Give each its guarantees, even if there are none.`;
  return [...faults, fault('/rules/pools', 'POLICY_POOL_MISSING', detail)];
}

function shareFaults({ pools }: QuotaRules, index: number): FieldProblem[] {
  const { guarantees, ceilings = {} } = pools[index]!;
  const pointer = `/rules/pools/${index}`;
  const sum = Object.values(guarantees).reduce((total, ppm) => total + ppm, 0);
  const faults: FieldProblem[] = [];
  if (sum > whole) {
    const detail = `The guarantees of this pool add up to ${sum} ppm; at most ${whole} can be guaranteed.`;
    faults.push(fault(`${pointer}/guarantees`, 'POLICY_GUARANTEES_ABOVE_WHOLE', detail));
  }
  for (const [id, ceiling] of Object.entries(ceilings)) {
    const guarantee = guarantees[id as keyof typeof guarantees] ?? 0;
    if (ceiling >= guarantee) continue;
    const detail = `The ceiling (${ceiling} ppm) is below what the class is guaranteed (${guarantee} ppm). Raise it or lower the guarantee.`;
    faults.push(fault(`${pointer}/ceilings/${id}`, 'POLICY_CEILING_BELOW_GUARANTEE', detail));
  }
  return faults;
}

function capFaults({ organisationCapPpm, groupCapPpm }: QuotaRules): FieldProblem[] {
  if (groupCapPpm >= organisationCapPpm) return [];
  const detail = `The cap of a single undertaking (${groupCapPpm} ppm) is below that of one organisation (${organisationCapPpm} ppm). Raise it.`;
  return [fault('/rules/groupCapPpm', 'POLICY_GROUP_CAP_BELOW_ORGANISATION', detail)];
}

function bandFaults({ scoreBands }: QuotaRules): FieldProblem[] {
  return scoreBands.flatMap((band, index) => {
    const before = scoreBands[index - 1];
    if (before === undefined) return [];
    const pointer = `/rules/scoreBands/${index}`;
    if (band.fromScore <= before.fromScore) {
      const detail = 'Score bands stand in ascending order of their first score, each only once.';
      return [fault(`${pointer}/fromScore`, 'POLICY_BANDS_UNSORTED', detail)];
    }
    if (band.weight >= before.weight) return [];
    const detail = 'A higher score cannot weigh less than a lower one. Raise this weight.';
    return [fault(`${pointer}/weight`, 'POLICY_BAND_WEIGHT_FALLS', detail)];
  });
}

/** Who wants to approve whose draft, and what each could gain. */
export interface PolicyApproval {
  drafterId: string;
  approverId: string | null;
  /** Member organisations to which the drafter, and the approver, belong or are linked. */
  drafterInterests: readonly string[];
  approverInterests: readonly string[];
}

/**
 * SEP-1: a policy takes two different people, neither from an organisation that gains by it; every
 * active member may ask for time of the pools, so each of them could gain.
 * @throws DomainError forbidden SEP_NOT_A_PERSON, SEP_SAME_PERSON, SEP_INTERESTED.
 */
export function refuseUnseparated(approval: PolicyApproval): void {
  const { drafterId, approverId, drafterInterests, approverInterests } = approval;
  if (approverId === null) {
    throw new DomainError(
      'forbidden',
      'SEP_NOT_A_PERSON',
      'A quota policy is drafted and approved by people, not by the portal itself (SEP-1).',
    );
  }
  if (approverId === drafterId) {
    throw new DomainError(
      'forbidden',
      'SEP_SAME_PERSON',
      'You drafted this policy, so another administrator has to approve it (SEP-1).',
    );
  }
  refuseInterested('You belong', approverInterests);
  refuseInterested('Who drafted this policy belongs', drafterInterests);
}

/** SEP-1, for one of the two people. */
export function refuseInterested(who: string, interests: readonly string[]): void {
  if (interests.length === 0) return;
  throw new DomainError(
    'forbidden',
    'SEP_INTERESTED',
    `${who} or is linked to a member that could gain by it (${interests.join(', ')}). Somebody without such a tie has to do this (SEP-1).`,
  );
}

/**
 * What somebody else drafted is theirs to change: otherwise one could approve one's own words (SEP-1).
 * @throws DomainError forbidden POLICY_DRAFT_OF_ANOTHER · conflict POLICY_FIXED after the draft.
 */
export function refuseForeignDraft(
  policy: { state: QuotaPolicyState; draftedBy: { id: string; name: string } },
  personId: string | null,
): void {
  if (policy.state !== 'draft') {
    throw new DomainError(
      'conflict',
      'POLICY_FIXED',
      `This policy is ${policy.state}; approved policies never change. Draft a new one.`,
    );
  }
  if (policy.draftedBy.id === personId) return;
  throw new DomainError(
    'forbidden',
    'POLICY_DRAFT_OF_ANOTHER',
    `${policy.draftedBy.name} drafted this policy and changes it. Draft your own, or ask them.`,
  );
}

/** A merge patch on the rules: fields not sent stay, lists are replaced as a whole (RFC 7396). */
export function patchedRules(
  rules: QuotaRules,
  patch: Partial<Omit<QuotaRules, 'borrowWeights'>> & {
    borrowWeights?: Partial<QuotaRules['borrowWeights']> | undefined;
  },
): QuotaRules {
  return {
    ...rules,
    ...patch,
    borrowWeights: { ...rules.borrowWeights, ...patch.borrowWeights },
  };
}
