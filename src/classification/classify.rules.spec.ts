import { classify, graphOf, textOf, type Millions } from './ownership.fixture.js';
import { OwnershipRefused } from './ownership.rules.js';

const a: Millions = [40, 6, 5];

describe('MEM-2: years', () => {
  test('a take-over counts at once, in all years', () => {
    const of = (figures: Millions) => ({ years: { 2024: figures, 2025: figures } });
    const graph = graphOf({ A: of(a), B: of([900, 90, 90]) }, [['B', 'A', 100]]);
    expect(classify(graph)).toMatchObject({ class: 'large', size: 'large' });
  });

  test('an estimate does not count beside closed years, but leaves the class provisional', () => {
    const years = { 2023: [200, 9, 9], 2024: [300, 60, 50] } as Record<number, Millions>;
    const found = classify(graphOf({ A: { years, estimates: { 2025: [300, 60, 50] } } }));
    expect(found).toMatchObject({ size: 'medium', provisional: true, figures: { awu: '300' } });
  });

  test('beside a new firm the last closed year of the others counts', () => {
    const graph = graphOf(
      {
        A: { estimates: { 2026: [5, 1, 1] } },
        B: { years: { 2024: [90, 9, 9], 2025: [100, 9, 9] } },
      },
      [['B', 'A', 100]],
    );
    expect(classify(graph)).toMatchObject({ provisional: true, figures: { awu: '105' } });
  });

  test('a partner that lacks a year is named', () => {
    const graph = graphOf({ A: { years: { 2024: a, 2025: a } }, B: { years: { 2025: a } } }, [
      ['B', 'A', 30],
    ]);
    expect(() => classify(graph)).toThrow(OwnershipRefused);
    expect(() => classify(graph)).toThrow(
      expect.objectContaining({
        field: 'enterprises[1].years',
        sentence: expect.stringContaining('"B" has no figures of 2024'),
      }),
    );
  });

  test('an earlier year does not stand in for a closed one', () => {
    const graph = graphOf({ A: { years: { 2025: a } }, B: { years: { 2024: a } } }, [
      ['B', 'A', 30],
    ]);
    expect(() => classify(graph)).toThrow(/"B" has no figures of 2025/);
  });

  test('an estimate of a partner makes the class provisional', () => {
    const guess = { estimates: { 2025: a } };
    expect(classify(graphOf({ A: a, B: guess }, [['B', 'A', 30]]))).toMatchObject({
      provisional: true,
      figures: { awu: '52' },
    });
    expect(classify(graphOf({ A: a, B: guess })).provisional).toBe(false);
  });

  test('an investor that is exempt needs no figures', () => {
    const graph = graphOf({ A: a, V: { kind: 'venture_capital' } }, [['V', 'A', 40]]);
    expect(classify(graph).class).toBe('sme');
  });

  test('an enterprise without figures is refused, a university is not', () => {
    expect(() => classify(graphOf({ A: {} }))).toThrow(
      expect.objectContaining({ field: 'enterprises[0].years' }),
    );
    expect(classify(graphOf({ A: { kind: 'university' } }))).toMatchObject({
      class: 'science',
      size: null,
      figures: null,
    });
  });
});

describe('MEM-2: what is told', () => {
  test('small mid-caps are recorded with both sets of rules', () => {
    const sets = (figures: Millions) =>
      classify(graphOf({ A: figures })).ruleSets.map(({ ruleSet, size }) => `${ruleSet} ${size}`);
    expect(sets([749, 150, 300])).toEqual([
      'SMC_2025_1099 small_mid_cap',
      'SMC_OMNIBUS_IV small_mid_cap',
    ]);
    expect(sets([999, 200, 300])).toEqual(['SMC_2025_1099 large', 'SMC_OMNIBUS_IV small_mid_cap']);
    expect(sets([1000, 10, 10])).toEqual(['SMC_2025_1099 large', 'SMC_OMNIBUS_IV large']);
    expect(sets([249, 50, 43])).toEqual([]);
    expect(classify(graphOf({ A: [999, 200, 300] })).size).toBe('large');
  });

  test('every step of example 3 has its article, enterprise and factor', () => {
    const graph = graphOf({ A: [80, 12, 9], B: [400, 90, 70], C: [60, 8, 6], D: [40, 6, 5] }, [
      ['B', 'A', 25],
      ['A', 'C', 33],
      ['A', 'D', 49],
    ]);
    expect(
      classify(graph).steps.map((step) => [step.article, step.enterprise, step.factorPpm]),
    ).toEqual([
      ['Article 3(2)', 'B', 250_000],
      ['Article 3(2)', 'C', 330_000],
      ['Article 3(2)', 'D', 490_000],
      ['Article 3(2)', 'A', 1_000_000],
      ['Article 6(2)', 'A', 1_000_000],
      ['Article 6(2), second subparagraph', 'B', 250_000],
      ['Article 6(2), second subparagraph', 'C', 330_000],
      ['Article 6(2), second subparagraph', 'D', 490_000],
      ['Article 2', 'A', 1_000_000],
      ['Article 2', 'A', 1_000_000],
    ]);
    expect(textOf(graph)).toContain(
      'B counts with 25 % of 2025: headcount 400, turnover EUR 90,000,000.00, balance sheet EUR 70,000,000.00.',
    );
    expect(textOf(graph)).toMatch(/Is medium: headcount 219.4 < 250; turnover EUR 40,080,000.00/);
  });

  test('why nothing counts is told too', () => {
    const graph = graphOf(
      { A: [100, 15, 12], P: [200, 30, 25], R: a, V: { kind: 'venture_capital' }, W: a },
      [
        ['P', 'A', 30],
        ['R', 'P', 30],
        ['V', 'A', 26],
        ['W', 'A', 10],
      ],
    );
    expect(textOf(graph)).toContain('R is a partner of the partner P only, and does not count.');
    expect(textOf(graph)).toContain(
      'V holds 26 % of A, but is a venture capital company and not linked',
    );
    expect(textOf(graph)).toContain('W holds 10 % of A, which is below 25 %: no partner.');
    expect(classify(graph).steps.map(({ article }) => article)).toEqual(
      expect.arrayContaining(['Article 3(2)(a)', 'Article 6(3)']),
    );
  });

  test('a third of a cent is not lost at the limit', () => {
    const third = { year: 2025, awu: '0', turnoverCents: '3', balanceCents: '3' };
    const graph = graphOf({ A: [1, 2, 2], P: a }, [['P', 'A', 33.3333]]);
    (graph.enterprises[1] as { years: object[] }).years = [third];
    expect(classify(graph)).toMatchObject({
      size: 'small',
      figures: { turnoverCents: '200000001' },
    });
  });

  test('headcounts are exact', () => {
    const graph = graphOf({ A: [249.99, 1, 1], P: [0.03, 0, 0] }, [['P', 'A', 33.3333]]);
    expect(classify(graph)).toMatchObject({ size: 'medium', figures: { awu: '249.99999999' } });
  });
});
