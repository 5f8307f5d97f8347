import { graphOf, type Millions } from './ownership.fixture.js';
import { OwnershipRefused, percent, readOwnership } from './ownership.rules.js';
import type { OwnershipInput } from './ownership.schemas.js';

const a: Millions = [40, 6, 5];
type Change = (graph: OwnershipInput) => unknown;

function refusal(change: Change): { field: string; sentence: string } {
  const graph = structuredClone(
    graphOf({ A: { years: { 2024: a, 2025: a } }, B: a }, [['B', 'A', 30]], [{ id: 'P' }]),
  );
  const changed = change(graph);
  try {
    readOwnership(changed !== null && typeof changed === 'object' ? changed : graph);
  } catch (error) {
    if (error instanceof OwnershipRefused) return error;
    throw error;
  }
  throw new Error('The graph was not refused.');
}

const link = (graph: OwnershipInput) => graph.links?.[0] as NonNullable<OwnershipInput['links']>[0];
const year = (graph: OwnershipInput, at = 0) => graph.enterprises[0]!.years[at]!;
const more = (graph: OwnershipInput, from: string, to: string, ppm: number) =>
  graph.links?.push({ from, to, capitalPpm: ppm, votesPpm: ppm });
/** As a sender without types would write it. */
const wrong = <T = never>(value: unknown) => value as T;

describe('MEM-2: a bad ownership graph gets its field and a sentence', () => {
  // prettier-ignore
  const cases: [name: string, change: Change, field: string, sentence: RegExp][] = [
    ['shares above 100 %', (g) => { link(g).capitalPpm = 1_000_001; }, 'links[0].capitalPpm', /above 100 %/],
    ['negative shares', (g) => { link(g).votesPpm = -1; }, 'links[0].votesPpm', /cannot be negative/],
    ['fractions of a millionth', (g) => { link(g).votesPpm = 0.5; }, 'links[0].votesPpm', /whole number/],
    ['shares as text', (g) => { link(g).votesPpm = wrong('250000'); }, 'links[0].votesPpm', /whole number/],
    ['shares that add up to more than 100 %', (g) => more(g, 'P', 'A', 700_001), 'links[1].capitalPpm', /100.0001 %, above 100 %/],
    ['votes that add up to more than 100 %', (g) => { more(g, 'P', 'A', 700_000); g.links![1]!.votesPpm = 800_000; }, 'links[1].votesPpm', /of the votes of "A" add up to 110 %/],
    ['an unknown holder', (g) => { link(g).from = 'X'; }, 'links[0].from', /no enterprise or person "X"/],
    ['an unknown enterprise held', (g) => { link(g).to = 'X'; }, 'links[0].to', /no enterprise or person "X"/],
    ['an unknown subject', (g) => { g.subject = 'X'; }, 'subject', /"X" is not among the enterprises/],
    ['a person as the subject', (g) => { g.subject = 'P'; }, 'subject', /not among the enterprises/],
    ['an unknown person to act with', (g) => { g.persons![0]!.actingTogether = ['X']; }, 'persons[0].actingTogether[0]', /"X"/],
    ['a company to act with', (g) => { g.persons![0]!.actingTogether = ['A']; }, 'persons[0].actingTogether[0]', /not among the persons/],
    ['a share of a person', (g) => { link(g).to = 'P'; }, 'links[0].to', /is a person/],
    ['a share of itself', (g) => { link(g).from = 'A'; }, 'links[0].to', /cannot hold itself/],
    ['the same holding twice', (g) => more(g, 'B', 'A', 10), 'links[1]', /twice/],
    ['an id twice', (g) => { g.enterprises[1]!.id = 'A'; }, 'enterprises[1].id', /stands twice/],
    ['an id of an enterprise and a person', (g) => { g.persons![0]!.id = 'B'; }, 'persons[0].id', /stands twice/],
    ['a negative headcount', (g) => { year(g).awu = '-5'; }, 'enterprises[0].years[0].awu', /cannot be negative/],
    ['a headcount as a number', (g) => { year(g).awu = wrong(5); }, 'enterprises[0].years[0].awu', /must be text/],
    ['a headcount with an exponent', (g) => { year(g).awu = '1e3'; }, 'enterprises[0].years[0].awu', /annual work units/],
    ['a negative turnover', (g) => { year(g).turnoverCents = '-1'; }, 'enterprises[0].years[0].turnoverCents', /cannot be negative/],
    ['a balance sheet in euro and cents', (g) => { year(g).balanceCents = '1.50'; }, 'enterprises[0].years[0].balanceCents', /whole euro cents/],
    ['a year without its headcount', (g) => { delete wrong(year(g))['awu']; }, 'enterprises[0].years[0].awu', /is missing/],
    ['no years at all', (g) => { delete wrong(g.enterprises[0])['years']; }, 'enterprises[0].years', /is missing/],
    ['a year left out', (g) => { year(g).year = 2023; }, 'enterprises[0].years[1].year', /lacks the year 2024/],
    ['a year twice', (g) => { year(g).year = 2025; }, 'enterprises[0].years[1].year', /the year 2025 twice/],
    ['years from the newest', (g) => { year(g).year = 2026; }, 'enterprises[0].years[1].year', /oldest first/],
    ['an estimate before closed accounts', (g) => { year(g).estimate = true; }, 'enterprises[0].years[0].estimate', /closed figures of 2024/],
    ['an unknown kind', (g) => { g.enterprises[1]!.kind = wrong('bank'); }, 'enterprises[1].kind', /must be one of "enterprise", "university"/],
    ['an unknown control', (g) => { link(g).control = wrong('magic'); }, 'links[0].control', /"agreement"/],
    ['an unknown field', (g) => { wrong<Record<string, unknown>>(g)['colour'] = 1; }, 'colour', /no field "colour"/],
    ['an unknown field deep inside', (g) => { wrong<Record<string, unknown>>(link(g))['share'] = 1; }, 'links[0].share', /links\[0\] has no field "share"/],
    ['nobody at all', (g) => { g.enterprises = []; }, 'enterprises', /needs at least the subject/],
    ['a list instead of a graph', () => [], '', /The graph must be of type object/],
    ['two that control each other', (g) => { link(g).votesPpm = 600_000; link(g).capitalPpm = 600_000; more(g, 'A', 'B', 510_000); }, 'links[1]', /circle of control: "B" → "A" → "B"/],
    ['a circle by board and contract', (g) => { link(g).control = 'board'; more(g, 'A', 'B', 0); g.links![1]!.control = 'contract'; }, 'links[1]', /circle/],
  ];

  test.each(cases)('%s', (_, change, field, sentence) => {
    const refused = refusal(change);
    expect(refused.field).toBe(field);
    expect(refused.sentence).toMatch(sentence);
    expect(refused.sentence).toMatch(/\.$/);
  });

  test('a long circle is found, a long chain is not one', () => {
    const names = Array.from({ length: 300 }, (_, at) => (at === 0 ? 'A' : `E${at}`));
    const chain = graphOf(
      Object.fromEntries(names.map((name) => [name, a])),
      names.slice(1).map((name, at) => [names[at] as string, name, 60] as const),
    );
    expect(readOwnership(chain).links).toHaveLength(299);
    chain.links?.push({ from: 'E299', to: 'A', capitalPpm: 510_000, votesPpm: 510_000 });
    expect(() => readOwnership(chain)).toThrow(/circle of control/);
  });

  test('two ways of control to the same enterprise are no circle', () => {
    const diamond = graphOf({ A: a, B: a, C: a, D: a }, [
      ['A', 'B', 60],
      ['A', 'C', 60],
      ['B', 'D', 60],
      ['C', 'D', { control: 'board' }],
    ]);
    expect(readOwnership(diamond).links).toHaveLength(4);
  });

  test('the pointer is that of the field', () => {
    const refused = refusal((g) => more(g, 'X', 'A', 1)) as OwnershipRefused;
    expect(refused.pointer).toBe('/links/1/from');
  });

  test('persons and links may be left out', () => {
    const { enterprises } = graphOf({ A: a });
    expect(readOwnership({ subject: 'A', enterprises })).toMatchObject({
      holderRegime: 'sme',
      persons: [],
      links: [],
    });
  });
});

test.each([
  [0, '0 %'],
  [250_000, '25 %'],
  [333_333, '33.3333 %'],
  [1_000_000, '100 %'],
  [125_500, '12.55 %'],
])('%d parts per million are %s', (ppm, text) => {
  expect(percent(ppm)).toBe(text);
});
