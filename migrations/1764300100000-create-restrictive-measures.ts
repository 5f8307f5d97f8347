import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of restrictive measures, and what screening against them found (MEM-6). */
export class CreateRestrictiveMeasures1764300100000 implements MigrationInterface {
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
-- One row for each file that was imported; the newest by its own date is the one in use.
CREATE TABLE restrictive_measure_lists (
  id uuid PRIMARY KEY, generated_at timestamptz NOT NULL, file_id text NOT NULL, checksum text NOT NULL UNIQUE,
  bytes bigint NOT NULL, entries integer NOT NULL, names integer NOT NULL, added integer NOT NULL,
  changed integer NOT NULL, removed integer NOT NULL, imported_by uuid REFERENCES people, ${times}
);
CREATE INDEX restrictive_measure_lists_newest ON restrictive_measure_lists (generated_at, created_at);
-- What a list says of one person or enterprise; lists that say the same share the row.
CREATE TABLE restrictive_measure_entries (
  id uuid PRIMARY KEY, logical_id text NOT NULL, content_hash text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('person', 'enterprise')), content jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now(), UNIQUE (logical_id, content_hash)
);
CREATE TABLE restrictive_measure_list_entries (
  list_id uuid NOT NULL REFERENCES restrictive_measure_lists,
  entry_id uuid NOT NULL REFERENCES restrictive_measure_entries, PRIMARY KEY (list_id, entry_id)
);
CREATE INDEX restrictive_measure_list_entries_entry ON restrictive_measure_list_entries (entry_id);

-- Each screening of an organisation: against which list, by which thresholds, with what result.
CREATE TABLE screenings (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  list_id uuid NOT NULL REFERENCES restrictive_measure_lists,
  cause text NOT NULL CHECK (cause IN ('submission', 'list', 'change', 'officer')), policy text NOT NULL,
  names integer NOT NULL, found integer NOT NULL, raised integer NOT NULL, created_by uuid REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT portal_now()
);
CREATE INDEX screenings_organisation ON screenings (organisation_id, created_at);
-- A name that is alike a listed one, for somebody to decide on; once for each entry as it reads.
CREATE TABLE screening_hits (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  subject_kind text NOT NULL CHECK (subject_kind IN ('organisation', 'person', 'owner')),
  subject_name text NOT NULL, subject_normal text NOT NULL, holding_ppm integer,
  entry_id uuid NOT NULL REFERENCES restrictive_measure_entries,
  list_id uuid NOT NULL REFERENCES restrictive_measure_lists,
  matched_name text NOT NULL, score_ppm integer NOT NULL CHECK (score_ppm BETWEEN 0 AND 1000000),
  explanation jsonb NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'true_match', 'false_match', 'lapsed')),
  decided_by uuid REFERENCES people, decided_at timestamptz, reason text, ${times},
  UNIQUE (organisation_id, subject_kind, subject_normal, entry_id)
);
CREATE INDEX screening_hits_state ON screening_hits (state, score_ppm);
`;

const down = `
DROP TABLE screening_hits, screenings, restrictive_measure_list_entries, restrictive_measure_entries,
  restrictive_measure_lists;
`;
