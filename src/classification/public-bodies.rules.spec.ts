import {
  classify,
  graphOf,
  testCases,
  type Case,
  type EnterpriseWish,
  type Millions,
  type Result,
} from './ownership.fixture.js';

const a: Millions = [40, 6, 5];

describe('MEM-2: public bodies (Article 3(4))', () => {
  const state: EnterpriseWish = { kind: 'public_body' };
  const commune = { kind: 'local_authority', budgetMillions: 9.99, inhabitants: 4999 } as const;
  const small: Result = ['sme', 'small', '40', 6, 5];
  const barred: Result = ['large', 'large', '40', 6, 5];
  // prettier-ignore
  const cases: Case[] = [
    ['24.99 % bar nothing', { A: a, S: state }, [['S', 'A', 24.99]], small],
    ['a quarter of the votes is enough', { A: a, S: state }, [['S', 'A', { capital: 1, votes: 25 }]], barred],
    ['two public bodies together', { A: a, S: state, T: state }, [['S', 'A', 13], ['T', 'A', 12]], barred],
    ['through a company that they control', { A: a, S: state, B: [1, 1, 1] }, [['S', 'B', 60], ['B', 'A', 30]], ['large', 'large', '40.3', 6.3, 5.3]],
    ['not through one that they do not', { A: a, S: state, B: [10, 1, 1] }, [['S', 'B', 40], ['B', 'A', 30]], ['sme', 'small', '43', 6.3, 5.3]],
    ['control by contract is enough', { A: a, S: state }, [['S', 'A', { control: 'contract' }]], barred],
    ['a small commune is exempt', { A: a, C: commune }, [['C', 'A', 50]], small],
    ['but not with a majority', { A: a, C: commune }, [['C', 'A', 51]], barred],
    ['nor with 5,000 inhabitants', { A: a, C: { ...commune, inhabitants: 5000 } }, [['C', 'A', 30]], barred],
    ['nor with a budget of ten million', { A: a, C: { ...commune, budgetMillions: 10 } }, [['C', 'A', 30]], barred],
    ['a public investment corporation is exempt', { A: a, I: { kind: 'public_investment' } }, [['I', 'A', 50]], small],
    ['and a public body when it is linked', { A: a, I: { kind: 'public_investment' } }, [['I', 'A', 51]], barred],
    ['a university of the state is exempt', { A: a, S: state, U: { kind: 'university' } }, [['S', 'U', 100], ['U', 'A', 30]], small],
    ['but not when it has the majority', { A: a, S: state, U: { kind: 'university' } }, [['S', 'U', 100], ['U', 'A', 60]], barred],
    ['a public body in a linked enterprise does not reach the subject', { A: a, B: [10, 1, 1], S: state }, [['A', 'B', 60], ['S', 'B', 30]], ['sme', 'medium', '50', 7, 6]],
    ['a fund of the state that is linked otherwise',
      { A: a, S: state, V: { kind: 'venture_capital', of2025: [1, 1, 1] }, M: [1, 1, 1] },
      [['S', 'V', 60], ['M', 'V', { control: 'board' }], ['M', 'A', 60], ['V', 'A', 30]], ['large', 'large', '42', 8, 7]],
    ['what else a public body holds is not linked', { A: a, B: [900, 900, 900], S: state }, [['S', 'B', 100], ['S', 'A', 20]], small],
  ];

  testCases(cases);

  test('a public body bars a small mid-cap as well', () => {
    const graph = graphOf({ A: [300, 20, 20], S: state }, [['S', 'A', 30]]);
    expect(classify(graph)).toMatchObject({ size: 'large', ruleSets: [] });
  });

  test('a local authority has to say what decides on its exemption', () => {
    const graph = graphOf({ A: a, C: { kind: 'local_authority', budgetMillions: 3 } }, [
      ['C', 'A', 30],
    ]);
    expect(() => classify(graph)).toThrow(
      expect.objectContaining({ field: 'enterprises[1].inhabitants' }),
    );
  });
});
