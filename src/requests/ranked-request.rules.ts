import type { CallPool } from '../calls/calls.queries.js';
import type { FittingPools } from './fitting-pools.rules.js';

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

/** What of a call decides which pools can run a request. */
export interface RankedTerms {
  pools: readonly CallPool[];
  allocateAt: Date;
}

/** The fields in which `rankedRequestRows` gives a request, in their order. */
export type RankedFields = [
  requestId: string,
  organisationId: string,
  organisationClass: string,
  groupId: string | null,
  score: string | null,
  /** Milliseconds since 1970. */
  receiptAt: string,
  gpuSecondsAsked: string,
  gpuSecondsMinimum: string,
  startsOn: string,
  months: string,
  gpus: string,
  /** A JSON list. */
  poolIds: string | null,
];

/** A ranked request from its row. */
export function rankedRequestOf(fields: RankedFields, fitting: FittingPools): RankedRequest {
  const [requestId, organisationId, organisationClass, groupId, score, receiptAt] = fields;
  const [, , , , , , asked, gpuSecondsMinimum, startsOn, months, gpus, poolIds] = fields;
  const content = {
    poolIds: JSON.parse(poolIds ?? '[]') as string[],
    startsOn,
    months: Number(months),
    gpus: Number(gpus),
    gpuSecondsMinimum,
  };
  return {
    requestId,
    organisationId,
    organisationClass,
    groupId,
    score: score === null ? null : Number(score),
    askGpuSeconds: BigInt(asked),
    minimumGpuSeconds: BigInt(gpuSecondsMinimum),
    poolIds: fitting.of(content),
    receiptAt: new Date(Number(receiptAt)),
    deadline: null,
  };
}
