import type { Ownership } from '../classification/ownership.schemas.js';
import { countingOwners } from './owners.rules.js';

/** `A>B 30/10` means that A holds 30 % of the capital of B and 10 % of the votes; `!` is control. */
function graphOf(...lines: string[]): Ownership {
  const links = lines.map((line) => {
    const [, from, to, capital, votes, control] = /^(\w+)>(\w+) (\d+)\/(\d+)(!?)$/.exec(line) ?? [];
    return {
      from: from as string,
      to: to as string,
      capitalPpm: Number(capital) * 10_000,
      votesPpm: Number(votes) * 10_000,
      ...(control === '!' ? { control: 'board' as const } : {}),
    };
  });
  const names = [...new Set(['S', ...links.flatMap(({ from, to }) => [from, to])])];
  const isPerson = (name: string) => name.startsWith('P');
  return {
    subject: 'S',
    holderRegime: 'sme',
    enterprises: names
      .filter((name) => !isPerson(name))
      .map((id) => ({ id, kind: 'enterprise' as const, years: [] })),
    persons: names.filter(isPerson).map((id) => ({ id })),
    links,
  };
}

const counting = (listed: string[], ...lines: string[]) =>
  countingOwners(graphOf(...lines), (name) => listed.includes(name), 500_000).map(
    ({ name, holdingPpm }) => `${name} ${holdingPpm / 10_000}`,
  );

describe('MEM-6: owners from 50 % on count, added up over listed ones', () => {
  test.each<[string, string[], string[], string[]]>([
    ['exactly 50 % of the capital', ['P1'], ['P1>S 50/0'], ['P1 50']],
    ['the votes where they are more', ['A'], ['A>S 10/60'], ['A 60']],
    ['49 % do not', ['A'], ['A>S 49/49'], []],
    ['two listed owners together', ['A', 'P1'], ['A>S 30/30', 'P1>S 25/20'], ['A 55', 'P1 55']],
    ['not with one who is not listed', ['A'], ['A>S 30/30', 'B>S 30/30'], []],
    ['down a chain', ['P1'], ['P1>A 60/60', 'A>B 50/50', 'B>S 80/80'], ['P1 80']],
    ['a broken chain', ['P1'], ['P1>A 40/40', 'A>S 80/80'], []],
    ['own and by what is owned', ['P1'], ['P1>A 60/0', 'A>S 30/0', 'P1>S 20/0'], ['P1 50']],
    ['control without shares', ['A'], ['A>S 1/1!'], ['A 100']],
    ['a circle', ['A'], ['A>B 60/60', 'B>A 60/60', 'B>S 70/70'], ['A 70']],
    ['the subject itself is no owner', ['S'], ['S>S 60/60'], []],
    ['who owns something else', ['A', 'B'], ['A>S 60/60', 'B>C 100/100'], ['A 60']],
  ])('%s', (_, listed, lines, expected) => {
    expect(counting(listed, ...lines)).toEqual(expected);
  });
});
