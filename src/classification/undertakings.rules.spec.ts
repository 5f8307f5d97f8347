import fc from 'fast-check';
import { readOwnership } from './ownership.rules.js';
import { regrouped, statedUndertaking, type Grouped } from './undertakings.rules.js';

const one = (id: string, groupId: string | null = null, derived = groupId !== null): Grouped => ({
  id,
  groupId,
  derived,
});
const counting = () => {
  let count = 0;
  return () => `new ${(count += 1)}`;
};

describe('MEM-2: single undertakings among organisations', () => {
  test.each([
    ['nobody is tied', [one('a'), one('b')], [], []],
    ['two', [one('a'), one('b')], [['a', 'b']], [one('a', 'new 1'), one('b', 'new 1')]],
    [
      'a third comes in',
      [one('a', 'g'), one('b', 'g'), one('c')],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      [one('c', 'g')],
    ],
    ['one leaves', [one('a', 'g'), one('b', 'g'), one('c', 'g')], [['a', 'b']], [one('c')]],
    [
      'a group falls into two',
      [one('a', 'g'), one('b', 'g'), one('c', 'g'), one('d', 'g')],
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [one('c', 'new 1'), one('d', 'new 1')],
    ],
    ['two groups become one', [one('a', 'g'), one('b', 'h')], [['a', 'b']], [one('b', 'g')]],
    ['a given one stays', [one('a', 'g', false), one('b', 'g')], [], [one('b')]],
    ['a given one takes in', [one('a', 'g', false), one('b', 'h')], [['a', 'b']], [one('b', 'g')]],
  ] as [string, Grouped[], [string, string][], Grouped[]][])('%s', (_, before, pairs, expected) => {
    expect(regrouped(before, pairs, counting())).toEqual(expected);
  });

  test('whatever the pairs, exactly the tied share a group, and doing it again changes nothing', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const pair = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids));
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 8 }),
        fc.array(pair, { maxLength: 8 }),
        (first, then) => {
          const make = counting();
          const apply = (before: Grouped[], pairs: [string, string][]) => {
            const changed = new Map(regrouped(before, pairs, make).map((row) => [row.id, row]));
            return before.map((row) => changed.get(row.id) ?? row);
          };
          const after = apply(
            apply(
              ids.map((id) => one(id)),
              first,
            ),
            then,
          );
          expect(regrouped(after, then, make)).toEqual([]);
          const reach = (from: string): Set<string> => {
            const seen = new Set([from]);
            for (const id of seen)
              for (const [x, y] of then) {
                if (x === id) seen.add(y);
                if (y === id) seen.add(x);
              }
            return seen;
          };
          for (const x of after)
            for (const y of after) {
              if (x.id === y.id) continue;
              const same = x.groupId !== null && x.groupId === y.groupId;
              expect([x.id, y.id, same]).toEqual([x.id, y.id, reach(x.id).has(y.id)]);
            }
        },
      ),
    );
  });
});

test('MEM-2: a graph names those linked with its subject, never through persons or partners', () => {
  const enterprise = (id: string, value?: string) => ({
    id,
    kind: 'enterprise',
    years: [],
    ...(value === undefined ? {} : { identifier: { kind: 'pic', value } }),
  });
  const graph = readOwnership({
    subject: 'A',
    enterprises: [
      enterprise('A', '999999991'),
      enterprise('B', '999999992'),
      enterprise('C', '999999993'),
      enterprise('D', '999999994'),
      enterprise('E'),
    ],
    persons: [{ id: 'Ada' }],
    links: [
      { from: 'A', to: 'B', capitalPpm: 0, votesPpm: 510_000 },
      { from: 'B', to: 'E', capitalPpm: 0, votesPpm: 510_000 },
      { from: 'A', to: 'C', capitalPpm: 400_000, votesPpm: 400_000 },
      { from: 'Ada', to: 'A', capitalPpm: 0, votesPpm: 900_000 },
      { from: 'Ada', to: 'D', capitalPpm: 0, votesPpm: 900_000 },
    ],
  });
  expect(statedUndertaking(graph)).toEqual([{ kind: 'pic', value: '999999992' }]);
});
