import { nextState } from '../kernel/state-machine.js';
import { identifierStates } from '../organisations/organisation.rules.js';
import { duplicateReasons } from './duplicates.rules.js';
import {
  actOf,
  checkMismatchesAccepted,
  differencesOf,
  identifierMachine,
  sameDifferences,
  secondsUntilNext,
  shortTrackOf,
  type RegistryRecord,
} from './registries.rules.js';

const record = (change: Partial<RegistryRecord> = {}): RegistryRecord => ({
  found: true,
  names: ['SAP SE'],
  country: 'DE',
  otherCountries: [],
  address: null,
  status: 'ISSUED',
  standing: 'good',
  consultationId: null,
  parents: null,
  ...change,
});
const stated = { name: 'SAP', country: 'DE' };
const codes = (change: Partial<RegistryRecord>) =>
  differencesOf('lei', stated, record(change)).map(({ code }) => code);

describe('MEM-1: states of an identifier', () => {
  const acts = ['check', 'confirm', 'contradict', 'miss'] as const;
  const possible: Record<string, Partial<Record<(typeof acts)[number], string>>> = {
    syntax: { check: 'checksum' },
    checksum: { confirm: 'confirmed', contradict: 'mismatch', miss: 'unavailable' },
    unavailable: { confirm: 'confirmed', contradict: 'mismatch', miss: 'unavailable' },
    confirmed: { confirm: 'confirmed', contradict: 'mismatch' },
    mismatch: { confirm: 'confirmed', contradict: 'mismatch' },
  };
  const cases = identifierStates.flatMap((state) =>
    acts.map((act) => [state, act, possible[state]?.[act] ?? null] as const),
  );
  test.each(cases)('%s, %s → %s', (state, act, expected) => {
    const move = () => nextState(identifierMachine, state, act);
    if (expected === null) expect(move).toThrow(/cannot be done/);
    else expect(move()).toBe(expected);
  });
});

describe('MEM-1: what the registry says against what was stated', () => {
  test.each([
    ['all the same', {}, []],
    ['one of several names', { names: ['Systeme, Anwendungen GmbH', 'SAP SE'] }, []],
    ['another name', { names: ['Siemens AG'] }, ['NAME']],
    ['another country', { country: 'FR' }, ['COUNTRY']],
    ['another seat, the same jurisdiction', { country: 'FR', otherCountries: ['DE'] }, []],
    ['no country', { country: null }, []],
    ['no name', { names: [] }, ['NAME_NOT_TOLD']],
    ['retired', { standing: 'bad', status: 'RETIRED' }, ['STATUS']],
    ['lapsed', { standing: 'note', status: 'LAPSED' }, ['STATUS_NOTE']],
    [
      'all at once',
      { names: ['X Y'], country: 'FR', standing: 'bad' },
      ['NAME', 'COUNTRY', 'STATUS'],
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(codes(change as Partial<RegistryRecord>)).toEqual(expected);
  });

  test('notes confirm, grave differences contradict', () => {
    const act = (change: Partial<RegistryRecord>) =>
      actOf(differencesOf('lei', stated, record(change)));
    expect(act({ standing: 'note', status: 'LAPSED', names: [] })).toBe('confirm');
    expect(act({ country: 'FR' })).toBe('contradict');
    expect(actOf(differencesOf('vat', stated, { found: false, code: 'INVALID' }))).toBe(
      'contradict',
    );
  });

  test('in words that name both sides', () => {
    expect(differencesOf('lei', stated, record({ names: ['Siemens AG'], country: 'FR' }))).toEqual([
      expect.objectContaining({
        detail: expect.stringMatching(
          /^GLEIF has the name “Siemens AG”, the organisation says “SAP”/,
        ),
      }),
      expect.objectContaining({ detail: 'GLEIF has it in FR, the organisation says DE.' }),
    ]);
    expect(differencesOf('vat', stated, { found: false, code: 'INVALID' })[0]?.detail).toBe(
      'VIES answers that this number is not valid now.',
    );
  });

  test('a decision holds while the grave differences are the same', () => {
    const of = (change: Partial<RegistryRecord>) => differencesOf('lei', stated, record(change));
    expect(sameDifferences(of({ country: 'FR' }), of({ country: 'FR', standing: 'note' }))).toBe(
      true,
    );
    expect(sameDifferences(of({ country: 'FR' }), of({ country: 'NL' }))).toBe(false);
  });
});

test('MEM-1: when the registry is asked again', () => {
  const fault = (failures: number, retryAfterSeconds?: number) =>
    secondsUntilNext({ state: 'fault', decided: false, failures, retryAfterSeconds });
  expect([1, 2, 3, 9, 10, 99].map((failures) => fault(failures))).toEqual([
    300, 600, 1200, 76_800, 86_400, 86_400,
  ]);
  expect(fault(1, 3600)).toBe(3600);
  expect(fault(1, 1e9)).toBe(86_400);
  const after = (state: 'confirmed' | 'mismatch', decided: boolean) =>
    secondsUntilNext({ state, decided, failures: 0 }) / 86_400;
  expect([after('confirmed', false), after('mismatch', false), after('mismatch', true)]).toEqual([
    90, 7, 90,
  ]);
});

describe('MEM-1: nobody is admitted over an open mismatch', () => {
  test.each([
    [[], null],
    [[{ kind: 'vat', decision: 'accepted' }], null],
    [[{ kind: 'vat', decision: null }], 'MEM_MISMATCH_UNDECIDED'],
    [
      [
        { kind: 'vat', decision: 'accepted' },
        { kind: 'lei', decision: null },
      ],
      'MEM_MISMATCH_UNDECIDED',
    ],
    [
      [
        { kind: 'vat', decision: 'refused' },
        { kind: 'lei', decision: null },
      ],
      'MEM_MISMATCH_REFUSED',
    ],
  ] as const)('%j: %s', (mismatches, code) => {
    const check = () => checkMismatchesAccepted(mismatches);
    if (code === null) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code }));
  });
});

describe('MEM-8: the short track of science', () => {
  test.each([
    [{ class: 'science', registryMatch: true, representatives: 1 }, true, true, []],
    [
      { class: 'science', registryMatch: false, representatives: 1 },
      true,
      false,
      ['REGISTRY_MATCH'],
    ],
    [
      { class: 'science', registryMatch: true, representatives: 0 },
      true,
      false,
      ['REPRESENTATIVE'],
    ],
    [{ class: 'sme', registryMatch: true, representatives: 1 }, false, false, []],
  ])('%j', (facts, applies, ready, lacks) => {
    const track = shortTrackOf(facts);
    expect([track.applies, track.ready]).toEqual([applies, ready]);
    expect(track.lacks.map(({ code }) => code)).toEqual(lacks);
  });
});

describe('MEM-1: duplicates', () => {
  const own = { name: 'Helsinki Compute Oy', country: 'FI', webDomain: 'compute.example' };
  const other = {
    name: 'Quite Different',
    country: 'FI',
    webDomain: null,
    sameNumbers: [],
    claimed: [],
  };
  const found = (change: object) => duplicateReasons(own, { ...other, ...change });

  test('the same number is certain, the name a hint, weaker across a border', () => {
    expect(found({ sameNumbers: ['siren 552081317'] })).toMatchObject([
      { code: 'SAME_NUMBER', score: 1, detail: 'Both have the number SIREN 552081317.' },
    ]);
    const [near] = found({ name: 'HELSINKI COMPUTE AB' });
    const [far] = found({ name: 'HELSINKI COMPUTE AB', country: 'SE' });
    expect([near?.code, near?.score, far?.score]).toEqual(['NAME', 0.9, 0.8]);
  });

  test('the strongest reason comes first; none where nothing is alike', () => {
    const all = found({ name: own.name, webDomain: own.webDomain, claimed: ['vat'] });
    expect(all.map(({ code }) => code)).toEqual(['CLAIMED', 'NAME', 'WEB_DOMAIN']);
    expect(found({})).toEqual([]);
    expect(duplicateReasons({ ...own, webDomain: null }, { ...other, webDomain: null })).toEqual(
      [],
    );
  });
});
