import type { EntityManager } from 'typeorm';
import type { OrganisationRole } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { likeLiteral } from '../people/people.rules.js';
import { keysetPage } from '../platform/keyset.js';
import type { IdentifierCountry, StoredIdentifier } from './organisation.rules.js';
import type {
  OrganisationPeopleQuery,
  OrganisationsQuery,
  OrganisationView,
} from './organisations.schemas.js';

type OrganisationRow = Omit<OrganisationView, 'classBasis' | 'role'> & { classBasis: string };

const select = `o.id, o.slug, o.name, o.legal_form AS "legalForm", o.country, o.city,
  o.registered_address AS "registeredAddress", o.postal_address AS "postalAddress", o.kind, o.class,
  o.class_basis AS "classBasis", o.figures, o.web_domain AS "webDomain", o.description,
  o.identity_locked_at IS NOT NULL AS "identityLocked", o.fictitious, o.version,
  o.created_at AS "createdAt", o.updated_at AS "updatedAt", (
    SELECT coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value, 'raw', i.raw,
                                                 'state', i.state) ORDER BY i.kind), '[]'::jsonb)
      FROM organisation_identifiers i WHERE i.organisation_id = o.id) AS identifiers`;

const tenant = (parameter: number, column: string) =>
  `($${parameter}::uuid[] IS NULL OR ${column} = ANY($${parameter}))`;

/** One page of the organisations that `ids` names (null: all). */
export async function organisationsPage(
  manager: EntityManager,
  principal: Principal,
  ids: string[] | null,
  query: OrganisationsQuery,
) {
  const search = query.search === undefined ? null : likeLiteral(query.search.toLowerCase());
  const { items, nextCursor } = await keysetPage<OrganisationRow>(
    manager,
    {
      select,
      from: 'FROM organisations o',
      where: [
        tenant(1, 'o.id'),
        `($2::text IS NULL OR o.class = $2)`,
        `($3::text IS NULL OR o.country = $3)`,
        `($4::text IS NULL OR lower(o.name) LIKE '%' || $4 || '%' OR EXISTS (
           SELECT 1 FROM organisation_identifiers s
            WHERE s.organisation_id = o.id AND lower(s.value) LIKE $4 || '%'))`,
      ],
      parameters: [ids, query.class ?? null, query.country ?? null, search],
      id: 'o.id',
      sorts: {
        name: { expression: 'lower(o.name)', type: 'text' },
        createdAt: { expression: 'o.created_at', type: 'timestamptz' },
      },
      sortDefault: 'name',
    },
    query,
  );
  return { items: items.map((row) => viewOf(principal, row)), nextCursor };
}

/** The organisation if `ids` names it (null: all), as `principal` sees it; else null. */
export async function organisationView(
  manager: EntityManager,
  principal: Principal,
  ids: string[] | null,
  id: string,
): Promise<OrganisationView | null> {
  const [row] = await manager.query<OrganisationRow[]>(
    `SELECT ${select} FROM organisations o WHERE o.id = $1 AND ${tenant(2, 'o.id')}`,
    [id, ids],
  );
  return row ? viewOf(principal, row) : null;
}

function viewOf(principal: Principal, row: OrganisationRow): OrganisationView {
  const role: OrganisationRole | null = principal.organisations.get(row.id) ?? null;
  return { ...row, classBasis: row.classBasis.split('\n'), role };
}

/** A country by its ISO code, or null when the portal does not know it. */
export async function countryByCode(
  manager: EntityManager,
  code: string,
): Promise<IdentifierCountry | null> {
  const [country] = await manager.query<IdentifierCountry[]>(
    `SELECT code, name, vies_prefix AS "viesPrefix" FROM countries WHERE code = $1`,
    [code],
  );
  return country ?? null;
}

/** Those of the identifiers that another organisation than `organisationId` has. */
export async function identifiersTaken(
  manager: EntityManager,
  organisationId: string,
  identifiers: readonly StoredIdentifier[],
): Promise<Pick<StoredIdentifier, 'kind' | 'value'>[]> {
  return await manager.query<Pick<StoredIdentifier, 'kind' | 'value'>[]>(
    `SELECT i.kind, i.value FROM organisation_identifiers i
       JOIN jsonb_to_recordset($2::jsonb) AS g(kind text, value text)
         ON g.kind = i.kind AND g.value = i.value
      WHERE i.organisation_id <> $1`,
    [organisationId, JSON.stringify(identifiers)],
  );
}

/**
 * The organisations to which a person belongs, and those of the same single undertakings, by name:
 * what nobody may decide on (MEM-4, SEP-2).
 */
export async function organisationsLinkedTo(
  manager: EntityManager,
  personId: string,
): Promise<{ id: string; name: string }[]> {
  return await manager.query<{ id: string; name: string }[]>(
    `SELECT o.id, o.name FROM organisations o
      WHERE o.id IN (SELECT organisation_id FROM organisation_people WHERE person_id = $1)
         OR o.group_id IN (
              SELECT g.group_id FROM organisations g
                JOIN organisation_people p ON p.organisation_id = g.id
               WHERE p.person_id = $1 AND g.group_id IS NOT NULL)
      ORDER BY o.name, o.id`,
    [personId],
  );
}

/** MEM-4: does a person belong to the organisation, or to one of the same single undertaking? */
export async function personBelongsOrIsLinked(
  manager: EntityManager,
  personId: string,
  organisationId: string,
): Promise<boolean> {
  const linked = await organisationsLinkedTo(manager, personId);
  return linked.some(({ id }) => id === organisationId);
}

/** Does the class of the organisation follow from an ownership graph (MEM-2)? */
export async function hasOwnershipGraph(manager: EntityManager, id: string): Promise<boolean> {
  const [row] = await manager.query<[{ stored: boolean }]>(
    `SELECT EXISTS (SELECT 1 FROM ownerships WHERE organisation_id = $1) AS stored`,
    [id],
  );
  return row.stored;
}

/** Do ownership graphs name the organisation by an identifier that it has, or is about to have? */
export async function isNamedInGraphs(
  manager: EntityManager,
  organisationId: string,
  identifiers: readonly StoredIdentifier[],
): Promise<boolean> {
  const [row] = await manager.query<[{ named: boolean }]>(
    `SELECT EXISTS (SELECT 1 FROM undertaking_statements s
       WHERE EXISTS (SELECT 1 FROM organisation_identifiers i
                      WHERE i.organisation_id = $1 AND i.kind = s.kind AND i.value = s.value)
          OR EXISTS (SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS g(kind text, value text)
                      WHERE g.kind = s.kind AND g.value = s.value)) AS named`,
    [organisationId, JSON.stringify(identifiers)],
  );
  return row.named;
}

export interface OrganisationPersonRow {
  id: string;
  organisationId: string;
  name: string;
  email: string;
  role: OrganisationRole;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const personSelect = `op.person_id AS id, op.organisation_id AS "organisationId", p.name, p.email, op.role,
  op.version, op.created_at AS "createdAt", op.updated_at AS "updatedAt"`;
const personFrom = `FROM organisation_people op JOIN people p ON p.id = op.person_id`;

/** One page of the people of an organisation. */
export async function organisationPeoplePage(
  manager: EntityManager,
  organisationId: string,
  query: OrganisationPeopleQuery,
) {
  return await keysetPage<OrganisationPersonRow>(
    manager,
    {
      select: personSelect,
      from: personFrom,
      where: [`op.organisation_id = $1`, `($2::text IS NULL OR op.role = $2)`],
      parameters: [organisationId, query.role ?? null],
      id: 'op.person_id',
      sorts: {
        name: { expression: 'lower(p.name)', type: 'text' },
        createdAt: { expression: 'op.created_at', type: 'timestamptz' },
      },
      sortDefault: 'name',
    },
    query,
  );
}

/** Somebody's role in an organisation that `ids` names (null: all), or null. */
export async function organisationPerson(
  manager: EntityManager,
  ids: string[] | null,
  organisationId: string,
  personId: string,
): Promise<OrganisationPersonRow | null> {
  const [row] = await manager.query<OrganisationPersonRow[]>(
    `SELECT ${personSelect} ${personFrom}
      WHERE op.organisation_id = $1 AND op.person_id = $2 AND ${tenant(3, 'op.organisation_id')}`,
    [organisationId, personId, ids],
  );
  return row ?? null;
}
