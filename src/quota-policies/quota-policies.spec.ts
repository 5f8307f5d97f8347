import fc from 'fast-check';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import { patchedRules, refuseUnfitRules, refuseUnseparated } from './quota-policies.rules.js';

const classes = ['large', 'sme', 'science'] as const;
const rules = (changes: Partial<QuotaRules> = {}): QuotaRules => ({
  borrowWeights: { large: 1, sme: 2, science: 3 },
  pools: [{ poolId: 'p1', guarantees: { sme: 300_000 } }],
  organisationCapPpm: 200_000,
  groupCapPpm: 400_000,
  scoreBands: [],
  halfLifeDays: 90,
  minimumGrantGpuSeconds: '0',
  ...changes,
});

/** The codes of the faults, in order. */
function faultsOf(given: QuotaRules, poolIds: readonly string[] = ['p1']): string[] {
  try {
    refuseUnfitRules(given, poolIds);
    return [];
  } catch (error) {
    return (error as { errors: { code: string }[] }).errors.map(({ code }) => code);
  }
}

test('rules that fit are accepted', () => {
  expect(faultsOf(rules())).toEqual([]);
});

test('ALLOC-1: guarantees are accepted exactly up to the whole, ceilings from the guarantee on', () => {
  const ppm = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(fc.tuple(ppm, ppm, ppm), fc.tuple(ppm, ppm, ppm), (shares, tops) => {
      const record = (values: readonly number[]) =>
        Object.fromEntries(classes.map((id, index) => [id, values[index]])) as Record<
          (typeof classes)[number],
          number
        >;
      const faults = faultsOf(
        rules({ pools: [{ poolId: 'p1', guarantees: record(shares), ceilings: record(tops) }] }),
      );
      const above = shares[0] + shares[1] + shares[2] > 1_000_000;
      expect(faults.includes('POLICY_GUARANTEES_ABOVE_WHOLE')).toBe(above);
      const below = tops.filter((top, index) => top < shares[index]!).length;
      expect(faults.filter((code) => code === 'POLICY_CEILING_BELOW_GUARANTEE')).toHaveLength(
        below,
      );
    }),
  );
});

test('every pool of the group is named exactly once', () => {
  expect(faultsOf(rules(), ['p1', 'p2'])).toEqual(['POLICY_POOL_MISSING']);
  expect(faultsOf(rules(), ['p2'])).toEqual(['POLICY_POOL_UNKNOWN', 'POLICY_POOL_MISSING']);
});

test('a patch keeps what it does not name and replaces lists as a whole', () => {
  const patched = patchedRules(rules(), {
    borrowWeights: { science: 9 },
    pools: [{ poolId: 'p9', guarantees: {} }],
  });
  expect(patched).toEqual(
    rules({
      borrowWeights: { large: 1, sme: 2, science: 9 },
      pools: [{ poolId: 'p9', guarantees: {} }],
    }),
  );
});

describe('SEP-1', () => {
  const approval = { drafterId: 'a', approverId: 'b', drafterInterests: [], approverInterests: [] };

  test.each([
    ['two people without interests', {}, null],
    ['one person twice', { approverId: 'a' }, 'SEP_SAME_PERSON'],
    ['the portal itself', { approverId: null }, 'SEP_NOT_A_PERSON'],
    ['an approver who gains', { approverInterests: ['X'] }, 'SEP_INTERESTED'],
    ['a drafter who gains', { drafterInterests: ['X'] }, 'SEP_INTERESTED'],
  ])('%s', (_, changes, code) => {
    const attempt = () => refuseUnseparated({ ...approval, ...changes });
    if (code === null) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ code, category: 'forbidden' }));
  });
});
