import fc from 'fast-check';
import { classOf, type Declaration, type Figures } from './classification.rules.js';
import { ceilingsOn } from './size-ceilings.rules.js';

/** Headcount, turnover and balance sheet in millions of euro. */
const figures = (headcount: string, turnover: number, balance: number): Figures => ({
  year: 2025,
  headcount,
  turnoverCents: String(Math.round(turnover * 100_000_000)),
  balanceCents: String(Math.round(balance * 100_000_000)),
});
const company = (of: Figures | null, declared: Declaration['class'] = null): Declaration => ({
  kind: 'company',
  class: declared,
  figures: of,
});

describe('MEM-2: the class of an organisation', () => {
  test.each([
    ['turnover over 50 but balance under 43', figures('120', 60, 40), 'medium', 'sme'],
    ['just below every ceiling', figures('249.9', 50, 43.1), 'medium', 'sme'],
    ['headcount is strict', figures('250', 20, 20), 'small_mid_cap', 'large'],
    ['both amounts above', figures('100', 50.01, 43.01), 'small_mid_cap', 'large'],
    ['micro by both', figures('9.99', 2, 2), 'micro', 'sme'],
    ['ten people are small', figures('10', 1, 1), 'small', 'sme'],
    ['few people, much money', figures('5', 900, 900), 'large', 'large'],
    ['many people, little money', figures('750', 1, 1), 'large', 'large'],
    ['nobody yet', figures('0', 0, 0), 'micro', 'sme'],
  ])('%s', (_, of, size, expected) => {
    expect(classOf(company(of), '2026-11-24')).toMatchObject({ size, class: expected });
  });

  test.each(['university', 'research_organisation', 'public_body'] as const)(
    'a %s is science and says so',
    (kind) => {
      const found = classOf({ kind, class: null, figures: null }, '2026-11-24');
      expect(found).toMatchObject({ class: 'science', size: null });
      expect(found.basis).toHaveLength(1);
    },
  );

  test.each([
    ['ORG_CLASS_KIND', { kind: 'university', class: 'sme', figures: null }],
    ['ORG_CLASS_KIND', company(figures('1', 1, 1), 'science')],
    ['ORG_FIGURES_MISSING', company(null, 'sme')],
    ['ORG_FIGURES_MISSING', company(null)],
    ['ORG_CLASS_FIGURES', company(figures('251', 1, 1), 'sme')],
  ] as const)('refuses with %s', (code, declaration) => {
    expect(() => classOf(declaration, '2026-11-24')).toThrow(expect.objectContaining({ code }));
  });

  test('a small company may declare itself large, because it can belong to a group', () => {
    const found = classOf(company(figures('12', 1, 1), 'large'), '2026-11-24');
    expect(found).toMatchObject({ class: 'large', size: 'small' });
    expect(found.basis.at(-1)).toMatch(/Declared large/);
  });

  test('large needs no figures: it is the SME that has to show them', () => {
    const found = classOf(company(null, 'large'), '2026-11-24');
    expect(found).toMatchObject({ class: 'large', size: null });
    expect(found.basis).toEqual(['Declared large; no figures were given.']);
  });

  test('the basis names figures, ceilings and source', () => {
    expect(classOf(company(figures('120.5', 60, 40)), '2026-11-24').basis).toEqual([
      'Figures of 2025, the organisation’s own.',
      'Is medium: headcount 120.5 < 250; turnover EUR 60,000,000.00 > EUR 50,000,000.00; balance sheet EUR 40,000,000.00 ≤ EUR 43,000,000.00 (Recommendation 2003/361/EC, Annex, Article 2).',
      'Class SME (medium).',
    ]);
  });

  test('growing never makes a company smaller', () => {
    const order = ['micro', 'small', 'medium', 'small_mid_cap', 'large'];
    const amount = fc.nat(300_000);
    fc.assert(
      fc.property(amount, amount, amount, amount, amount, amount, (h, t, b, dh, dt, db) => {
        const size = (people: number, turnover: number, balance: number) =>
          classOf(
            company(figures((people / 100).toFixed(2), turnover / 1000, balance / 1000)),
            '2026-11-24',
          ).size ?? '';
        const [before, after] = [size(h, t, b), size(h + dh, t + dt, b + db)];
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }),
    );
  });
});

describe('the ceilings are data with a validity', () => {
  test('small mid-caps exist since the Recommendation of 2025', () => {
    expect(ceilingsOn('2025-05-20').map(({ size }) => size)).toEqual(['micro', 'small', 'medium']);
    expect(ceilingsOn('2025-05-21').map(({ size }) => size)).toContain('small_mid_cap');
    expect(classOf(company(figures('300', 1, 1)), '2025-05-20').size).toBe('large');
  });

  test('a set ends on its last day', () => {
    const [sme] = ceilingsOn('2026-01-01');
    const set = {
      ruleSet: 'X',
      source: 'X',
      validFrom: '2020-01-01',
      validTo: '2021-12-31',
      ceilings: [sme!],
    };
    expect(ceilingsOn('2021-12-31', [set])).toHaveLength(1);
    expect(ceilingsOn('2022-01-01', [set])).toHaveLength(0);
  });
});
