import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Suspension, end and renewal of memberships, their credentials, letters, appeals. */
export class AddMembershipLifecycle1764300200000 implements MigrationInterface {
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
-- What the initiative's policy sets for memberships. The row in force on a day decides; a change is a new row.
CREATE TABLE membership_terms (
  valid_from date PRIMARY KEY, valid_to date CHECK (valid_to > valid_from),
  validity_months integer NOT NULL CHECK (validity_months BETWEEN 1 AND 60),
  suspension_notice_days integer NOT NULL CHECK (suspension_notice_days BETWEEN 0 AND 365),
  appeal_window_days integer NOT NULL CHECK (appeal_window_days BETWEEN 1 AND 365),
  renewal_opens_days integer NOT NULL CHECK (renewal_opens_days BETWEEN 1 AND 365),
  reminder_days integer[] NOT NULL CHECK (cardinality(reminder_days) > 0), source text NOT NULL
);
INSERT INTO membership_terms VALUES ('2025-01-01', NULL, 12, 14, 30, 90, '{60,30,7}',
  'Terms of membership, first version: docs/domain.md, MEM-9, CRED-1, REN-1, APL-1');

ALTER TABLE memberships
  ADD COLUMN suspended_at timestamptz, ADD COLUMN suspended_by uuid REFERENCES people,
  ADD COLUMN suspension_code text CHECK (suspension_code IN ('restrictive_measure', 'obligations', 'data_not_confirmed', 'misuse', 'insolvency', 'other')),
  ADD COLUMN suspension_reason text,
  -- When the notice period is over and its grants follow (MEM-9).
  ADD COLUMN grants_suspend_at timestamptz,
  -- SEP-1: one officer proposes a revocation, another one makes it.
  ADD COLUMN revocation_proposed_at timestamptz, ADD COLUMN revocation_proposed_by uuid REFERENCES people,
  ADD COLUMN revocation_code text CHECK (revocation_code IN ('restrictive_measure', 'obligations', 'data_not_confirmed', 'misuse', 'insolvency', 'other')),
  ADD COLUMN revocation_reason text,
  ADD COLUMN ended_at timestamptz, ADD COLUMN ended_by uuid REFERENCES people,
  ADD COLUMN end_kind text CHECK (end_kind IN ('withdrawn', 'expired', 'revoked')), ADD COLUMN end_reason text,
  ADD COLUMN renewed_at timestamptz, ADD COLUMN renewed_by uuid REFERENCES people;
CREATE INDEX memberships_expiry ON memberships (expires_at) WHERE state <> 'ended';
-- Each reminder goes once for each term of validity.
CREATE TABLE membership_reminders (
  membership_id uuid NOT NULL REFERENCES memberships, expires_at timestamptz NOT NULL,
  days integer NOT NULL, sent_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (membership_id, expires_at, days)
);

-- The signed text as it was given out; at most one of a membership is in force.
CREATE TABLE membership_credentials (
  id uuid PRIMARY KEY, membership_id uuid NOT NULL REFERENCES memberships, document text NOT NULL,
  valid_until timestamptz NOT NULL, issued_at timestamptz NOT NULL DEFAULT portal_now(), superseded_at timestamptz
);
CREATE UNIQUE INDEX membership_credentials_live ON membership_credentials (membership_id) WHERE superseded_at IS NULL;
CREATE INDEX membership_credentials_membership ON membership_credentials (membership_id);

-- Letters stay as they were sent.
CREATE SEQUENCE letter_number;
CREATE TABLE letters (
  id uuid PRIMARY KEY, reference text NOT NULL UNIQUE
    DEFAULT 'LTR-' || to_char(portal_now(), 'YYYY') || '-' || to_char(nextval('letter_number'), 'FM9999999999900000'),
  organisation_id uuid NOT NULL REFERENCES organisations, kind text NOT NULL,
  locale text NOT NULL CHECK (locale IN ('en', 'fr', 'de')),
  addressee text NOT NULL, attention text[] NOT NULL, subject text NOT NULL, paragraphs jsonb NOT NULL,
  object_kind text NOT NULL, object_id uuid NOT NULL,
  appeal_kind text, appeal_until timestamptz, ${times}
);
CREATE INDEX letters_organisation ON letters (organisation_id, created_at);
CREATE INDEX letters_object ON letters (object_kind, object_id);
CREATE TRIGGER letters_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON letters
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON letters FROM portal_app;

CREATE SEQUENCE appeal_number;
CREATE TABLE appeals (
  id uuid PRIMARY KEY, reference text NOT NULL UNIQUE
    DEFAULT 'APL-' || to_char(portal_now(), 'YYYY') || '-' || to_char(nextval('appeal_number'), 'FM9999999999900000'),
  subject_kind text NOT NULL CHECK (subject_kind IN ('membership_decision', 'request_decision', 'suspension', 'revocation', 'underuse_cut')),
  subject_id uuid NOT NULL, subject_reference text NOT NULL, subject_decided_at timestamptz NOT NULL,
  -- Whoever took the first decision; none of them decides on the appeal (APL-2).
  first_deciders uuid[] NOT NULL,
  organisation_id uuid NOT NULL REFERENCES organisations,
  state text NOT NULL DEFAULT 'submitted' CHECK (state IN ('submitted', 'admissible', 'inadmissible', 'upheld', 'dismissed')),
  grounds text NOT NULL, due_at timestamptz NOT NULL,
  submitted_by uuid NOT NULL REFERENCES people, submitted_at timestamptz NOT NULL DEFAULT portal_now(),
  admitted_by uuid REFERENCES people, admitted_at timestamptz,
  decided_by uuid REFERENCES people, decided_at timestamptz, decision_reason text, ${times},
  -- One appeal for each decision.
  UNIQUE (subject_kind, subject_id, subject_decided_at)
);
CREATE INDEX appeals_organisation ON appeals (organisation_id, created_at);
CREATE INDEX appeals_state ON appeals (state, submitted_at);

-- Why a grant is suspended: what suspended it may resume it.
ALTER TABLE grants ADD COLUMN suspended_for text CHECK (suspended_for IN ('membership', 'membership_end'));
`;

const down = `
ALTER TABLE grants DROP COLUMN suspended_for;
DROP TABLE appeals, letters, membership_credentials, membership_reminders, membership_terms;
DROP SEQUENCE appeal_number, letter_number;
DROP INDEX memberships_expiry;
ALTER TABLE memberships
  DROP COLUMN suspended_at, DROP COLUMN suspended_by, DROP COLUMN suspension_code, DROP COLUMN suspension_reason,
  DROP COLUMN grants_suspend_at, DROP COLUMN revocation_proposed_at, DROP COLUMN revocation_proposed_by,
  DROP COLUMN revocation_code, DROP COLUMN revocation_reason, DROP COLUMN ended_at, DROP COLUMN ended_by,
  DROP COLUMN end_kind, DROP COLUMN end_reason, DROP COLUMN renewed_at, DROP COLUMN renewed_by;
`;
