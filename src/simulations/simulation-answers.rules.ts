import { gpuTimeFields } from '../kernel/gpu-time.js';
import {
  classChanges,
  poolChanges,
  reasonCounts,
  type Change,
  type Divided,
  type OrganisationChange,
} from './comparison.rules.js';
import type { Basis } from './simulation-bases.service.js';
import type { PolicySimulation, RoundSimulation } from './simulations.schemas.js';

type Amount = RoundSimulation['classes'][number]['granted'];
type ClassName = RoundSimulation['classes'][number]['class'];

/** Three figures of one amount, in GPU-time. */
function amountOf({ before, after }: Change, quantumGpuSeconds: bigint): Amount {
  return {
    ...gpuTimeFields('Before', before * quantumGpuSeconds),
    ...gpuTimeFields('After', after * quantumGpuSeconds),
    ...gpuTimeFields('Difference', (after - before) * quantumGpuSeconds),
  };
}

/** What a simulated round answers: all classes and pools, and at most `max` organisations. */
export function roundAnswer(
  basis: Pick<Basis, 'round' | 'kind' | 'organisations' | 'poolNames' | 'tried'>,
  before: Divided,
  after: Divided,
  organisations: readonly OrganisationChange[],
  listed: { names: ReadonlyMap<string, string>; max: number },
): RoundSimulation {
  const { id, reference, state } = basis.round;
  const quantum = BigInt(before.snapshot.quantumGpuSeconds);
  const nameOf = (poolId: string) => basis.poolNames.get(poolId) ?? poolId;
  const known = new Set(basis.tried.pools.map(({ poolId }) => poolId));
  return {
    round: { id, reference, state },
    basis: basis.kind,
    pools: poolChanges(before, after).map(({ id: poolId, capacity, granted }) => ({
      id: poolId,
      name: nameOf(poolId),
      capacity: amountOf(capacity, quantum),
      granted: amountOf(granted, quantum),
    })),
    classes: classChanges(before, after).map((line) => ({
      ...line,
      class: line.class as ClassName,
      guaranteed: amountOf(line.guaranteed, quantum),
      entitled: amountOf(line.entitled, quantum),
      granted: amountOf(line.granted, quantum),
      borrowed: amountOf(line.borrowed, quantum),
    })),
    organisationCounts: {
      total: organisations.length,
      gain: organisations.filter(({ granted }) => granted.after > granted.before).length,
      lose: organisations.filter(({ granted }) => granted.after < granted.before).length,
    },
    organisations: organisations.slice(0, listed.max).map(({ id: publicId, ...line }) => {
      const trueId = basis.organisations.get(publicId) ?? '';
      return {
        organisation: {
          id: trueId,
          name: listed.names.get(trueId) ?? trueId,
          class: line.class as ClassName,
        },
        awardedBefore: line.awardedBefore,
        awardedAfter: line.awardedAfter,
        entitled: amountOf(line.entitled, quantum),
        granted: amountOf(line.granted, quantum),
        borrowed: amountOf(line.borrowed, quantum),
        reason: line.reason,
      };
    }),
    requestReasons: reasonCounts(before, after) as RoundSimulation['requestReasons'],
    poolsNotInPolicy: before.snapshot.pools
      .filter((pool) => !known.has(pool.id))
      .map((pool) => nameOf(pool.id)),
  };
}

/** The rounds of a policy's simulation, and the classes over all of them. */
export function policyAnswer(
  policy: { id: string; number: number },
  rounds: RoundSimulation[],
): PolicySimulation {
  const sums = new Map<ClassName, Change>();
  for (const line of rounds.flatMap(({ classes }) => classes)) {
    const sum = sums.get(line.class) ?? { before: 0n, after: 0n };
    sum.before += BigInt(line.granted.gpuSecondsBefore);
    sum.after += BigInt(line.granted.gpuSecondsAfter);
    sums.set(line.class, sum);
  }
  return {
    policy: { id: policy.id, number: policy.number },
    classes: [...sums].map(([name, sum]) => ({ class: name, granted: amountOf(sum, 1n) })),
    rounds,
  };
}
