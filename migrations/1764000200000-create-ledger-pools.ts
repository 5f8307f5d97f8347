import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger, whose rules the database enforces itself, and what is divided: sites, pools, policies. */
export class CreateLedgerPools1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

const times = `version integer NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT portal_now(),
  updated_at timestamptz NOT NULL DEFAULT portal_now()`;

const up = `
CREATE TABLE sites (
  id uuid PRIMARY KEY, slug text NOT NULL UNIQUE, name text NOT NULL, host text NOT NULL DEFAULT '',
  country char(2) REFERENCES countries, kind text NOT NULL CHECK (kind IN ('ai_factory', 'gigafactory')),
  state text NOT NULL CHECK (state IN ('operating', 'planned')), source text NOT NULL, ${times}
);
CREATE TABLE partitions (
  id uuid PRIMARY KEY, site_id uuid NOT NULL REFERENCES sites, name text NOT NULL, accelerator text NOT NULL,
  accelerators integer NOT NULL CHECK (accelerators > 0), accelerators_per_node integer NOT NULL CHECK (accelerators_per_node > 0),
  kilowatts_per_accelerator numeric(6,3), peak_tflops numeric(9,1), source text NOT NULL, ${times},
  UNIQUE (site_id, name)
);
CREATE TABLE pool_groups (
  id uuid PRIMARY KEY, slug text NOT NULL UNIQUE, name text NOT NULL, ${times}
);
CREATE TABLE pools (
  id uuid PRIMARY KEY, pool_group_id uuid NOT NULL REFERENCES pool_groups,
  partition_id uuid NOT NULL REFERENCES partitions, name text NOT NULL,
  funding_source text NOT NULL CHECK (funding_source IN ('union', 'member_state', 'private')),
  starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, CHECK (starts_at < ends_at),
  accelerators integer NOT NULL CHECK (accelerators > 0),
  availability_ppm integer NOT NULL CHECK (availability_ppm BETWEEN 1 AND 1000000),
  gross_gpu_seconds bigint NOT NULL CHECK (gross_gpu_seconds > 0), withdrawn_at timestamptz, ${times}
);
CREATE INDEX pools_group ON pools (pool_group_id);
CREATE TABLE set_asides (
  id uuid PRIMARY KEY, pool_id uuid NOT NULL REFERENCES pools,
  kind text NOT NULL CHECK (kind IN ('maintenance', 'director', 'emergency', 'union_projects')),
  gpu_seconds bigint NOT NULL CHECK (gpu_seconds > 0), reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now()
);
CREATE TABLE pool_releases (
  id uuid PRIMARY KEY, pool_id uuid NOT NULL REFERENCES pools, due_at timestamptz NOT NULL,
  gpu_seconds bigint NOT NULL CHECK (gpu_seconds > 0), released_at timestamptz
);
CREATE INDEX pool_releases_pool ON pool_releases (pool_id, due_at);
CREATE TABLE quota_policies (
  id uuid PRIMARY KEY, pool_group_id uuid NOT NULL REFERENCES pool_groups, number integer NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'effective', 'superseded')),
  rules jsonb NOT NULL, drafted_by uuid NOT NULL REFERENCES people, approved_by uuid REFERENCES people,
  approved_at timestamptz, effective_from timestamptz NOT NULL, ${times},
  UNIQUE (pool_group_id, number), CHECK (approved_by IS NULL OR approved_by <> drafted_by)
);
CREATE UNIQUE INDEX quota_policies_effective ON quota_policies (pool_group_id) WHERE state = 'effective';

-- Double entry in GPU-seconds. A limited account may never pay out more than it has:
-- credits - debits - pending debits >= 0. Balances move only through transfers (trigger below).
CREATE TABLE ledger_accounts (
  id uuid PRIMARY KEY, kind text NOT NULL CHECK (kind IN ('capacity', 'set_aside', 'unreleased', 'unallocated',
    'awarded', 'grant_available', 'grant_held', 'grant_used', 'grant_returned', 'grant_expired', 'grant_moved')),
  pool_id uuid NOT NULL REFERENCES pools, grant_id uuid, limited boolean NOT NULL,
  debits_posted bigint NOT NULL DEFAULT 0, credits_posted bigint NOT NULL DEFAULT 0,
  debits_pending bigint NOT NULL DEFAULT 0, credits_pending bigint NOT NULL DEFAULT 0,
  ${times},
  CONSTRAINT ledger_accounts_unlimited CHECK (limited = (kind <> 'capacity')),
  CONSTRAINT ledger_accounts_owner CHECK ((kind LIKE 'grant\\_%') = (grant_id IS NOT NULL)),
  CONSTRAINT ledger_accounts_limit CHECK (NOT limited OR credits_posted - debits_posted - debits_pending >= 0),
  CONSTRAINT ledger_accounts_signs CHECK (debits_posted >= 0 AND credits_posted >= 0 AND debits_pending >= 0 AND credits_pending >= 0)
);
CREATE UNIQUE INDEX ledger_accounts_identity ON ledger_accounts (pool_id, kind, coalesce(grant_id, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX ledger_accounts_grant ON ledger_accounts (grant_id) WHERE grant_id IS NOT NULL;

CREATE TABLE ledger_transfers (
  id uuid PRIMARY KEY, kind text NOT NULL CHECK (kind IN ('single', 'pending', 'post', 'void')),
  debit_account_id uuid NOT NULL REFERENCES ledger_accounts, credit_account_id uuid NOT NULL REFERENCES ledger_accounts,
  amount_gpu_seconds bigint NOT NULL CHECK (amount_gpu_seconds > 0),
  pending_id uuid UNIQUE REFERENCES ledger_transfers, expires_at timestamptz,
  code text NOT NULL, reason text, subject_kind text, subject_id uuid,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  CONSTRAINT ledger_transfers_two_sides CHECK (debit_account_id <> credit_account_id),
  CONSTRAINT ledger_transfers_resolution CHECK ((kind IN ('post', 'void')) = (pending_id IS NOT NULL)),
  CONSTRAINT ledger_transfers_expiry CHECK (kind = 'pending' OR expires_at IS NULL)
);
CREATE INDEX ledger_transfers_time ON ledger_transfers (created_at, id);
CREATE INDEX ledger_transfers_debit ON ledger_transfers (debit_account_id);
CREATE INDEX ledger_transfers_credit ON ledger_transfers (credit_account_id);
CREATE INDEX ledger_transfers_subject ON ledger_transfers (subject_kind, subject_id);
CREATE INDEX ledger_transfers_open ON ledger_transfers (expires_at) WHERE kind = 'pending';

-- LED-1: applies inserted transfers to the balances. Accounts are locked in id order, so that two
-- transactions never wait for each other in a circle; a broken limit fails the CHECK and with it the whole
-- insert. NO KEY UPDATE, because the foreign keys of the inserted rows already hold KEY SHARE on the accounts:
-- two inserts that both wanted a full lock would wait for each other's.
CREATE FUNCTION ledger_apply() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM inserted i JOIN ledger_transfers p ON p.id = i.pending_id
     WHERE i.kind IN ('post', 'void') AND (p.kind <> 'pending' OR i.amount_gpu_seconds > p.amount_gpu_seconds
       OR i.debit_account_id <> p.debit_account_id OR i.credit_account_id <> p.credit_account_id
       OR (i.kind = 'void' AND i.amount_gpu_seconds <> p.amount_gpu_seconds))
  ) THEN
    RAISE EXCEPTION 'a resolution does not fit its pending transfer' USING ERRCODE = '23514', CONSTRAINT = 'ledger_transfers_fits';
  END IF;
  IF EXISTS (
    SELECT 1 FROM inserted i LEFT JOIN ledger_transfers p ON p.id = i.pending_id
     WHERE (i.kind = 'pending' AND i.expires_at <= portal_now()) OR (i.kind = 'post' AND p.expires_at <= portal_now())
  ) THEN
    RAISE EXCEPTION 'the time of a pending transfer is over' USING ERRCODE = '23514', CONSTRAINT = 'ledger_transfers_in_time';
  END IF;
  IF EXISTS (
    SELECT 1 FROM inserted i JOIN ledger_accounts d ON d.id = i.debit_account_id JOIN ledger_accounts c ON c.id = i.credit_account_id
     WHERE d.pool_id <> c.pool_id
  ) THEN
    RAISE EXCEPTION 'a transfer stays inside one pool' USING ERRCODE = '23514', CONSTRAINT = 'ledger_transfers_one_pool';
  END IF;
  PERFORM 1 FROM ledger_accounts WHERE id IN (SELECT debit_account_id FROM inserted UNION SELECT credit_account_id FROM inserted)
    ORDER BY id FOR NO KEY UPDATE;
  UPDATE ledger_accounts a SET
      debits_posted = a.debits_posted + m.debits_posted, credits_posted = a.credits_posted + m.credits_posted,
      debits_pending = a.debits_pending + m.debits_pending, credits_pending = a.credits_pending + m.credits_pending,
      version = a.version + 1, updated_at = portal_now()
    FROM (
      SELECT account_id, sum(dp)::bigint AS debits_posted, sum(cp)::bigint AS credits_posted,
             sum(dq)::bigint AS debits_pending, sum(cq)::bigint AS credits_pending
        FROM (
          SELECT i.debit_account_id AS account_id,
                 CASE WHEN i.kind IN ('single', 'post') THEN i.amount_gpu_seconds ELSE 0 END AS dp, 0::bigint AS cp,
                 CASE i.kind WHEN 'pending' THEN i.amount_gpu_seconds WHEN 'single' THEN 0 ELSE -p.amount_gpu_seconds END AS dq, 0::bigint AS cq
            FROM inserted i LEFT JOIN ledger_transfers p ON p.id = i.pending_id
          UNION ALL
          SELECT i.credit_account_id, 0,
                 CASE WHEN i.kind IN ('single', 'post') THEN i.amount_gpu_seconds ELSE 0 END, 0,
                 CASE i.kind WHEN 'pending' THEN i.amount_gpu_seconds WHEN 'single' THEN 0 ELSE -p.amount_gpu_seconds END
            FROM inserted i LEFT JOIN ledger_transfers p ON p.id = i.pending_id
        ) sides GROUP BY account_id
    ) m WHERE a.id = m.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_transfers_apply AFTER INSERT ON ledger_transfers REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply();
CREATE TRIGGER ledger_transfers_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE INSERT, UPDATE, DELETE ON ledger_accounts FROM portal_app;
GRANT INSERT (id, kind, pool_id, grant_id, limited, created_at) ON ledger_accounts TO portal_app;
REVOKE UPDATE, DELETE ON ledger_transfers FROM portal_app;
`;

const down = `
DROP TABLE ledger_transfers, ledger_accounts, quota_policies, pool_releases, set_asides, pools, pool_groups, partitions, sites;
DROP FUNCTION ledger_apply;
`;
