import type { EntityManager } from 'typeorm';
import type { PlatformRole } from '../access/permissions.js';
import { keysetPage } from '../platform/keyset.js';
import { emailNormal, likeLiteral, standingOf } from './people.rules.js';
import type { PeopleQuery } from './people.schemas.js';
import { Person, type Locale } from './person.entity.js';

export { emailNormal } from './people.rules.js';

/** The person with this id, or null. */
export async function personById(manager: EntityManager, id: string): Promise<Person | null> {
  return await manager.findOneBy(Person, { id });
}

/** The person, held against other changes until the transaction ends, or null. */
export async function lockPerson(manager: EntityManager, id: string): Promise<Person | null> {
  return await manager.findOne(Person, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

/** The person with this address, however it is capitalised, or null. */
export async function personByEmail(manager: EntityManager, email: string): Promise<Person | null> {
  return await manager.findOneBy(Person, { emailNormal: emailNormal(email) });
}

/**
 * Holds every active administrator and tells their ids. Rows are locked in id order, so that two
 * administrators who demote each other at one instant wait for each other instead of deadlocking.
 */
export async function lockActiveAdmins(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM people WHERE 'admin' = ANY(platform_roles) AND suspended_at IS NULL
      ORDER BY id FOR UPDATE`,
  );
  return rows.map(({ id }) => id);
}

export interface NewPerson {
  id: string;
  email: string;
  name: string;
  locale?: Locale;
  platformRoles?: readonly PlatformRole[];
  demo?: boolean;
}

/** Adds a person; false, and nothing done, when the address is taken. */
export async function insertPerson(manager: EntityManager, person: NewPerson): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO people (id, email, email_normal, name, locale, platform_roles, demo)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email_normal) DO NOTHING RETURNING id`,
    [
      person.id,
      person.email,
      emailNormal(person.email),
      person.name,
      person.locale ?? 'en',
      [...(person.platformRoles ?? [])],
      person.demo ?? false,
    ],
  );
  return rows.length > 0;
}

const sorts = {
  name: { expression: 'lower(p.name)', type: 'text' },
  email: { expression: 'p.email_normal', type: 'text' },
  createdAt: { expression: 'p.created_at', type: 'timestamptz' },
} as const;

type PersonRow = Pick<
  Person,
  | 'id' | 'email' | 'name' | 'locale' | 'orcid' | 'platformRoles' | 'suspendedAt' | 'demo'
  | 'version' | 'createdAt' | 'updatedAt'
>; // prettier-ignore

/** One page of people by name, address, role and state. */
export async function peoplePage(manager: EntityManager, query: PeopleQuery) {
  const { items, nextCursor } = await keysetPage<PersonRow>(
    manager,
    {
      from: 'FROM people p',
      select: `p.id, p.email, p.name, p.locale, p.orcid, p.platform_roles AS "platformRoles",
        p.suspended_at AS "suspendedAt", p.demo, p.version,
        p.created_at AS "createdAt", p.updated_at AS "updatedAt"`,
      where: [
        `($1::text IS NULL OR p.name ILIKE $1 OR p.email_normal LIKE lower($1))`,
        `($2::text IS NULL OR $2 = ANY(p.platform_roles))`,
        `($3::text IS NULL OR (p.suspended_at IS NOT NULL) = ($3 = 'suspended'))`,
      ],
      parameters: [
        query.search === undefined ? null : `%${likeLiteral(query.search)}%`,
        query.role ?? null,
        query.state ?? null,
      ],
      id: 'p.id',
      sorts,
      sortDefault: 'name',
    },
    query,
  );
  return { items: items.map(personView), nextCursor };
}

/** A person as the API tells it. */
export function personView(person: PersonRow) {
  return { ...person, state: standingOf(person) };
}
