import type { OrganisationRole } from '../../access/permissions.js';
import type { SeededRandom } from '../../kernel/seeded-random.js';
import { Organisations } from '../../organisations/organisations.service.js';
import { auditAll } from '../../platform/audit.service.js';
import type { SeedContext, SeedPerson } from '../context.js';
import type { InventedOrganisation } from '../data/organisations.js';
import { figuresOf } from '../plan/figures.js';
import { identifierOf } from '../plan/identifiers.js';
import { rolesOf, type PeopleNames } from '../plan/people.js';
import { writePeople, type DemoPeople } from './people.js';

/** An invented organisation with the people who act for it. */
export interface SeedOrganisationRecord {
  id: string;
  plan: InventedOrganisation;
  representative: SeedPerson;
  manager: SeedPerson;
  /** Who drafts requests: members, and the manager. */
  members: SeedPerson[];
}

/** Makes the people of an organisation, the organisation itself, and gives each a role. */
export async function writeOrganisation(
  context: SeedContext,
  random: SeededRandom,
  plan: InventedOrganisation,
  names: PeopleNames,
  demo: DemoPeople['applicants'],
): Promise<SeedOrganisationRecord> {
  const own = demo.get(plan.name) ?? [];
  const taken = new Set(own.map(({ role }) => role));
  const roles = rolesOf(random).filter((role) => !taken.has(role));
  const made = await writePeople(
    context,
    roles.map(() => names.next(plan.country, plan.slug)),
  );
  const people = [...own, ...made.map((person, index) => ({ person, role: roles[index]! }))];
  const representative = people.find(({ role }) => role === 'representative')!.person;
  const id = await registerOrganisation(context, random, plan, representative);
  await writeRoles(context, id, people);
  const having = (role: OrganisationRole) =>
    people.filter((each) => each.role === role).map(({ person }) => person);
  const manager = having('manager')[0]!;
  return { id, plan, representative, manager, members: [...having('member'), manager] };
}

async function registerOrganisation(
  context: SeedContext,
  random: SeededRandom,
  plan: InventedOrganisation,
  representative: SeedPerson,
): Promise<string> {
  const organisations = context.get(Organisations);
  const who = context.as(representative);
  const view = await context.database.inTransaction(who, (manager) =>
    organisations.createIn(
      manager,
      who,
      {
        name: plan.name,
        legalForm: plan.legalForm,
        country: plan.country,
        city: plan.city,
        kind: plan.kind,
        class: plan.class,
        figures: figuresOf(random.fork('figures'), plan.class, context.at(0).getUTCFullYear() - 1),
        description: plan.description,
        identifiers: [identifierOf(random.fork('identifier'), plan)],
      },
      { fictitious: true },
    ),
  );
  representative.organisations.set(view.id, 'representative');
  return view.id;
}

async function writeRoles(
  context: SeedContext,
  organisationId: string,
  people: readonly { person: SeedPerson; role: OrganisationRole }[],
): Promise<void> {
  const others = people.filter(({ role }) => role !== 'representative');
  await context.write(async (manager) => {
    await manager.query(
      `INSERT INTO organisation_people (organisation_id, person_id, role)
       SELECT $1, p.id, p.role FROM jsonb_to_recordset($2::jsonb) AS p(id uuid, role text)`,
      [organisationId, JSON.stringify(others.map(({ person, role }) => ({ id: person.id, role })))],
    );
    await auditAll(
      manager,
      context.portal,
      others.map(({ person, role }) => ({
        act: 'organisation.person-add',
        object: { kind: 'organisation', id: organisationId },
        after: { personId: person.id, role },
      })),
    );
  });
  for (const { person, role } of others) person.organisations.set(organisationId, role);
}
