import type { PersonData } from '../people/person-data.rules.js';

export const screeningsData: readonly PersonData[] = [
  {
    section: 'screeningHits',
    sql: `SELECT h.id, h.subject_name AS "subjectName", h.matched_name AS "matchedName", h.state, h.created_at AS "createdAt"
            FROM screening_hits h JOIN people p ON p.id = $1
           WHERE h.subject_kind = 'person' AND h.subject_name = p.name
             AND h.organisation_id IN (SELECT organisation_id FROM organisation_people WHERE person_id = $1)
           ORDER BY h.created_at`,
    kept: 'That your name was alike one on the list of restrictive measures, and what was decided: the law asks for the check (MEM-6; GDPR Article 17(3)(b)).',
  },
];
