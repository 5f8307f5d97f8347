import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that people hand in. What is stored never changes; it can only be taken away as a whole. */
export class CreateDocuments1764300300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

const up = `
CREATE TABLE documents (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  -- What it was handed in for: 'membership-application' and its id, and so on.
  subject_kind text NOT NULL CHECK (subject_kind ~ '^[a-z][a-z-]{1,59}$'), subject_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('mandate', 'accounts', 'register_extract', 'other')),
  state text NOT NULL DEFAULT 'receiving' CHECK (state IN ('receiving', 'stored')),
  name text NOT NULL DEFAULT '', media_type text NOT NULL DEFAULT '',
  size_bytes integer NOT NULL DEFAULT 0 CHECK (size_bytes BETWEEN 0 AND 20971520),
  sha256 text NOT NULL DEFAULT '', uploaded_by uuid REFERENCES people,
  removed_at timestamptz, removed_by uuid REFERENCES people,
  version integer NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT portal_now(),
  updated_at timestamptz NOT NULL DEFAULT portal_now(),
  -- The real time of the last byte: what breaks off is swept by it.
  received_at timestamptz NOT NULL DEFAULT now(),
  CHECK (state = 'receiving' OR (name <> '' AND media_type <> '' AND size_bytes > 0 AND sha256 ~ '^[0-9a-f]{64}$'))
);
CREATE INDEX documents_subject ON documents (subject_kind, subject_id);
CREATE UNIQUE INDEX documents_same ON documents (subject_kind, subject_id, sha256)
  WHERE state = 'stored' AND removed_at IS NULL;
CREATE INDEX documents_receiving ON documents (received_at) WHERE state = 'receiving';
CREATE TABLE document_chunks (
  document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
  position integer NOT NULL CHECK (position >= 0), bytes bytea NOT NULL,
  PRIMARY KEY (document_id, position)
);
-- The files are compressed already.
ALTER TABLE document_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE FUNCTION document_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state = 'stored' AND OLD.removed_at IS NULL THEN
      RAISE EXCEPTION 'a stored document never changes' USING ERRCODE = '42501';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state = 'stored' AND (OLD.organisation_id, OLD.subject_kind, OLD.subject_id, OLD.kind, OLD.state, OLD.name,
       OLD.media_type, OLD.size_bytes, OLD.sha256)
     IS DISTINCT FROM (NEW.organisation_id, NEW.subject_kind, NEW.subject_id, NEW.kind, NEW.state, NEW.name,
       NEW.media_type, NEW.size_bytes, NEW.sha256) THEN
    RAISE EXCEPTION 'a stored document never changes' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_fixed BEFORE UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION document_stays();
CREATE FUNCTION document_chunk_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' OR EXISTS (
       SELECT 1 FROM documents d
        WHERE d.id = OLD.document_id AND d.state = 'stored' AND d.removed_at IS NULL) THEN
    RAISE EXCEPTION 'the content of a stored document never changes' USING ERRCODE = '42501';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER document_chunks_fixed BEFORE UPDATE OR DELETE ON document_chunks
  FOR EACH ROW EXECUTE FUNCTION document_chunk_stays();
`;

const down = `
DROP TABLE document_chunks, documents;
DROP FUNCTION document_stays, document_chunk_stays;
`;
