import fc from 'fast-check';
import { checkIdentifier, type IdentifierKind } from './identifiers.js';

const valid: readonly [kind: IdentifierKind, raw: string, normal: string][] = [
  ['lei', '529900D6BF99LW9R2E68', '529900D6BF99LW9R2E68'],
  ['lei', 'mino79wloo247m1il051', 'MINO79WLOO247M1IL051'],
  ['lei', '5067 00GE 1G29 325Q X363', '506700GE1G29325QX363'],
  ['ror', 'https://ror.org/01ggx4157', '01ggx4157'],
  ['ror', '05SD8TV96', '05sd8tv96'],
  ['ror', '052gg0110', '052gg0110'],
  ['orcid', '0000-0002-1825-0097', '0000-0002-1825-0097'],
  ['orcid', 'https://orcid.org/000000021694233x', '0000-0002-1694-233X'],
  ['pic', '999997930', '999997930'],
  ['siren', '552 008 443', '552008443'],
  ['siret', '732 829 320 00074', '73282932000074'],
  ['siret', '35600000049837', '35600000049837'],
  ['iban', 'DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
  ['iban', 'FR1420041010050500013M02606', 'FR1420041010050500013M02606'],
  ['iban', 'BE68539007547034', 'BE68539007547034'],
  ['iban', 'FI2112345600000785', 'FI2112345600000785'],
];

const wrong: readonly [kind: IdentifierKind, raw: string, expected: string | undefined][] = [
  ['lei', '529900D6BF99LW9R2E69', '68'],
  ['ror', '052gg0111', '10'],
  ['orcid', '0000-0002-1825-0098', '7'],
  ['siren', '552008444', '3'],
  ['siret', '73282932000075', '4'],
  ['iban', 'DE89370400440532013001', '62'],
];

/** One valid and one invalid number of each member state and Northern Ireland. */
const vat: readonly [good: string, bad: string][] = [
  ['ATU13585627', 'ATU13585626'], ['BE0428759497', 'BE0428759498'], ['BE1000000021', 'BE1000000022'],
  ['BG175074752', 'BG175074751'], ['CY10259033P', 'CY10259033Z'], ['CZ25123891', 'CZ25123890'],
  ['DE136695976', 'DE136695978'], ['DK13585628', 'DK13585627'], ['EE100931558', 'EE100594103'],
  ['EL094259216', 'EL094259217'], ['ESA28015865', 'ESA28015866'], ['ESS0800099D', 'ESS0800099E'],
  ['ESX2482300W', 'ESX2482300X'], ['FI09206320', 'FI09206321'], ['FR40303265045', 'FR40303265046'],
  ['FRK7399859412', 'FRK8399859412'], ['HR33392005961', 'HR33392005962'], ['HU12892312', 'HU12892313'],
  ['IE6433435F', 'IE6433435E'], ['IE6433435OA', 'IE6433435PA'], ['IE8D79739I', 'IE8D79739J'],
  ['IT00743110157', 'IT00743110158'], ['LT119511515', 'LT119511514'], ['LU15027442', 'LU15027443'],
  ['LV40003521600', 'LV40003521601'], ['MT11679112', 'MT11679113'], ['NL004495445B01', 'NL123456789B90'],
  ['PL8567346215', 'PL8567346216'], ['PT501964843', 'PT501964842'], ['RO18547290', 'RO18547291'],
  ['SE123456789701', 'SE123456789101'], ['SI50223054', 'SI50223055'], ['SK2022749619', 'SK2022749618'],
  ['XI980780684', 'XI980780683'],
]; // prettier-ignore

describe('MEM-1: form and check digits of identifiers', () => {
  test.each(valid)('%s %s is valid and stored as %s', (kind, raw, normal) => {
    expect(checkIdentifier(kind, raw)).toEqual({ valid: true, kind, normal });
  });

  test.each(wrong)(
    '%s %s has a typing error, and the right digits are told',
    (kind, raw, right) => {
      const checked = checkIdentifier(kind, raw);
      expect(checked).toMatchObject({ valid: false, code: 'CHECK_DIGIT', expected: right });
      expect(checked).toHaveProperty('detail', expect.stringContaining(`calls for ${right}.`));
    },
  );

  test.each(vat)('VAT %s is valid, %s is not', (good, bad) => {
    expect(checkIdentifier('vat', good)).toEqual({ valid: true, kind: 'vat', normal: good });
    expect(checkIdentifier('vat', bad)).toMatchObject({ valid: false, code: 'CHECK_DIGIT' });
  });

  test('all 27 member states and Northern Ireland have a sample', () => {
    expect(new Set(vat.map(([good]) => good.slice(0, 2))).size).toBe(28);
  });

  test.each([
    ['vat', 'GR 094259216', 'EL094259216'],
    ['vat', 'BE 428.759.497', 'BE0428759497'],
    ['vat', 'nl123456789b13', 'NL123456789B13'],
    ['vat', 'FR 03 552 081 317', 'FR03552081317'],
  ] as const)('%s %s is written down as %s', (kind, raw, normal) => {
    expect(checkIdentifier(kind, raw)).toEqual({ valid: true, kind, normal });
  });

  test.each([
    ['vat', 'XX123456789', 'COUNTRY'],
    ['vat', 'FR1', 'FORM'],
    ['vat', '', 'COUNTRY'],
    ['lei', '529900D6BF99LW9R2E6', 'FORM'],
    ['ror', '0ilou4157', 'FORM'],
    ['orcid', '0000-0002-1825-009', 'FORM'],
    ['siren', '12345678', 'FORM'],
    ['siret', '552008443', 'FORM'],
    ['iban', 'DE8937040044053201300', 'FORM'],
    ['iban', 'ZZ8937040044053201300', 'COUNTRY'],
    ['pic', '99999793', 'FORM'],
    ['pic', '99999793A', 'FORM'],
  ] as const)('%s "%s" is refused as %s with a sentence', (kind, raw, code) => {
    const checked = checkIdentifier(kind, raw);
    expect(checked).toMatchObject({ valid: false, code });
    expect(checked).toHaveProperty('detail', expect.stringMatching(/\.$/));
  });

  test('every single wrong digit of an LEI, an IBAN, a SIREN and an ORCID is noticed', () => {
    const samples = ['lei', 'iban', 'siren', 'orcid'].map(
      (kind) => valid.find(([of]) => of === kind) as [IdentifierKind, string, string],
    );
    const sample = fc.constantFrom(...samples);
    fc.assert(
      fc.property(sample, fc.nat(), fc.integer({ min: 1, max: 9 }), ([kind, , normal], at, add) => {
        const places = [...normal].flatMap((sign, index) => (/\d/.test(sign) ? [index] : []));
        const place = places[at % places.length] as number;
        const other = String((Number(normal[place]) + add) % 10);
        const changed = normal.slice(0, place) + other + normal.slice(place + 1);
        expect(checkIdentifier(kind, changed).valid).toBe(false);
      }),
    );
  });

  test('no text whatever makes the check throw', () => {
    const kind = fc.constantFrom<IdentifierKind>(
      'vat',
      'lei',
      'ror',
      'orcid',
      'siren',
      'siret',
      'iban',
      'pic',
    );
    fc.assert(
      fc.property(kind, fc.string({ unit: 'binary', maxLength: 60 }), (of, raw) => {
        expect(typeof checkIdentifier(of, raw).valid).toBe('boolean');
      }),
    );
  });
});
