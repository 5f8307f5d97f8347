import type { PersonData } from '../people/person-data.rules.js';

export const organisationsData: readonly PersonData[] = [
  {
    section: 'organisations',
    sql: `SELECT o.id, o.name, m.role, m.created_at AS "since"
            FROM organisation_people m JOIN organisations o ON o.id = m.organisation_id
           WHERE m.person_id = $1 ORDER BY m.created_at`,
    erase: [`DELETE FROM organisation_people WHERE person_id = $1`],
    duties: `SELECT 'You represent ' || o.name || '. Hand the role over, or leave the organisation if somebody '
                    || 'else represents it too.' AS what
               FROM organisation_people m JOIN organisations o ON o.id = m.organisation_id
              WHERE m.person_id = $1 AND m.role = 'representative' ORDER BY o.name, o.id`,
  },
  {
    section: 'ownershipGraphs',
    sql: `SELECT organisation_id AS "organisationId", version, created_at AS "createdAt"
            FROM ownerships WHERE created_by = $1 ORDER BY created_at`,
    kept: 'Who stored an ownership graph, by id: the class of an organisation rests on it (MEM-2).',
  },
];
