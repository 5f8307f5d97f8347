import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What registries say about identifiers, what they answered lately, and who claimed a taken one. */
export class AddRegistryChecks1764300000000 implements MigrationInterface {
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
ALTER TABLE organisation_identifiers
  -- When the registry of this kind is to be asked; whatever is due waits while the registry is off.
  ADD COLUMN next_check_at timestamptz NOT NULL DEFAULT portal_now(),
  -- A worker asks just now; when it dies, another one may after this.
  ADD COLUMN checking_until timestamptz,
  -- When an officer last wanted it asked anew.
  ADD COLUMN asked_at timestamptz,
  -- Tries in a row to which no answer came.
  ADD COLUMN failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0);
CREATE INDEX organisation_identifiers_due ON organisation_identifiers (next_check_at);

-- What the registry last said about one identifier of one organisation, and what an officer decided
-- about a difference. The row of an identifier that was given up stays, with its decision.
CREATE TABLE identifier_checks (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  kind text NOT NULL CHECK (kind IN ('vat', 'lei', 'ror')), value text NOT NULL,
  answer jsonb, differences jsonb NOT NULL DEFAULT '[]', consulted_at timestamptz,
  problem text, tried_at timestamptz NOT NULL,
  decision text CHECK (decision IN ('accepted', 'refused')), decision_reason text,
  decided_by uuid REFERENCES people, decided_at timestamptz, ${times},
  UNIQUE (organisation_id, kind, value),
  CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decision_reason IS NULL))
);

-- Answers are kept for a day, so that a change of one's name costs the registry nothing.
CREATE TABLE registry_answers (
  kind text NOT NULL CHECK (kind IN ('vat', 'lei', 'ror')), value text NOT NULL,
  answer jsonb NOT NULL, fetched_at timestamptz NOT NULL DEFAULT portal_now(), PRIMARY KEY (kind, value)
);
CREATE INDEX registry_answers_age ON registry_answers (fetched_at);

-- Somebody wanted to register an identifier that another organisation has.
CREATE TABLE identifier_claims (
  id uuid PRIMARY KEY, kind text NOT NULL, value text NOT NULL,
  organisation_id uuid REFERENCES organisations, organisation_name text NOT NULL, country text NOT NULL,
  person_id uuid REFERENCES people, tries integer NOT NULL DEFAULT 1 CHECK (tries > 0), ${times},
  UNIQUE NULLS NOT DISTINCT (kind, value, person_id, organisation_id)
);

-- The beginnings of the words of a name without accents: names that share none are not alike. Whether
-- they are is decided by src/registries/names.rules.ts; this only finds whom to compare. An extension
-- such as pg_trgm would need a right to create it that a managed database may not give.
CREATE FUNCTION name_keys(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(DISTINCT left(word, 4)), '{}')
     FROM regexp_split_to_table(
            regexp_replace(lower(normalize(name, NFKD)), '[\\u0300-\\u036f]', '', 'g'), '[^[:alnum:]]+') AS word
    WHERE length(word) >= 3 $$;
CREATE INDEX organisations_name_keys ON organisations USING gin (name_keys(name));
CREATE INDEX organisations_web_domain ON organisations (web_domain) WHERE web_domain IS NOT NULL;
`;

const down = `
DROP INDEX organisations_web_domain;
DROP INDEX organisations_name_keys;
DROP FUNCTION name_keys(text);
DROP TABLE identifier_claims, registry_answers, identifier_checks;
DROP INDEX organisation_identifiers_due;
ALTER TABLE organisation_identifiers DROP COLUMN next_check_at, DROP COLUMN checking_until,
  DROP COLUMN asked_at, DROP COLUMN failures;
`;
