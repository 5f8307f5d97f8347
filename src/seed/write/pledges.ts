import { Pledges } from '../../pledges/pledges.service.js';
import type { SeedContext } from '../context.js';
import { planPledges, type PlannedPledge } from '../plan/pledges.js';
import { inOrder, step, type Step } from '../steps.js';
import type { SeedOrganisationRecord } from './organisations.js';
import type { Staff } from './people.js';

/** Declares the made-up pledges of made-up members; the officer confirms most, some are taken back. */
export async function writePledges(
  context: SeedContext,
  { officer }: Staff,
  members: readonly SeedOrganisationRecord[],
): Promise<void> {
  const year = context.at(0).getUTCFullYear();
  const steps = members.flatMap((member) => {
    const random = context.random.fork(`pledges ${member.plan.slug}`);
    return planPledges(random, member.plan, year).map((plan): Step => {
      const day = random.integer(-118, -10);
      return step(context.at(day, random.integer(8, 16)), async () => {
        await pledge(context, officer, member, plan);
      });
    });
  });
  await inOrder(context, steps);
}

async function pledge(
  context: SeedContext,
  officer: Staff['officer'],
  { id: organisationId, representative }: SeedOrganisationRecord,
  { state, amountCents, ...plan }: PlannedPledge,
): Promise<void> {
  const pledges = context.get(Pledges);
  const who = context.as(representative);
  const made = await pledges.declare(who, {
    ...plan,
    organisationId,
    amountCents: amountCents?.toString() ?? null,
  });
  if (state === 'confirmed') {
    await pledges.confirm(context.as(officer), made.id, undefined, {
      evidence: 'Decision of the board and a letter signed by two of its members.',
    });
  }
  if (state === 'withdrawn') {
    await pledges.withdraw(who, made.id, undefined, {
      reason: 'The plan for the site has changed; we will declare it anew.',
    });
  }
}
