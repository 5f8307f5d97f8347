import type { PersonData } from './person-data.rules.js';

/** The account itself; the erasure of the row is src/privacy's last step. */
export const peopleData: readonly PersonData[] = [
  {
    section: 'profile',
    sql: `SELECT id, email, name, locale, orcid, platform_roles AS "platformRoles",
                 suspended_at AS "suspendedAt", created_at AS "createdAt", updated_at AS "updatedAt"
            FROM people WHERE id = $1`,
    duties: `SELECT 'You are ' || array_to_string(platform_roles, ', ')
                    || ' of the portal. Ask an administrator to take this role from you first.' AS what
               FROM people WHERE id = $1 AND platform_roles <> '{}'`,
  },
];
