import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The admission of an organisation: addresses, declarations, mandates, due dates, four eyes. */
export class ExtendMembershipApplications1764300400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

const times = `version integer NOT NULL DEFAULT 1, created_at timestamptz NOT NULL DEFAULT portal_now(),
  updated_at timestamptz NOT NULL DEFAULT portal_now()`;

const tables = `
ALTER TABLE organisations ADD registered_address jsonb, ADD postal_address jsonb,
  -- The group follows from ownership graphs; false for one that was given.
  ADD group_derived boolean NOT NULL DEFAULT false;

-- By its newest graph the organisation is one undertaking with whoever has this identifier.
CREATE TABLE undertaking_statements (
  organisation_id uuid NOT NULL REFERENCES organisations, kind text NOT NULL, value text NOT NULL,
  PRIMARY KEY (organisation_id, kind, value)
);
CREATE INDEX undertaking_statements_identifier ON undertaking_statements (kind, value);

CREATE TABLE mandates (
  id uuid PRIMARY KEY, organisation_id uuid NOT NULL REFERENCES organisations,
  person_id uuid NOT NULL REFERENCES people, given_by uuid NOT NULL REFERENCES people,
  note text NOT NULL DEFAULT '', expires_at timestamptz NOT NULL, revoked_at timestamptz,
  revoked_by uuid REFERENCES people, ${times}
);
CREATE UNIQUE INDEX mandates_live ON mandates (organisation_id, person_id) WHERE revoked_at IS NULL;
CREATE INDEX mandates_person ON mandates (person_id);

CREATE TABLE declaration_texts (
  code text NOT NULL, version integer NOT NULL CHECK (version > 0), place integer NOT NULL,
  title jsonb NOT NULL, body jsonb NOT NULL, valid_from date NOT NULL, valid_to date, source text NOT NULL,
  PRIMARY KEY (code, version)
);
CREATE TABLE application_declarations (
  application_id uuid NOT NULL REFERENCES membership_applications, code text NOT NULL,
  version integer NOT NULL, accepted_by uuid REFERENCES people,
  accepted_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (application_id, code), FOREIGN KEY (code, version) REFERENCES declaration_texts
);

-- How many days each step of an application may take.
CREATE TABLE application_periods (
  step text NOT NULL CHECK (step IN ('submitted', 'screening', 'review', 'changes_requested')),
  days integer NOT NULL CHECK (days BETWEEN 1 AND 365), valid_from date NOT NULL, valid_to date,
  source text NOT NULL, PRIMARY KEY (step, valid_from)
);
-- Which decisions need a second officer; the class '*' is every class.
CREATE TABLE decision_policies (
  decision text NOT NULL CHECK (decision IN ('admit', 'decline')),
  class text NOT NULL CHECK (class IN ('large', 'sme', 'science', '*')), four_eyes boolean NOT NULL,
  valid_from date NOT NULL, valid_to date, source text NOT NULL,
  PRIMARY KEY (decision, class, valid_from)
);

ALTER TABLE membership_applications
  ADD assigned_to uuid REFERENCES people, ADD assigned_at timestamptz, ADD due_at timestamptz,
  -- How often somebody was told that it is overdue at this step.
  ADD escalations integer NOT NULL DEFAULT 0,
  ADD proposed_decision text CHECK (proposed_decision IN ('admit', 'decline')),
  ADD proposed_reason text, ADD proposed_by uuid REFERENCES people, ADD proposed_at timestamptz,
  ADD submitted_mandate_id uuid REFERENCES mandates,
  -- What the decision rests on (MEM-2): the computation, or the sentences where there is no graph.
  ADD classification_id uuid REFERENCES classifications, ADD decided_class text,
  ADD decided_class_basis text,
  ADD CHECK ((proposed_decision IS NULL) = (proposed_by IS NULL));
CREATE INDEX membership_applications_due ON membership_applications (due_at)
  WHERE state IN ('submitted', 'screening', 'review', 'changes_requested');
CREATE INDEX membership_applications_assigned ON membership_applications (assigned_to);

CREATE TABLE notifications (
  id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people, kind text NOT NULL,
  -- What the sentence of the kind names, and the path of the page that it is about.
  details jsonb NOT NULL DEFAULT '{}', path text NOT NULL, read_at timestamptz, ${times}
);
CREATE INDEX notifications_person ON notifications (person_id, created_at DESC);
CREATE INDEX notifications_unread ON notifications (person_id) WHERE read_at IS NULL;
`;

const texts: readonly [code: string, title: Texts, body: Texts][] = [
  [
    'values',
    { en: 'Values', fr: 'Valeurs', de: 'Werte' },
    {
      en: 'The organisation shares the values of Article 2 of the Treaty on European Union and will use the compute of the initiative for lawful, civil purposes only.',
      fr: 'L’organisation partage les valeurs de l’article 2 du traité sur l’Union européenne et n’utilisera la capacité de calcul de l’initiative qu’à des fins licites et civiles.',
      de: 'Die Organisation teilt die Werte des Artikels 2 des Vertrags über die Europäische Union und nutzt die Rechenleistung der Initiative nur für rechtmäßige, zivile Zwecke.',
    },
  ],
  [
    'accuracy',
    { en: 'True and complete', fr: 'Exactitude', de: 'Richtig und vollständig' },
    {
      en: 'What this application says is true and complete. A change of owners, of class or of representatives will be told within 30 days.',
      fr: 'Les indications de cette candidature sont exactes et complètes. Tout changement de propriétaires, de catégorie ou de représentants sera signalé dans les 30 jours.',
      de: 'Die Angaben in diesem Antrag sind richtig und vollständig. Änderungen der Eigentümer, der Klasse oder der Vertretung werden binnen 30 Tagen mitgeteilt.',
    },
  ],
  [
    'exclusion',
    { en: 'No ground for exclusion', fr: 'Aucun motif d’exclusion', de: 'Kein Ausschlussgrund' },
    {
      en: 'The organisation is in none of the situations of exclusion of Article 138(1) of Regulation (EU, Euratom) 2024/2509: among others, it is not bankrupt and has no final judgment for fraud or corruption against it.',
      fr: 'L’organisation ne se trouve dans aucune des situations d’exclusion de l’article 138, paragraphe 1, du règlement (UE, Euratom) 2024/2509 : notamment, elle n’est pas en faillite et ne fait l’objet d’aucun jugement définitif pour fraude ou corruption.',
      de: 'Für die Organisation gilt keiner der Ausschlussgründe des Artikels 138 Absatz 1 der Verordnung (EU, Euratom) 2024/2509: Sie ist unter anderem nicht zahlungsunfähig und nicht rechtskräftig wegen Betrugs oder Korruption verurteilt.',
    },
  ],
  [
    'restrictive_measures',
    { en: 'Restrictive measures', fr: 'Mesures restrictives', de: 'Restriktive Maßnahmen' },
    {
      en: 'Nobody whom the Union’s restrictive measures name owns half of the organisation or more, or controls it.',
      fr: 'Aucune personne visée par les mesures restrictives de l’Union ne détient la moitié ou plus de l’organisation, ni ne la contrôle.',
      de: 'Niemandem, den restriktive Maßnahmen der Union nennen, gehört die Hälfte der Organisation oder mehr, und niemand davon beherrscht sie.',
    },
  ],
];

interface Texts {
  en: string;
  fr: string;
  de: string;
}

const literal = (value: unknown): string =>
  `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;

const rows = `
INSERT INTO declaration_texts (code, version, place, title, body, valid_from, source) VALUES
${texts
  .map(
    ([code, title, body], place) =>
      `  (${literal(code)}, 1, ${place + 1}, ${literal(title)}, ${literal(body)}, '2025-01-01', 'Programme office, first version')`,
  )
  .join(',\n')};
-- Whoever had accepted the values had accepted what stood there then.
INSERT INTO application_declarations (application_id, code, version, accepted_by, accepted_at)
SELECT a.id, 'values', 1, a.created_by, coalesce(a.submitted_at, a.updated_at)
  FROM membership_applications a WHERE a.values_accepted;
ALTER TABLE membership_applications DROP values_accepted;
INSERT INTO application_periods (step, days, valid_from, source) VALUES
  ('submitted', 5, '2025-01-01', 'Programme office: taken up within 5 days'),
  ('screening', 15, '2025-01-01', 'Programme office: screened within 15 days'),
  ('review', 20, '2025-01-01', 'Programme office: decided within 20 days'),
  ('changes_requested', 30, '2025-01-01', 'Programme office: 30 days for the applicant to answer');
UPDATE membership_applications a SET due_at = portal_now() + make_interval(days => p.days)
  FROM application_periods p WHERE p.step = a.state;
`;

const up = tables + rows;

const down = `
DROP TABLE notifications, decision_policies, application_periods;
ALTER TABLE membership_applications ADD values_accepted boolean NOT NULL DEFAULT false;
UPDATE membership_applications a SET values_accepted = true
  FROM application_declarations d WHERE d.application_id = a.id AND d.code = 'values';
DROP TABLE application_declarations, declaration_texts;
ALTER TABLE membership_applications DROP assigned_to, DROP assigned_at, DROP due_at,
  DROP escalations, DROP proposed_decision, DROP proposed_reason, DROP proposed_by,
  DROP proposed_at, DROP submitted_mandate_id, DROP classification_id, DROP decided_class,
  DROP decided_class_basis;
DROP TABLE mandates, undertaking_statements;
ALTER TABLE organisations DROP registered_address, DROP postal_address, DROP group_derived;
`;
