import type { InvariantCheck } from '../ledger/invariants.rules.js';

/** REQ-2: every submission that was acknowledged is there, once, with its receipt. */
export const requestChecks: readonly InvariantCheck[] = [
  {
    id: 'I5',
    part: 'requests',
    sql: `SELECT 'request ' || r.id || ' tells of ' || r.revision || ' submissions, ' || count(v.id) || ' are there' AS what
            FROM requests r LEFT JOIN request_revisions v ON v.request_id = r.id
           GROUP BY r.id
          HAVING r.revision <> count(v.id) OR (count(v.id) > 0) <> (r.receipt_at IS NOT NULL)`,
  },
];
