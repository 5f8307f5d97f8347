import type { EntityManager } from 'typeorm';
import type { OrganisationRole, PlatformRole } from '../../access/permissions.js';
import { hashPassword } from '../../credentials/password-hashes.service.js';
import { SecondFactors } from '../../credentials/second-factors.service.js';
import { newId } from '../../kernel/random.js';
import { emailNormal } from '../../people/people.rules.js';
import { auditAll } from '../../platform/audit.service.js';
import { createPerson } from '../../sign-in/registration.service.js';
import type { SeedContext, SeedPerson } from '../context.js';
import { demoUsers, type DemoUser } from '../demo-users.js';
import type { PlannedPerson } from '../plan/people.js';

/** People with a platform role who act in the story. */
export interface Staff {
  officer: SeedPerson;
  chair: SeedPerson;
  assessor: SeedPerson;
  reviewer: SeedPerson;
  /** Two, because a quota policy needs two different people (SEP-1). */
  admins: readonly [SeedPerson, SeedPerson];
}

/** The demonstration's own accounts: the only ones with a password. */
export interface DemoPeople {
  staff: Staff;
  /** Accounts that belong to an organisation, by its name. */
  applicants: Map<string, { person: SeedPerson; role: OrganisationRole }[]>;
}

/** Makes the accounts of demo-users.ts, with their passwords and second factors. */
export async function writeDemoPeople(context: SeedContext): Promise<DemoPeople> {
  const users = demoUsers();
  const hashes = await Promise.all(users.map(({ password }) => hashPassword(password)));
  const people = await context.write(async (manager) => {
    const made: SeedPerson[] = [];
    for (const [index, user] of users.entries()) {
      const person = personOf(user);
      const { id, name, platformRoles } = person;
      const account = { id, name, email: user.email, platformRoles, demo: true };
      await createPerson(manager, { ...account, passwordHash: hashes[index]! });
      if (user.totpSecret !== null) {
        await context.get(SecondFactors).enrolTotp(manager, id, user.totpSecret);
      }
      made.push(person);
    }
    await auditAll(manager, context.portal, made.map(entryOf));
    return made;
  });
  return { staff: staffOf(users, people), applicants: applicantsOf(users, people) };
}

const personOf = (user: DemoUser): SeedPerson => ({
  id: newId(),
  name: user.name,
  platformRoles: user.organisation ? [] : [user.role as PlatformRole],
  organisations: new Map(),
});

function staffOf(users: readonly DemoUser[], people: readonly SeedPerson[]): Staff {
  const having = (role: PlatformRole) => people.filter((_, index) => users[index]?.role === role);
  const [admin, secondAdmin] = having('admin');
  return {
    officer: having('officer')[0]!,
    chair: having('chair')[0]!,
    assessor: having('assessor')[0]!,
    reviewer: having('reviewer')[0]!,
    admins: [admin!, secondAdmin!],
  };
}

function applicantsOf(users: readonly DemoUser[], people: readonly SeedPerson[]) {
  const applicants: DemoPeople['applicants'] = new Map();
  for (const [index, { role, organisation }] of users.entries()) {
    if (!organisation) continue;
    const own = applicants.get(organisation.name) ?? [];
    own.push({ person: people[index]!, role: role as OrganisationRole });
    applicants.set(organisation.name, own);
  }
  return applicants;
}

/** Makes people without a password: they play their part in the story and cannot sign in. */
export async function insertPeople(
  manager: EntityManager,
  context: SeedContext,
  planned: readonly PlannedPerson[],
  platformRoles: readonly PlatformRole[] = [],
): Promise<SeedPerson[]> {
  const people = planned.map((plan) => ({
    ...plan,
    id: newId(),
    platformRoles,
    organisations: new Map<string, OrganisationRole>(),
  }));
  const rows = people.map(({ id, email, name }) => ({
    id,
    email,
    normal: emailNormal(email),
    name,
  }));
  await manager.query(
    `INSERT INTO people (id, email, email_normal, name, platform_roles, demo)
     SELECT p.id, p.email, p.normal, p.name, $2, true
       FROM jsonb_to_recordset($1::jsonb) AS p(id uuid, email text, normal text, name text)`,
    [JSON.stringify(rows), [...platformRoles]],
  );
  await auditAll(manager, context.portal, people.map(entryOf));
  return people;
}

const entryOf = ({ id, platformRoles }: SeedPerson) => ({
  act: 'person.register',
  object: { kind: 'person', id },
  after: platformRoles.length > 0 ? { platformRoles } : null,
});
