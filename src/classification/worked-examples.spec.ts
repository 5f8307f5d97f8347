import { classify, graphOf, testCases, type Case, type Millions } from './ownership.fixture.js';

const a: Millions = [40, 6, 5];

describe('MEM-2: worked examples of the Annex', () => {
  // prettier-ignore
  const cases: Case[] = [
    ['1: turnover above, balance sheet below', { A: [120, 60, 40] }, [], ['sme', 'medium', '120', 60, 40]],
    ['2: 249.9 is below 250, 50 million are allowed', { A: [249.9, 50, 43.1] }, [], ['sme', 'medium', '249.9', 50, 43.1]],
    ['2: 250 is not below 250', { A: [250, 20, 20] }, [], ['large', 'small_mid_cap', '250', 20, 20]],
    ['3: partners upstream and downstream in proportion',
      { A: [80, 12, 9], B: [400, 90, 70], C: [60, 8, 6], D: [40, 6, 5] },
      [['B', 'A', 25], ['A', 'C', 33], ['A', 'D', 49]],
      ['sme', 'medium', '219.4', 40.08, 30.93]],
    ['4: linked enterprises in full',
      { A: a, B: [150, 30, 25], C: [50, 9, 8], D: [20, 3, 2] },
      [['B', 'A', 60], ['A', 'C', 51], ['A', 'D', 100]],
      ['large', 'small_mid_cap', '260', 48, 40]],
    ['5: three shares of 20 % in the hands of one group',
      { A: [30, 4, 3], B: [100, 20, 15], C: [60, 10, 8], D: [70, 12, 9] },
      [['B', 'A', 20], ['C', 'A', 20], ['D', 'A', 20], ['B', 'C', 70], ['C', 'D', 60]],
      ['large', 'small_mid_cap', '260', 46, 35]],
    ['6: a university and an institutional investor are exempt',
      { A: [45, 6, 4], B: { kind: 'university' }, C: [200, 45, 40], D: { kind: 'institutional_investor' } },
      [['B', 'A', 25], ['C', 'A', 30], ['D', 'A', 25]],
      ['sme', 'medium', '105', 19.5, 16]],
    ['8: what is linked with a partner counts with it, partners of partners do not',
      { A: [100, 15, 12], P: [200, 30, 25], Q: [100, 20, 10], R: [900, 900, 900] },
      [['P', 'A', 30], ['P', 'Q', 60], ['R', 'P', 30]],
      ['sme', 'medium', '190', 30, 22.5]],
    ['10: a city holds a quarter',
      { A: [30, 2, 2], City: { kind: 'local_authority', budgetMillions: 50 } },
      [['City', 'A', 25]],
      ['large', 'large', '30', 2, 2]],
    ['10: a small commune holds 30 %',
      { A: [30, 2, 2], C: { kind: 'local_authority', budgetMillions: 8, inhabitants: 4000 } },
      [['C', 'A', 30]],
      ['sme', 'small', '30', 2, 2]],
  ];
  testCases(cases);

  const medium: Millions = [200, 40, 30];
  const large: Millions = [300, 60, 50];
  // prettier-ignore
  test.each([
    ['12: one year above does not count', { 2023: medium, 2024: large, 2025: medium }, 'medium'],
    ['12: two years above do', { 2023: medium, 2024: large, 2025: large }, 'small_mid_cap'],
    ['12: nor does the last year above', { 2023: medium, 2024: medium, 2025: large }, 'medium'],
    ['two years below make an SME again', { 2023: large, 2024: medium, 2025: medium }, 'medium'],
    ['one year below does not', { 2023: large, 2024: large, 2025: medium }, 'small_mid_cap'],
    ['small, large, large is large', { 2023: a, 2024: large, 2025: large }, 'small_mid_cap'],
    ['small, medium, large is medium', { 2023: a, 2024: medium, 2025: large }, 'medium'],
    ['up and down for ever stays', { 2021: medium, 2022: large, 2023: medium, 2024: large }, 'medium'],
  ])('%s', (_, years, size) => {
    expect(classify(graphOf({ A: { years } })).size).toBe(size);
  });

  test('14: founded five months ago: by estimate, provisional', () => {
    const found = classify(graphOf({ A: { estimates: { 2026: [6, 0.3, 0.2] } } }));
    expect(found).toMatchObject({ class: 'sme', size: 'micro', provisional: true });
    expect(found.steps.map(({ article }) => article)).toContain('Article 4(3)');
  });
});
