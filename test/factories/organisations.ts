import type { EntityManager } from 'typeorm';
import type { OrganisationRole } from '../../src/access/permissions.js';
import { newId } from '../../src/kernel/random.js';

/** What these factories need of a portal under test. */
interface Store {
  readonly manager: EntityManager;
}

export type OrganisationClass = 'large' | 'sme' | 'science';

export interface OrganisationWish {
  name?: string;
  class?: OrganisationClass;
  /** ISO 3166-1 alpha-2; FR unless told. */
  country?: string;
  kind?: 'company' | 'university' | 'research_organisation' | 'public_body';
  /** Organisations of the same single undertaking share it. */
  groupId?: string | null;
  representative?: { id: string };
  people?: Partial<Record<OrganisationRole, { id: string }>>;
}

export interface MadeOrganisation {
  id: string;
  name: string;
  class: OrganisationClass;
  country: string;
}

const countries: readonly [code: string, name: string, vies: string | null, eu: boolean][] = [
  ['BE', 'Belgium', 'BE', true], ['CH', 'Switzerland', null, false], ['DE', 'Germany', 'DE', true],
  ['EE', 'Estonia', 'EE', true], ['ES', 'Spain', 'ES', true], ['FI', 'Finland', 'FI', true],
  ['FR', 'France', 'FR', true], ['GB', 'United Kingdom', 'XI', false], ['GR', 'Greece', 'EL', true],
  ['IT', 'Italy', 'IT', true], ['NL', 'Netherlands', 'NL', true], ['NO', 'Norway', null, false],
  ['PL', 'Poland', 'PL', true], ['SE', 'Sweden', 'SE', true],
]; // prettier-ignore

/** The countries that tests use; safe to call again. */
export async function someCountries({ manager }: Store): Promise<void> {
  await manager.query(
    `INSERT INTO countries (code, name, vies_prefix, nuts_prefix, eu_member, digital_europe,
                            horizon_europe, valid_from, source)
     SELECT c.code, c.name, c.vies, c.code, c.eu, true, true, '2021-01-01', 'test'
       FROM jsonb_to_recordset($1::jsonb) AS c(code text, name text, vies text, eu boolean)
     ON CONFLICT (code) DO NOTHING`,
    [JSON.stringify(countries.map(([code, name, vies, eu]) => ({ code, name, vies, eu })))],
  );
}

let count = 0;

/** An organisation as it stands in the tables: an SME in France without a membership unless told. */
export async function anOrganisation(
  portal: Store,
  wish: OrganisationWish = {},
): Promise<MadeOrganisation> {
  await someCountries(portal);
  count += 1;
  const id = newId();
  const made: MadeOrganisation = {
    id,
    name: wish.name ?? `Organisation ${count} ${id.slice(-6)}`,
    class: wish.class ?? 'sme',
    country: wish.country ?? 'FR',
  };
  const kind = wish.kind ?? (made.class === 'science' ? 'university' : 'company');
  await portal.manager.query(
    `INSERT INTO organisations (id, slug, name, legal_form, country, city, kind, class, class_basis,
                                group_id, fictitious)
     VALUES ($1, $2, $3, '', $4, 'Testville', $5, $6, 'Made by a test.', $7, true)`,
    [id, `test-${id}`, made.name, made.country, kind, made.class, wish.groupId ?? null],
  );
  const people = { ...wish.people };
  if (wish.representative) people.representative = wish.representative;
  for (const [role, person] of Object.entries(people)) {
    await joinOrganisation(portal, id, person.id, role as OrganisationRole);
  }
  return made;
}

/** Gives a person a role in an organisation. */
export async function joinOrganisation(
  { manager }: Store,
  organisationId: string,
  personId: string,
  role: OrganisationRole,
): Promise<void> {
  await manager.query(
    `INSERT INTO organisation_people (organisation_id, person_id, role) VALUES ($1, $2, $3)
     ON CONFLICT (organisation_id, person_id) DO UPDATE SET role = $3`,
    [organisationId, personId, role],
  );
}

/** An organisation with an active membership of one year. */
export async function aMember(
  portal: Store,
  wish: OrganisationWish = {},
): Promise<MadeOrganisation & { membershipId: string }> {
  const organisation = await anOrganisation(portal, wish);
  const membershipId = newId();
  await portal.manager.query(
    `INSERT INTO memberships (id, organisation_id, starts_at, expires_at)
     VALUES ($1, $2, portal_now() - interval '1 day', portal_now() + interval '1 year')`,
    [membershipId, organisation.id],
  );
  return { ...organisation, membershipId };
}
