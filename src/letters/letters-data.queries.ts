import type { PersonData } from '../people/person-data.rules.js';

export const lettersData: readonly PersonData[] = [
  {
    section: 'letters',
    sql: `SELECT l.id, l.reference, l.kind, l.subject, l.created_at AS "createdAt"
            FROM letters l JOIN people p ON p.id = $1 WHERE p.name = ANY(l.attention)
             AND l.organisation_id IN (SELECT organisation_id FROM organisation_people WHERE person_id = $1)
           ORDER BY l.created_at`,
    kept: 'Letters to your organisation as they were sent, with the names of those who represented it then: decisions and the time to appeal rest on them (MEM-5).',
  },
];
