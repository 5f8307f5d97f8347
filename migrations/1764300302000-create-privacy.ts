import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erased people, and how long personal data is kept. */
export class CreatePrivacy1764300302000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

const up = `
ALTER TABLE people ADD erased_at timestamptz;

-- A new period is a new row; the one that is in force on a day counts for that day's run.
CREATE TABLE retention_periods (
  subject text NOT NULL, days integer NOT NULL CHECK (days BETWEEN 1 AND 36525),
  valid_from date NOT NULL, valid_to date CHECK (valid_to > valid_from), source text NOT NULL,
  PRIMARY KEY (subject, valid_from)
);
INSERT INTO retention_periods (subject, days, valid_from, source) VALUES
  ('sessions', 30, '2025-01-01', 'GDPR Article 5(1)(e): addresses and programs, for questions after a misuse'),
  ('access-tokens', 30, '2025-01-01', 'GDPR Article 5(1)(e): as sessions'),
  ('invitations', 180, '2025-01-01', 'GDPR Article 5(1)(e): addresses of people who never came'),
  ('joining-requests', 365, '2025-01-01', 'GDPR Article 5(1)(e): so that a refusal can be explained'),
  ('notifications', 365, '2025-01-01', 'GDPR Article 5(1)(e): what they tell is in the records themselves'),
  ('application-documents', 1095, '2025-01-01', 'GDPR Article 17(3)(e): as long as a decision can be appealed or complained about'),
  ('idle-accounts', 1095, '2025-01-01', 'GDPR Article 5(1)(e): nobody has signed in for three years');
`;

const down = `
DROP TABLE retention_periods;
ALTER TABLE people DROP COLUMN erased_at;
`;
