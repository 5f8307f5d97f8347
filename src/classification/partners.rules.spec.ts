import { testCases, type Case, type EnterpriseWish, type Millions } from './ownership.fixture.js';

const a: Millions = [40, 6, 5];
const group: Millions = [300, 80, 70];
const vc: EnterpriseWish = { kind: 'venture_capital', of2025: [20, 3, 90] };

describe('MEM-2: partner, linked, exempt', () => {
  // prettier-ignore
  const cases: Case[] = [
    ['24.9999 % is nothing', { A: a, B: group }, [['B', 'A', 24.9999]], ['sme', 'small', '40', 6, 5]],
    ['exactly half of the votes is a partner', { A: a, B: group }, [['B', 'A', 50]], ['sme', 'medium', '190', 46, 40]],
    ['half and a millionth is linked', { A: a, B: group }, [['B', 'A', { capital: 50, votes: 50.0001 }]], ['large', 'small_mid_cap', '340', 86, 75]],
    ['of capital and votes the greater counts', { A: a, B: group }, [['B', 'A', { capital: 10, votes: 40 }]], ['sme', 'medium', '160', 38, 33]],
    ['most of the capital without votes is a partner', { A: a, B: [100, 10, 10] }, [['B', 'A', { capital: 90, votes: 0 }]], ['sme', 'medium', '130', 15, 14]],
    ['a right to appoint the board links', { A: a, B: group }, [['B', 'A', { capital: 10, votes: 10, control: 'board' }]], ['large', 'small_mid_cap', '340', 86, 75]],
    ['a contract links without any share', { A: a, B: group }, [['B', 'A', { control: 'contract' }]], ['large', 'small_mid_cap', '340', 86, 75]],
    ['an agreement with other holders links', { A: a, B: group }, [['B', 'A', { capital: 20, votes: 20, control: 'agreement' }]], ['large', 'small_mid_cap', '340', 86, 75]],
    ['two holders linked with each other hold a quarter jointly',
      { A: a, B: [100, 10, 10], C: [100, 10, 10] },
      [['B', 'A', 15], ['C', 'A', 10], ['B', 'C', 80]], ['sme', 'medium', '90', 11, 10]],
    ['two holders who are strangers do not',
      { A: a, B: group, C: group },
      [['B', 'A', 20], ['C', 'A', 20]], ['sme', 'small', '40', 6, 5]],
    ['sisters hold a majority through their mother',
      { A: a, M: [10, 1, 1], B: [100, 10, 10], C: [50, 5, 5] },
      [['M', 'B', 100], ['M', 'C', 100], ['B', 'A', 30], ['C', 'A', 30]], ['sme', 'medium', '200', 22, 21]],
    ['a majority that follows from a majority that follows',
      { A: a, B: a, C: a, D: a },
      [['B', 'C', 60], ['B', 'D', 30], ['C', 'D', 30], ['D', 'A', 26], ['C', 'A', 25]], ['sme', 'medium', '160', 24, 20]],
    ['two of a group hold a quarter downstream',
      { A: a, B: [20, 2, 2], P: [100, 10, 10] },
      [['A', 'B', 60], ['A', 'P', 13], ['B', 'P', 12]], ['sme', 'medium', '85', 10.5, 9.5]],
    ['a partner of a linked enterprise counts',
      { A: a, B: [20, 2, 2], P: [100, 10, 10] },
      [['A', 'B', 60], ['P', 'B', 40]], ['sme', 'medium', '100', 12, 11]],
    ['a partner of two linked enterprises counts with both shares',
      { A: a, B: [20, 2, 2], P: [100, 10, 10] },
      [['A', 'B', 60], ['P', 'B', 40], ['P', 'A', 30]], ['sme', 'medium', '130', 15, 14]],
    ['but at most in full',
      { A: a, B: a, C: a, P: [100, 10, 10] },
      [['A', 'B', 60], ['A', 'C', 60], ['P', 'A', 40], ['P', 'B', 40], ['P', 'C', 40]], ['sme', 'medium', '220', 28, 25]],
    ['of cross-holdings the greater one counts',
      { A: a, B: [100, 10, 10] },
      [['A', 'B', 30], ['B', 'A', 45]], ['sme', 'medium', '85', 10.5, 9.5]],
    ['a ring of partners is legal: both neighbours count',
      { A: a, B: [100, 10, 10], C: [100, 10, 10] },
      [['A', 'B', 30], ['B', 'C', 30], ['C', 'A', 30]], ['sme', 'medium', '100', 12, 11]],
    ['a subsidiary with a share in its mother counts once',
      { A: a, B: [20, 2, 2] },
      [['A', 'B', 90], ['B', 'A', 10]], ['sme', 'medium', '60', 8, 7]],
    ['a chain of majorities of any length',
      { A: a, B: a, C: a, D: a, E: a, F: a, G: a },
      [['A', 'B', 51], ['B', 'C', 51], ['C', 'D', 51], ['D', 'E', 51], ['E', 'F', 51], ['F', 'G', 51]],
      ['large', 'small_mid_cap', '280', 42, 35]],
    ['what is linked with a partner by a joint majority',
      { A: a, P: a, Q: a, R: a },
      [['P', 'A', 25], ['P', 'Q', 60], ['P', 'R', 30], ['Q', 'R', 30]], ['sme', 'medium', '70', 10.5, 8.75]],
    ['enterprises of no concern change nothing',
      { A: a, X: [5000, 900, 900], Y: [5000, 900, 900] },
      [['X', 'Y', 60]], ['sme', 'small', '40', 6, 5]],
  ];
  testCases(cases);
});

describe('MEM-2: investors with whom an enterprise stays autonomous', () => {
  // prettier-ignore
  const cases: Case[] = [
    ['venture capital at 50 % is exempt', { A: a, V: vc }, [['V', 'A', 50]], ['sme', 'small', '40', 6, 5]],
    ['venture capital at 51 % is linked', { A: a, V: vc }, [['V', 'A', 51]], ['sme', 'medium', '60', 9, 95]],
    ['venture capital that directs by contract is linked', { A: a, V: vc }, [['V', 'A', { capital: 30, votes: 30, control: 'contract' }]], ['sme', 'medium', '60', 9, 95]],
    ['two funds that are linked hold a majority jointly',
      { A: a, V: vc, W: vc }, [['V', 'A', 30], ['W', 'A', 30], ['V', 'W', 100]], ['sme', 'medium', '80', 12, 185]],
    ['two funds that are linked stay exempt below it',
      { A: a, V: vc, W: vc }, [['V', 'A', 30], ['W', 'A', 20], ['V', 'W', 100]], ['sme', 'small', '40', 6, 5]],
    ['two funds that are strangers stay exempt above it',
      { A: a, V: vc, W: vc }, [['V', 'A', 30], ['W', 'A', 30]], ['sme', 'small', '40', 6, 5]],
    ['portfolio companies of one fund are linked through it',
      { A: a, V: vc, B: [200, 9, 9] }, [['V', 'A', 60], ['V', 'B', 60]], ['large', 'small_mid_cap', '260', 18, 104]],
    ['a fund and a company that it owns are partners together',
      { A: a, V: vc, B: [100, 10, 10] }, [['V', 'A', 20], ['B', 'A', 10], ['V', 'B', 60]], ['sme', 'medium', '76', 9.9, 35]],
    ['a fund as the subject counts those that it controls, not those in which it invests',
      { A: vc, B: [100, 10, 10], C: [100, 10, 10] }, [['A', 'B', 60], ['A', 'C', 40]], ['sme', 'medium', '120', 13, 100]],
  ];
  testCases(cases);
});
