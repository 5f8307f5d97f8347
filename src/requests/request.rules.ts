import { canonicalJson } from '../kernel/canonical-json.js';
import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import { sha256Hex } from '../kernel/hash.js';
import { stateMachine } from '../kernel/state-machine.js';

export const requestStates = [
  'draft',
  'submitted',
  'completeness',
  'technical',
  'expert_review',
  'panel',
  'ranked',
  'awarded',
  'reserve',
  'rejected',
  'changes_requested',
  'lapsed',
  'withdrawn',
  'closed',
] as const;
export type RequestState = (typeof requestStates)[number];
export type RequestAct =
  | 'submit'
  | 'check'
  | 'request_changes'
  | 'assess'
  | 'review'
  | 'convene'
  | 'rank'
  | 'award'
  | 'reserve'
  | 'reject'
  | 'lapse'
  | 'withdraw'
  | 'close';

/** Before the award; steps that a call does not use are skipped. */
const inProcess = ['submitted', 'completeness', 'technical', 'expert_review', 'panel'] as const;
const open: readonly RequestState[] = [
  'draft',
  'changes_requested',
  ...inProcess,
  'ranked',
  'reserve',
];

/** States of a request (docs/domain.md). A submission that replaces an earlier one stays submitted. */
export const requestMachine = stateMachine<RequestState, RequestAct>('request', 'draft', {
  submit: { from: ['draft', 'submitted', 'changes_requested'], to: 'submitted' },
  check: { from: ['submitted'], to: 'completeness' },
  request_changes: { from: ['completeness'], to: 'changes_requested' },
  assess: { from: ['submitted', 'completeness'], to: 'technical' },
  review: { from: ['submitted', 'completeness', 'technical'], to: 'expert_review' },
  convene: { from: ['expert_review'], to: 'panel' },
  rank: { from: inProcess, to: 'ranked' },
  award: { from: ['ranked', 'reserve'], to: 'awarded' },
  reserve: { from: ['ranked'], to: 'reserve' },
  reject: {
    from: ['completeness', 'technical', 'expert_review', 'panel', 'ranked'],
    to: 'rejected',
  },
  lapse: { from: ['draft', 'changes_requested'], to: 'lapsed' },
  withdraw: { from: open, to: 'withdrawn' },
  close: { from: open, to: 'closed' },
});

/** States in which the round cannot count on a request yet. */
export const undecidedStates: readonly RequestState[] = [...inProcess, 'changes_requested'];

/** What happens to a request when its call ends. */
export function actAtCallEnd(
  state: RequestState,
  call: { state: string; reviewsPerRequest: number },
): RequestAct | null {
  if (call.state === 'cancelled') return open.includes(state) ? 'close' : null;
  if (call.state === 'draft' || call.state === 'open') return null;
  if (state === 'draft') return 'lapse';
  if (state === 'submitted') return call.reviewsPerRequest > 0 ? 'review' : 'rank';
  return null;
}

/** Who changed a field of the working copy last, and which version of the request that made. */
export interface FieldChange {
  version: number;
  by: string;
  /** So that the name can go when the person is erased (AUD-4). */
  byId?: string | null;
  at: string;
}

/** SHA-256 of a content as canonical JSON: equal contents have equal hashes. */
export const contentHashOf = (content: unknown): string => sha256Hex(canonicalJson(content));

/** What a receipt vouches for (REQ-2, ALLOC-0). */
export interface ReceiptFacts {
  reference: string;
  revision: number;
  contentHash: string;
  receiptAt: Date;
  organisationId: string;
  callId: string;
}

/** The digest of a receipt, as 64 hex digits; all of a call's go into the seed of its round (ALLOC-0). */
export function receiptDigestOf(facts: ReceiptFacts): string {
  return sha256Hex(canonicalJson({ ...facts, receiptAt: facts.receiptAt.toISOString() }));
}

/**
 * REQ-6: refuses a change that was made on an older version, and names what changed since, by whom.
 */
export function staleRequest(
  request: { version: number; fieldChanges: Record<string, FieldChange> },
  version: number,
): DomainError {
  const errors: FieldProblem[] = Object.entries(request.fieldChanges)
    .filter(([, change]) => change.version > version)
    .map(([field, change]) => ({
      pointer: `/content/${field}`,
      code: 'CHANGED_MEANWHILE',
      detail: `${change.by} changed this at ${change.at}.`,
    }));
  return new DomainError(
    'stale',
    'VERSION_STALE',
    `This request is at version ${request.version} now and you changed version ${version}. Read it again, then repeat your change.`,
    { errors },
  );
}
