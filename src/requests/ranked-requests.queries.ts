import type { EntityManager } from 'typeorm';
import { callById, callPools } from '../calls/calls.queries.js';
import { notFound } from '../kernel/domain-error.js';
import { copiedRows, longQuery } from '../platform/bulk.js';
import { CopyLines } from '../platform/copy-text.js';
import { FittingPools } from './fitting-pools.rules.js';
import {
  rankedRequestOf,
  type RankedFields,
  type RankedRequest,
  type RankedTerms,
} from './ranked-request.rules.js';
import { undecidedStates } from './request.rules.js';

/* What a round reads of the requests of its call. */

/** @throws DomainError not-found. */
export async function rankedTerms(manager: EntityManager, callId: string): Promise<RankedTerms> {
  const call = await callById(manager, callId);
  if (call === null) throw notFound('call');
  return { pools: await callPools(manager, call.poolGroupId), allocateAt: call.allocateAt };
}

/**
 * What a call's round divides among: its ranked requests as they were sent last, as rows of
 * `RankedFields` in the text format of COPY, piece by piece.
 */
export const rankedRequestRows = (
  manager: EntityManager,
  callId: string,
): AsyncGenerator<Uint8Array> =>
  copiedRows(
    manager,
    `SELECT r.id, r.organisation_id, o.class, o.group_id, r.score,
            floor(extract(epoch FROM r.receipt_at) * 1000)::bigint, v.gpu_seconds_asked,
            v.gpu_seconds_minimum, v.starts_on, v.months, v.gpus, v.pool_ids
       FROM requests r JOIN organisations o ON o.id = r.organisation_id
       JOIN request_revisions v ON v.request_id = r.id AND v.number = r.revision
      WHERE r.call_id = '${uuidOf(callId)}' AND r.state = 'ranked'`,
  );

/** The same as objects, for rounds that are only tried. Needs a transaction. */
export async function rankedRequests(
  manager: EntityManager,
  callId: string,
): Promise<RankedRequest[]> {
  const { pools, allocateAt } = await rankedTerms(manager, callId);
  const fitting = new FittingPools(pools, allocateAt);
  const ranked: RankedRequest[] = [];
  const lines = new CopyLines((fields) => {
    ranked.push(rankedRequestOf(fields as RankedFields, fitting));
  });
  for await (const piece of rankedRequestRows(manager, callId)) lines.read(piece);
  lines.end();
  return ranked;
}

/** COPY takes no parameters: what is put into its text is checked to be nothing but a UUID. */
function uuidOf(id: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id;
  throw new Error('Not a UUID.');
}

/**
 * One digest over the receipts of everything that was sent to a call, each request's newest, in an order
 * that nobody chooses (ALLOC-0): SHA-256 of the receipt digests, ascending, one to a line. Needs a
 * transaction.
 */
export async function receiptsDigest(manager: EntityManager, callId: string): Promise<string> {
  const [row] = await longQuery<{ digest: string }>(
    manager,
    `SELECT encode(sha256(convert_to(coalesce(
              string_agg(v.receipt_digest, E'\\n' ORDER BY v.receipt_digest COLLATE "C"), ''), 'UTF8')), 'hex') AS digest
       FROM requests r JOIN request_revisions v ON v.request_id = r.id AND v.number = r.revision
      WHERE r.call_id = $1`,
    [callId],
  );
  return row!.digest;
}

/** How many requests of a call were sent and are neither ranked nor decided yet. */
export async function undecidedRequests(manager: EntityManager, callId: string): Promise<number> {
  const [row] = await manager.query<[{ count: number }]>(
    `SELECT count(*)::int AS count FROM requests WHERE call_id = $1 AND state = ANY($2)`,
    [callId, undecidedStates],
  );
  return row.count;
}
