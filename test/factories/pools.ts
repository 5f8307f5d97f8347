import type { EntityManager } from 'typeorm';
import { system } from '../../src/access/principal.js';
import { gpuSecondsOfHours } from '../../src/kernel/gpu-time.js';
import { newId } from '../../src/kernel/random.js';
import { audit } from '../../src/platform/audit.service.js';
import type { QuotaRules } from '../../src/pools/quota-policies.schemas.js';
import type { Portal } from '../harness/portal.js';
import { aTransfer } from './ledger.js';

type Store = Pick<Portal, 'database' | 'get' | 'manager'>;

export interface MadeSite {
  siteId: string;
  partitionId: string;
}

export interface MadePool {
  id: string;
  name: string;
  partitionId: string;
  /** What the whole pool holds. */
  grossGpuSeconds: bigint;
  /** What a round may divide. */
  releasedGpuSeconds: bigint;
}

export interface MadePoolGroup {
  id: string;
  slug: string;
  name: string;
  pools: MadePool[];
  /** The policy in force; null when the wish says so. */
  policyId: string | null;
  rules: QuotaRules;
}

export interface PoolWish {
  name?: string;
  /** GPU-hours that are released and can be divided; 10,000 unless told. */
  releasedGpuHours?: number;
  /** GPU-hours that stay for later releases; 0 unless told. */
  unreleasedGpuHours?: number;
  /** Guaranteed shares in ppm; 30 % science, 30 % SMEs unless told. */
  guarantees?: QuotaRules['pools'][number]['guarantees'];
  ceilings?: QuotaRules['pools'][number]['ceilings'];
}

export interface PoolGroupWish {
  name?: string;
  /** One pool unless told. */
  pools?: readonly PoolWish[];
  /** Changes to the rules of the policy in force; null means that there is no policy. */
  policy?: Partial<Omit<QuotaRules, 'pools'>> | null;
}

let count = 0;

/** An operating site with one partition of 1,000 accelerators. */
export async function aSite(
  { manager }: Pick<Store, 'manager'>,
  wish: { name?: string; accelerators?: number; state?: 'operating' | 'planned' } = {},
): Promise<MadeSite> {
  count += 1;
  const [siteId, partitionId] = [newId(), newId()];
  await manager.query(
    `INSERT INTO sites (id, slug, name, kind, state, source)
     VALUES ($1, $2, $3, 'ai_factory', $4, 'Made by a test.')`,
    [siteId, `site-${siteId}`, wish.name ?? `Site ${count}`, wish.state ?? 'operating'],
  );
  await manager.query(
    `INSERT INTO partitions (id, site_id, name, accelerator, accelerators, accelerators_per_node, source)
     VALUES ($1, $2, 'GPU', 'Test accelerator', $3, 4, 'Made by a test.')`,
    [partitionId, siteId, wish.accelerators ?? 1_000],
  );
  return { siteId, partitionId };
}

/**
 * A pool group that a round can divide at once: a site, pools with released capacity in the ledger,
 * and a quota policy in force (drafted and approved by two people made for it).
 */
export async function aPoolGroup(portal: Store, wish: PoolGroupWish = {}): Promise<MadePoolGroup> {
  count += 1;
  const id = newId();
  const made = { id, slug: `group-${id}`, name: wish.name ?? `Pool group ${count}` };
  await portal.manager.query(`INSERT INTO pool_groups (id, slug, name) VALUES ($1, $2, $3)`, [
    made.id,
    made.slug,
    made.name,
  ]);
  const wishes = wish.pools ?? [{}];
  const pools: MadePool[] = [];
  for (const poolWish of wishes) pools.push(await aPool(portal, id, poolWish));
  const rules = rulesOf(pools, wishes, wish.policy ?? {});
  const policyId = wish.policy === null ? null : await aPolicy(portal.manager, id, rules);
  return { ...made, pools, policyId, rules };
}

/** One more pool in a group, with its capacity booked; the policy does not know it. */
export async function aPool(
  portal: Store,
  poolGroupId: string,
  wish: PoolWish = {},
): Promise<MadePool> {
  const { partitionId } = await aSite(portal);
  count += 1;
  const id = newId();
  const released = gpuSecondsOfHours(wish.releasedGpuHours ?? 10_000);
  const gross = released + gpuSecondsOfHours(wish.unreleasedGpuHours ?? 0);
  const name = wish.name ?? `Pool ${count}`;
  await portal.manager.query(
    `INSERT INTO pools (id, pool_group_id, partition_id, name, funding_source, starts_at, ends_at,
                        accelerators, availability_ppm, gross_gpu_seconds)
     VALUES ($1, $2, $3, $4, 'union', portal_now() - interval '30 days',
             portal_now() + interval '335 days', 100, 900000, $5)`,
    [id, poolGroupId, partitionId, name, gross.toString()],
  );
  const unreleased = { kind: 'unreleased' as const, poolId: id };
  await aTransfer(portal, { kind: 'capacity', poolId: id }, unreleased, gross);
  if (released > 0n) await releaseAll(portal, id, released);
  return { id, name, partitionId, grossGpuSeconds: gross, releasedGpuSeconds: released };
}

async function releaseAll(portal: Store, poolId: string, released: bigint): Promise<void> {
  await portal.manager.query(
    `INSERT INTO pool_releases (id, pool_id, due_at, gpu_seconds, released_at)
     VALUES ($1, $2, portal_now(), $3, portal_now())`,
    [newId(), poolId, released.toString()],
  );
  await aTransfer(
    portal,
    { kind: 'unreleased', poolId },
    { kind: 'unallocated', poolId },
    released,
  );
}

/** A policy in force, with the two people that it took. */
async function aPolicy(
  manager: EntityManager,
  poolGroupId: string,
  rules: QuotaRules,
): Promise<string> {
  const [policyId, drafter, approver] = [newId(), newId(), newId()];
  for (const personId of [drafter, approver]) {
    await manager.query(
      `INSERT INTO people (id, email, email_normal, name, platform_roles)
       VALUES ($1, $2, $2, 'Policy maker', ARRAY['admin'])`,
      [personId, `policy-${personId}@example.test`],
    );
  }
  await manager.query(
    `INSERT INTO quota_policies (id, pool_group_id, number, state, rules, drafted_by, approved_by,
                                 approved_at, effective_from)
     VALUES ($1, $2, 1, 'effective', $3, $4, $5, portal_now(), portal_now() - interval '30 days')`,
    [policyId, poolGroupId, JSON.stringify(rules), drafter, approver],
  );
  await audit(manager, system('test'), {
    act: 'quota-policy.approve',
    object: { kind: 'quota-policy', id: policyId },
  });
  return policyId;
}

/** Rules that name every pool of the list. */
export function rulesOf(
  pools: readonly { id: string }[],
  wishes: readonly PoolWish[] = [],
  changes: Partial<Omit<QuotaRules, 'pools'>> = {},
): QuotaRules {
  return {
    borrowWeights: { large: 1, sme: 2, science: 2 },
    organisationCapPpm: 1_000_000,
    groupCapPpm: 1_000_000,
    scoreBands: [
      { fromScore: 0, weight: 1 },
      { fromScore: 750, weight: 2 },
      { fromScore: 900, weight: 3 },
    ],
    halfLifeDays: 90,
    minimumGrantGpuSeconds: '0',
    ...changes,
    pools: pools.map(({ id }, index) => ({
      poolId: id,
      guarantees: wishes[index]?.guarantees ?? { sme: 300_000, science: 300_000 },
      ...(wishes[index]?.ceilings ? { ceilings: wishes[index].ceilings } : {}),
    })),
  };
}
