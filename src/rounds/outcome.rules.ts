/** Reasons of ALLOC-2: such a request could not be served by any outcome of this round. */
const dropped = new Set([
  'MINIMUM_ABOVE_ASK',
  'NO_POOL',
  'MINIMUM_ABOVE_CAP',
  'MINIMUM_ABOVE_POOL',
]);

export type OutcomeAct = 'award' | 'reserve' | 'reject';

/** What the round means for a request: awarded, waiting on the reserve list (GRA-1), or rejected. */
export function outcomeOf(line: { granted: bigint; reason: string }): OutcomeAct {
  if (line.granted > 0n) return 'award';
  return dropped.has(line.reason) ? 'reject' : 'reserve';
}

const sentences: Readonly<Record<string, string>> = {
  GRANTED_FULL: 'The round granted all that was asked for.',
  GRANTED_PARTIAL: 'The round granted a part of what was asked for.',
  MINIMUM_ABOVE_ASK: 'The minimum is larger than the ask, or nothing was asked for.',
  NO_POOL: 'None of the accepted pools was offered in the round.',
  MINIMUM_ABOVE_CAP: 'The minimum is larger than what one organisation may get in a round.',
  MINIMUM_ABOVE_POOL: 'The minimum is larger than what the accepted pools could give.',
  CAP_REACHED: 'The organisation’s limit for the round left less than the minimum.',
  MINIMUM_ABOVE_CLAIM: 'The minimum is larger than what the organisation could claim this time.',
  CEILING_REACHED: 'The ceiling of the organisation’s class was reached.',
  CLASS_EXHAUSTED: 'The share of the organisation’s class was used up.',
  TIE_LOST: 'The last unit went to an equal request by the round’s draw.',
  POOL_EXHAUSTED: 'The accepted pools were used up.',
};

/** The decision's reason in one sentence, for the request's timeline; the explanation says it with numbers. */
export const reasonSentence = (reason: string): string =>
  sentences[reason] ?? 'The round decided on this request.';
