import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Access modes, calls, requests with their revisions, reviews. */
export class CreateCallsRequestsReviews1764000300000 implements MigrationInterface {
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
CREATE TABLE access_modes (
  code text PRIMARY KEY, name text NOT NULL, audience text NOT NULL, classes text[] NOT NULL,
  ask_min_gpu_seconds bigint NOT NULL, ask_max_gpu_seconds bigint NOT NULL, months integer[] NOT NULL,
  expert_review boolean NOT NULL, turnaround text NOT NULL, selection text NOT NULL,
  valid_from date NOT NULL, valid_to date, source text NOT NULL,
  CHECK (ask_min_gpu_seconds <= ask_max_gpu_seconds)
);
CREATE TABLE calls (
  id uuid PRIMARY KEY, reference text NOT NULL UNIQUE DEFAULT next_reference('CALL'),
  title text NOT NULL, summary text NOT NULL DEFAULT '', access_mode text NOT NULL REFERENCES access_modes,
  pool_group_id uuid NOT NULL REFERENCES pool_groups,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'closed', 'completed', 'cancelled')),
  opens_at timestamptz NOT NULL, cut_off_at timestamptz NOT NULL, CHECK (opens_at < cut_off_at),
  classes text[] NOT NULL, members_only boolean NOT NULL DEFAULT true,
  ask_min_gpu_seconds bigint NOT NULL CHECK (ask_min_gpu_seconds > 0), ask_max_gpu_seconds bigint NOT NULL,
  CHECK (ask_min_gpu_seconds <= ask_max_gpu_seconds), months integer[] NOT NULL,
  criteria jsonb NOT NULL, reviews_per_request integer NOT NULL CHECK (reviews_per_request BETWEEN 0 AND 10),
  threshold_total integer NOT NULL CHECK (threshold_total BETWEEN 0 AND 1000),
  review_due_at timestamptz NOT NULL, allocate_at timestamptz NOT NULL,
  acceptance_days integer NOT NULL CHECK (acceptance_days BETWEEN 1 AND 90),
  -- When it became public; a call that was never opened stays with the officers.
  opened_at timestamptz, cancel_reason text, ${times}
);
CREATE INDEX calls_state ON calls (state, cut_off_at);
CREATE TABLE requests (
  id uuid PRIMARY KEY, reference text NOT NULL UNIQUE DEFAULT next_reference('REQ'),
  call_id uuid NOT NULL REFERENCES calls, organisation_id uuid NOT NULL REFERENCES organisations,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'completeness', 'technical',
    'expert_review', 'panel', 'ranked', 'awarded', 'reserve', 'rejected', 'changes_requested', 'lapsed', 'withdrawn', 'closed')),
  -- The working copy: what was sent last is the newest revision. field_changes tells by field who changed
  -- it at which version, so that a second editor learns what changed (REQ-6).
  title text NOT NULL, content jsonb NOT NULL, field_changes jsonb NOT NULL DEFAULT '{}',
  receipt_at timestamptz, revision integer NOT NULL DEFAULT 0,
  score integer CHECK (score BETWEEN 0 AND 1000), decision_code text, decision_reason text,
  created_by uuid NOT NULL REFERENCES people, ${times}
);
CREATE INDEX requests_call ON requests (call_id, state);
CREATE INDEX requests_organisation ON requests (organisation_id, created_at);
CREATE TABLE request_revisions (
  id uuid PRIMARY KEY, request_id uuid NOT NULL REFERENCES requests, number integer NOT NULL CHECK (number > 0),
  content jsonb NOT NULL, content_hash text NOT NULL, receipt_at timestamptz NOT NULL DEFAULT portal_now(),
  receipt_digest text NOT NULL, submitted_by uuid NOT NULL REFERENCES people, UNIQUE (request_id, number)
);
CREATE TRIGGER request_revisions_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON request_revisions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON request_revisions FROM portal_app;
CREATE TABLE assignments (
  id uuid PRIMARY KEY, request_id uuid NOT NULL REFERENCES requests, reviewer_id uuid NOT NULL REFERENCES people,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'declined', 'conflict', 'expired',
    'drafting', 'submitted', 'released')),
  due_at timestamptz NOT NULL, reason text, assigned_by uuid NOT NULL REFERENCES people, ${times},
  UNIQUE (request_id, reviewer_id)
);
CREATE INDEX assignments_reviewer ON assignments (reviewer_id, state);
CREATE TABLE reviews (
  id uuid PRIMARY KEY, assignment_id uuid NOT NULL UNIQUE REFERENCES assignments,
  scores jsonb NOT NULL, total integer CHECK (total BETWEEN 0 AND 1000),
  comment_to_applicant text NOT NULL DEFAULT '', comment_to_panel text NOT NULL DEFAULT '',
  confidence integer CHECK (confidence BETWEEN 1 AND 3), submitted_at timestamptz, ${times}
);
`;

const down = `
DROP TABLE reviews, assignments, request_revisions, requests, calls, access_modes;
`;
