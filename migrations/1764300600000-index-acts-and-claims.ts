import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people ask for themselves or their organisation is found by index; claims on identifiers end. */
export class IndexActsAndClaims1764300600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

const up = `
-- What somebody did: the export of their data and the look for idle accounts. Acts of the portal itself,
-- which come by the thousand, are not in it.
CREATE INDEX audit_event_actor ON audit_event (actor_id, at) WHERE actor_id IS NOT NULL;
CREATE INDEX identifier_claims_organisation ON identifier_claims (organisation_id);
CREATE INDEX identifier_claims_person ON identifier_claims (person_id);
CREATE INDEX joining_requests_organisation ON joining_requests (organisation_id, created_at);
CREATE INDEX hand_overs_organisation ON hand_overs (organisation_id, created_at);
INSERT INTO retention_periods (subject, days, valid_from, source) VALUES
  ('identifier-claims', 1095, '2025-01-01', 'GDPR Article 5(1)(e): as long as a decision can be appealed or complained about');
`;

const down = `
DELETE FROM retention_periods WHERE subject = 'identifier-claims';
DROP INDEX hand_overs_organisation;
DROP INDEX joining_requests_organisation;
DROP INDEX identifier_claims_person;
DROP INDEX identifier_claims_organisation;
DROP INDEX audit_event_actor;
`;
