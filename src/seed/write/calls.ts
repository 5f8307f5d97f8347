import type { Principal } from '../../access/principal.js';
import { CallLifecycle } from '../../calls/call-lifecycle.service.js';
import { Calls } from '../../calls/calls.service.js';
import { gpuHoursOf } from '../../kernel/gpu-time.js';
import type { SeedContext } from '../context.js';
import { callCriteria, cutOffHour, type PlannedCall } from '../plan/calls.js';

/** A call with what its requests need to know. */
export interface SeedCall {
  id: string;
  plan: PlannedCall;
  poolIds: string[];
  gpuHoursMin: number;
  gpuHoursMax: number;
}

/** Drafts a call two weeks before its opening, and opens it unless that day has not come. */
export async function writeCall(
  context: SeedContext,
  officer: Principal,
  plan: PlannedCall,
  poolGroupId: string,
): Promise<SeedCall> {
  context.travel(Math.min(plan.opens - 14, -1));
  const call = await context.get(Calls).create(officer, {
    title: `${plan.title}, cut-off of ${dayOf(context.at(plan.cutOff))}`,
    summary: plan.summary,
    accessMode: plan.accessMode,
    poolGroupId,
    membersOnly: true,
    opensAt: context.at(plan.opens, cutOffHour).toISOString(),
    cutOffAt: context.at(plan.cutOff, cutOffHour).toISOString(),
    reviewDueAt: context.at(plan.reviewDue, cutOffHour).toISOString(),
    allocateAt: context.at(plan.allocate, cutOffHour).toISOString(),
    acceptanceDays: plan.acceptanceDays,
    reviewsPerRequest: plan.reviewsPerRequest,
    thresholdTotal: plan.thresholdTotal,
    criteria: plan.reviewsPerRequest === 0 ? [] : callCriteria,
  });
  if (plan.opens <= 0) {
    context.travel(context.at(plan.opens, cutOffHour));
    await context.get(CallLifecycle).open(officer, call.id);
  }
  return {
    id: call.id,
    plan,
    poolIds: call.pools.map(({ id }) => id),
    gpuHoursMin: gpuHoursOf(BigInt(call.askMin)),
    gpuHoursMax: gpuHoursOf(BigInt(call.askMax)),
  };
}

/** “3 November 2026”. */
const dayOf = (date: Date): string =>
  date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
