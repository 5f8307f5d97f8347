import { letterKinds, letterPhrases } from './letter-kinds.rules.js';
import { closing, greeting, grounds, languages } from './letter-phrases.rules.js';
import { letterText } from './letters.rules.js';

const gapsOf = (phrase: string) => new Set(phrase.match(/\{\w+\}/g) ?? []);
const day = new Date('2027-03-04T23:30:00Z');
const values = {
  organisation: 'Aurora Compute Oy',
  reference: 'APP-2026-00042',
  subjectReference: 'APP-2026-00041',
  reason: 'The seat is outside the countries {admitted}.',
  ground: 'misuse',
  validUntil: day,
  grantsFrom: day,
  grantsAtOnce: day,
  appealUntil: day,
  effect: 'Your application is examined again.',
  days: 30,
};

describe.each(letterKinds)('%s', (kind) => {
  const { subject, paragraphs } = letterPhrases[kind];
  test('has the same gaps in every language, and differs between them', () => {
    for (const phrase of [subject, ...paragraphs]) {
      for (const language of languages) {
        expect(gapsOf(phrase[language])).toEqual(gapsOf(phrase.en));
      }
      expect(new Set(languages.map((language) => phrase[language])).size).toBe(3);
    }
  });

  test.each(languages)('reads as a whole in %s', (language) => {
    const letter = letterText(kind, language, values);
    expect(letter.paragraphs).toHaveLength(paragraphs.length + 2);
    expect(letter.paragraphs[0]).toBe(greeting[language]);
    expect(letter.paragraphs.at(-1)).toBe(closing[language]);
    const text = [letter.subject, ...letter.paragraphs].join('\n').replace('{admitted}', '');
    expect(text).not.toMatch(/[{}]|undefined|null/);
  });
});

test('MEM-5: a declined application is told why and how to appeal, in days of Brussels', () => {
  const { paragraphs } = letterText('application-declined', 'en', values);
  expect(paragraphs).toContain('Reason: The seat is outside the countries {admitted}.');
  expect(paragraphs.join(' ')).toContain('until 5 March 2027');
  expect(letterText('application-declined', 'de', values).paragraphs.join(' ')).toContain(
    'bis zum 5. März 2027',
  );
  expect(letterText('application-declined', 'fr', values).paragraphs.join(' ')).toContain(
    'jusqu’au 5 mars 2027',
  );
});

test('what has no value is not said', () => {
  const { paragraphs } = letterText('application-declined', 'en', {
    ...values,
    appealUntil: null,
    reason: undefined,
  });
  expect(paragraphs.join(' ')).not.toMatch(/appeal|Reason/);
  expect(() => letterText('membership-admitted', 'en', {})).toThrow(/lacks a value/);
});

test('a suspension says whether grants follow later or at once', () => {
  const { grantsAtOnce: _, ...later } = values;
  const { grantsFrom: __, ...atOnce } = values;
  expect(letterText('membership-suspended', 'en', later).paragraphs.join(' ')).toContain(
    'when the notice period ends',
  );
  expect(letterText('membership-suspended', 'en', atOnce).paragraphs.join(' ')).toContain(
    'suspended at once',
  );
  for (const ground of Object.values(grounds)) {
    expect(new Set(languages.map((language) => ground[language])).size).toBeGreaterThan(1);
  }
});
