import type { InvariantCheck } from '../ledger/invariants.rules.js';

/** What grants promise to the books. */
export const grantChecks: readonly InvariantCheck[] = [
  {
    id: 'I3',
    part: 'grants',
    sql: `SELECT 'request ' || request_id || ' has ' || count(*) || ' live grants' AS what
            FROM grants WHERE state NOT IN ('declined', 'lapsed', 'returned', 'revoked')
           GROUP BY request_id HAVING count(*) > 1`,
  },
  {
    // LED-4. What left through the grant's own accounts is counted by their receipts (grants.queries.ts).
    id: 'I4',
    part: 'grants',
    sql: `SELECT 'grant ' || g.reference || ': granted ' || g.gpu_seconds || ', its accounts have ' || coalesce(a.amount, 0) AS what
            FROM grants g LEFT JOIN (
              SELECT grant_id, sum(CASE WHEN kind IN ('grant_available', 'grant_held', 'grant_used')
                       THEN credits_posted - debits_posted ELSE credits_posted END) AS amount
                FROM ledger_accounts WHERE grant_id IS NOT NULL GROUP BY grant_id) a ON a.grant_id = g.id
           WHERE g.gpu_seconds <> coalesce(a.amount, 0)`,
  },
  {
    id: 'I6',
    part: 'grants',
    sql: `SELECT 'grant ' || g.reference || ' is ' || g.state || ' and still has '
               || sum(a.credits_posted - a.debits_posted) || ' GPU-seconds' AS what
            FROM grants g JOIN ledger_accounts a ON a.grant_id = g.id AND a.kind IN ('grant_available', 'grant_held')
           WHERE g.state IN ('declined', 'lapsed', 'returned', 'revoked')
           GROUP BY g.reference, g.state HAVING sum(a.credits_posted - a.debits_posted) <> 0`,
  },
  {
    id: 'I9',
    part: 'grants',
    sql: `SELECT 'grant ' || g.reference || ' is ' || g.state || ' and no audit row says so' AS what
            FROM grants g
           WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.object_kind = 'grant'
                               AND e.object_id = g.id::text AND e.after->>'state' = g.state)`,
  },
];
