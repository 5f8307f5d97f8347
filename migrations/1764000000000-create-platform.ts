import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Time, application role, idempotency keys, outbox, audit, signing keys, throttles. */
export class CreatePlatform1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

const up = `
-- The role under which the portal works: it owns nothing, so that what it may not do, it cannot do.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'portal_app') THEN
    CREATE ROLE portal_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT portal_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO portal_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_app;

-- The time that decides. Only the seed and tests set portal.now, for one transaction.
CREATE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('portal.now', true), '')::timestamptz, transaction_timestamp()) $$;

-- Numbers that people read to each other: REQ-2026-00042.
CREATE SEQUENCE reference_number;
CREATE FUNCTION next_reference(prefix text) RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT prefix || '-' || to_char(portal_now(), 'YYYY') || '-' || to_char(nextval('reference_number'), 'FM9999999999900000') $$;

CREATE TABLE idempotency_key (
  owner text NOT NULL, key text NOT NULL, route text NOT NULL, fingerprint text NOT NULL,
  answer jsonb, created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (owner, key)
);

CREATE TABLE outbox (
  id uuid PRIMARY KEY, job text NOT NULL, payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz
);
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;

-- Rows only ever come; the chainer fixes their order when it has read them committed (AUD-2).
CREATE TABLE audit_event (
  id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT portal_now(),
  actor_kind text NOT NULL CHECK (actor_kind IN ('anonymous', 'person', 'system')),
  actor_id uuid, actor_name text NOT NULL, act text NOT NULL,
  object_kind text NOT NULL, object_id text NOT NULL,
  before jsonb, after jsonb, reason text, rule text, request_id text NOT NULL
);
CREATE INDEX audit_event_object ON audit_event (object_kind, object_id, at);
CREATE TABLE audit_tail (event_id uuid PRIMARY KEY);
CREATE TABLE audit_link (
  position bigint PRIMARY KEY CHECK (position > 0), event_id uuid NOT NULL UNIQUE REFERENCES audit_event,
  previous_hash text NOT NULL, hash text NOT NULL UNIQUE
);
CREATE TABLE audit_head (
  position bigint PRIMARY KEY REFERENCES audit_link, hash text NOT NULL, signature text NOT NULL,
  public_key text NOT NULL, published_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION audit_note_tail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN INSERT INTO audit_tail (event_id) VALUES (NEW.id); RETURN NULL; END $$;
CREATE TRIGGER audit_event_tail AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_note_tail();

-- AUD-3, LED-1: what is written stays written, whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% rows are never changed or removed', TG_TABLE_NAME USING ERRCODE = '42501'; END $$;
CREATE TRIGGER audit_event_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_link_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON audit_event, audit_link, audit_head FROM portal_app;

-- One Ed25519 key, made at first start; the private half is encrypted with APP_SECRET.
CREATE TABLE signing_key (
  id uuid PRIMARY KEY, public_key text NOT NULL UNIQUE, private_key_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), retired_at timestamptz
);
CREATE UNIQUE INDEX signing_key_current ON signing_key ((true)) WHERE retired_at IS NULL;

-- Shape of rate-limiter-flexible: shared by all processes.
CREATE TABLE throttle (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint);
`;

const down = `
DROP TABLE throttle, signing_key, audit_head, audit_link, audit_tail, audit_event, outbox, idempotency_key;
DROP FUNCTION refuse_change, audit_note_tail, next_reference, portal_now;
DROP SEQUENCE reference_number;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM portal_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM portal_app;
REVOKE USAGE ON SCHEMA public FROM portal_app;
`;
