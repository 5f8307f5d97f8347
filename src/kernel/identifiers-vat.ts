import {
  luhn,
  mod11and10,
  remainder97,
  weighsZero,
  weightedSum,
  type CheckPlace,
} from './identifiers-digits.js';

/** What a VAT number of one member state looks like after its prefix, and how its digits agree. */
export interface VatRule {
  form: RegExp;
  /** For people: what the form is. */
  shape: string;
  agrees: (body: string) => boolean;
  /** Where its check signs stand, so that the right ones can be told. */
  check: CheckPlace;
}

const last: CheckPlace = [-1];
const lastTwo: CheckPlace = [-2];
const lastDigit = (body: string) => Number(body.at(-1));

/**
 * VAT numbers of the 27 member states and Northern Ireland by VIES prefix (Greece is EL). Formulas:
 * the member states' own, as collected in the European Commission's "VAT identification number
 * structure" and check-digit notes; compared number by number with the library `stdnum`
 * (docs/decisions/0010-own-check-digits.md).
 */
export const vatRules: Readonly<Record<string, VatRule>> = {
  AT: { form: /^U\d{8}$/, shape: 'U and 8 digits', agrees: austria, check: last },
  BE: {
    form: /^[01]\d{9}$/,
    shape: '10 digits, the first 0 or 1',
    agrees: belgium,
    check: lastTwo,
  },
  BG: { form: /^\d{9,10}$/, shape: '9 or 10 digits', agrees: bulgaria, check: last },
  CY: { form: /^(?!12)\d{8}[A-Z]$/, shape: '8 digits and a letter', agrees: cyprus, check: last },
  CZ: { form: /^\d{8,10}$/, shape: '8 to 10 digits', agrees: czechia, check: last },
  DE: { form: /^\d{9}$/, shape: '9 digits', agrees: mod11and10, check: last },
  DK: zero(/^\d{8}$/, '8 digits', [2, 7, 6, 5, 4, 3, 2, 1], 11),
  EE: zero(/^\d{9}$/, '9 digits', [3, 7, 1, 3, 7, 1, 3, 7, 1], 10),
  EL: { form: /^\d{9}$/, shape: '9 digits', agrees: greece, check: last },
  ES: {
    form: /^([A-HJ-NP-SUVW]\d{7}[\dA-J]|[KLMXYZ]\d{7}[A-Z]|\d{8}[A-Z])$/,
    shape: '9 signs with a letter first, last or both',
    agrees: spain,
    check: last,
  },
  FI: zero(/^\d{8}$/, '8 digits', [7, 9, 10, 5, 8, 4, 2, 1], 11),
  FR: {
    form: /^[\dA-HJ-NP-Z]{2}\d{9}$/,
    shape: '2 key signs and the 9 digits of the SIREN',
    agrees: france,
    check: [0, 2],
  },
  HR: { form: /^\d{11}$/, shape: '11 digits', agrees: mod11and10, check: last },
  HU: zero(/^\d{8}$/, '8 digits', [9, 7, 3, 1, 9, 7, 3, 1], 10),
  IE: {
    form: /^(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/,
    shape: '7 digits and 1 or 2 letters',
    agrees: ireland,
    check: [7, 8],
  },
  IT: { form: /^\d{11}$/, shape: '11 digits', agrees: italy, check: last },
  LT: {
    form: /^(\d{7}1\d|\d{10}1\d)$/,
    shape: '9 or 12 digits, the last but one 1',
    agrees: lithuania,
    check: last,
  },
  LU: { form: /^\d{8}$/, shape: '8 digits', agrees: luxembourg, check: lastTwo },
  LV: { form: /^\d{11}$/, shape: '11 digits', agrees: latvia, check: last },
  MT: zero(/^\d{8}$/, '8 digits', [3, 4, 6, 7, 8, 9, 10, 1], 37, lastTwo),
  NL: {
    form: /^\d{9}B\d{2}$/,
    shape: '9 digits, B, 2 digits',
    agrees: netherlands,
    check: lastTwo,
  },
  PL: zero(/^\d{10}$/, '10 digits', [6, 5, 7, 2, 3, 4, 5, 6, 7, -1], 11),
  PT: { form: /^[1-9]\d{8}$/, shape: '9 digits', agrees: portugal, check: last },
  RO: { form: /^[1-9]\d{1,9}$/, shape: '2 to 10 digits', agrees: romania, check: last },
  SE: { form: /^\d{10}01$/, shape: '12 digits that end in 01', agrees: sweden, check: [9, 10] },
  SI: { form: /^\d{8}$/, shape: '8 digits', agrees: slovenia, check: last },
  SK: {
    form: /^[1-9]\d[2-47-9]\d{7}$/,
    shape: '10 digits',
    agrees: (body) => Number(body) % 11 === 0,
    check: last,
  },
  XI: {
    form: /^(\d{9}|\d{12}|GD[0-4]\d{2}|HA[5-9]\d{2})$/,
    shape: '9 or 12 digits',
    agrees: northernIreland,
    check: [7, 9],
  },
};

function zero(
  form: RegExp,
  shape: string,
  weights: readonly number[],
  modulus: number,
  check: CheckPlace = last,
): VatRule {
  return { form, shape, check, agrees: (body) => weighsZero(body, weights, modulus) };
}

function austria(body: string): boolean {
  const sum = [...body.slice(1, 8)].reduce((total, sign, index) => {
    const digit = Number(sign);
    return total + (index % 2 === 1 ? Math.floor(digit / 5) + ((2 * digit) % 10) : digit);
  }, 4);
  return (10 - (sum % 10)) % 10 === lastDigit(body);
}

function belgium(body: string): boolean {
  return 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8));
}

/** Nine digits: legal entities. Ten: natural persons (EGN), foreigners, others. */
function bulgaria(body: string): boolean {
  if (body.length === 10) return bulgarianPerson(body);
  const first = weightedSum(body, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
  const check = first === 10 ? weightedSum(body, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 : first;
  return check % 10 === lastDigit(body);
}

function bulgarianPerson(body: string): boolean {
  const egn = (weightedSum(body, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10;
  const foreigner = weightedSum(body, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
  const other = 11 - (weightedSum(body, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  const month = Number(body.slice(2, 4)) % 20;
  return (
    (egn === lastDigit(body) && month >= 1 && month <= 12) ||
    foreigner === lastDigit(body) ||
    (other !== 10 && other % 11 === lastDigit(body))
  );
}

function cyprus(body: string): boolean {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  const sum = [...body.slice(0, 8)].reduce(
    (total, digit, index) => total + (index % 2 === 0 ? (odd[Number(digit)] ?? 0) : Number(digit)),
    0,
  );
  return String.fromCharCode(65 + (sum % 26)) === body.at(-1);
}

/** Eight digits: legal entities; nine that begin with 6: special cases; else a birth number. */
function czechia(body: string): boolean {
  if (body.length === 8) {
    const check = 11 - (weightedSum(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
    return !body.startsWith('9') && (check === 11 ? 1 : check % 10) === lastDigit(body);
  }
  if (body.length === 9 && body.startsWith('6')) {
    const rest = 10 - (weightedSum(body.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11);
    return (18 - rest) % 10 === lastDigit(body);
  }
  return czechBirthNumber(body);
}

/** YYMMDD (months of women + 50, since 2004 also + 20) and 3 or 4 digits; 9 digits until 1953. */
function czechBirthNumber(body: string): boolean {
  const month = (Number(body.slice(2, 4)) % 50) % 20;
  const day = Number(body.slice(4, 6));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  if (body.length === 9) return Number(body.slice(0, 2)) <= 53;
  return (Number(body.slice(0, 9)) % 11) % 10 === lastDigit(body);
}

function greece(body: string): boolean {
  const sum = weightedSum(body, [256, 128, 64, 32, 16, 8, 4, 2]);
  return (sum % 11) % 10 === lastDigit(body);
}

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/**
 * Legal persons by control digit or letter (sources differ on which kind takes which, so both are
 * accepted); natural persons and foreigners by the DNI letter.
 */
function spain(body: string): boolean {
  const head = body[0] ?? '';
  if ('KLM'.includes(head)) return dniLetter(body.slice(1, 8)) === body[8];
  if (/[\dXYZ]/.test(head)) {
    const digits = head >= 'X' ? `${'XYZ'.indexOf(head)}${body.slice(1, 8)}` : body.slice(0, 8);
    return dniLetter(digits) === body[8];
  }
  const sum = [...body.slice(1, 8)].reduce((total, sign, index) => {
    const digit = Number(sign) * (index % 2 === 0 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  const check = (10 - (sum % 10)) % 10;
  return String(check) === body[8] || 'JABCDEFGHI'[check] === body[8];
}

const dniLetter = (digits: string) => spanishLetters[Number(digits) % 23];

/** A numeric key follows from the SIREN; keys with letters have their own scheme. Monaco has 000. */
function france(body: string): boolean {
  const siren = body.slice(2);
  if (!siren.startsWith('000') && !luhn(siren)) return false;
  if (/^\d{2}/.test(body)) {
    return (12 + 3 * (Number(siren) % 97)) % 97 === Number(body.slice(0, 2));
  }
  const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  const [first, second] = [alphabet.indexOf(body[0] ?? ''), alphabet.indexOf(body[1] ?? '')];
  const key = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Number(siren) + 1 + Math.floor(key / 11)) % 11 === key % 11;
}

function ireland(body: string): boolean {
  const alphabet = 'WABCDEFGHIJKLMNOPQRSTUV';
  const old = /^\d[A-Z+*]/.test(body);
  const digits = old ? `0${body.slice(2, 7)}${body[0]}` : body.slice(0, 7);
  const second = body.length === 9 ? 9 * alphabet.indexOf(body[8] ?? 'W') : 0;
  const sum = weightedSum(digits, [8, 7, 6, 5, 4, 3, 2]) + second;
  return alphabet[sum % 23] === body[7];
}

/** Luhn, and digits 8 to 10 name a tax office. */
function italy(body: string): boolean {
  const office = Number(body.slice(7, 10));
  const known = (office >= 1 && office <= 100) || [120, 121, 888, 999].includes(office);
  return known && !body.startsWith('0000000') && luhn(body);
}

function lithuania(body: string): boolean {
  const weigh = (shift: number) =>
    weightedSum(
      body,
      Array.from({ length: body.length - 1 }, (_, index) => 1 + ((index + shift) % 9)),
    ) % 11;
  const first = weigh(0);
  return (first === 10 ? weigh(2) % 10 : first) === lastDigit(body);
}

function luxembourg(body: string): boolean {
  return Number(body.slice(0, 6)) % 89 === Number(body.slice(6));
}

/** Legal entities begin with 4 to 9; persons with their birthday or, since 2017, with 32. */
function latvia(body: string): boolean {
  if (body[0]! > '3') return weightedSum(body, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3;
  if (body.startsWith('32')) return true;
  const [day, month] = [Number(body.slice(0, 2)), Number(body.slice(2, 4))];
  if (day < 1 || day > 31 || month < 1 || month > 12) return false;
  const sum = 1 + weightedSum(body, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
  return (sum % 11) % 10 === lastDigit(body);
}

/** Legal entities by the 11-test on nine digits; sole traders, since 2020, by mod 97-10. */
function netherlands(body: string): boolean {
  const old = weightedSum(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(body[8]);
  return old || remainder97(`NL${body}`) === 1;
}

function portugal(body: string): boolean {
  const check = 11 - (weightedSum(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check > 9 ? 0 : check) === lastDigit(body);
}

function romania(body: string): boolean {
  const digits = body.padStart(10, '0');
  const sum = 10 * weightedSum(digits, [7, 5, 3, 2, 1, 7, 5, 3, 2]);
  return (sum % 11) % 10 === lastDigit(body);
}

function sweden(body: string): boolean {
  return luhn(body.slice(0, 10));
}

function slovenia(body: string): boolean {
  const check = 11 - (weightedSum(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return check !== 11 && check % 10 === lastDigit(body);
}

/** As in Great Britain: mod 97 in three variants; government departments have no check digits. */
function northernIreland(body: string): boolean {
  if (!/^\d/.test(body)) return true;
  const sum = weightedSum(body, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
  return sum === 0 || (Number(body.slice(0, 3)) >= 100 && (sum === 42 || sum === 55));
}
