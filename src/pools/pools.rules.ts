import { DomainError, fieldError } from '../kernel/domain-error.js';
import { gpuHoursOf } from '../kernel/gpu-time.js';

/** What decides how much GPU-time a pool has. */
export interface Capacity {
  accelerators: number;
  startsAt: Date;
  endsAt: Date;
  /** 1 … 1,000,000. */
  availabilityPpm: number;
}

const yearsMax = 10;
const dayMs = 86_400_000;

/**
 * Gross capacity in GPU-seconds = accelerators × seconds × availability, rounded down once at the end
 * (docs/domain.md, "Pool").
 */
export function grossGpuSeconds(capacity: Capacity): bigint {
  const seconds = Math.floor((capacity.endsAt.getTime() - capacity.startsAt.getTime()) / 1_000);
  return (
    (BigInt(capacity.accelerators) * BigInt(seconds) * BigInt(capacity.availabilityPpm)) /
    1_000_000n
  );
}

/** @throws DomainError rule POOL_PERIOD at /endsAt: the period is empty, turned round or too long. */
export function refusePeriod({ startsAt, endsAt }: Pick<Capacity, 'startsAt' | 'endsAt'>): void {
  const ms = endsAt.getTime() - startsAt.getTime();
  if (ms >= 3_600_000 && ms <= yearsMax * 366 * dayMs) return;
  throw fieldError(
    '/endsAt',
    'POOL_PERIOD',
    `A pool lasts at least one hour and at most ${yearsMax} years. Choose an end after its start.`,
  );
}

/**
 * LED-4: what is set aside or scheduled for release fits into what is neither yet.
 * @throws DomainError rule POOL_CAPACITY_EXCEEDED at /gpuSeconds or `pointer`.
 */
export function refuseBeyondRest(
  restGpuSeconds: bigint,
  askedGpuSeconds: bigint,
  pointer = '/gpuSeconds',
): void {
  if (askedGpuSeconds > 0n && askedGpuSeconds <= restGpuSeconds) return;
  const detail =
    askedGpuSeconds === 0n
      ? 'Move at least one GPU-second.'
      : `Only ${restGpuSeconds} GPU-seconds (${gpuHoursOf(restGpuSeconds)} GPU-hours) of this pool are neither set aside nor scheduled for release. Ask for less.`;
  throw fieldError(pointer, 'POOL_CAPACITY_EXCEEDED', detail);
}

/** @throws DomainError rule POOL_RELEASE_AFTER_END: what is released after the end could never be used. */
export function refuseReleaseAfterEnd(dueAt: Date, endsAt: Date, pointer = '/dueAt'): void {
  if (dueAt.getTime() < endsAt.getTime()) return;
  throw fieldError(
    pointer,
    'POOL_RELEASE_AFTER_END',
    `The pool ends at ${endsAt.toISOString()}; each release has to come before that.`,
  );
}

/**
 * A pool from which something was released has been promised: its capacity stays.
 * @throws DomainError conflict POOL_RELEASED.
 */
export function refuseReleased(released: boolean, what: 'change' | 'remove'): void {
  if (!released) return;
  throw new DomainError(
    'conflict',
    'POOL_RELEASED',
    what === 'remove'
      ? 'GPU-time of this pool has been released, so it stays. Remove the releases that are still to come instead.'
      : 'GPU-time of this pool has been released, so its period, accelerators, availability and funding stay. Only its name can change.',
  );
}
