import { DomainError, type FieldProblem } from '../kernel/domain-error.js';
import {
  checkedIdentifiers,
  checkIdentityOpen,
  checkRoleChange,
  slugOf,
  type GivenIdentifier,
  type IdentifierCountry,
} from './organisation.rules.js';

const france: IdentifierCountry = { code: 'FR', name: 'France', viesPrefix: 'FR' };
const swiss: IdentifierCountry = { code: 'CH', name: 'Switzerland', viesPrefix: null };

function problems(given: GivenIdentifier[], country = france): readonly FieldProblem[] {
  try {
    checkedIdentifiers(given, country);
    return [];
  } catch (error) {
    return (error as DomainError).errors;
  }
}

describe('MEM-1: identifiers of an organisation', () => {
  test('are kept as written and as typed; a PIC only by form', () => {
    expect(
      checkedIdentifiers(
        [
          { kind: 'ror', value: 'https://ror.org/02feahw73' },
          { kind: 'pic', value: '999 997 930' },
        ],
        france,
      ),
    ).toEqual([
      { kind: 'ror', value: '02feahw73', raw: 'https://ror.org/02feahw73', state: 'checksum' },
      { kind: 'pic', value: '999997930', raw: '999 997 930', state: 'syntax' },
    ]);
  });

  test('each wrong one is named', () => {
    const given: GivenIdentifier[] = [
      { kind: 'siren', value: '552008444' },
      { kind: 'lei', value: 'short' },
      { kind: 'lei', value: 'MINO79WLOO247M1IL051' },
    ];
    expect(problems(given)).toEqual([
      expect.objectContaining({ pointer: '/identifiers/0/value', code: 'IDENTIFIER_CHECK_DIGIT' }),
      expect.objectContaining({ pointer: '/identifiers/1/value', code: 'IDENTIFIER_FORM' }),
      expect.objectContaining({ pointer: '/identifiers/2/kind', code: 'IDENTIFIER_TWICE' }),
    ]);
  });

  test('national numbers belong to the country of the organisation', () => {
    const vat: GivenIdentifier = { kind: 'vat', value: 'EL094259216' };
    const greece = { code: 'GR', name: 'Greece', viesPrefix: 'EL' };
    expect(problems([vat], greece)).toEqual([]);
    expect(problems([vat])).toMatchObject([{ code: 'IDENTIFIER_COUNTRY' }]);
    expect(problems([{ kind: 'siren', value: '552008443' }], greece)).toHaveLength(1);
    expect(problems([vat], swiss)).toEqual([]);
  });

  test('SIREN, SIRET and French VAT number have to name one company', () => {
    const siret: GivenIdentifier = { kind: 'siret', value: '73282932000074' };
    expect(problems([siret, { kind: 'siren', value: '732829320' }])).toEqual([]);
    expect(problems([siret, { kind: 'siren', value: '552008443' }])).toMatchObject([
      { pointer: '/identifiers/1/value', code: 'IDENTIFIERS_DISAGREE' },
    ]);
    expect(problems([siret, { kind: 'vat', value: 'FR40303265045' }])).toHaveLength(1);
  });
});

test.each([
  ['Électricité & Gaz — Île-de-France', 'electricite-gaz-ile-de-france'],
  ['  ACME!  ', 'acme'],
  ['Łódź Straße Øst', 'lodz-strasse-ost'],
  ['Ευρώπη', 'organisation'],
  ['a'.repeat(90), 'a'.repeat(60)],
])('the address of %s is %s', (name, slug) => expect(slugOf(name)).toBe(slug));

describe('MEM-2: what was checked stays', () => {
  const locked = { locked: true, mayOverride: false };

  test.each([
    [['class'], locked, true],
    [['city', 'description', 'webDomain'], locked, false],
    [['class'], { locked: false, mayOverride: false }, false],
    [['identifiers'], { locked: true, mayOverride: true }, false],
  ])('%j under %j', (fields, situation, refused) => {
    const check = () => checkIdentityOpen(fields, situation);
    if (refused) expect(check).toThrow(expect.objectContaining({ code: 'ORG_IDENTITY_LOCKED' }));
    else expect(check).not.toThrow();
  });
});

describe('MEM-3: there is always a representative', () => {
  test.each([
    ['representative', 'manager', 2, true, null],
    ['representative', null, 1, true, 'ORG_LAST_REPRESENTATIVE'],
    ['representative', 'viewer', 1, true, 'ORG_LAST_REPRESENTATIVE'],
    ['representative', 'representative', 1, true, null],
    ['representative', null, 2, false, 'ORG_REPRESENTATIVE_ONLY'],
    ['member', 'representative', 1, false, 'ORG_REPRESENTATIVE_ONLY'],
    ['member', 'manager', 1, false, null],
    ['viewer', null, 1, false, null],
  ] as const)(
    '%s → %s with %i, as representative %s: %s',
    (from, to, representatives, acts, code) => {
      const check = () =>
        checkRoleChange({ from, to, representatives, actsAsRepresentative: acts });
      if (code === null) expect(check).not.toThrow();
      else expect(check).toThrow(expect.objectContaining({ code }));
    },
  );
});
