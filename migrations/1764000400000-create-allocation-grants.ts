import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rounds with their plan line by line, memory between rounds, grants. */
export class CreateAllocationGrants1764000400000 implements MigrationInterface {
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
CREATE TABLE rounds (
  id uuid PRIMARY KEY, reference text NOT NULL UNIQUE DEFAULT next_reference('RND'),
  call_id uuid NOT NULL REFERENCES calls, pool_group_id uuid NOT NULL REFERENCES pool_groups,
  cut_off_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'scheduled' CHECK (state IN ('scheduled', 'collecting', 'computed', 'approved', 'published', 'cancelled')),
  epoch integer NOT NULL DEFAULT 0, commitment text NOT NULL, secret_sealed bytea NOT NULL, secret text, salt_sealed bytea NOT NULL, receipts_digest text, seed text,
  policy_id uuid REFERENCES quota_policies, quantum_gpu_seconds bigint NOT NULL DEFAULT 3600,
  snapshot jsonb, snapshot_hash text, plan jsonb, plan_hash text, previous_plan_hash text,
  summary jsonb, signature jsonb, computed_at timestamptz, published_at timestamptz, offered_at timestamptz, cancel_reason text, ${times},
  CHECK (state NOT IN ('computed', 'approved', 'published') OR (snapshot_hash IS NOT NULL AND plan_hash IS NOT NULL))
);
CREATE UNIQUE INDEX rounds_cut_off ON rounds (pool_group_id, cut_off_at) WHERE state <> 'cancelled';
CREATE UNIQUE INDEX rounds_one_at_a_time ON rounds (pool_group_id) WHERE state IN ('computed', 'approved');
-- Snapshot and plan of a round are kept in rows; the round itself has what comes once (rounds.snapshot, .plan).
CREATE TABLE round_organisations (
  round_id uuid NOT NULL REFERENCES rounds, organisation_id uuid NOT NULL REFERENCES organisations,
  public_id text COLLATE "C" NOT NULL, class text NOT NULL, weight integer NOT NULL, cap_units bigint, group_public_id text, tie_key text NOT NULL,
  entitlement_units bigint NOT NULL, claim_units bigint NOT NULL, granted_units bigint NOT NULL, borrowed_units bigint NOT NULL,
  balance_before bigint NOT NULL, balance_after bigint NOT NULL, level jsonb, PRIMARY KEY (round_id, organisation_id)
);
CREATE UNIQUE INDEX round_organisations_public ON round_organisations (round_id, public_id);
-- Written by the transaction that read requests and organisations: foreign keys would look three rows up for
-- each of a million lines.
CREATE TABLE round_lines (
  round_id uuid NOT NULL, request_id uuid NOT NULL, organisation_id uuid NOT NULL,
  public_id text COLLATE "C" NOT NULL, organisation_public_id text NOT NULL, class text NOT NULL, score integer,
  minimum_units bigint NOT NULL, ask_units bigint NOT NULL, pools uuid[] NOT NULL, deadline timestamptz,
  submitted_at timestamptz NOT NULL, single_pool boolean NOT NULL, granted_units bigint NOT NULL,
  reason text NOT NULL, tight_pools uuid[] NOT NULL, missing_units bigint NOT NULL, routes jsonb NOT NULL,
  PRIMARY KEY (round_id, request_id)
);
CREATE UNIQUE INDEX round_lines_public ON round_lines (round_id, public_id);
CREATE INDEX round_lines_organisation ON round_lines (round_id, organisation_id);
CREATE INDEX rounds_call ON rounds (call_id);
CREATE INDEX round_lines_request ON round_lines (request_id);
CREATE TABLE round_approvals (
  round_id uuid NOT NULL REFERENCES rounds, epoch integer NOT NULL, person_id uuid NOT NULL REFERENCES people,
  capacity text NOT NULL CHECK (capacity IN ('chair', 'officer')), plan_hash text NOT NULL,
  approved_at timestamptz NOT NULL DEFAULT portal_now(), PRIMARY KEY (round_id, epoch, person_id)
);
CREATE UNIQUE INDEX round_approvals_capacity ON round_approvals (round_id, epoch, capacity);
-- Memory between rounds, in units; the portal's own side keeps the sum at zero.
CREATE TABLE allocation_balances (
  pool_group_id uuid NOT NULL REFERENCES pool_groups, organisation_id uuid NOT NULL REFERENCES organisations,
  balance bigint NOT NULL, as_of timestamptz NOT NULL, round_id uuid NOT NULL REFERENCES rounds,
  PRIMARY KEY (pool_group_id, organisation_id)
);
CREATE TABLE allocation_system_balances (
  pool_group_id uuid PRIMARY KEY REFERENCES pool_groups, balance bigint NOT NULL
);
CREATE TABLE grants (
  id uuid PRIMARY KEY, reference text NOT NULL UNIQUE DEFAULT next_reference('GRANT'),
  request_id uuid NOT NULL REFERENCES requests, round_id uuid NOT NULL REFERENCES rounds,
  organisation_id uuid NOT NULL REFERENCES organisations,
  state text NOT NULL DEFAULT 'offered' CHECK (state IN ('offered', 'accepted', 'active', 'completed', 'expired',
    'declined', 'lapsed', 'suspended', 'returned', 'revoked')),
  gpu_seconds bigint NOT NULL CHECK (gpu_seconds > 0), offered_at timestamptz NOT NULL DEFAULT portal_now(),
  acceptance_due_at timestamptz NOT NULL, accepted_at timestamptz, accepted_by uuid REFERENCES people,
  declined_reason text, ${times}
);
CREATE UNIQUE INDEX grants_live ON grants (request_id) WHERE state NOT IN ('declined', 'lapsed', 'returned', 'revoked');
CREATE INDEX grants_organisation ON grants (organisation_id, state);
CREATE INDEX grants_due ON grants (acceptance_due_at) WHERE state = 'offered';
ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_grant_fk FOREIGN KEY (grant_id) REFERENCES grants;
`;

const down = `
ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_grant_fk;
DROP TABLE grants, allocation_system_balances, allocation_balances, round_approvals, round_lines, round_organisations, rounds;
`;
