import type { CallPool } from '../calls/calls.queries.js';
import { gpuHoursOf } from '../kernel/gpu-time.js';
import type { RequestContent } from './requests.schemas.js';

/** What of a request decides where its minimum can be run. */
export type FittingContent = Pick<
  RequestContent,
  'poolIds' | 'startsOn' | 'months' | 'gpus' | 'gpuSecondsMinimum'
>;

/** REQ-8: in which pools of a call a request can run; one for all requests of a call. */
export class FittingPools {
  private readonly known: ReadonlyMap<string, CallPool>;
  /** `startsOn months pool` → usable seconds: there are few of them among many requests. */
  private readonly seconds = new Map<string, number>();

  /** `allocateAt`: when the round of the call allocates; no work can start before. */
  constructor(
    pools: readonly CallPool[],
    private readonly allocateAt: Date,
  ) {
    this.known = new Map(pools.map((pool) => [pool.id, pool]));
  }

  /** The pools in which the minimum can be run, in the request's order of preference. */
  of(content: FittingContent): string[] {
    return content.poolIds.filter((id) => {
      const pool = this.known.get(id);
      return pool !== undefined && this.fits(content, pool);
    });
  }

  /** Why a minimum cannot be run in a pool, as a sentence; null when it can. */
  unfitReason(content: FittingContent, pool: CallPool): string | null {
    if (this.fits(content, pool)) return null;
    if (content.gpus > pool.accelerators) {
      return `${pool.name} has ${pool.accelerators} accelerators, fewer than the ${content.gpus} you declare.`;
    }
    return `${content.gpus} GPUs can use at most ${hours(this.most(content, pool))} GPU-hours of ${pool.name} in the time that is left; your minimum is ${hours(BigInt(content.gpuSecondsMinimum))}.`;
  }

  private fits(content: FittingContent, pool: CallPool): boolean {
    if (content.gpus > pool.accelerators) return false;
    return BigInt(content.gpuSecondsMinimum) <= this.most(content, pool);
  }

  /** GPU-seconds that the declared number of GPUs can use in a pool. */
  private most({ startsOn, months, gpus }: FittingContent, pool: CallPool): bigint {
    const key = `${startsOn} ${months} ${pool.id}`;
    let seconds = this.seconds.get(key);
    if (seconds === undefined) {
      seconds = usableSeconds(startsOn, months, pool, this.allocateAt);
      this.seconds.set(key, seconds);
    }
    return BigInt(gpus) * BigInt(seconds);
  }
}

/** Whole seconds for which a request can run in a pool: its own duration inside the pool's period. */
function usableSeconds(startsOn: string, months: number, pool: CallPool, allocateAt: Date): number {
  const start = new Date(`${startsOn}T00:00:00Z`);
  const end = monthsLater(start, months);
  const from = Math.max(start.getTime(), pool.startsAt.getTime(), allocateAt.getTime());
  const until = Math.min(end.getTime(), pool.endsAt.getTime());
  return Math.max(0, Math.floor((until - from) / 1000));
}

/** The same day some months later, or the last of that month where it has no such day. */
function monthsLater(start: Date, months: number): Date {
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + months);
  if (end.getUTCDate() !== start.getUTCDate()) end.setUTCDate(0);
  return end;
}

const hours = (gpuSeconds: bigint) => gpuHoursOf(gpuSeconds).toLocaleString('en-GB');
