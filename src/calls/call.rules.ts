import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const callStates = ['draft', 'open', 'closed', 'completed', 'cancelled'] as const;
export type CallState = (typeof callStates)[number];
export const organisationClasses = ['large', 'sme', 'science'] as const;
export type OrganisationClass = (typeof organisationClasses)[number];

/** States of a call (docs/domain.md). */
export const callMachine = stateMachine<CallState, 'open' | 'close' | 'complete' | 'cancel'>(
  'call',
  'draft',
  {
    open: { from: ['draft'], to: 'open' },
    close: { from: ['open'], to: 'closed' },
    complete: { from: ['closed'], to: 'completed' },
    cancel: { from: ['draft', 'open'], to: 'cancelled' },
  },
);

/** What makes a call coherent: dates in order, limits in order, criteria for its reviewers. */
export interface CallTerms {
  opensAt: Date;
  cutOffAt: Date;
  reviewDueAt: Date;
  allocateAt: Date;
  askMinGpuSeconds: bigint;
  askMaxGpuSeconds: bigint;
  reviewsPerRequest: number;
  criteria: readonly { key: string }[];
}

/**
 * Checks the terms of a call against each other.
 * @throws DomainError rule CALL_INCOHERENT with one pointer per field to mend.
 */
export function requireCoherentTerms(terms: CallTerms): void {
  const errors: FieldProblem[] = [];
  const check = (holds: boolean, pointer: string, code: string, detail: string) => {
    if (!holds) errors.push({ pointer, code, detail });
  };
  check(
    terms.opensAt < terms.cutOffAt,
    '/cutOffAt',
    'CALL_CUT_OFF_BEFORE_OPENING',
    'The cut-off has to come after the opening.',
  );
  check(
    terms.cutOffAt <= terms.reviewDueAt,
    '/reviewDueAt',
    'CALL_REVIEW_BEFORE_CUT_OFF',
    'Reviews cannot be due before the cut-off. Choose a later date.',
  );
  check(
    terms.reviewDueAt <= terms.allocateAt,
    '/allocateAt',
    'CALL_ALLOCATION_BEFORE_REVIEW',
    'The round cannot come before the reviews are due. Choose a later date.',
  );
  check(
    terms.askMinGpuSeconds > 0n && terms.askMinGpuSeconds <= terms.askMaxGpuSeconds,
    '/gpuSecondsAskMax',
    'CALL_LIMITS_CROSSED',
    'The largest ask has to be at least the smallest, and the smallest more than zero.',
  );
  check(
    terms.reviewsPerRequest === 0 || terms.criteria.length > 0,
    '/criteria',
    'CALL_CRITERIA_MISSING',
    'A call with expert review needs at least one criterion. Add one, or ask for no reviews.',
  );
  check(
    new Set(terms.criteria.map(({ key }) => key)).size === terms.criteria.length,
    '/criteria',
    'CALL_CRITERIA_DOUBLED',
    'Two criteria have the same key. Give each its own.',
  );
  const [first] = errors;
  if (first) throw new DomainError('rule', first.code, first.detail, { errors });
}

/** What an open call needs besides its own terms. */
export interface OpeningSituation {
  cutOffAt: Date;
  now: Date;
  pools: number;
  hasPolicy: boolean;
  /** Another call of the same pool group with the same cut-off: one round per group and cut-off. */
  sameCutOff: string | null;
}

/**
 * Whether a call may open: there is something to divide, a rule to divide it by, and time left.
 * @throws DomainError conflict that names what is missing.
 */
export function requireOpenable(situation: OpeningSituation): void {
  if (situation.cutOffAt <= situation.now) {
    throw new DomainError(
      'conflict',
      'CALL_CUT_OFF_PASSED',
      'The cut-off of this call has passed already. Choose a later one, then open it.',
    );
  }
  if (situation.pools === 0) {
    throw new DomainError(
      'conflict',
      'CALL_NO_POOLS',
      'This call’s pool group has no pools. Add a pool, then open the call.',
    );
  }
  if (!situation.hasPolicy) {
    throw new DomainError(
      'conflict',
      'CALL_NO_POLICY',
      'No quota policy is in force for these pools. Have one drafted and approved, then open the call.',
    );
  }
  requireFreeCutOff(situation.sameCutOff);
}

/**
 * One round per pool group and cut-off, and therefore one call.
 * @throws DomainError conflict CALL_CUT_OFF_TAKEN naming the other call.
 */
export function requireFreeCutOff(other: string | null): void {
  if (other === null) return;
  throw new DomainError(
    'conflict',
    'CALL_CUT_OFF_TAKEN',
    `${other} divides the same pools at the same cut-off. Choose another time.`,
  );
}

/** REQ-2: whether something received at `now` is in time. The cut-off itself is too late. */
export function isReceiving(call: { state: string; cutOffAt: Date }, now: Date): boolean {
  return call.state === 'open' && now < call.cutOffAt;
}

export interface EligibilitySituation {
  call: {
    state: string;
    cutOffAt: Date;
    classes: readonly string[];
    membersOnly: boolean;
  };
  organisationClass: string;
  activeMember: boolean;
  now: Date;
}

/** One condition with its outcome and a sentence for people. */
export interface Check {
  rule: string;
  holds: boolean;
  code: string;
  sentence: string;
}

const classNames: Record<string, string> = {
  large: 'large firms',
  sme: 'small and medium enterprises',
  science: 'science and public bodies',
};

/** Class names as people say them, joined. */
export function classesInWords(classes: readonly string[]): string {
  return classes.map((name) => classNames[name] ?? name).join(', ');
}

/** REQ-1, MEM-7: advice while drafting and law at submission, from one function. */
export function eligibilityChecks({
  call,
  organisationClass,
  activeMember,
  now,
}: EligibilitySituation): Check[] {
  const admitted = call.classes.includes(organisationClass);
  const receiving = isReceiving(call, now);
  return [
    {
      rule: 'REQ-2',
      holds: receiving,
      code: 'REQ_CALL_CLOSED',
      sentence: receiving
        ? `The call takes requests until ${call.cutOffAt.toISOString()}.`
        : 'The call takes no requests now. Look for another open call.',
    },
    {
      rule: 'MEM-7',
      holds: activeMember || !call.membersOnly,
      code: 'REQ_MEMBERSHIP_REQUIRED',
      sentence: membershipSentence(activeMember, call.membersOnly),
    },
    {
      rule: 'REQ-1',
      holds: admitted,
      code: 'REQ_CLASS_NOT_ADMITTED',
      sentence: admitted
        ? `The call is open to ${classesInWords([organisationClass])}.`
        : `The call is open to ${classesInWords(call.classes)} only. Look for a call for ${classesInWords([organisationClass])}.`,
    },
  ];
}

function membershipSentence(activeMember: boolean, membersOnly: boolean): string {
  if (activeMember) return 'The organisation is an active member.';
  return membersOnly
    ? 'Only active members can submit. Have the membership decided or renewed first.'
    : 'The call is open to organisations that are not members.';
}
