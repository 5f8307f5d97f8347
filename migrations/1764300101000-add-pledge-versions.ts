import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every version of a pledge stays readable, and its sums can be told for any day. */
export class AddPledgeVersions1764300101000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pledge_versions`);
  }
}

const up = `
-- The pledge as it was after each act; the row in pledges is the newest of them.
CREATE TABLE pledge_versions (
  pledge_id uuid NOT NULL REFERENCES pledges, number integer NOT NULL CHECK (number > 0),
  act text NOT NULL CHECK (act IN ('declare', 'correct', 'confirm', 'fulfil', 'withdraw')),
  state text NOT NULL CHECK (state IN ('declared', 'confirmed', 'fulfilled', 'withdrawn')),
  kind text NOT NULL, amount_cents bigint, horizon_year integer NOT NULL, new_money boolean NOT NULL,
  description text NOT NULL, reason text, evidence text, evidence_url text,
  person_id uuid REFERENCES people, at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (pledge_id, number)
);
CREATE INDEX pledge_versions_at ON pledge_versions (at);
REVOKE UPDATE, DELETE ON pledge_versions FROM portal_app;
-- What there is already: declared once, and then in the state in which it is.
INSERT INTO pledge_versions (pledge_id, number, act, state, kind, amount_cents, horizon_year, new_money,
                             description, at)
SELECT id, 1, 'declare', 'declared', kind, amount_cents, horizon_year, new_money, description, created_at
  FROM pledges;
INSERT INTO pledge_versions (pledge_id, number, act, state, kind, amount_cents, horizon_year, new_money,
                             description, person_id, at)
SELECT id, greatest(version, 2), CASE state WHEN 'confirmed' THEN 'confirm' WHEN 'fulfilled' THEN 'fulfil' ELSE 'withdraw' END,
       state, kind, amount_cents, horizon_year, new_money, description, confirmed_by,
       coalesce(CASE WHEN state = 'confirmed' THEN confirmed_at END, updated_at)
  FROM pledges WHERE state <> 'declared';
`;
