import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People and their credentials, organisations, memberships and pledges. */
export class CreatePeopleOrganisations1764000100000 implements MigrationInterface {
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
CREATE TABLE people (
  id uuid PRIMARY KEY, email text NOT NULL, email_normal text NOT NULL UNIQUE, name text NOT NULL,
  locale text NOT NULL DEFAULT 'en' CHECK (locale IN ('en', 'fr', 'de')), orcid text,
  platform_roles text[] NOT NULL DEFAULT '{}', suspended_at timestamptz, demo boolean NOT NULL DEFAULT false,
  -- Sessions that began before this are dead: moved by a change of roles and by suspension.
  sessions_valid_from timestamptz, ${times}
);
CREATE TABLE credentials (
  person_id uuid PRIMARY KEY REFERENCES people, password_hash text NOT NULL,
  password_changed_at timestamptz NOT NULL DEFAULT portal_now(),
  totp_secret_sealed bytea, totp_confirmed_at timestamptz, totp_last_step bigint, totp_pending_sealed bytea
);
CREATE TABLE recovery_codes (
  id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people, code_hash text NOT NULL, used_at timestamptz
);
CREATE INDEX recovery_codes_person ON recovery_codes (person_id);
CREATE TABLE sessions (
  id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people, token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(), last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL, second_factor_at timestamptz, revoked_at timestamptz,
  ip text NOT NULL, user_agent text NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE TABLE access_tokens (
  id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people, name text NOT NULL,
  token_hash text NOT NULL UNIQUE, scopes text[] NOT NULL, expires_at timestamptz NOT NULL,
  last_used_at timestamptz, revoked_at timestamptz, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX access_tokens_person ON access_tokens (person_id);

-- Reference data with validity and source: what can change by law is a row, not a constant.
CREATE TABLE countries (
  code char(2) PRIMARY KEY, name text NOT NULL, vies_prefix text, nuts_prefix text,
  eu_member boolean NOT NULL, digital_europe boolean NOT NULL, horizon_europe boolean NOT NULL,
  carbon_grams_per_kwh numeric(7,1), valid_from date NOT NULL, valid_to date, source text NOT NULL
);
CREATE TABLE organisations (
  id uuid PRIMARY KEY, slug text NOT NULL UNIQUE, name text NOT NULL, legal_form text NOT NULL DEFAULT '',
  country char(2) NOT NULL REFERENCES countries, city text NOT NULL DEFAULT '',
  kind text NOT NULL CHECK (kind IN ('company', 'university', 'research_organisation', 'public_body')),
  class text NOT NULL CHECK (class IN ('large', 'sme', 'science')), class_basis text NOT NULL,
  figures jsonb, web_domain text, description text NOT NULL DEFAULT '', group_id uuid,
  -- Set while an application is decided and a membership lasts: what was checked then stays as it was.
  identity_locked_at timestamptz, fictitious boolean NOT NULL DEFAULT false, ${times}
);
CREATE INDEX organisations_name ON organisations (lower(name));
CREATE INDEX organisations_group ON organisations (group_id) WHERE group_id IS NOT NULL;
CREATE TABLE organisation_identifiers (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  kind text NOT NULL CHECK (kind IN ('vat', 'lei', 'ror', 'pic', 'siren', 'siret')),
  value text NOT NULL, raw text NOT NULL,
  state text NOT NULL CHECK (state IN ('syntax', 'checksum', 'confirmed', 'unavailable', 'mismatch')),
  UNIQUE (organisation_id, kind), UNIQUE (kind, value)
);
CREATE TABLE organisation_people (
  organisation_id uuid NOT NULL REFERENCES organisations, person_id uuid NOT NULL REFERENCES people,
  role text NOT NULL CHECK (role IN ('representative', 'manager', 'member', 'viewer')),
  ${times}, PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX organisation_people_person ON organisation_people (person_id);
-- Every version of an ownership graph stays, because classes and decisions rest on it.
CREATE TABLE ownerships (
  organisation_id uuid NOT NULL REFERENCES organisations, version integer NOT NULL CHECK (version > 0),
  graph jsonb NOT NULL, created_by uuid REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT portal_now(), PRIMARY KEY (organisation_id, version)
);
-- What followed from it; no version where the class follows from the kind of organisation alone.
CREATE TABLE classifications (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations, ownership_version integer,
  class text NOT NULL CHECK (class IN ('large', 'sme', 'science')), ceilings_of date NOT NULL,
  -- Size, figures, steps and rule sets, as computed.
  result jsonb NOT NULL, applied boolean NOT NULL, created_by uuid REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  FOREIGN KEY (organisation_id, ownership_version) REFERENCES ownerships
);
CREATE INDEX classifications_organisation ON classifications (organisation_id, created_at);
-- The token travels in the link; only its hash is kept.
CREATE TABLE invitations (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  email text NOT NULL, email_normal text NOT NULL, token_hash text NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('representative', 'manager', 'member', 'viewer')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'revoked')),
  invited_by uuid REFERENCES people, accepted_by uuid REFERENCES people,
  expires_at timestamptz NOT NULL, ${times}
);
CREATE UNIQUE INDEX invitations_open ON invitations (organisation_id, email_normal) WHERE state = 'open';

CREATE TABLE membership_applications (
  id uuid PRIMARY KEY, reference text NOT NULL UNIQUE DEFAULT next_reference('APP'),
  organisation_id uuid NOT NULL REFERENCES organisations,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'screening', 'review',
    'changes_requested', 'admitted', 'declined', 'withdrawn')),
  motivation text NOT NULL DEFAULT '', ai_activity text NOT NULL DEFAULT '',
  values_accepted boolean NOT NULL DEFAULT false, publication_consent boolean NOT NULL DEFAULT false,
  created_by uuid NOT NULL REFERENCES people, submitted_at timestamptz, submitted_by uuid REFERENCES people,
  decided_at timestamptz, decided_by uuid REFERENCES people, decision_reason text, ${times}
);
CREATE UNIQUE INDEX membership_applications_open ON membership_applications (organisation_id)
  WHERE state NOT IN ('admitted', 'declined', 'withdrawn');
CREATE TABLE memberships (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  application_id uuid REFERENCES membership_applications,
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'ended')),
  starts_at timestamptz NOT NULL DEFAULT portal_now(), expires_at timestamptz NOT NULL, ${times}
);
CREATE UNIQUE INDEX memberships_live ON memberships (organisation_id) WHERE state <> 'ended';
CREATE TABLE pledges (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  kind text NOT NULL CHECK (kind IN ('capital', 'compute', 'data', 'talent', 'adoption_pilot', 'open_model')),
  amount_cents bigint CHECK (amount_cents BETWEEN 0 AND 100000000000000), currency text NOT NULL DEFAULT 'EUR' CHECK (currency = 'EUR'),
  horizon_year integer NOT NULL CHECK (horizon_year BETWEEN 2025 AND 2060), new_money boolean NOT NULL,
  description text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'declared' CHECK (state IN ('declared', 'confirmed', 'fulfilled', 'withdrawn')),
  confirmed_by uuid REFERENCES people, confirmed_at timestamptz, ${times}
);
CREATE INDEX pledges_organisation ON pledges (organisation_id);
`;

const down = `
DROP TABLE pledges, memberships, membership_applications, invitations, classifications, ownerships,
  organisation_people, organisation_identifiers, organisations, countries, access_tokens, sessions, recovery_codes, credentials, people;
`;
