import { Appeals } from '../../appeals/appeals.service.js';
import { MembershipLifecycle } from '../../membership-lifecycle/membership-lifecycle.service.js';
import type { SeedContext } from '../context.js';
import { appealGrounds, suspendedMember, suspensionReason } from '../data/suspended-member.js';
import type { PeopleNames } from '../plan/people.js';
import { join } from './memberships.js';
import { writeOrganisation } from './organisations.js';
import type { DemoPeople } from './people.js';

const joinDay = -170;
const suspensionDay = -9;
const appealDay = -3;

/**
 * A member that never sent a request is suspended, with its letter, and appeals: the appeal waits for
 * somebody other than the officer who suspended it (APL-2).
 */
export async function writeSuspension(
  context: SeedContext,
  { staff, applicants: demo }: DemoPeople,
  names: PeopleNames,
): Promise<void> {
  const random = context.random.fork(`organisation ${suspendedMember.slug}`);
  context.travel(joinDay);
  const member = await writeOrganisation(context, random, suspendedMember, names, demo);
  await join(context, random, member, staff, joinDay);
  const [membership] = await context.database.manager.query<[{ id: string }]>(
    `SELECT id FROM memberships WHERE organisation_id = $1`,
    [member.id],
  );
  context.travel(context.at(suspensionDay, 14));
  const officer = context.as(staff.officer);
  await context
    .get(MembershipLifecycle)
    .suspend(officer, membership.id, undefined, { code: 'obligations', reason: suspensionReason });
  context.travel(context.at(appealDay, 10.5));
  await context.get(Appeals).submit(context.as(member.representative), {
    subject: { kind: 'suspension', id: membership.id },
    grounds: appealGrounds,
  });
}
