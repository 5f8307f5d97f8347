import type { PersonData } from '../people/person-data.rules.js';

export const appealsData: readonly PersonData[] = [
  {
    section: 'appeals',
    sql: `SELECT id, reference, state, grounds, submitted_by = $1 AS "submittedByYou",
                 decided_by = $1 AS "decidedByYou", created_at AS "createdAt"
            FROM appeals WHERE $1 IN (submitted_by, admitted_by, decided_by) ORDER BY created_at`,
    kept: 'Who submitted or decided an appeal, by id, and its grounds.',
  },
];
