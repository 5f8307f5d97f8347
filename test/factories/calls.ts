import { system } from '../../src/access/principal.js';
import type { Criterion } from '../../src/calls/calls.schemas.js';
import { gpuSecondsOfHours } from '../../src/kernel/gpu-time.js';
import { newId } from '../../src/kernel/random.js';
import type { Portal } from '../harness/portal.js';
import type { OrganisationClass } from './organisations.js';
import { aPoolGroup, type MadePool, type MadePoolGroup } from './pools.js';

type Store = Pick<Portal, 'database' | 'get' | 'manager'>;

const dayMs = 86_400_000;

export interface CallWish {
  title?: string;
  state?: 'draft' | 'open' | 'closed';
  /** A group with one pool and a policy in force unless told. */
  poolGroup?: MadePoolGroup;
  classes?: readonly OrganisationClass[];
  membersOnly?: boolean;
  /** 100 unless told. */
  askMinGpuHours?: number;
  /** 100,000 unless told. */
  askMaxGpuHours?: number;
  months?: readonly number[];
  /** 0 unless told: no expert review. */
  reviewsPerRequest?: number;
  thresholdTotal?: number;
  criteria?: readonly Criterion[];
  /** An hour ago unless told. */
  opensAt?: Date;
  /** In 10 days unless told; reviews are due 10 days and the round 20 days later. */
  cutOffAt?: Date;
}

export interface MadeCall {
  id: string;
  reference: string;
  title: string;
  poolGroupId: string;
  pools: readonly MadePool[];
  opensAt: Date;
  cutOffAt: Date;
  reviewDueAt: Date;
  allocateAt: Date;
}

export const threeCriteria: readonly Criterion[] = [
  { key: 'excellence', title: 'Excellence', help: '', weight: 2, threshold: 3 },
  { key: 'impact', title: 'Innovation and impact', help: '', weight: 1, threshold: 0 },
  { key: 'implementation', title: 'Implementation', help: '', weight: 1, threshold: 0 },
];

let count = 0;

/** An access mode for everybody, from 1 to 1,000,000 GPU-hours; safe to call again. */
export async function anAccessMode({ manager }: Pick<Store, 'manager'>): Promise<string> {
  await manager.query(
    `INSERT INTO access_modes (code, name, audience, classes, ask_min_gpu_seconds, ask_max_gpu_seconds,
       months, expert_review, turnaround, selection, valid_from, source)
     VALUES ('test', 'Test access', 'Everybody', ARRAY['large', 'sme', 'science'], 3600, 3600000000,
       ARRAY[1, 3, 6, 12], true, '10 working days', 'Peer review', '2025-01-01', 'Made by a test.')
     ON CONFLICT (code) DO NOTHING`,
  );
  return 'test';
}

/** A call as it stands in the tables: open to all members, without expert review, unless told. */
export async function aCall(portal: Store, wish: CallWish = {}): Promise<MadeCall> {
  const accessMode = await anAccessMode(portal);
  const group = wish.poolGroup ?? (await aPoolGroup(portal));
  count += 1;
  return await portal.database.inTransaction(system('test'), async (manager) => {
    const now = (await portal.database.now(manager)).getTime();
    const opensAt = wish.opensAt ?? new Date(now - 3_600_000);
    const cutOffAt = wish.cutOffAt ?? new Date(now + 10 * dayMs);
    const reviewDueAt = new Date(cutOffAt.getTime() + 10 * dayMs);
    const allocateAt = new Date(cutOffAt.getTime() + 20 * dayMs);
    const reviews = wish.reviewsPerRequest ?? 0;
    const title = wish.title ?? `Call ${count}`;
    const state = wish.state ?? 'open';
    const [row] = await manager.query<{ id: string; reference: string }[]>(
      `INSERT INTO calls (id, title, access_mode, pool_group_id, state, opens_at, cut_off_at, classes,
         members_only, ask_min_gpu_seconds, ask_max_gpu_seconds, months, criteria, reviews_per_request,
         threshold_total, review_due_at, allocate_at, acceptance_days, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 14, $18)
       RETURNING id, reference`,
      [
        newId(),
        title,
        accessMode,
        group.id,
        state,
        opensAt,
        cutOffAt,
        wish.classes ?? ['large', 'sme', 'science'],
        wish.membersOnly ?? true,
        gpuSecondsOfHours(wish.askMinGpuHours ?? 100).toString(),
        gpuSecondsOfHours(wish.askMaxGpuHours ?? 100_000).toString(),
        wish.months ?? [1, 3, 6, 12],
        JSON.stringify(wish.criteria ?? (reviews > 0 ? threeCriteria : [])),
        reviews,
        wish.thresholdTotal ?? 0,
        reviewDueAt,
        allocateAt,
        state === 'draft' ? null : opensAt,
      ],
    );
    const { id, reference } = row as { id: string; reference: string };
    return {
      id,
      reference,
      title,
      poolGroupId: group.id,
      pools: group.pools,
      opensAt,
      cutOffAt,
      reviewDueAt,
      allocateAt,
    };
  });
}

/**
 * Travels to one minute after a call's cut-off, and stays there; closes the call and moves its requests
 * by the real jobs.
 */
export async function passCutOff(
  portal: Pick<Portal, 'run' | 'travelTo'>,
  call: Pick<MadeCall, 'id' | 'cutOffAt'>,
): Promise<void> {
  portal.travelTo(new Date(call.cutOffAt.getTime() + 60_000));
  await portal.run('calls.tick', {});
  await portal.run('requests.call-closed', { callId: call.id });
}
