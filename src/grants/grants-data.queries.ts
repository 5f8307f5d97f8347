import type { PersonData } from '../people/person-data.rules.js';

export const grantsData: readonly PersonData[] = [
  {
    section: 'grantsAccepted',
    sql: `SELECT g.id, g.reference, o.name AS organisation, g.state, g.accepted_at AS "acceptedAt"
            FROM grants g JOIN organisations o ON o.id = g.organisation_id
           WHERE g.accepted_by = $1 ORDER BY g.accepted_at`,
    kept: 'Who accepted a grant, by id.',
  },
];
