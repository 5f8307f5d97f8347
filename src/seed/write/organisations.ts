import type { EntityManager } from 'typeorm';
import type { OrganisationRole } from '../../access/permissions.js';
import type { SeededRandom } from '../../kernel/seeded-random.js';
import { Organisations } from '../../organisations/organisations.service.js';
import { auditAll } from '../../platform/audit.service.js';
import type { SeedContext, SeedPerson } from '../context.js';
import type { InventedOrganisation } from '../data/organisations.js';
import { figuresOf } from '../plan/figures.js';
import { identifierOf } from '../plan/identifiers.js';
import { rolesOf, type PeopleNames } from '../plan/people.js';
import { insertPeople, type DemoPeople } from './people.js';

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
  const planned = roles.map(() => names.next(plan.country, plan.slug));
  return await context.write(async (manager) => {
    const made = await insertPeople(manager, context, planned);
    const people = [...own, ...made.map((person, index) => ({ person, role: roles[index]! }))];
    const having = (role: OrganisationRole) =>
      people.filter((each) => each.role === role).map(({ person }) => person);
    const [representative] = having('representative');
    const [contact] = having('manager');
    const id = await register(manager, context, random, plan, representative!);
    await insertRoles(manager, context, id, people);
    return {
      id,
      plan,
      representative: representative!,
      manager: contact!,
      members: [...having('member'), contact!],
    };
  });
}

async function register(
  manager: EntityManager,
  context: SeedContext,
  random: SeededRandom,
  plan: InventedOrganisation,
  representative: SeedPerson,
): Promise<string> {
  const { name, legalForm, country, city, kind, class: of, description } = plan;
  const year = context.at(0).getUTCFullYear() - 1;
  const { id } = await context.get(Organisations).createIn(
    manager,
    context.as(representative),
    {
      name,
      legalForm,
      country,
      city,
      kind,
      class: of,
      description,
      figures: figuresOf(random.fork('figures'), of, year),
      identifiers: [identifierOf(random.fork('identifier'), plan)],
    },
    { fictitious: true },
  );
  return id;
}

/** The representative has been entered with the organisation. */
async function insertRoles(
  manager: EntityManager,
  context: SeedContext,
  organisationId: string,
  people: readonly { person: SeedPerson; role: OrganisationRole }[],
): Promise<void> {
  for (const { person, role } of people) person.organisations.set(organisationId, role);
  const others = people.filter(({ role }) => role !== 'representative');
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
}
