import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the representative of an organisation hands over, and how people ask to join one. */
export class CreateAffiliations1764300301000 implements MigrationInterface {
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
CREATE TABLE hand_overs (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  giver_id uuid NOT NULL REFERENCES people, receiver_id uuid NOT NULL REFERENCES people,
  -- What the giver is afterwards; null leaves the organisation.
  role_after text CHECK (role_after IN ('manager', 'member', 'viewer')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
  expires_at timestamptz NOT NULL, ${times}, CHECK (giver_id <> receiver_id)
);
CREATE UNIQUE INDEX hand_overs_open ON hand_overs (organisation_id, giver_id) WHERE state = 'open';
CREATE INDEX hand_overs_receiver ON hand_overs (receiver_id);
CREATE TABLE joining_requests (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  person_id uuid NOT NULL REFERENCES people,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
  role text CHECK (role IN ('manager', 'member', 'viewer')), decided_by uuid REFERENCES people, ${times}
);
CREATE UNIQUE INDEX joining_requests_open ON joining_requests (organisation_id, person_id) WHERE state = 'open';
CREATE INDEX joining_requests_person ON joining_requests (person_id);
`;

const down = `
DROP TABLE joining_requests, hand_overs;
`;
