import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListReader, ListRefused } from './list-xml.rules.js';

const sample = readFileSync(
  join(import.meta.dirname, '../../docs/examples/restrictive-measures.sample.xml'),
  'utf8',
);

function read(text: string, pieceLength = text.length) {
  const reader = new ListReader();
  const entries = [];
  for (let at = 0; at < text.length; at += pieceLength) {
    entries.push(...reader.write(text.slice(at, at + pieceLength)));
  }
  const { head, last, entries: count } = reader.close();
  return { head, entries: [...entries, ...last], count };
}

const refusal = (text: string) => {
  try {
    read(text);
    return null;
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    return [error.line, error.reason] as const;
  }
};

const wrap = (inner: string, head = 'generationDate="2026-06-01T10:00:00Z"') =>
  `<export ${head}>\n${inner}\n</export>`;
const person = (attributes = 'logicalId="1"', inner = '<nameAlias wholeName="A B"/>') =>
  `<sanctionEntity ${attributes}>\n<subjectType code="person"/>${inner}</sanctionEntity>`;

describe('MEM-6: the list of restrictive measures', () => {
  test('the sample is read', () => {
    const { head, entries } = read(sample);
    expect(head).toEqual({ generatedAt: '2026-06-01T08:00:00.000Z', fileId: '900001' });
    expect(entries.map(({ logicalId }) => logicalId)).toEqual(['90001', '90002', '90003', '90004']);
    expect(entries[0]?.content).toEqual({
      kind: 'person',
      reference: 'EU.9001.1',
      unitedNationsId: '',
      names: [
        { name: 'Vasil Petrovich Kradenov', strong: true, language: '' },
        { name: 'Василь Петрович Краденов', strong: true, language: 'RU' },
        { name: 'The Magpie', strong: false, language: 'EN' },
      ],
      births: ['1961-02-29'],
      countries: ['RU'],
      identifications: [{ type: 'passport', number: '00-0000001', country: 'RU' }],
      addresses: [],
      regulations: [{ programme: 'DEMO', title: '2026/0001 (OJ L 1)' }],
    });
  });

  test('what is too long is cut between characters, and a year has four digits', () => {
    const { entries } = read(
      wrap(person(undefined, `<nameAlias wholeName="${'x'.repeat(1999)}😀"/>`)),
    );
    expect(entries[0]?.content.names[0]?.name).toBe('x'.repeat(1999));
    const head = 'generationDate="-000001-01-01T00:00:00Z"';
    expect(refusal(wrap(person(), head))?.[1]).toMatch(/no readable generationDate/);
  });

  test('in any pieces, with any prefix, the same is read', () => {
    const whole = read(sample);
    expect(read(sample, 1)).toEqual(whole);
    expect(read(sample, 37)).toEqual(whole);
    const prefixed = sample
      .replaceAll(/<(\/?)(?=[a-zA-Z])/g, '<$1f:')
      .replace('xmlns=', 'xmlns:f=');
    expect(read(prefixed)).toEqual(whole);
  });

  test('a changed entry has another hash, an unchanged one the same', () => {
    const before = read(sample).entries.map(({ contentHash }) => contentHash);
    const after = read(sample.replace('year="1979"', 'year="1980"')).entries;
    expect(after.map(({ contentHash }, at) => contentHash === before[at])).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test.each<[string, string, number, RegExp]>([
    ['nothing', '', 1, /no well-formed XML|empty/],
    ['another file', '<html></html>', 1, /"html"/],
    ['no date', '<export><sanctionEntity/></export>', 1, /generationDate/],
    ['no entry', wrap(''), 1, /no sanctionEntity/],
    ['an end too early', `${wrap(person()).slice(0, -12)}`, 3, /well-formed/],
    [
      'a tag that is not closed',
      wrap('<sanctionEntity logicalId="1"><nameAlias wholeName="A">'),
      3,
      /well-formed/,
    ],
    ['no id', wrap(person('')), 2, /logicalId/],
    ['the same id twice', wrap(`${person()}\n${person()}`), 4, /twice/],
    ['no name', wrap(person('logicalId="1"', '')), 2, /no name/],
    ['an unknown subject', wrap(person().replace('person', 'ship')), 3, /"ship"/],
    ['another encoding', `<?xml version="1.0" encoding="UTF-16"?>${wrap(person())}`, 1, /UTF-8/],
    ['a document type', `<!DOCTYPE export>${wrap(person())}`, 1, /DOCTYPE/],
    [
      'an outside entity',
      `<!DOCTYPE export [<!ENTITY x SYSTEM "file:///etc/passwd">]>${wrap(person())}`,
      1,
      /DOCTYPE/,
    ],
    [
      'a billion laughs',
      `<!DOCTYPE export [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${wrap('&b;')}`,
      1,
      /DOCTYPE/,
    ],
    ['an entity from nowhere', wrap('&b;'), 2, /entity/],
    ['elements without end', wrap('<a>'.repeat(30)), 2, /nested/],
  ])('%s is refused with line and reason', (_, text, line, reason) => {
    expect(refusal(text)).toEqual([line, expect.stringMatching(reason)]);
  });

  test('a tag without end is refused before it fills the memory', () => {
    const reader = new ListReader();
    const endless = () => {
      reader.write('<export generationDate="2026-06-01T10:00:00Z"><sanctionEntity logicalId="');
      for (let at = 0; at < 1000; at += 1) reader.write('x'.repeat(64 * 1024));
    };
    expect(endless).toThrow(/longer than a list has/);
  });
});
