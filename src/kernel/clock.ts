/**
 * The process's own clock: for timeouts, logs and one-time-code steps only. What decides (cut-offs,
 * expiries, receipts) is the time of the database, read by `portal_now()` inside the transaction, so
 * that a skewed clock of one machine moves nothing.
 */
export const clock = {
  nowMs: (): number => Date.now(),
  monotonicMs: (): number => performance.now(),
};
