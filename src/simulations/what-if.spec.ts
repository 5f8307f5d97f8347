import { allocate, type Snapshot } from '../allocation/engine/index.js';
import { underRules } from '../allocation/snapshot-policy.rules.js';
import type { QuotaRules } from '../pools/quota-policies.schemas.js';
import { classChanges, organisationChanges, type ChangeReason } from './comparison.rules.js';
import { changedRules, simulationRefused, triedSnapshot } from './what-if.rules.js';

const rules: QuotaRules = {
  borrowWeights: { large: 1, sme: 1, science: 1 },
  pools: [{ poolId: 'p', guarantees: { large: 500_000, sme: 300_000 } }],
  organisationCapPpm: 1_000_000,
  groupCapPpm: 1_000_000,
  scoreBands: [],
  halfLifeDays: 180,
  minimumGrantGpuSeconds: '0',
};

const request = (id: string, organisation: string, ask: string, minimum = '0') => ({
  id,
  organisation,
  ask,
  minimum,
  pools: ['p'],
  submittedAt: '2026-11-01T10:00:00.000Z',
});

const snapshot: Snapshot = underRules(
  {
    engine: 'gbc/1',
    roundId: 'r',
    seed: 'ab'.repeat(32),
    quantumGpuSeconds: '3600',
    classes: [],
    pools: [{ id: 'p', capacity: '1000', guarantees: {} }],
    organisations: [
      { id: 'large', class: 'large', tieKey: '0'.repeat(16) },
      { id: 'sme', class: 'sme', tieKey: '1'.repeat(16) },
    ],
    requests: [request('r1', 'large', '900'), request('r2', 'sme', '900', '400')],
  },
  rules,
);
const divided = (tried: QuotaRules, factor?: number) => {
  const changed = triedSnapshot(
    snapshot,
    tried,
    factor === undefined ? {} : { capacityFactorPpm: factor },
    null,
  );
  return { snapshot: changed, plan: allocate(changed) };
};

test('what is not sent stays; a pool that the rules do not name is added', () => {
  const changed = changedRules(rules, {
    borrowWeights: { sme: 5 },
    organisationCapPpm: 400_000,
    pools: [
      { poolId: 'p', ceilings: { large: 600_000 } },
      { poolId: 'q', guarantees: { sme: 1 } },
      { poolId: 'untouched', capacityFactorPpm: 2_000_000 },
    ],
  });
  expect(changed).toEqual({
    ...rules,
    organisationCapPpm: 400_000,
    borrowWeights: { large: 1, sme: 5, science: 1 },
    pools: [
      { poolId: 'p', guarantees: { large: 500_000, sme: 300_000 }, ceilings: { large: 600_000 } },
      { poolId: 'q', guarantees: { sme: 1 } },
    ],
  });
  expect(changedRules(rules, {})).toEqual(rules);
});

test.each<[string, Partial<QuotaRules>, number | undefined, Record<string, ChangeReason>]>([
  ['nothing', {}, undefined, { large: 'UNCHANGED', sme: 'UNCHANGED' }],
  ['a cap', { organisationCapPpm: 450_000 }, undefined, { large: 'CAP' }],
  ['less to offer', {}, 500_000, { large: 'ENTITLEMENT', sme: 'REQUEST_REFUSED' }],
])('what moved an organisation: %s', (_, changes, factor, expected) => {
  const before = divided(rules);
  const after = divided({ ...rules, ...changes }, factor);
  const reasons = Object.fromEntries(
    organisationChanges(before, after).map(({ id, reason }) => [id, reason]),
  );
  expect(reasons).toMatchObject(expected);
});

test('the largest change comes first, classes are told by what moved their share', () => {
  const before = divided(rules);
  const after = divided({
    ...rules,
    pools: [{ poolId: 'p', guarantees: { large: 100_000, sme: 900_000 } }],
  });
  const sizes = organisationChanges(before, after).map(({ granted }) =>
    Number(granted.after - granted.before),
  );
  expect(sizes.map(Math.abs)).toEqual(sizes.map(Math.abs).toSorted((a, b) => b - a));
  const reasons = classChanges(before, after).map(({ class: name, reason }) => [name, reason]);
  expect(reasons).toEqual([
    ['large', 'GUARANTEE'],
    ['science', 'UNCHANGED'],
    ['sme', 'GUARANTEE'],
  ]);
});

test.each<[string, string]>([
  ['pools[0].guarantees', '/pools/0/guarantees'],
  ['pools[0].ceilings.sme', '/pools/0/ceilings/sme'],
  ['pools[0].capacity', '/pools/0/capacityFactorPpm'],
  ['classes[1].borrowWeight', '/borrowWeights/sme'],
  ['organisations[3].weight', '/scoreBands'],
  ['seed', ''],
])('a refusal of %s points at %s (ALLOC-1)', (field, pointer) => {
  const changes = { pools: [{ poolId: 'p' }], organisationsMax: 20 };
  const error = simulationRefused({ field, sentence: 'No.' }, snapshot, changes);
  expect(error).toMatchObject({ category: 'rule', code: 'SIMULATION_REFUSED', detail: 'No.' });
  expect(error.errors[0]?.pointer).toBe(pointer);
});
