import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { audit } from '../platform/audit.service.js';
import { SeedContext } from './context.js';
import { inventedOrganisations } from './data/organisations.js';
import { demoUsers } from './demo-users.js';
import { tick } from './jobs.js';
import { PeopleNames, planReviewers } from './plan/people.js';
import { tellStory } from './story.js';
import { writeApplicants, writeMembers } from './write/memberships.js';
import { insertPeople, writeDemoPeople } from './write/people.js';
import { writePledges } from './write/pledges.js';
import { writePools } from './write/pools.js';
import { writePressMembers } from './write/press-members.js';
import { writeReference, writeSites } from './write/reference.js';
import type { SeedReviewer } from './write/reviews.js';
import { writeSuspension } from './write/suspension.js';

/** What stands in the way of seeding, or nothing. */
export type SeedState = 'empty' | 'seeded' | 'unfinished' | 'in use';

/** Whether a database can be seeded: only an empty one; a seeded one is left alone. */
export async function seedState(manager: EntityManager): Promise<SeedState> {
  const [row] = await manager.query<[{ people: boolean; demo: boolean; done: boolean }]>(
    `SELECT EXISTS (SELECT 1 FROM people) AS people, EXISTS (SELECT 1 FROM people WHERE demo) AS demo,
            EXISTS (SELECT 1 FROM audit_event WHERE act = 'seed.finish') AS done`,
  );
  if (row.done) return 'seeded';
  if (!row.people) return 'empty';
  return row.demo ? 'unfinished' : 'in use';
}

/**
 * Fills an empty database with the demonstration (README.md). `note` hears of each part with what it
 * took in milliseconds.
 */
export async function seed(
  app: INestApplicationContext,
  note: (part: string) => void = () => undefined,
): Promise<void> {
  const context = await SeedContext.open(app);
  try {
    await run(context, note);
  } finally {
    context.database.travelTo(null);
  }
  await tick(context, 'audit.chain');
  await tick(context, 'audit.publish-head');
  note('audit chain');
}

/** Only what every portal needs: countries and access modes. */
export async function seedReference(app: INestApplicationContext): Promise<void> {
  await writeReference(await SeedContext.open(app));
}

async function run(context: SeedContext, note: (part: string) => void): Promise<void> {
  context.travel(-210);
  await writeReference(context);
  const people = await writeDemoPeople(context);
  const { staff } = people;
  const names = new PeopleNames(
    context.random.fork('names'),
    demoUsers().map(({ name }) => name),
  );
  const reviewers = await writeReviewers(context, staff.reviewer, names);
  const partitions = await writeSites(context, context.as(staff.admins[0]));
  const poolGroups = await writePools(context, staff, partitions);
  note('reference data, people, pools');
  context.travel(-205);
  await writePressMembers(context);
  const members = await writeMembers(context, people, inventedOrganisations, names);
  await writePledges(context, staff, members);
  note('members and pledges');
  await tellStory(context, { staff, members, reviewers, poolGroups, note });
  await writeApplicants(context, people, names);
  await writeSuspension(context, people, names);
  note('applicants, a suspension and an appeal');
  context.travel(context.at(0, 0));
  await context.finish((manager) =>
    audit(manager, context.portal, {
      act: 'seed.finish',
      object: { kind: 'portal', id: 'demonstration' },
      after: { organisations: members.length },
    }),
  );
}

const reviewersCount = 44;

/** The demonstration's reviewer stands first; their fields are languages and health. */
async function writeReviewers(
  context: SeedContext,
  demo: SeedReviewer['person'],
  names: PeopleNames,
): Promise<SeedReviewer[]> {
  const random = context.random.fork('reviewers');
  const plans = planReviewers(random, names, reviewersCount);
  const people = await context.write((manager) =>
    insertPeople(manager, context, plans, ['reviewer']),
  );
  return [
    { person: demo, plan: { fields: ['language', 'health'], severity: 0 } },
    ...people.map((person, index) => ({ person, plan: plans[index]! })),
  ];
}
