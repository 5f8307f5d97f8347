import type { PersonData } from '../people/person-data.rules.js';

export const pledgesData: readonly PersonData[] = [
  {
    section: 'pledgesConfirmed',
    sql: `SELECT p.id, o.name AS organisation, p.kind, p.state, p.confirmed_at AS "confirmedAt"
            FROM pledges p JOIN organisations o ON o.id = p.organisation_id
           WHERE p.confirmed_by = $1 ORDER BY p.confirmed_at`,
    kept: 'Who confirmed a pledge, by id.',
  },
];
