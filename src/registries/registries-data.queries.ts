import type { PersonData, RetainedData } from '../people/person-data.rules.js';

export const registriesData: readonly PersonData[] = [
  {
    section: 'identifierClaims',
    sql: `SELECT kind, value, organisation_name AS organisation, country, tries, created_at AS "createdAt",
                 updated_at AS "updatedAt"
            FROM identifier_claims WHERE person_id = $1 ORDER BY created_at`,
    // Without an organisation nobody is left to ask.
    erase: [`DELETE FROM identifier_claims WHERE person_id = $1 AND organisation_id IS NULL`],
    kept: 'That an account wanted an identifier for its organisation which another one has, by id: admission looks for duplicates (MEM-1).',
  },
  {
    section: 'identifierDecisions',
    sql: `SELECT organisation_id AS "organisationId", kind, value, decision, decision_reason AS reason,
                 decided_at AS "decidedAt"
            FROM identifier_checks WHERE decided_by = $1 ORDER BY decided_at`,
    kept: 'Who accepted or refused a difference from a registry, by id: an admission rests on it (MEM-1).',
  },
];

const over = `updated_at < $1`;

export const registriesRetained: readonly RetainedData[] = [
  {
    subject: 'identifier-claims',
    what: 'That somebody wanted an identifier which another organisation has.',
    due: `SELECT id::text, updated_at AS since FROM identifier_claims WHERE ${over}`,
    remove: [`DELETE FROM identifier_claims WHERE ${over}`],
  },
];
