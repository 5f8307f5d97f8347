import {
  expectedSigns,
  luhn,
  mod11and2,
  remainder97,
  type CheckPlace,
} from './identifiers-digits.js';
import { ibanLengths } from './identifiers-iban.js';
import { vatRules } from './identifiers-vat.js';

/** MEM-1: the identifiers whose form and check digits the portal knows. */
export const identifierKinds = [
  'vat',
  'lei',
  'ror',
  'orcid',
  'siren',
  'siret',
  'iban',
  'pic',
] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

export type Checked =
  | { valid: true; kind: IdentifierKind; normal: string }
  | {
      valid: false;
      /** FORM: wrong signs or length; COUNTRY: no such country here; CHECK_DIGIT: a typing error. */
      code: 'FORM' | 'COUNTRY' | 'CHECK_DIGIT';
      detail: string;
      /** The check signs that the rest of the number calls for, where it can be known. */
      expected?: string;
    };

type Refusal = Extract<Checked, { valid: false }>;

/** One kind: how it is written down, and how its digits agree. */
interface Rule {
  name: string;
  normalise: (raw: string) => string;
  /** A refusal for a wrong form, else null. */
  misshapen: (normal: string) => Refusal | null;
  agrees: (normal: string) => boolean;
  check: CheckPlace | ((normal: string) => CheckPlace);
}

/**
 * MEM-1: checks form and check digits of an identifier.
 * Spaces, dots and hyphens do not matter, nor does case; `normal` is the written form that is stored
 * and compared. Formulas and samples: ISO 17442 (LEI), ISO 7064 (ORCID, IBAN, ROR), Luhn (SIREN,
 * SIRET). A PIC has no public check digit, so only its form is checked.
 */
export function checkIdentifier(kind: IdentifierKind, raw: string): Checked {
  const rule = rules[kind];
  const normal = rule.normalise(raw.normalize('NFKC').trim());
  const misshapen = rule.misshapen(normal);
  if (misshapen) return misshapen;
  if (rule.agrees(normal)) return { valid: true, kind, normal };
  const place = typeof rule.check === 'function' ? rule.check(normal) : rule.check;
  return disagreement(rule.name, normal.slice(...place), expectedSigns(normal, place, rule.agrees));
}

function disagreement(name: string, found: string, expected: string | null): Refusal {
  const code = 'CHECK_DIGIT' as const;
  if (expected === null) {
    const detail = `The check digits of this ${name} do not agree with the rest. Look for a typing error.`;
    return { valid: false, code, detail };
  }
  const [what, is] = found.length === 1 ? ['digit', 'is'] : ['digits', 'are'];
  const detail = `The check ${what} of this ${name} ${is} ${found}, but the rest calls for ${expected}. Look for a typing error.`;
  return { valid: false, code, detail, expected };
}

const compact = (raw: string) => raw.replace(/[\s.\-\u2010-\u2015]/g, '').toUpperCase();

const form = (pattern: RegExp, name: string, shape: string) => (normal: string) =>
  pattern.test(normal) ? null : wrongForm(name, shape);

const wrongForm = (name: string, shape: string): Refusal => ({
  valid: false,
  code: 'FORM',
  detail: `This is not the form of a ${name}: it has ${shape}.`,
});

const rules: Record<IdentifierKind, Rule> = {
  vat: {
    name: 'VAT number',
    normalise: normalVat,
    misshapen: misshapenVat,
    agrees: (normal) => vatRules[normal.slice(0, 2)]!.agrees(normal.slice(2)),
    check: vatCheck,
  },
  lei: {
    name: 'LEI',
    normalise: compact,
    misshapen: form(/^[0-9A-Z]{18}\d{2}$/, 'LEI', '18 letters or digits and 2 check digits'),
    agrees: (normal) => remainder97(normal) === 1,
    check: [-2],
  },
  ror: {
    name: 'ROR id',
    normalise: (raw) => raw.replace(/^(https?:\/\/)?(www\.)?ror\.org\//i, '').toLowerCase(),
    misshapen: form(
      /^0[0-9a-hj-km-np-tv-z]{6}\d{2}$/,
      'ROR id',
      '9 signs: 0, six of 0–9 and a–z without i, l, o, u, and 2 check digits, after https://ror.org/',
    ),
    agrees: rorAgrees,
    check: [-2],
  },
  orcid: {
    name: 'ORCID iD',
    normalise: normalOrcid,
    misshapen: form(
      /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/,
      'ORCID iD',
      '16 digits in four groups, the last may be X',
    ),
    agrees: (normal) => mod11and2(normal.replaceAll('-', '')),
    check: [-1],
  },
  siren: {
    name: 'SIREN',
    normalise: compact,
    misshapen: form(/^\d{9}$/, 'SIREN', '9 digits'),
    agrees: luhn,
    check: [-1],
  },
  siret: {
    name: 'SIRET',
    normalise: compact,
    misshapen: form(/^\d{14}$/, 'SIRET', '14 digits: the SIREN and 5 more'),
    agrees: siretAgrees,
    check: [-1],
  },
  iban: {
    name: 'IBAN',
    normalise: compact,
    misshapen: misshapenIban,
    agrees: (normal) => remainder97(normal.slice(4) + normal.slice(0, 4)) === 1,
    check: [2, 4],
  },
  pic: {
    name: 'PIC',
    normalise: compact,
    misshapen: form(/^\d{9}$/, 'PIC', '9 digits'),
    agrees: () => true,
    check: [-1],
  },
};

/** Greece is GR to ISO and EL to VIES; old Belgian numbers lack the leading 0. */
function normalVat(raw: string): string {
  const text = compact(raw).replace(/^GR/, 'EL');
  return /^BE\d{9}$/.test(text) ? `BE0${text.slice(2)}` : text;
}

function misshapenVat(normal: string): Refusal | null {
  const rule = vatRules[normal.slice(0, 2)];
  if (rule === undefined) {
    return {
      valid: false,
      code: 'COUNTRY',
      detail:
        'A VAT number begins with the two letters of a member state (Greece: EL) or XI for Northern Ireland. Other countries’ numbers are not checked here: give another identifier.',
    };
  }
  if (rule.form.test(normal.slice(2))) return null;
  return wrongForm(
    `VAT number of ${normal.slice(0, 2)}`,
    `${rule.shape} after the country letters`,
  );
}

function vatCheck(normal: string): CheckPlace {
  const [from, to] = vatRules[normal.slice(0, 2)]!.check;
  return from < 0 ? [from, to] : [from + 2, to === undefined ? undefined : to + 2];
}

/** Crockford base 32 of the six signs, then mod 97-10. */
function rorAgrees(normal: string): boolean {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const number = [...normal.slice(1, 7)].reduce(
    (sum, sign) => sum * 32 + alphabet.indexOf(sign),
    0,
  );
  return (number * 100 + Number(normal.slice(7))) % 97 === 1;
}

function normalOrcid(raw: string): string {
  const text = compact(raw.replace(/^(https?:\/\/)?(www\.)?orcid\.org\//i, ''));
  return /^\d{15}[\dX]$/.test(text) ? text.replace(/(.{4})(?=.)/g, '$1-') : text;
}

/** La Poste (SIREN 356000000) has more establishments than Luhn leaves room for: digit sum by 5. */
function siretAgrees(normal: string): boolean {
  if (luhn(normal)) return true;
  const sum = [...normal].reduce((total, digit) => total + Number(digit), 0);
  return normal.startsWith('356000000') && sum % 5 === 0;
}

function misshapenIban(normal: string): Refusal | null {
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(normal)) {
    return wrongForm('IBAN', 'two country letters, 2 check digits and 11 to 30 more signs');
  }
  const country = normal.slice(0, 2);
  const length = ibanLengths[country];
  if (length === undefined) {
    return {
      valid: false,
      code: 'COUNTRY',
      detail: `No country with the letters ${country} issues IBANs. Check the first two letters.`,
    };
  }
  if (normal.length === length) return null;
  return wrongForm('IBAN', `${length} signs in ${country}, and this one has ${normal.length}`);
}
