/**
 * GPU-time is counted in whole GPU-seconds (bigint) everywhere inside; people read GPU-hours.
 * 1 GPU-hour = 3,600 GPU-seconds of one accelerator as the site's scheduler counts it.
 */
export const gpuSecondsPerHour = 3600n;

/** GPU-hours with two decimals, for people; never for arithmetic. Rounds half away from zero. */
export function gpuHoursOf(gpuSeconds: bigint): number {
  const hundredths = (2n * gpuSeconds * 100n + (gpuSeconds < 0n ? -3600n : 3600n)) / 7200n;
  return Number(hundredths) / 100;
}

/** Whole GPU-hours as GPU-seconds. */
export function gpuSecondsOfHours(gpuHours: bigint | number): bigint {
  return BigInt(gpuHours) * gpuSecondsPerHour;
}

/** The pair of fields in which every answer tells an amount: exact text and a rounded number. */
export function gpuTimeFields<Name extends string>(name: Name, gpuSeconds: bigint) {
  return {
    [`gpuSeconds${name}`]: gpuSeconds.toString(),
    [`gpuHours${name}`]: gpuHoursOf(gpuSeconds),
  } as Record<`gpuSeconds${Name}`, string> & Record<`gpuHours${Name}`, number>;
}
