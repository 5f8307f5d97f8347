import { reasons, type Explanation } from '../allocation/engine/index.js';
import { classWords, hourWords, languages, phrases } from './explanation-phrases.rules.js';
import { explanationSentences, lentTime, type LineFacts } from './explanation.rules.js';

const nothing: Explanation = {
  entitlement: '0',
  claim: '0',
  balanceBefore: '0',
  balanceAfter: '0',
  borrowed: '0',
  level: null,
  tightPools: [],
  missingUnits: '0',
};

const line = (own: Partial<LineFacts>, explanation: Partial<Explanation> = {}): LineFacts => ({
  reason: 'GRANTED_FULL',
  class: 'sme',
  minimum: 0n,
  ask: 1200n,
  granted: 1200n,
  explanation: { ...nothing, ...explanation },
  routes: [],
  tightPoolNames: [],
  quantumGpuSeconds: 3600n,
  ...own,
});

const gapsOf = (phrase: string) => new Set(phrase.match(/\{\w+\}/g) ?? []);

describe('catalogues', () => {
  test.each(Object.entries(phrases))('%s has the same gaps in every language', (_, phrase) => {
    for (const language of languages) expect(gapsOf(phrase[language])).toEqual(gapsOf(phrase.en));
  });

  test('every phrase differs between languages and ends as a sentence', () => {
    for (const phrase of Object.values(phrases)) {
      expect(new Set(languages.map((language) => phrase[language])).size).toBe(3);
      for (const language of languages) expect(phrase[language]).toMatch(/\.$/);
    }
    expect(Object.keys(classWords).sort()).toEqual(['large', 'science', 'sme']);
    expect(Object.keys(hourWords)).toEqual([...languages]);
  });
});

describe('ALLOC-13: sentences', () => {
  test('a full grant says entitlement, borrowed part, pools and claim', () => {
    const sentences = explanationSentences(
      line(
        { routes: [{ poolName: 'Lumen 2027', units: 1200n }] },
        { entitlement: '900', claim: '900', borrowed: '300', balanceAfter: '-300' },
      ),
      'en',
    );
    expect(sentences).toEqual([
      'The request got all it asked for: 1,200 GPU-hours.',
      'In this round the organisation is entitled to 900 GPU-hours of the share of SMEs.',
      'Beyond that share it received 300 GPU-hours that others left unused.',
      'The time comes from: Lumen 2027 (1,200 GPU-hours).',
      'In the next round others come first where unused time is lent, because the organisation received 300 GPU-hours beyond its share.',
    ]);
  });

  test('a minimum above the claim says what was missing and what is carried on', () => {
    const sentences = explanationSentences(
      line(
        { reason: 'MINIMUM_ABOVE_CLAIM', minimum: 800n, granted: 0n },
        { entitlement: '500', claim: '500', balanceAfter: '300', missingUnits: '300' },
      ),
      'en',
    );
    expect(sentences).toEqual([
      'The request got nothing; it asked for 1,200 GPU-hours.',
      'In this round the organisation is entitled to 500 GPU-hours of the share of SMEs.',
      'The request needs at least 800 GPU-hours; the organisation could claim 500 GPU-hours, and in the end 300 GPU-hours were missing.',
      'The organisation carries a claim of 300 GPU-hours to the next round.',
    ]);
  });

  test('a partial grant names the pools in which nothing was left', () => {
    const sentences = explanationSentences(
      line(
        { reason: 'GRANTED_PARTIAL', granted: 700n, tightPoolNames: ['Lumen', 'Marea'] },
        { entitlement: '700', claim: '700' },
      ),
      'en',
    );
    expect(sentences).toContain('Nothing more was left for SMEs in: Lumen, Marea.');
  });

  test.each<[string, Partial<LineFacts>, string, RegExp]>([
    ['all was gone', {}, '800', /The pools that the request accepts were used up\./],
    ['some was left', {}, '300', /What was left .* was too little\. .* 300 GPU-hours were missing/],
    ['they are named', { tightPoolNames: ['Lumen'] }, '800', /Nothing more was left for SMEs in/],
  ])('used-up pools: %s', (_, own, missingUnits, expected) => {
    const exhausted = { reason: 'POOL_EXHAUSTED', minimum: 800n, granted: 0n, ...own };
    const text = explanationSentences(line(exhausted, { missingUnits }), 'en').join(' ');
    expect(text).toMatch(expected);
  });

  test('a claim and a debt from earlier rounds are told apart', () => {
    const brought = explanationSentences(line({}, { balanceBefore: '40', claim: '940' }), 'en');
    const owed = explanationSentences(line({}, { balanceBefore: '-40', claim: '900' }), 'en');
    expect(brought.join(' ')).toMatch(/brought a claim of 40 GPU-hours/);
    expect(owed.join(' ')).toMatch(/received 40 GPU-hours beyond its share/);
  });

  test('a dropped request is not told shares in which it took no part (ALLOC-2)', () => {
    const sentences = explanationSentences(
      line({ reason: 'NO_POOL', granted: 0n }, { entitlement: '500', balanceAfter: '9' }),
      'en',
    );
    expect(sentences).toHaveLength(2);
  });

  test('the second request of an SME that borrowed from science, in three languages', () => {
    const facts = line(
      {
        reason: 'POOL_EXHAUSTED',
        minimum: 800n,
        granted: 0n,
        place: { at: 2, of: 2 },
        lent: { classes: ['science'], free: false },
      },
      {
        entitlement: '1200',
        claim: '1200',
        borrowed: '300',
        balanceAfter: '300',
        missingUnits: '300',
      },
    );
    expect(explanationSentences(facts, 'en')).toEqual([
      'The request got nothing; it asked for 1,200 GPU-hours.',
      'In this round the organisation is entitled to 1,200 GPU-hours of the share of SMEs.',
      'Beyond that share it borrowed 300 GPU-hours that science left unused.',
      'Of the organisation’s 2 requests it was number 2 in their order: by score, then by time of receipt.',
      'What was left in the pools that the request accepts was too little.',
      'The request needs at least 800 GPU-hours; 500 GPU-hours were left, so 300 GPU-hours were missing.',
      'The organisation carries a claim of 300 GPU-hours to the next round.',
    ]);
    expect(explanationSentences(facts, 'fr').slice(2, 4)).toEqual([
      'Au-delà de cette part, elle a emprunté 300 heures GPU que les organismes de recherche n’ont pas utilisées.',
      'Parmi les 2 demandes de l’organisation, elle était la n° 2 dans leur ordre : par note, puis par heure de réception.',
    ]);
    expect(explanationSentences(facts, 'de')).toContain(
      'Der Antrag braucht mindestens 800 GPU-Stunden; übrig waren 500 GPU-Stunden, es fehlten also 300 GPU-Stunden.',
    );
  });

  test.each<[string, LineFacts['lent'], RegExp]>([
    [
      'two classes',
      { classes: ['science', 'large'], free: false },
      /that large firms and science left/,
    ],
    ['time of no class', { classes: [], free: true }, /guaranteed to no class/],
    ['both', { classes: ['science'], free: true }, /that others left unused/],
    ['nobody knows', undefined, /that others left unused/],
  ])('borrowed from %s', (_, lent, expected) => {
    const facts = line(lent === undefined ? {} : { lent }, { borrowed: '5' });
    expect(explanationSentences(facts, 'en').join(' ')).toMatch(expected);
  });

  test('classes lend what their own did not use (ALLOC-8)', () => {
    const classes = [
      { class: 'sme', guaranteed: 300n, granted: 400n, borrowed: 100n },
      { class: 'science', guaranteed: 200n, granted: 100n, borrowed: 0n },
    ];
    expect(lentTime(500n, classes)).toEqual({ classes: ['science'], free: false });
    expect(lentTime(600n, classes).free).toBe(true);
  });

  test('amounts follow the quantum and the language', () => {
    const small = line({ ask: 3n, granted: 3n, quantumGpuSeconds: 1800n });
    expect(explanationSentences(small, 'en')[0]).toContain('1.5 GPU-hours');
    expect(explanationSentences(small, 'fr')[0]).toContain('1,5 heure GPU');
    expect(explanationSentences(small, 'de')[0]).toContain('1,5 GPU-Stunden');
    const large = line({ ask: 1_234_567n, granted: 1_234_567n });
    expect(explanationSentences(large, 'de')[0]).toContain('1.234.567 GPU-Stunden');
  });

  const everyLine = languages.flatMap((language) =>
    reasons.map((reason) => [language, reason] as const),
  );
  test.each(everyLine)('%s has words for %s', (language, reason) => {
    const granted = reason === 'GRANTED_FULL' ? 1200n : reason === 'GRANTED_PARTIAL' ? 700n : 0n;
    const sentences = explanationSentences(
      line(
        { reason, granted, minimum: 800n, tightPoolNames: ['Lumen'] },
        {
          entitlement: '500',
          claim: '500',
          balanceBefore: '5',
          borrowed: '1',
          missingUnits: '300',
        },
      ),
      language,
    );
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    for (const sentence of sentences) expect(sentence).not.toMatch(/[{}]/);
  });
});
