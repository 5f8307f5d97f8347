import type { SeededRandom } from '../../kernel/seeded-random.js';
import { ApplicationDecisions } from '../../memberships/application-decisions.service.js';
import { MembershipApplications } from '../../memberships/applications.service.js';
import type { SeedContext } from '../context.js';
import { applicants, type SeedApplicant } from '../data/applicants.js';
import { inventedApplicant, type InventedOrganisation } from '../data/organisations.js';
import { aiActivities, motivations } from '../data/request-sentences.js';
import type { PeopleNames } from '../plan/people.js';
import { writeOrganisation, type SeedOrganisationRecord } from './organisations.js';
import type { DemoPeople, Staff } from './people.js';

const firstJoinDay = -195;
const lastJoinDay = -132;

/** Registers the invented organisations over two months and admits each after some days of screening. */
export async function writeMembers(
  context: SeedContext,
  { staff, applicants: demo }: DemoPeople,
  plans: readonly InventedOrganisation[],
  names: PeopleNames,
): Promise<SeedOrganisationRecord[]> {
  const members: SeedOrganisationRecord[] = [];
  const order = context.random.fork('order of joining').shuffled(plans);
  for (const [index, plan] of order.entries()) {
    const random = context.random.fork(`organisation ${plan.slug}`);
    const day = firstJoinDay + Math.floor((index * (lastJoinDay - firstJoinDay)) / order.length);
    context.travel(context.at(day, random.integer(7, 17)));
    const member = await writeOrganisation(context, random, plan, names, demo);
    await join(context, random, member, staff, day);
    members.push(member);
  }
  return members;
}

/** Applies for an organisation and admits it. */
export async function join(
  context: SeedContext,
  random: SeededRandom,
  { id, plan, representative }: SeedOrganisationRecord,
  { officer }: Staff,
  day: number,
): Promise<void> {
  const applications = context.get(MembershipApplications);
  const decisions = context.get(ApplicationDecisions);
  const who = context.as(representative);
  const application = await applications.create(who, {
    organisationId: id,
    motivation: random.pick(motivations),
    aiActivity: plan.class === 'science' ? '' : random.pick(aiActivities),
    valuesAccepted: true,
    publicationConsent: true,
  });
  context.travel(context.at(day + 1, random.integer(8, 16)));
  await applications.submit(who, application.id);
  context.travel(context.at(day + random.integer(2, 4), random.integer(8, 16)));
  await decisions.screen(context.as(officer), application.id, undefined, { finding: 'clear' });
  context.travel(context.at(day + random.integer(5, 9), random.integer(8, 16)));
  await decisions.decide(context.as(officer), application.id, undefined, { decision: 'admit' });
}

/** Registers the organisations whose applications are still open: the officer's queue. */
export async function writeApplicants(
  context: SeedContext,
  { staff, applicants: demo }: DemoPeople,
  names: PeopleNames,
): Promise<void> {
  for (const [index, applicant] of applicants.entries()) {
    const random = context.random.fork(`applicant ${applicant.name}`);
    const day = -20 + 3 * index;
    context.travel(day);
    const plan = inventedApplicant(applicant);
    const organisation = await writeOrganisation(context, random, plan, names, demo);
    await apply(context, staff, organisation, applicant, day);
  }
}

async function apply(
  context: SeedContext,
  { officer }: Staff,
  { id, representative }: SeedOrganisationRecord,
  { stage, motivation, aiActivity, reason }: SeedApplicant,
  day: number,
): Promise<void> {
  const applications = context.get(MembershipApplications);
  const decisions = context.get(ApplicationDecisions);
  const who = context.as(representative);
  const judge = context.as(officer);
  const { id: applicationId } = await applications.create(who, {
    organisationId: id,
    motivation,
    aiActivity,
    valuesAccepted: stage !== 'draft',
    publicationConsent: stage !== 'draft',
  });
  if (stage === 'draft') return;
  context.travel(context.at(day + 1, 15));
  await applications.submit(who, applicationId);
  if (stage === 'submitted') return;
  context.travel(context.at(day + 2, 11));
  const finding = stage === 'declined' ? 'clear' : 'open';
  await decisions.screen(judge, applicationId, undefined, { finding });
  context.travel(context.at(day + 3, 10));
  if (stage === 'changes_requested') {
    await decisions.requestChanges(judge, applicationId, undefined, { reason: reason! });
  }
  if (stage === 'declined') {
    await decisions.decide(judge, applicationId, undefined, { decision: 'decline', reason });
  }
}
