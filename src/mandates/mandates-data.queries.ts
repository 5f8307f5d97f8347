import type { PersonData } from '../people/person-data.rules.js';

export const mandatesData: readonly PersonData[] = [
  {
    section: 'mandates',
    sql: `SELECT m.id, o.name AS organisation, m.given_by = $1 AS "givenByYou", m.note, m.expires_at AS "expiresAt",
                 m.revoked_at AS "revokedAt", m.created_at AS "createdAt"
            FROM mandates m JOIN organisations o ON o.id = m.organisation_id
           WHERE m.person_id = $1 OR m.given_by = $1 ORDER BY m.created_at`,
    erase: [
      `UPDATE mandates SET revoked_at = portal_now(), version = version + 1, updated_at = portal_now()
        WHERE person_id = $1 AND revoked_at IS NULL`,
    ],
    kept: 'That an account had a mandate when an application was handed in, by id (MEM-3).',
  },
];
