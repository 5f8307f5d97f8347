import { gpuSecondsOfHours } from '../../kernel/gpu-time.js';
import { PoolGroups } from '../../pools/pool-groups.service.js';
import { Pools } from '../../pools/pools.service.js';
import { QuotaPolicies } from '../../quota-policies/quota-policies.service.js';
import type { SeedContext } from '../context.js';
import { cutOffHour, plannedCalls } from '../plan/calls.js';
import { poolGroups, scoreBands, type PlannedPoolGroup } from '../plan/pools.js';
import type { Staff } from './people.js';

/** Makes pool groups with their pools, and a policy for each, drafted and approved by two admins (SEP-1). */
export async function writePools(
  context: SeedContext,
  { admins }: Staff,
  partitions: ReadonlyMap<string, string>,
): Promise<Map<PlannedPoolGroup['key'], string>> {
  const groups = new Map<PlannedPoolGroup['key'], string>();
  for (const plan of poolGroups) {
    context.travel(-199);
    const group = await context
      .get(PoolGroups)
      .create(context.as(admins[0]), { slug: plan.slug, name: plan.name });
    const poolId = await writePool(context, admins[0], plan, group.id, partitions);
    await writePolicy(context, admins, plan, group.id, poolId);
    groups.set(plan.key, group.id);
  }
  return groups;
}

async function writePool(
  context: SeedContext,
  person: Staff['officer'],
  { pool: plan }: PlannedPoolGroup,
  poolGroupId: string,
  partitions: ReadonlyMap<string, string>,
): Promise<string> {
  const admin = context.as(person);
  const pools = context.get(Pools);
  const pool = await pools.create(admin, {
    poolGroupId,
    partitionId: partitions.get(plan.site)!,
    name: plan.name,
    fundingSource: plan.fundingSource,
    startsAt: context.at(plan.starts, 0).toISOString(),
    endsAt: context.at(plan.ends, 0).toISOString(),
    accelerators: plan.accelerators,
    availabilityPpm: plan.availabilityPpm,
  });
  const gross = BigInt(pool.gpuSecondsGross);
  for (const { kind, ppm, reason } of plan.setAsides) {
    const gpuSeconds = ((gross / 1_000_000n) * BigInt(ppm)).toString();
    await pools.setAside(admin, pool.id, undefined, { kind, gpuSeconds, reason });
  }
  for (const release of plan.releases) {
    const call = plannedCalls.find(({ key }) => key === release.call)!;
    await pools.scheduleRelease(admin, pool.id, undefined, {
      dueAt: context.at(call.cutOff, cutOffHour).toISOString(),
      gpuSeconds: gpuSecondsOfHours(release.gpuHours).toString(),
    });
  }
  return pool.id;
}

async function writePolicy(
  context: SeedContext,
  [drafter, approver]: Staff['admins'],
  { rules }: PlannedPoolGroup,
  poolGroupId: string,
  poolId: string,
): Promise<void> {
  const policies = context.get(QuotaPolicies);
  const { guarantees, minimumGrantGpuHours, ...same } = rules;
  const policy = await policies.draft(context.as(drafter), poolGroupId, {
    effectiveFrom: context.at(-195).toISOString(),
    rules: {
      ...same,
      pools: [{ poolId, guarantees }],
      scoreBands,
      halfLifeDays: 180,
      minimumGrantGpuSeconds: gpuSecondsOfHours(minimumGrantGpuHours).toString(),
    },
  });
  context.travel(-197);
  await policies.approve(context.as(approver), policy.id, undefined);
}
