import fc from 'fast-check';
import { matchPolicyOn } from './match-policy.rules.js';
import { NameIndex, type ListedNames } from './name-index.rules.js';
import { wordsOf, type NameKind } from './names.rules.js';
import { jaroWinkler, likenessOf } from './similarity.rules.js';

const policy = matchPolicyOn('2026-06-01');
const entry = (id: string, kind: NameKind, ...names: string[]): ListedNames => ({
  id,
  kind,
  names: names.map((name) => ({ name: name.replace(/^~/, ''), strong: !name.startsWith('~') })),
});
const index = new NameIndex([
  entry('kradenov', 'person', 'Vasil Petrovich Kradenov', 'Василь Петрович Краденов', '~Magpie'),
  entry('nebyvalova', 'person', 'Yuliya Nebyvalova', 'Юлия Небывалова'),
  entry('vymysel', 'enterprise', 'OOO Vymysel Energostroy', 'ООО «Вымысел Энергострой»', '~VES'),
  entry('nirgendwo', 'enterprise', 'Nirgendwo Handelsgesellschaft GmbH'),
]);
const found = (name: string, kind: NameKind) =>
  index.matches(name, kind, policy).map(({ entryId }) => entryId);

test.each([
  ['martha', 'marhta', 0.9611],
  ['dwayne', 'duane', 0.84],
  ['dixon', 'dicksonx', 0.8133],
  ['', 'a', 0],
  ['same', 'same', 1],
])('Jaro–Winkler of %s and %s is %d', (a, b, expected) =>
  expect(jaroWinkler(a, b)).toBeCloseTo(expected, 4),
);

describe('MEM-6: who is alike', () => {
  test.each<[string, NameKind, string[]]>([
    ['Vasil Petrovich Kradenov', 'person', ['kradenov']],
    ['KRADENOV Vasil', 'person', ['kradenov']],
    ['Wassil Kradenow', 'person', ['kradenov']],
    ['Васил Краденов', 'person', ['kradenov']],
    ['Iuliia Nebyvalova', 'person', ['nebyvalova']],
    ['Julija Nebywalowa', 'person', ['nebyvalova']],
    ['Magpie', 'person', ['kradenov']],
    ['Maggie', 'person', []],
    ['Vasil Ivanov', 'person', []],
    ['Kradenov', 'person', []],
    ['Vymysel-Energostroi AO', 'enterprise', ['vymysel']],
    ['VymyselEnergostroy Limited', 'enterprise', ['vymysel']],
    ['Energostroy', 'enterprise', []],
    ['Nirgendwo Handelsgesellschaft', 'enterprise', ['nirgendwo']],
    ['Vasil Petrovich Kradenov', 'enterprise', []],
    ['Irgendwo Forschungsgesellschaft mbH', 'enterprise', []],
  ])('%s as %s: %j', (name, kind, expected) => expect(found(name, kind)).toEqual(expected));

  test('the score is explained word by word', () => {
    const [match] = index.matches('Kradenow, Vasil', 'person', policy);
    expect(match).toMatchObject({
      name: 'Vasil Petrovich Kradenov',
      thresholdPpm: 920_000,
      likeness: { method: 'contained', subjectAlone: [], entryAlone: ['petrovich'] },
    });
    expect(match?.likeness.pairs.map(({ subject, entry: listed }) => [subject, listed])).toEqual([
      ['kradenow', 'kradenov'],
      ['vasil', 'vasil'],
    ]);
  });

  test('words that half the list has tell little', () => {
    const banks = Array.from({ length: 40 }, (_, at) =>
      entry(`b${at}`, 'enterprise', `Trade Bank ${'abcdefghij'[at % 10]}${'klmn'[at % 4]}ovia`),
    );
    const many = new NameIndex([...banks, entry('x', 'enterprise', 'Trade Bank Centre')]);
    expect(many.matches('Trade Bank of the Regions', 'enterprise', policy)).toEqual([]);
  });

  test('the index finds what comparing each name with each finds', () => {
    const word = fc.constantFrom(
      'ivan',
      'iwan',
      'petrov',
      'petrow',
      'anna',
      'schmidt',
      'li',
      'nov',
    );
    const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), name, (listed, asked) => {
        const own = new NameIndex(listed.map((one, at) => entry(String(at), 'person', one)));
        const by = own.matches(asked, 'person', policy).map(({ entryId }) => entryId);
        const all = listed.flatMap((one, at) =>
          likenessOf(wordsOf(asked, 'person'), wordsOf(one, 'person')).scorePpm >= policy.strongPpm
            ? [String(at)]
            : [],
        );
        expect(by.toSorted()).toEqual(all.toSorted());
      }),
    );
  });

  test('500 names against 10,000 entries with three names each', () => {
    let state = 7;
    const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
    const syllables = [...'bdfgklmnprstvz'].flatMap((first) =>
      [...'aeiou'].flatMap((vowel) => [first + vowel, first + vowel + 'nrslk'[next(5)]]),
    );
    const word = () =>
      Array.from({ length: 2 + next(3) }, () => syllables[next(syllables.length)]).join('');
    const vocabulary = Array.from({ length: 20_000 }, word);
    const person = () =>
      Array.from({ length: 2 + next(2) }, () => vocabulary[next(vocabulary.length)]).join(' ');
    const entries = Array.from({ length: 10_000 }, (_, at) =>
      entry(String(at), 'person', person(), person(), person()),
    );
    const large = new NameIndex(entries);
    const hits = entries
      .slice(0, 500)
      .filter(({ id, names }) =>
        large.matches(names[1]?.name ?? '', 'person', policy).some(({ entryId }) => entryId === id),
      );
    expect(hits).toHaveLength(500);
  });
});
