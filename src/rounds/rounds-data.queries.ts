import type { PersonData } from '../people/person-data.rules.js';

export const roundsData: readonly PersonData[] = [
  {
    section: 'roundApprovals',
    sql: `SELECT round_id AS "roundId", capacity, plan_hash AS "planHash", approved_at AS "approvedAt"
            FROM round_approvals WHERE person_id = $1 ORDER BY approved_at`,
    kept: 'Who approved a round, by id (SEP-2).',
  },
];
