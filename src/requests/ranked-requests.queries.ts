import type { EntityManager } from 'typeorm';
import { callById, callPools, type CallPool } from '../calls/calls.queries.js';
import { pagesOf } from '../platform/bulk.js';
import { fittingPools } from './content.rules.js';
import { undecidedStates } from './request.rules.js';

/* What a round reads of the requests of its call. */

/** A ranked request as it goes into a round; amounts in GPU-seconds. */
export interface RankedRequest {
  requestId: string;
  organisationId: string;
  organisationClass: string;
  groupId: string | null;
  score: number | null;
  askGpuSeconds: bigint;
  minimumGpuSeconds: bigint;
  /** In order of preference, without pools that cannot run the minimum (REQ-8). */
  poolIds: string[];
  receiptAt: Date;
  deadline: Date | null;
}

type FittingContent = Parameters<typeof fittingPools>[0];

interface RankedRow extends Omit<FittingContent, 'poolIds'> {
  requestId: string;
  organisationId: string;
  organisationClass: string;
  groupId: string | null;
  score: number | null;
  receiptAt: Date;
  gpuSecondsAsked: string;
  /** A JSON list. */
  poolIds: string | null;
}

/** What a call's round divides among: its ranked requests as they were sent last. */
export async function rankedRequests(
  manager: EntityManager,
  callId: string,
): Promise<RankedRequest[]> {
  const call = await callById(manager, callId);
  if (call === null) return [];
  const pools = await callPools(manager, call.poolGroupId);
  const ranked: RankedRequest[] = [];
  const pages = pagesOf<RankedRow>(
    manager,
    `SELECT r.id AS "requestId", r.organisation_id AS "organisationId", o.class AS "organisationClass",
            o.group_id AS "groupId", r.score, r.receipt_at AS "receiptAt",
            v.content->>'gpuSecondsAsked' AS "gpuSecondsAsked",
            v.content->>'gpuSecondsMinimum' AS "gpuSecondsMinimum", v.content->>'startsOn' AS "startsOn",
            (v.content->'months')::integer AS months, (v.content->'gpus')::integer AS gpus,
            v.content->>'poolIds' AS "poolIds"
       FROM requests r JOIN organisations o ON o.id = r.organisation_id
       JOIN request_revisions v ON v.request_id = r.id AND v.number = r.revision
      WHERE r.call_id = $1 AND r.state = 'ranked'`,
    [callId],
  );
  for await (const rows of pages) {
    for (const row of rows) ranked.push(contenderOf(row, pools, call.allocateAt));
  }
  return ranked;
}

function contenderOf(row: RankedRow, pools: readonly CallPool[], allocateAt: Date): RankedRequest {
  const poolIds = JSON.parse(row.poolIds ?? '[]') as string[];
  return {
    requestId: row.requestId,
    organisationId: row.organisationId,
    organisationClass: row.organisationClass,
    groupId: row.groupId,
    score: row.score,
    receiptAt: row.receiptAt,
    askGpuSeconds: BigInt(row.gpuSecondsAsked),
    minimumGpuSeconds: BigInt(row.gpuSecondsMinimum),
    poolIds: fittingPools({ ...row, poolIds }, pools, allocateAt),
    deadline: null,
  };
}

/** The receipt digests of everything that was sent to a call, each request's newest (ALLOC-0). */
export async function receiptDigests(manager: EntityManager, callId: string): Promise<string[]> {
  const digests: string[] = [];
  const pages = pagesOf<{ digest: string }>(
    manager,
    `SELECT v.receipt_digest AS digest FROM requests r
       JOIN request_revisions v ON v.request_id = r.id AND v.number = r.revision
      WHERE r.call_id = $1 ORDER BY v.receipt_digest COLLATE "C"`,
    [callId],
  );
  for await (const rows of pages) for (const { digest } of rows) digests.push(digest);
  return digests;
}

/** How many requests of a call were sent and are neither ranked nor decided yet. */
export async function undecidedRequests(manager: EntityManager, callId: string): Promise<number> {
  const [row] = await manager.query<[{ count: number }]>(
    `SELECT count(*)::int AS count FROM requests WHERE call_id = $1 AND state = ANY($2)`,
    [callId, undecidedStates],
  );
  return row.count;
}
