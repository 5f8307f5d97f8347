import { gpuTimeFields } from '../kernel/gpu-time.js';
import type { Division } from './engine/index.js';
import type { RoundSummary } from './summary.schemas.js';

/** The figures of a round by pool and class, in GPU-time: what the list, the page and the public read. */
export function summaryOf(
  division: Division,
  pools: readonly { id: string; name: string }[],
): RoundSummary {
  const { head: plan, checked } = division;
  const quantum = BigInt(checked.snapshot.quantumGpuSeconds);
  const seconds = (units: string | bigint) => BigInt(units) * quantum;
  const names = new Map(pools.map(({ id, name }) => [id, name ?? id]));
  const capacity = plan.pools.reduce((sum, pool) => sum + BigInt(pool.capacity), 0n);
  const counts = countsByClass(division);
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

function countsByClass({ checked, lines }: Division) {
  const { columns, ids } = checked;
  const counts = ids.classes.map(() => ({ asked: 0n, requests: 0, awarded: 0 }));
  columns.organisationOf.forEach((organisation, number) => {
    const count = counts[columns.classOf[organisation]!]!;
    count.asked += BigInt(columns.ask[number]!);
    count.requests += 1;
    if (lines.granted(number) > 0) count.awarded += 1;
  });
  return new Map(ids.classes.map((id, ofClass) => [id, counts[ofClass]!]));
}
