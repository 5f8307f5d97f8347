import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { tenantIds } from '../access/access.rules.js';
import type { Principal } from '../access/principal.js';
import { eligibilityChecks, isReceiving } from '../calls/call.rules.js';
import { callPools } from '../calls/calls.queries.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { nextState } from '../kernel/state-machine.js';
import { holdActiveMember } from '../memberships/memberships.queries.js';
import { audit } from '../platform/audit.service.js';
import { Database } from '../platform/database.service.js';
import { contentProblems } from './content.rules.js';
import { requestResource, termsOf, type KnownAbout } from './request-resource.queries.js';
import { contentHashOf, receiptDigestOf, requestMachine, staleRequest } from './request.rules.js';
import { claimRequest, sentHash, type ClaimedRequest } from './requests.queries.js';

/** Sending a request: the one moment in which every rule is law. */
@Injectable()
export class Submissions {
  constructor(private readonly database: Database) {}

  /**
   * Sends the working copy as a new, fixed revision and answers the request with its receipt. The time
   * that counts is the transaction's; the call's row is held meanwhile, so that the call cannot close
   * between the look at the clock and the commit (REQ-2). Sending again while the call is open replaces.
   * @throws DomainError conflict REQ_CALL_CLOSED, REQ_NOTHING_NEW; rule with every broken rule.
   */
  async submit(principal: Principal, id: string, version?: number) {
    return await this.database.inTransaction(principal, async (manager) => {
      const tenants = tenantIds(principal, 'request.submit');
      const request = await claimRequest(manager, id, tenants, true);
      if (request === null) throw notFound('request');
      if (version !== undefined && version !== request.version)
        throw staleRequest(request, version);
      const state = nextState(requestMachine, request.state, 'submit');
      requireInTime(request);
      const contentHash = contentHashOf(request.content);
      if (request.state === 'submitted' && (await sentHash(manager, request)) === contentHash) {
        throw nothingNew();
      }
      const known = await requireLawful(manager, request);
      const receipt = await storeRevision(manager, principal, request, contentHash);
      await manager.query(
        `UPDATE requests SET state = $2, revision = $3, receipt_at = $4, version = version + 1,
           updated_at = portal_now() WHERE id = $1`,
        [id, state, receipt.revision, receipt.countsFrom],
      );
      await audit(manager, principal, {
        act: 'request.submit',
        object: { kind: 'request', id },
        before: { state: request.state, revision: request.revision },
        after: { state, revision: receipt.revision, contentHash, receiptDigest: receipt.digest },
        rule: 'REQ-2',
      });
      return await requestResource(manager, principal, id, known);
    });
  }
}

/** REQ-2: what comes back after changes were requested has a due date of its own. */
function requireInTime(request: ClaimedRequest): void {
  if (request.state === 'changes_requested' || isReceiving(request.call, request.now)) return;
  const { state, cutOffAt } = request.call;
  const late = state === 'open' || state === 'closed' || state === 'completed';
  throw new DomainError(
    'conflict',
    'REQ_CALL_CLOSED',
    late
      ? `The cut-off was at ${cutOffAt.toISOString()} and the server received this at ${request.now.toISOString()}. Look for another open call.`
      : 'The call takes no requests. Look for another open call.',
  );
}

function nothingNew(): DomainError {
  return new DomainError(
    'conflict',
    'REQ_NOTHING_NEW',
    'Exactly this has been sent already and its receipt counts. Change something before you send it again.',
  );
}

/** REQ-1, REQ-3, REQ-8, MEM-7: all broken rules at once, so that nobody mends them one by one. */
async function requireLawful(manager: EntityManager, request: ClaimedRequest): Promise<KnownAbout> {
  const activeMember = await holdActiveMember(manager, request.organisationId);
  const checks = eligibilityChecks({
    call: request.call,
    organisationClass: request.organisationClass,
    activeMember,
    now: request.now,
  });
  const ineligible = checks
    .filter(({ rule, holds }) => rule !== 'REQ-2' && !holds)
    .map(({ code, sentence }) => ({ pointer: '', code, detail: sentence }));
  const pools = await callPools(manager, request.call.poolGroupId);
  const problems = contentProblems(request.content, termsOf(request.call), pools);
  const errors = [
    ...ineligible,
    ...problems.map(({ pointer, code, detail }) => ({ pointer, code, detail })),
  ];
  const [first] = errors;
  if (!first) return { pools, activeMember };
  const more = errors.length > 1 ? ` ${errors.length - 1} more to mend, see "errors".` : '';
  throw new DomainError('rule', first.code, `${first.detail}${more}`, { errors });
}

async function storeRevision(
  manager: EntityManager,
  principal: Principal,
  request: ClaimedRequest,
  contentHash: string,
) {
  const revision = request.revision + 1;
  const digest = receiptDigestOf({
    reference: request.reference,
    revision,
    contentHash,
    receiptAt: request.now,
    organisationId: request.organisationId,
    callId: request.call.id,
  });
  await manager.query(
    `INSERT INTO request_revisions (id, request_id, number, content, content_hash, receipt_at,
                                    receipt_digest, submitted_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      newId(),
      request.id,
      revision,
      JSON.stringify(request.content),
      contentHash,
      request.now,
      digest,
      principal.personId,
    ],
  );
  const first = request.state === 'changes_requested' ? request.receiptAt : null;
  return { revision, digest, countsFrom: first ?? request.now };
}
