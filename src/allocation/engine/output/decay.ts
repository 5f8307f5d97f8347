const two32 = 2 ** 32;

/**
 * ALLOC-12: B ← sign(B)·⌊|B|·f32 / 2^32⌋ with f32 = round(2^32 × 2^(−days / halfLife)).
 * @param days whole days since the balance was last settled, at least 0
 * @param halfLifeDays whole days, at least 1
 * @throws RangeError for days or half-lives that are not whole or out of range.
 */
export function decayBalance(balance: bigint, days: number, halfLifeDays: number): bigint {
  if (!Number.isSafeInteger(days) || days < 0) {
    throw new RangeError('Days must be an integer of at least 0.');
  }
  if (!Number.isSafeInteger(halfLifeDays) || halfLifeDays < 1) {
    throw new RangeError('The half-life must be an integer of at least 1 day.');
  }
  const kept = ((balance < 0n ? -balance : balance) * decayFactor(days, halfLifeDays)) >> 32n;
  return balance < 0n ? -kept : kept;
}

/** f32; exact, although the power is taken in doubles: where its rounding is in doubt, integers decide. */
function decayFactor(days: number, halfLifeDays: number): bigint {
  const factor = two32 * 2 ** (-days / halfLifeDays);
  const rounded = Math.round(factor);
  // The power is off by far less than a thousandth of a unit; only near a half does that matter.
  if (Math.abs(Math.abs(factor - rounded) - 0.5) > 1e-3) return BigInt(rounded);
  const half = BigInt(2 * Math.floor(factor) + 1);
  // f + ½ ≤ 2^(32 − d/h)  ⇔  (2f + 1)^h ≤ 2^(33h − d)
  const bits = BigInt(33 * halfLifeDays - days);
  const up = bits >= 0n && half ** BigInt(halfLifeDays) <= 1n << bits;
  return BigInt(Math.floor(factor)) + (up ? 1n : 0n);
}
