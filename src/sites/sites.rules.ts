import { DomainError, fieldError } from '../kernel/domain-error.js';

/** Accelerators that a pool takes from its partition in its period `[startsAt, endsAt)`. */
export interface PartitionUse {
  accelerators: number;
  startsAt: Date;
  endsAt: Date;
}

/** Most accelerators that are in use at one instant; periods that only touch do not overlap. */
export function peakAccelerators(uses: readonly PartitionUse[]): number {
  const changes = uses.flatMap(({ accelerators, startsAt, endsAt }) => [
    { at: startsAt.getTime(), by: accelerators },
    { at: endsAt.getTime(), by: -accelerators },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let [now, peak] = [0, 0];
  for (const { by } of changes) {
    now += by;
    peak = Math.max(peak, now);
  }
  return peak;
}

/**
 * A partition never lends the same accelerator twice at one instant.
 * @throws DomainError rule PARTITION_OVERCOMMITTED at /accelerators.
 */
export function refuseOvercommitment(uses: readonly PartitionUse[], accelerators: number): void {
  const peak = peakAccelerators(uses);
  if (peak <= accelerators) return;
  throw fieldError(
    '/accelerators',
    'PARTITION_OVERCOMMITTED',
    `The pools of this partition would use ${peak} accelerators at one time, but it has ${accelerators}. Take fewer, or another period.`,
  );
}

/** @throws DomainError stale when somebody else changed it since `sent` was read. */
export function refuseStale(noun: string, sent: number | undefined, now: number): void {
  if (sent === undefined || sent === now) return;
  throw new DomainError(
    'stale',
    'VERSION_STALE',
    `This ${noun} is at version ${now} now. Read it again, then repeat your change.`,
  );
}

/** @throws DomainError conflict when something still stands on what is to be removed. */
export function refuseInUse(noun: string, what: string, count: number): void {
  if (count === 0) return;
  throw new DomainError(
    'conflict',
    'STILL_IN_USE',
    `This ${noun} has ${count} ${what}. Remove them first.`,
  );
}
