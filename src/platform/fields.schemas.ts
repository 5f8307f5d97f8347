import { z } from 'zod';
import { gpuHoursOf } from '../kernel/gpu-time.js';

/** A time in an answer: Dates from the database and texts from a stored answer both become RFC 3339 UTC. */
export const instant = z
  .preprocess((value) => (value instanceof Date ? value.toISOString() : value), z.iso.datetime())
  .describe('RFC 3339, UTC.');

/** GPU-time in an answer: exact, as text, because JSON numbers lose 2^53. */
export const gpuSeconds = z.string().describe('Integer GPU-seconds.');
/** The rounded twin for people. */
export const gpuHours = z.number().describe('GPU-hours, rounded to two decimals, for people.');

/** GPU-time in a request body: whole GPU-seconds as decimal text. */
export const gpuSecondsIn = z
  .string()
  .regex(/^(0|[1-9]\d{0,15})$/, 'must be whole GPU-seconds as text, for example "3600000"');

/** The rounded twin of an amount that is kept as text. */
export const gpuHoursOfText = (amount: string): number => gpuHoursOf(BigInt(amount));

/** The exact and the rounded field of one amount, as `gpuTimeFields` of kernel/gpu-time.ts fills them. */
export function gpuTimeShape<Name extends string>(name: Name) {
  return { [`gpuSeconds${name}`]: gpuSeconds, [`gpuHours${name}`]: gpuHours } as Record<
    `gpuSeconds${Name}`,
    typeof gpuSeconds
  > &
    Record<`gpuHours${Name}`, typeof gpuHours>;
}
