import fc from 'fast-check';
import { classifyOwnership } from './classify.rules.js';
import { linkedForSme, singleUndertakings } from './linked.rules.js';
import { classify, day, yearOf } from './ownership.fixture.js';
import { OwnershipRefused, readOwnership } from './ownership.rules.js';
import { holderKinds, type Holding, type OwnershipInput } from './ownership.schemas.js';
import { settle } from './periods.rules.js';

const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
const sizes = ['micro', 'small', 'medium', 'small_mid_cap', 'large'];
const kind = fc.constantFrom(...holderKinds, ...Array<'enterprise'>(8).fill('enterprise'));

const figures = fc.record({ awu: fc.nat(30_000), turnover: fc.nat(9_000), balance: fc.nat(9_000) });
/** Shares that are near the limits, because there it matters. */
const share = fc.oneof(
  fc.constantFrom(0, 100_000, 249_999, 250_000, 333_333, 500_000, 500_001, 600_000, 1_000_000),
  fc.nat(1_000_000),
);

/** Graphs without circles of control: who comes first in the list may control who comes later. */
const graphs = (kinds: fc.Arbitrary<OwnershipInput['enterprises'][number]['kind']> = kind) =>
  fc
    .record({
      kinds: fc.array(kinds, { minLength: 7, maxLength: 7 }),
      figures: fc.array(figures, { minLength: 7, maxLength: 7 }),
      subject: fc.nat(6),
      shares: fc.array(
        fc.record({ from: fc.nat(6), to: fc.nat(6), capital: share, votes: share }),
        { maxLength: 14 },
      ),
    })
    .map((wish): OwnershipInput => {
      const subject = names[wish.subject] as string;
      return {
        subject,
        enterprises: names.map((id, at) => ({
          id,
          kind: id === subject ? 'enterprise' : (wish.kinds[at] ?? 'enterprise'),
          market: 'one',
          budgetCents: '1',
          inhabitants: 1,
          years: [
            yearOf(2025, [
              (wish.figures[at]?.awu ?? 0) / 100,
              (wish.figures[at]?.turnover ?? 0) / 100,
              (wish.figures[at]?.balance ?? 0) / 100,
            ]),
          ],
        })),
        links: bounded(wish.shares),
      };
    });

/** Keeps one holding of a pair, sums at most 100 %, and majorities downwards only. */
function bounded(
  wishes: readonly { from: number; to: number; capital: number; votes: number }[],
): Holding[] {
  const links: Holding[] = [];
  for (const { from, to, capital, votes } of wishes) {
    const [holder, held] = [names[from] as string, names[to] as string];
    if (from === to || links.some((link) => link.from === holder && link.to === held)) continue;
    const left = (of: 'capitalPpm' | 'votesPpm') =>
      links.reduce((sum, link) => (link.to === held ? sum - link[of] : sum), 1_000_000);
    const votesMax = from < to ? left('votesPpm') : Math.min(left('votesPpm'), 500_000);
    links.push({
      from: holder,
      to: held,
      capitalPpm: Math.min(capital, left('capitalPpm')),
      votesPpm: Math.min(votes, votesMax),
    });
  }
  return links;
}

const result = (graph: OwnershipInput) => {
  const { class: of, size, figures: sums } = classify(graph);
  return { of, size, sums };
};

describe('MEM-2: properties of the test on random graphs', () => {
  test('always ends, with a class, and steps with article, enterprise, factor and sentence', () => {
    fc.assert(
      fc.property(graphs(), (graph) => {
        const found = classify(graph);
        expect(['sme', 'large']).toContain(found.class);
        expect(sizes).toContain(found.size);
        for (const step of found.steps) {
          expect(step.article).toMatch(/^(Article \d|SMC_)/);
          expect(names).toContain(step.enterprise);
          expect(Number.isInteger(step.factorPpm)).toBe(true);
          expect(step.factorPpm).toBeLessThanOrEqual(1_000_000);
          expect(step.text).toMatch(/\.$/);
        }
      }),
    );
  });

  test('an enterprise of no concern changes nothing, down to the steps', () => {
    fc.assert(
      fc.property(graphs(), figures, (graph, { awu }) => {
        const stranger = {
          id: 'Z',
          kind: 'enterprise' as const,
          years: [yearOf(2025, [awu, 9, 9])],
        };
        const wider = { ...graph, enterprises: [stranger, ...graph.enterprises] };
        expect(classify(wider)).toEqual(classify(graph));
      }),
    );
  });

  test('the order of enterprises and links does not matter', () => {
    fc.assert(
      fc.property(graphs(), fc.nat(), (graph, turn) => {
        const turned = <T>(list: readonly T[] = []) => {
          const by = list.length === 0 ? 0 : turn % list.length;
          return [...list.slice(by), ...list.slice(0, by)].reverse();
        };
        const other = {
          ...graph,
          enterprises: turned(graph.enterprises),
          links: turned(graph.links),
        };
        expect(result(other)).toEqual(result(graph));
      }),
    );
  });

  test('growth of whoever never makes the subject smaller', () => {
    fc.assert(
      fc.property(graphs(), fc.nat(6), figures, (graph, at, more) => {
        const grown = structuredClone(graph);
        const own = grown.enterprises[at]!.years[0]!;
        own.awu = (Number(own.awu) + more.awu / 100).toFixed(2);
        own.turnoverCents = String(BigInt(own.turnoverCents) + BigInt(more.turnover) * 1_000_000n);
        own.balanceCents = String(BigInt(own.balanceCents) + BigInt(more.balance) * 1_000_000n);
        const [before, after] = [classify(graph).size ?? '', classify(grown).size ?? ''];
        expect(sizes.indexOf(after)).toBeGreaterThanOrEqual(sizes.indexOf(before));
      }),
    );
  });

  test('three times the figures of all are three times the sum', () => {
    fc.assert(
      fc.property(graphs(), (graph) => {
        const tripled = structuredClone(graph);
        for (const { years } of tripled.enterprises) {
          for (const year of years) {
            year.awu = (Number(year.awu) * 3).toFixed(2);
            year.turnoverCents = String(BigInt(year.turnoverCents) * 3n);
            year.balanceCents = String(BigInt(year.balanceCents) * 3n);
          }
        }
        const [once, thrice] = [classify(graph).figures!, classify(tripled).figures!];
        expect(Number(thrice.awu)).toBeCloseTo(Number(once.awu) * 3, 6);
        const rounding = BigInt(once.turnoverCents) * 3n - BigInt(thrice.turnoverCents);
        expect(rounding >= 0n && rounding < 3n).toBe(true);
      }),
    );
  });

  test('a larger share of one holder never makes the sum smaller', () => {
    fc.assert(
      fc.property(figures, figures, share, share, (own, other, one, two) => {
        const sum = (ppm: number) => {
          const graph: OwnershipInput = {
            subject: 'A',
            enterprises: [own, other].map(({ awu, turnover, balance }, at) => ({
              id: names[at] as string,
              kind: 'enterprise' as const,
              years: [yearOf(2025, [awu / 100, turnover / 100, balance / 100])],
            })),
            links: [{ from: 'B', to: 'A', capitalPpm: ppm, votesPpm: ppm }],
          };
          return Number(classify(graph).figures?.awu);
        };
        expect(sum(Math.max(one, two))).toBeGreaterThanOrEqual(sum(Math.min(one, two)));
      }),
    );
  });

  test('a single undertaking is never larger than the linked group', () => {
    fc.assert(
      fc.property(graphs(), (graph) => {
        const read = readOwnership(graph);
        const [linked, undertakings] = [linkedForSme(read), singleUndertakings(read)];
        for (const id of names) {
          for (const member of undertakings.groupOf(id)) {
            expect(linked.groupOf(id)).toContain(member);
          }
        }
      }),
    );
  });

  test('whatever is sent is classified or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.jsonValue(), graphs(), fc.nat(), (junk, graph, where) => {
        const sent = structuredClone(graph) as unknown as Record<string, unknown>;
        const keys = Object.keys(sent);
        sent[keys[where % keys.length] as string] = junk;
        try {
          classifyOwnership(readOwnership(sent), day);
        } catch (error) {
          expect(error).toBeInstanceOf(OwnershipRefused);
          expect((error as OwnershipRefused).sentence).toMatch(/\.$/);
        }
      }),
    );
  });
});

/*
 * The definition once more, written another way: groups by a matrix that is closed until it stands
 * still, sums in ordinary numbers. Only enterprises, because the exemptions have tables of their own.
 */
function bySecondDefinition({ subject, enterprises, links = [] }: OwnershipInput): number {
  const ids = enterprises.map(({ id }) => id);
  const held = (from: string, to: string, of: 'capitalPpm' | 'votesPpm') =>
    links.find((link) => link.from === from && link.to === to)?.[of] ?? 0;
  let groups = ids.map((id) => [id]);
  const joint = (group: readonly string[], to: string, of: 'capitalPpm' | 'votesPpm') =>
    group.reduce((sum, from) => sum + held(from, to, of), 0);
  const greater = (group: readonly string[], to: string) =>
    Math.max(joint(group, to, 'capitalPpm'), joint(group, to, 'votesPpm'));
  for (;;) {
    const pair = groups
      .flatMap((one) => groups.map((other) => [one, other] as const))
      .find(
        ([one, other]) => one !== other && other.some((to) => joint(one, to, 'votesPpm') > 500_000),
      );
    if (pair === undefined) break;
    groups = [...groups.filter((group) => !pair.includes(group)), pair.flat()];
  }
  const awu = (group: readonly string[]) =>
    group.reduce(
      (sum, id) => sum + Number(enterprises.find((one) => one.id === id)?.years[0]?.awu),
      0,
    );
  const own = groups.find((group) => group.includes(subject)) as string[];
  const quarters = (shares: number[]) =>
    shares.filter((ppm) => ppm >= 250_000).reduce((sum, ppm) => sum + ppm, 0);
  const partners = groups
    .filter((group) => group !== own)
    .map((group) => {
      const up = quarters(own.map((to) => greater(group, to)));
      const down = quarters(group.map((to) => greater(own, to)));
      return (Math.min(1_000_000, Math.max(up, down)) / 1_000_000) * awu(group);
    });
  return awu(own) + partners.reduce((sum, part) => sum + part, 0);
}

test('MEM-2: the sum agrees with a second definition', () => {
  fc.assert(
    fc.property(graphs(fc.constant('enterprise' as const)), (graph) => {
      expect(Number(classify(graph).figures?.awu)).toBeCloseTo(bySecondDefinition(graph), 4);
    }),
    { numRuns: 500 },
  );
});

test('MEM-2: the two-year rule agrees with its definition', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (raw) => {
      const status = settle(raw);
      expect(status[0]).toBe(raw[0]);
      raw.slice(1).forEach((now, index) => {
        const at = index + 1;
        expect(status[at]).toBe(now === raw[at - 1] ? now : status[at - 1]);
        if (status[at] !== status[at - 1]) expect(raw[at - 1]).toBe(status[at]);
      });
    }),
  );
});

test('MEM-2: the largest graphs that are let in have few steps for what they are', () => {
  const ids = Array.from({ length: 400 }, (_, at) => `E${at}`);
  const graph: OwnershipInput = {
    subject: 'E0',
    enterprises: ids.map((id) => ({
      id,
      kind: 'enterprise' as const,
      market: 'one',
      years: [yearOf(2025, [1, 1, 1])],
    })),
    persons: ids.map((id) => ({ id: `P${id}` })),
    links: [
      ...ids.map((to) => ({ from: 'PE0', to, capitalPpm: 510_000, votesPpm: 510_000 })),
      ...ids.slice(1).map((to, at) => ({
        from: ids[at] as string,
        to,
        capitalPpm: 300_000,
        votesPpm: 300_000,
      })),
    ],
  };
  const { figures: sums, steps } = classify(graph);
  expect(sums?.awu).toBe('400');
  expect(steps.length).toBeLessThan(1300);
});
