/**
 * Euro as people type them (`1 250 000`, `1.250.000`, `1,250,000.50`) as cents; two digits after the
 * last sign are cents. What cannot be read goes as it is, so that the API says what is wrong with it.
 */
export function centsOf(text: string): string {
  const bare = text.replace(/[\s\u00a0\u202f’]/g, '').replace(/^(EUR|€)|(EUR|€)$/g, '');
  const [, whole = '', cents = '00'] = /^(.*?)(?:[.,](\d\d))?$/.exec(bare) ?? [];
  const plain = whole.replace(/[.,]/g, '');
  return /^\d{1,15}$/.test(plain) ? String(BigInt(plain + cents)) : text;
}

/** Cents as one types them, so that `centsOf` reads them again. */
export function eurosOf(cents: string): string {
  const whole = cents.slice(0, -2) || '0';
  const rest = cents.slice(-2).padStart(2, '0');
  return rest === '00' ? whole : `${whole}.${rest}`;
}
