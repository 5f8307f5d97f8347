import type { PersonData } from '../people/person-data.rules.js';

export const quotaPoliciesData: readonly PersonData[] = [
  {
    section: 'quotaPolicies',
    sql: `SELECT id, number, state, drafted_by = $1 AS "draftedByYou", approved_by = $1 AS "approvedByYou",
                 created_at AS "createdAt"
            FROM quota_policies WHERE $1 IN (drafted_by, approved_by) ORDER BY created_at`,
    kept: 'Who drafted or approved a quota policy, by id (SEP-1).',
  },
];
