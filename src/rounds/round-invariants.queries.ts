import type { InvariantCheck } from '../ledger/invariants.rules.js';

/** What rounds promise to the books: the plan is what is held, and then what is awarded. */
export const roundChecks: readonly InvariantCheck[] = [
  {
    id: 'I1',
    part: 'rounds',
    sql: `SELECT 'pool group ' || g.id || ': claims of all organisations and of the portal sum to ' || total AS what
            FROM (SELECT p.id, coalesce((SELECT sum(balance) FROM allocation_balances b WHERE b.pool_group_id = p.id), 0)
                      + coalesce((SELECT sum(balance) FROM allocation_system_balances s WHERE s.pool_group_id = p.id), 0) AS total
                    FROM pool_groups p) g
           WHERE total <> 0`,
  },
  {
    id: 'I2',
    part: 'rounds',
    sql: `SELECT 'round ' || r.reference || ' (' || r.state || '), pool ' || p.id || ': the plan gives '
               || p.granted * r.quantum_gpu_seconds || ', the ledger has ' || l.amount AS what
            FROM rounds r
           CROSS JOIN LATERAL jsonb_to_recordset(r.plan->'pools') AS p(id uuid, granted numeric)
           CROSS JOIN LATERAL (
             SELECT coalesce(sum(t.amount_gpu_seconds), 0) AS amount
               FROM ledger_transfers t JOIN ledger_accounts a ON a.id = t.credit_account_id
              WHERE t.subject_kind = 'round' AND t.subject_id = r.id AND a.pool_id = p.id
                AND CASE WHEN r.state = 'published' THEN t.kind = 'post'
                    ELSE t.kind = 'pending' AND NOT EXISTS (SELECT 1 FROM ledger_transfers x WHERE x.pending_id = t.id) END) l
           WHERE r.plan IS NOT NULL
             AND l.amount <> CASE WHEN r.state = 'cancelled' THEN 0 ELSE p.granted * r.quantum_gpu_seconds END`,
  },
  {
    id: 'I9',
    part: 'rounds',
    sql: `SELECT 'round ' || r.reference || ' is ' || r.state || ' and no audit row says so' AS what
            FROM rounds r
           WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.object_kind = 'round'
                               AND e.object_id = r.id::text AND e.after->>'state' = r.state)`,
  },
];
