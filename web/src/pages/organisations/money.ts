/**
 * Whole euro as people type them (`1 250 000`, `1.250.000`, `1,250,000`) as cents; what cannot be read
 * goes as it is, so that the API says what is wrong with it.
 */
export function centsOf(text: string): string {
  const plain = text.replace(/[\s\u00a0\u202f.,’]/g, '').replace(/^(EUR|€)|(EUR|€)$/g, '');
  return /^\d{1,15}$/.test(plain) ? String(BigInt(plain) * 100n) : text;
}
