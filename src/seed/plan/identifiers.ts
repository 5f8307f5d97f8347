import type { SeededRandom } from '../../kernel/seeded-random.js';
import type { InventedOrganisation } from '../data/organisations.js';

/**
 * An identifier of right form that no registry has given: for companies a LEI under the issuer prefix
 * 0000, which belongs to nobody, with its check digits (ISO 17442: the whole number mod 97 is 1); for
 * science a PIC with leading zeros.
 */
export function identifierOf(
  random: SeededRandom,
  { class: of }: Pick<InventedOrganisation, 'class'>,
): { kind: 'lei' | 'pic'; value: string } {
  const digits = (count: number) =>
    Array.from({ length: count }, () => random.integer(0, 9)).join('');
  if (of === 'science') return { kind: 'pic', value: `000${digits(6)}` };
  // Digits only, so that no letters have to be expanded before the division.
  const base = `0000${digits(14)}`;
  const check = 98n - (BigInt(`${base}00`) % 97n);
  return { kind: 'lei', value: `${base}${check.toString().padStart(2, '0')}` };
}
