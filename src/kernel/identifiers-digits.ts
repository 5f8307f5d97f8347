/*
 * Check-digit arithmetic that several kinds of identifiers share. Every function takes a text of the
 * right form and says whether its digits agree.
 */

/** Σ digit × weight; the text may be longer than the weights. */
export const weightedSum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);

/** Σ digit × weight ≡ 0 (mod modulus), over all digits. */
export const weighsZero = (digits: string, weights: readonly number[], modulus: number): boolean =>
  weightedSum(digits, weights) % modulus === 0;

/** Luhn, ISO/IEC 7812-1: SIREN, SIRET, Italian and Swedish VAT numbers. */
export function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The remainder by 97 of a number of any length in which A = 10 … Z = 35 (ISO 7064 mod 97-10). */
export function remainder97(text: string): number {
  let remainder = 0;
  for (const sign of text) {
    for (const digit of String(parseInt(sign, 36))) {
      remainder = (remainder * 10 + Number(digit)) % 97;
    }
  }
  return remainder;
}

/** ISO 7064 mod 11,10 with the check digit last: German and Croatian VAT numbers. */
export function mod11and10(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return (product + Number(digits.at(-1))) % 10 === 1;
}

/** ISO 7064 mod 11-2 with the check sign (0–9, X) last: ORCID. */
export function mod11and2(signs: string): boolean {
  let total = 0;
  for (const digit of signs.slice(0, -1)) total = (total + Number(digit)) * 2;
  const check = (12 - (total % 11)) % 11;
  return signs.at(-1) === (check === 10 ? 'X' : String(check));
}

/** Where the check signs of an identifier stand: `[from, to)`, as `slice` counts. */
export type CheckPlace = readonly [from: number, to?: number];

const digits = [...'0123456789'];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/**
 * The check signs that would make a text valid, found by trying; null when none or more than one do.
 * Digits are tried where digits stand, letters where letters stand.
 */
export function expectedSigns(
  text: string,
  place: CheckPlace,
  valid: (text: string) => boolean,
): string | null {
  const [from, to] = place;
  const present = text.slice(from, to);
  const start = text.length - text.slice(from).length;
  const fits = candidates(present).filter((signs) =>
    valid(text.slice(0, start) + signs + text.slice(start + present.length)),
  );
  return fits.length === 1 ? (fits[0] ?? null) : null;
}

function candidates(present: string): string[] {
  return [...present].reduce<string[]>(
    (heads, sign) =>
      heads.flatMap((head) => (/\d/.test(sign) ? digits : letters).map((next) => head + next)),
    [''],
  );
}
