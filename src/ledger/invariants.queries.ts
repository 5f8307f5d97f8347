import type { EntityManager } from 'typeorm';
import type { Finding, InvariantCheck } from './invariants.rules.js';

/** What the ledger itself and the platform below it promise. */
export const ledgerChecks: readonly InvariantCheck[] = [
  {
    id: 'I1',
    part: 'ledger',
    sql: `SELECT 'pool ' || pool_id || ': debits ' || sum(debits_posted) || ' + ' || sum(debits_pending) || ' pending, credits '
               || sum(credits_posted) || ' + ' || sum(credits_pending) || ' pending' AS what
            FROM ledger_accounts GROUP BY pool_id
          HAVING sum(debits_posted) <> sum(credits_posted) OR sum(debits_pending) <> sum(credits_pending)`,
  },
  {
    id: 'I2',
    part: 'ledger',
    sql: `SELECT 'pool ' || pool_id || ': reserved ' || reserved || ' + granted ' || granted || ' of ' || capacity AS what
            FROM (SELECT pool_id,
                    coalesce(sum(debits_pending) FILTER (WHERE kind = 'unallocated'), 0) AS reserved,
                    coalesce(sum(credits_posted - debits_posted) FILTER (WHERE kind = 'awarded' OR grant_id IS NOT NULL), 0) AS granted,
                    coalesce(sum(debits_posted - credits_posted) FILTER (WHERE kind = 'capacity'), 0) AS capacity
                    FROM ledger_accounts GROUP BY pool_id) pool
           WHERE reserved < 0 OR granted < 0 OR reserved + granted > capacity`,
  },
  {
    id: 'I3',
    part: 'ledger',
    sql: `SELECT 'reservation ' || pending_id || ': resolved ' || count(*) || ' times' AS what
            FROM ledger_transfers WHERE pending_id IS NOT NULL GROUP BY pending_id HAVING count(*) > 1`,
  },
  {
    id: 'I4',
    part: 'ledger',
    sql: `WITH pairs AS (
            SELECT t.debit_account_id, t.credit_account_id,
                   sum(CASE WHEN t.kind IN ('single', 'post') THEN t.amount_gpu_seconds ELSE 0 END) AS posted,
                   sum(CASE WHEN t.kind = 'pending' THEN t.amount_gpu_seconds ELSE 0 END
                     - CASE WHEN t.kind IN ('post', 'void') THEN p.amount_gpu_seconds ELSE 0 END) AS pending
              FROM ledger_transfers t LEFT JOIN ledger_transfers p ON p.id = t.pending_id
             GROUP BY 1, 2),
          sums AS (
            SELECT account_id, sum(dp) AS dp, sum(cp) AS cp, sum(dq) AS dq, sum(cq) AS cq
              FROM (SELECT debit_account_id AS account_id, posted AS dp, 0 AS cp, pending AS dq, 0 AS cq FROM pairs
                    UNION ALL SELECT credit_account_id, 0, posted, 0, pending FROM pairs) sides
             GROUP BY account_id)
          SELECT 'account ' || a.id || ' (' || a.kind || ' of pool ' || a.pool_id || '): stored '
               || (a.credits_posted - a.debits_posted) || ', transfers say ' || coalesce(s.cp - s.dp, 0) AS what
            FROM ledger_accounts a LEFT JOIN sums s ON s.account_id = a.id
           WHERE a.debits_posted <> coalesce(s.dp, 0) OR a.credits_posted <> coalesce(s.cp, 0)
              OR a.debits_pending <> coalesce(s.dq, 0) OR a.credits_pending <> coalesce(s.cq, 0)`,
  },
  {
    id: 'I5',
    part: 'commands',
    sql: `SELECT 'Idempotency-Key of ' || route || ' at ' || created_at || ' has no answer' AS what
            FROM idempotency_key WHERE answer IS NULL`,
  },
  {
    id: 'I9',
    part: 'audit',
    sql: `SELECT 'audit link ' || position || ' does not follow the one before it' AS what
            FROM (SELECT position, previous_hash, lag(position) OVER w AS before, lag(hash) OVER w AS hash_before
                    FROM audit_link WINDOW w AS (ORDER BY position)) link
           WHERE position <> coalesce(before, 0) + 1 OR (before IS NOT NULL AND previous_hash <> hash_before)
          UNION ALL
          SELECT 'audit event ' || e.id || ' is neither chained nor waiting to be'
            FROM audit_event e
           WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.event_id = e.id)
             AND NOT EXISTS (SELECT 1 FROM audit_tail t WHERE t.event_id = e.id)`,
  },
  {
    id: 'I10',
    part: 'outbox',
    sql: `SELECT 'outbox row ' || id || ' (' || job || ') waits since ' || created_at AS what
            FROM outbox WHERE sent_at IS NULL AND created_at < now() - interval '5 minutes'`,
  },
];

/** Runs one check: how many things break it, and the first five. */
export async function findingOf(manager: EntityManager, check: InvariantCheck): Promise<Finding> {
  const rows = await manager.query<{ what: string; broken: number }[]>(
    `SELECT what, count(*) OVER ()::integer AS broken FROM (${check.sql}) found LIMIT 5`,
  );
  return {
    id: check.id,
    part: check.part,
    broken: rows[0]?.broken ?? 0,
    examples: rows.map(({ what }) => what),
  };
}
