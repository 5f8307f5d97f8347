import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { eligibilityChecks, isReceiving } from '../calls/call.rules.js';
import { callPools, type CallPool } from '../calls/calls.queries.js';
import { notFound } from '../kernel/domain-error.js';
import { isActiveMember } from '../memberships/memberships.queries.js';
import { computeEstimate, contentProblems, type RequestTerms } from './content.rules.js';
import { contentHashOf, requestMachine } from './request.rules.js';
import { requestRow, requestSight, type RequestRow } from './requests.queries.js';

/** The limits of a call as the rules take them. */
export function termsOf(call: {
  askMin: string;
  askMax: string;
  months: readonly number[];
  allocateAt: Date;
}): RequestTerms {
  return { ...call, askMin: BigInt(call.askMin), askMax: BigInt(call.askMax) };
}

/** What a use case has read already, so that it is not read twice. */
export interface KnownAbout {
  pools: CallPool[];
  activeMember: boolean;
}

/**
 * The whole request as the asker may see it, with advice while it can still be sent.
 * @throws DomainError not-found for an unknown or foreign request.
 */
export async function requestResource(
  manager: EntityManager,
  principal: Principal,
  id: string,
  known?: KnownAbout,
) {
  const sight = await requestSight(manager, principal);
  const row = await requestRow(manager, sight, id);
  if (row === null) throw notFound('request');
  const pools = known?.pools ?? (await callPools(manager, row.poolGroupId));
  const own = sight.own.includes(row.organisation.id);
  const acts = possibleActs(principal, row);
  const isMember = async () =>
    known?.activeMember ?? (await isActiveMember(manager, row.organisation.id));
  return {
    ...row,
    unsentChanges: own && row.revision > 0 && contentHashOf(row.content) !== row.contentHash,
    receipt: receiptOf(row),
    checks: acts.includes('change') ? advice(row, pools, await isMember()) : [],
    estimate: computeEstimate(row.content, pools),
    possibleActs: acts,
  };
}

function receiptOf(row: RequestRow) {
  if (row.revisionReceiptAt === null || row.receiptDigest === null) return null;
  const { reference, revision } = row;
  return { reference, revision, receiptAt: row.revisionReceiptAt, digest: row.receiptDigest };
}

/** What the asker may do with the request now, by role, state and clock. */
function possibleActs(principal: Principal, row: RequestRow): string[] {
  const holds = (permission: Permission) =>
    tenantIds(principal, permission)?.includes(row.organisation.id) ?? false;
  const { state } = row;
  const sendable =
    requestMachine.acts.submit.from.includes(state) &&
    (state === 'changes_requested' || isReceiving(row.call, row.now));
  return [
    ...(sendable && holds('request.draft') ? ['change'] : []),
    ...(sendable && holds('request.submit') ? ['submit'] : []),
    ...(requestMachine.acts.withdraw.from.includes(state) && holds('request.submit')
      ? ['withdraw']
      : []),
  ];
}

/** REQ-1 as advice: the same functions that are law at submission. */
function advice(row: RequestRow, pools: readonly CallPool[], activeMember: boolean) {
  const eligibility = eligibilityChecks({
    call: { ...row.call, classes: row.callClasses, membersOnly: row.membersOnly },
    organisationClass: row.organisation.class,
    activeMember,
    now: row.now,
  });
  const problems = contentProblems(row.content, termsOf({ ...row, months: row.callMonths }), pools);
  const complete = {
    rule: 'REQ-3',
    holds: true,
    code: 'REQ_COMPLETE',
    sentence: 'Everything that is asked is filled in and within the limits.',
    pointer: null,
  };
  return [
    ...eligibility.map((check) => ({ ...check, pointer: null })),
    ...(problems.length === 0
      ? [complete]
      : problems.map(({ rule, code, detail, pointer }) => ({
          rule,
          holds: false,
          code,
          sentence: detail,
          pointer,
        }))),
  ];
}
