import { gpuTimeFields } from '../kernel/gpu-time.js';
import type { Plan, Snapshot } from './engine/index.js';
import type { RoundSummary } from './summary.schemas.js';

/** The figures of a round by pool and class, in GPU-time: what the list, the page and the public read. */
export function summaryOf(
  snapshot: Snapshot,
  plan: Plan,
  pools: readonly { id: string; name?: string }[],
): RoundSummary {
  const quantum = BigInt(snapshot.quantumGpuSeconds);
  const seconds = (units: string | bigint) => BigInt(units) * quantum;
  const names = new Map(pools.map(({ id, name }) => [id, name ?? id]));
  const capacity = plan.pools.reduce((sum, pool) => sum + BigInt(pool.capacity), 0n);
  const counts = countsByClass(snapshot, plan);
  return {
    pools: plan.pools.map((pool) => ({
      id: pool.id,
      name: names.get(pool.id) ?? pool.id,
      ...gpuTimeFields('Capacity', seconds(pool.capacity)),
      ...gpuTimeFields('Granted', seconds(pool.granted)),
    })),
    classes: plan.classes.map((line) => {
      const count = counts.get(line.id) ?? { asked: 0n, requests: 0, awarded: 0 };
      return {
        class: line.id as RoundSummary['classes'][number]['class'],
        guaranteePpm:
          capacity === 0n ? 0 : Number((BigInt(line.guaranteed) * 1_000_000n) / capacity),
        ...gpuTimeFields('Guaranteed', seconds(line.guaranteed)),
        ...gpuTimeFields('Entitled', seconds(line.entitled)),
        ...gpuTimeFields('Asked', seconds(count.asked)),
        ...gpuTimeFields('Granted', seconds(line.granted)),
        ...gpuTimeFields('Borrowed', seconds(line.borrowed)),
        requests: count.requests,
        awarded: count.awarded,
      };
    }),
  };
}

function countsByClass(snapshot: Snapshot, plan: Plan) {
  const classOf = new Map(snapshot.organisations.map((row) => [row.id, row.class]));
  const granted = new Map(plan.requests.map((line) => [line.id, BigInt(line.granted)]));
  const counts = new Map<string, { asked: bigint; requests: number; awarded: number }>();
  for (const request of snapshot.requests) {
    const id = classOf.get(request.organisation) ?? '';
    const count = counts.get(id) ?? { asked: 0n, requests: 0, awarded: 0 };
    count.asked += BigInt(request.ask);
    count.requests += 1;
    if ((granted.get(request.id) ?? 0n) > 0n) count.awarded += 1;
    counts.set(id, count);
  }
  return counts;
}
