import {
  classify,
  graphOf,
  testCases,
  textOf,
  type Case,
  type Enterprises,
  type LinkWish,
  type Millions,
  type Persons,
  type Result,
} from './ownership.fixture.js';
import { controlledBy, singleUndertakings } from './linked.rules.js';
import { readOwnership } from './ownership.rules.js';
import type { OwnershipInput } from './ownership.schemas.js';

const a: Millions = [40, 6, 5];
const both = (marketOfA?: string, marketOfB?: string): Enterprises => ({
  A: { of2025: a, market: marketOfA },
  B: { of2025: [240, 9, 9], market: marketOfB },
});
const owner: Persons = [{ id: 'P' }];
const angel: Persons = [{ id: 'P', businessAngel: true }];
const owned: LinkWish[] = [
  ['P', 'A', 100],
  ['P', 'B', 70],
];

describe('MEM-2: natural persons', () => {
  const linked: Result = ['large', 'small_mid_cap', '280', 15, 14];
  const alone: Result = ['sme', 'small', '40', 6, 5];
  const pair: Persons = [{ id: 'P', actingTogether: ['Q'] }, { id: 'Q' }];
  const angels: Persons = [...angel, { id: 'Q', businessAngel: true }];
  // prettier-ignore
  const halves: LinkWish[] = [['P', 'A', 50], ['Q', 'A', 50], ['P', 'B', 30], ['Q', 'B', 30]];
  const invested = (euro: number, share = 30) => ({
    capital: share,
    votes: share,
    investedEuro: euro,
  });
  // prettier-ignore
  const cases: Case[] = [
    ['one owner, one market: linked', both('Speech software', ' speech  software'), owned, linked, owner],
    ['one owner, one market among several: linked', both('speech, chips', 'chips; hotels'), owned, linked, owner],
    ['one owner, different markets: not linked', both('speech', 'hotels'), owned, alone, owner],
    ['one owner, no market said: not linked', both(undefined, 'hotels'), owned, alone, owner],
    ['family acting jointly: linked', both('speech', 'speech'), halves, linked, pair],
    ['acting jointly is told by either', both('speech', 'speech'), halves, linked, [{ id: 'P' }, { id: 'Q', actingTogether: ['P'] }]],
    ['the same two without acting jointly: not linked', both('speech', 'speech'), halves, alone, [{ id: 'P' }, { id: 'Q' }]],
    ['no control elsewhere: not linked', both('speech', 'speech'), [['P', 'A', 100], ['P', 'B', 50]], alone, owner],
    ['through a holding of another market',
      { ...both('speech', 'speech'), H: { of2025: [1, 1, 1], market: 'holding' } },
      [['P', 'H', 100], ['H', 'A', 80], ['P', 'B', 70]], ['large', 'small_mid_cap', '281', 16, 15], owner],
    ['in person and through a company together',
      { A: { of2025: a, market: 'x' }, H: { of2025: [230, 5, 5], market: 'x' } },
      [['P', 'H', 100], ['P', 'A', 40], ['H', 'A', 20]], ['large', 'small_mid_cap', '270', 11, 10], owner],
    ['a quarter in private hands is no partner', { A: a }, [['P', 'A', 49]], alone, owner],
    ['a business angel links what it controls in whatever market', both('speech', 'hotels'), owned, linked, angel],
    ['a business angel below the limit is exempt, with all that is its own', both('speech', 'hotels'),
      [['P', 'A', invested(1_249_999)], ['P', 'B', 100]], alone, angel],
    ['at the limit it is a partner, with all that is its own', both('speech', 'hotels'),
      [['P', 'A', invested(1_250_000)], ['P', 'B', 100]], ['sme', 'medium', '112', 8.7, 7.7], angel],
    ['business angels acting jointly hold a majority together, and link what is theirs', both('speech', 'hotels'),
      [['P', 'A', invested(100, 30)], ['Q', 'A', invested(100, 30)], ['P', 'B', 60]], linked,
      [{ id: 'P', businessAngel: true, actingTogether: ['Q'] }, { id: 'Q', businessAngel: true }]],
    ['business angels who are strangers do not', both('speech', 'hotels'),
      [['P', 'A', invested(100, 30)], ['Q', 'A', invested(100, 30)], ['P', 'B', 60]], alone, angels],
    ['the limit is of all business angels together', both('speech', 'hotels'),
      [['P', 'A', invested(700_000)], ['Q', 'A', invested(550_000, 5)], ['P', 'B', 100]], ['sme', 'medium', '112', 8.7, 7.7], angels],
  ];
  testCases(cases);

  test('a market that is not said is told', () => {
    expect(textOf(graphOf(both(undefined, 'hotels'), owned, owner))).toMatch(
      /P controls A and B: .* not linked by that. No market is given for A\./,
    );
  });

  test('a business angel with a quarter has to say how much it invested', () => {
    expect(() => classify(graphOf({ A: a }, [['P', 'A', 30]], angel))).toThrow(
      expect.objectContaining({ field: 'links[0].investedCents' }),
    );
    expect(classify(graphOf({ A: a }, [['P', 'A', 20]], angel)).class).toBe('sme');
  });
});

describe('MEM-2: single undertakings', () => {
  const groupsOf = (graph: OwnershipInput) => {
    const groups = singleUndertakings(readOwnership(graph));
    return graph.enterprises.map(({ id }) => groups.groupOf(id).join(''));
  };

  test('natural persons and partners do not make one', () => {
    expect(groupsOf(graphOf(both('speech', 'speech'), owned, owner))).toEqual(['A', 'B']);
    expect(groupsOf(graphOf({ A: a, B: a }, [['B', 'A', 50]]))).toEqual(['A', 'B']);
  });

  test('control makes one, to any depth and jointly', () => {
    const links: LinkWish[] = [
      ['B', 'C', 51],
      ['B', 'A', 30],
      ['C', 'A', 30],
      ['A', 'D', { control: 'board' }],
    ];
    expect(groupsOf(graphOf({ A: a, B: a, C: a, D: a, E: a }, links))).toEqual([
      ...Array<string>(4).fill('ABCD'),
      'E',
    ]);
  });

  test('the same public body does not', () => {
    const graph = graphOf({ A: a, B: a, S: { kind: 'public_body' } }, [
      ['S', 'A', 100],
      ['S', 'B', 100],
    ]);
    expect(groupsOf(graph)).toEqual(['A', 'B', 'S']);
  });

  test('asked for by holderRegime, the figures are those of the undertaking', () => {
    const graph = graphOf({ ...both('speech', 'speech'), C: a, D: a }, [
      ...owned,
      ['A', 'C', 100],
      ['A', 'D', 50],
    ]);
    graph.persons = owner;
    graph.holderRegime = 'undertaking';
    const found = classify(graph);
    expect(found).toMatchObject({ class: 'sme', size: 'medium', figures: { awu: '80' } });
    expect(found.steps[1]).toMatchObject({
      article: 'Regulation (EU) 2023/2831, Article 2(2)',
      text: 'A and C are one single undertaking.',
    });
  });
});

test('MEM-2: what is controlled does not name the holders themselves', () => {
  const { links } = readOwnership(
    graphOf({ A: a, B: a, C: a }, [
      ['A', 'B', 40],
      ['C', 'B', 20],
      ['A', 'C', 90],
    ]),
  );
  expect([...controlledBy(links, ['A'])].toSorted()).toEqual(['B', 'C']);
  expect([...controlledBy(links, ['A', 'C'])]).toEqual(['B']);
});
