import type { CallPool } from '../calls/calls.queries.js';
import type { FieldProblem } from '../kernel/domain-error.js';
import { gpuHoursOf } from '../kernel/gpu-time.js';
import { FittingPools } from './fitting-pools.rules.js';
import {
  requestContentSchema,
  type ContentPatch,
  type DraftContent,
  type RequestContent,
} from './requests.schemas.js';

/** The terms of a call that bound a request; amounts in GPU-seconds. */
export interface RequestTerms {
  askMin: bigint;
  askMax: bigint;
  months: readonly number[];
  /** When its round allocates: no work can start before. */
  allocateAt: Date;
}

/** What stands against a content, and by which rule. */
export interface ContentProblem extends FieldProblem {
  rule: string;
}

/** RFC 7396: null takes a field out, objects are merged, all else replaces. */
export function mergeContent(content: DraftContent, patch: ContentPatch): DraftContent {
  return mergePatch(content, patch) as DraftContent;
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete merged[field];
    else merged[field] = mergePatch(merged[field], value);
  }
  return merged;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * REQ-1, REQ-3, REQ-8: all that stands against sending a content, as pointers into the request; nothing
 * when it can be sent. Advice while drafting, law at submission.
 */
export function contentProblems(
  content: DraftContent,
  terms: RequestTerms,
  pools: readonly CallPool[],
): ContentProblem[] {
  const complete = requestContentSchema.safeParse(content);
  if (!complete.success) {
    return complete.error.issues.map((issue) => ({
      rule: 'REQ-1',
      pointer: `/content/${issue.path.join('/')}`,
      code: 'REQ_INCOMPLETE',
      detail: incompleteSentence(issue.path, issue.message),
    }));
  }
  return [
    ...limitProblems(complete.data, terms),
    ...ethicsProblems(complete.data),
    ...poolProblems(complete.data, terms, pools),
  ];
}

const fieldNames: Record<string, string> = {
  title: 'The title',
  summary: 'The summary',
  purpose: 'The purpose',
  startsOn: 'The start date',
  months: 'The number of months',
  gpus: 'The number of GPUs',
  gpuSecondsAsked: 'The GPU-time asked for',
  gpuSecondsMinimum: 'The minimum useful GPU-time',
  poolIds: 'The list of pools',
};

function incompleteSentence(path: readonly PropertyKey[], message: string): string {
  const field = String(path[0]);
  const name = fieldNames[field] ?? `The field "${field}"`;
  return message.startsWith('Invalid input')
    ? `${name} is missing. Fill it in before you send the request.`
    : `${name}: ${message}.`;
}

/** REQ-3: ask and minimum within the call's limits, minimum ≤ ask, a duration that is on offer. */
function limitProblems(content: RequestContent, terms: RequestTerms): ContentProblem[] {
  const ask = BigInt(content.gpuSecondsAsked);
  const minimum = BigInt(content.gpuSecondsMinimum);
  const limits = `between ${hours(terms.askMin)} and ${hours(terms.askMax)} GPU-hours`;
  const problems: ContentProblem[] = [];
  const refuse = (field: keyof RequestContent, code: string, detail: string) =>
    problems.push({ rule: 'REQ-3', pointer: `/content/${field}`, code, detail });
  if (minimum > ask) {
    refuse(
      'gpuSecondsMinimum',
      'REQ_MINIMUM_ABOVE_ASK',
      `The minimum of ${hours(minimum)} GPU-hours is more than the ${hours(ask)} asked for. Lower it, or ask for more.`,
    );
  }
  if (ask < terms.askMin || ask > terms.askMax) {
    refuse(
      'gpuSecondsAsked',
      'REQ_ASK_OUT_OF_LIMITS',
      `This call gives ${limits}; you ask for ${hours(ask)}. Change the ask, or look for another call.`,
    );
  }
  if (minimum <= ask && (minimum < terms.askMin || minimum > terms.askMax)) {
    refuse(
      'gpuSecondsMinimum',
      'REQ_MINIMUM_OUT_OF_LIMITS',
      `This call gives ${limits}; your minimum is ${hours(minimum)}. Change the minimum.`,
    );
  }
  if (!terms.months.includes(content.months)) {
    refuse(
      'months',
      'REQ_DURATION_NOT_OFFERED',
      `This call offers ${terms.months.join(', ')} months. Choose one of them.`,
    );
  }
  return problems;
}

function ethicsProblems({ ethics }: RequestContent): ContentProblem[] {
  const flagged = ethics && Object.values(ethics).some((value) => value === true);
  if (!flagged || (ethics.note ?? '').length >= 20) return [];
  return [
    {
      rule: 'REQ-1',
      pointer: '/content/ethics/note',
      code: 'REQ_ETHICS_NOTE_MISSING',
      detail: 'You marked an ethical risk. Say in at least 20 characters how you meet it.',
    },
  ];
}

/** REQ-8: every pool named must be the call's, and at least one must be able to run the minimum. */
function poolProblems(
  content: RequestContent,
  terms: RequestTerms,
  pools: readonly CallPool[],
): ContentProblem[] {
  const known = new Map(pools.map((pool) => [pool.id, pool]));
  const foreign = content.poolIds.findIndex((id) => !known.has(id));
  if (foreign >= 0) {
    return [
      {
        rule: 'REQ-8',
        pointer: `/content/poolIds/${foreign}`,
        code: 'REQ_POOL_UNKNOWN',
        detail: 'This pool is not part of the call. Choose among the pools of the call.',
      },
    ];
  }
  const chosen = content.poolIds.flatMap((id) => known.get(id) ?? []);
  const fitting = new FittingPools(chosen, terms.allocateAt);
  const reasons = chosen.map((pool) => fitting.unfitReason(content, pool));
  if (reasons.some((reason) => reason === null)) return [];
  return [
    {
      rule: 'REQ-8',
      pointer: '/content/poolIds',
      code: 'REQ_NO_POOL_FITS',
      detail: reasons.join(' '),
    },
  ];
}

const hours = (gpuSeconds: bigint) => gpuHoursOf(gpuSeconds).toLocaleString('en-GB');

/** Model FLOP utilisation where the applicant does not state one: usual for large training runs. */
export const utilisationPercentDefault = 40;

/** Amounts of training compute at which the law looks closer; FLOP. */
export const computeThresholds = [
  {
    flop: 1e23,
    validFrom: '2025-08-02',
    sentence: 'A model trained with this may count as a general-purpose AI model.',
    source: 'European Commission, Guidelines on general-purpose AI models, July 2025',
  },
  {
    flop: 1e25,
    validFrom: '2025-08-02',
    sentence: 'A model trained with this is presumed to have systemic risk: it has to be notified.',
    source: 'Regulation (EU) 2024/1689, Article 51(2)',
  },
] as const;

/**
 * REQ-4: training compute in FLOP = GPU-seconds × peak FLOP/s × utilisation, for the most preferred pool
 * whose peak is known; null when nothing can be said yet.
 */
export function computeEstimate(content: DraftContent, pools: readonly CallPool[]) {
  const known = new Map(pools.map((pool) => [pool.id, pool]));
  const pool = (content.poolIds ?? [])
    .flatMap((id) => known.get(id) ?? [])
    .find(({ peakTflops }) => peakTflops !== null);
  const peakTflops = pool?.peakTflops ?? null;
  if (content.gpuSecondsAsked === undefined || !pool || peakTflops === null) return null;
  const utilisationPercent = content.utilisationPercent ?? utilisationPercentDefault;
  const flop = (Number(content.gpuSecondsAsked) * peakTflops * 1e12 * utilisationPercent) / 100;
  return {
    flop,
    utilisationPercent,
    accelerator: pool.accelerator,
    flags: computeThresholds
      .filter((threshold) => flop >= threshold.flop)
      .map(({ flop: at, sentence, source }) => ({ flop: at, sentence, source })),
  };
}
