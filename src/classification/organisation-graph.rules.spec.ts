import { basisOf, checkClaim, checkSubjectKind, draftGraph } from './organisation-graph.rules.js';
import { readOwnership } from './ownership.rules.js';

const figures = { year: 2025, headcount: '12.5', turnoverCents: '100', balanceCents: '90' };

describe('MEM-2: the graph of an organisation', () => {
  test.each([
    ['company', 'enterprise'],
    ['university', 'university'],
    ['research_organisation', 'university'],
    ['public_body', 'public_body'],
  ] as const)('a draft of a %s has a subject that fits and can be read', (kind, expected) => {
    const draft = draftGraph({ name: 'N'.repeat(200), kind, figures });
    expect(draft.subject).toHaveLength(100);
    expect(draft.enterprises[0]).toMatchObject({ kind: expected, years: [{ awu: '12.5' }] });
    expect(() => checkSubjectKind(readOwnership(draft), kind)).not.toThrow();
  });

  test('a fund is a company, a university is not', () => {
    const graph = draftGraph({ name: 'F', kind: 'company', figures });
    graph.enterprises[0]!.kind = 'venture_capital';
    expect(() => checkSubjectKind(graph, 'company')).not.toThrow();
    expect(() => checkSubjectKind(graph, 'university')).toThrow(
      expect.objectContaining({
        code: 'OWN_SUBJECT_KIND',
        errors: [expect.objectContaining({ pointer: '/enterprises/0/kind' })],
      }),
    );
  });

  test.each([
    ['sme', 'large', true],
    ['sme', 'sme', false],
    ['large', 'sme', false],
    ['large', 'large', false],
  ])('claimed %s, computed %s: refused %s', (claimed, computed, refused) => {
    const check = () => checkClaim(claimed, computed);
    if (refused) expect(check).toThrow(expect.objectContaining({ code: 'MEM_CLASS_OWNERSHIP' }));
    else expect(check).not.toThrow();
  });

  test('of many steps those of the subject are shown', () => {
    const step = (enterprise: string) => ({
      article: 'Article 2',
      enterprise,
      factorPpm: 1,
      text: 'T.',
    });
    expect(basisOf([step('A'), step('B')], 'A')).toBe('Article 2: T.\nArticle 2: T.');
    expect(basisOf([step('A'), ...Array<ReturnType<typeof step>>(50).fill(step('B'))], 'A')).toBe(
      'Article 2: T.',
    );
  });
});
