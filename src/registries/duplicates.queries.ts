import type { EntityManager } from 'typeorm';
import type { DuplicatesView } from './registries.schemas.js';

/** An organisation that may be the same, before its name is compared. */
export interface Candidate {
  id: string;
  name: string;
  country: string;
  city: string;
  class: string;
  webDomain: string | null;
  sameNumbers: string[];
  /** Kinds of identifiers of the candidate that the organisation wanted to have. */
  claimed: string[];
}

/**
 * A French VAT number and a SIRET contain the SIREN: the same company under two kinds of number, which
 * the uniqueness of each kind alone does not show.
 */
const core = (
  i: string,
) => `CASE WHEN ${i}.kind = 'vat' AND ${i}.value LIKE 'FR%' THEN 'siren ' || substr(${i}.value, 5)
  WHEN ${i}.kind = 'siret' THEN 'siren ' || left(${i}.value, 9) ELSE ${i}.kind || ' ' || ${i}.value END`;

const candidatesMax = 300;

/** Whom to compare: by number, claim, web domain, and the beginnings of the words of the name. */
export async function candidatesFor(
  manager: EntityManager,
  organisationId: string,
): Promise<Candidate[]> {
  return await manager.query<Candidate[]>(
    `WITH own AS (SELECT id, web_domain, name_keys(name) AS keys FROM organisations WHERE id = $1),
     same AS (
       SELECT o.organisation_id AS id, array_agg(DISTINCT ${core('o')}) AS numbers
         FROM organisation_identifiers m JOIN organisation_identifiers o
           ON o.organisation_id <> m.organisation_id AND ${core('o')} = ${core('m')}
        WHERE m.organisation_id = $1 GROUP BY 1),
     claimed AS (
       SELECT o.organisation_id AS id, array_agg(DISTINCT o.kind) AS kinds
         FROM identifier_claims c JOIN organisation_identifiers o ON o.kind = c.kind AND o.value = c.value
        WHERE c.organisation_id = $1 AND o.organisation_id <> $1 GROUP BY 1),
     -- A union of look-ups, each by its own index.
     alike AS (
       SELECT id FROM same UNION SELECT id FROM claimed
       UNION SELECT o.id FROM organisations o WHERE o.web_domain = (SELECT web_domain FROM own)
       UNION SELECT o.id FROM organisations o WHERE name_keys(o.name) && (SELECT keys FROM own))
     SELECT o.id, o.name, o.country, o.city, o.class, o.web_domain AS "webDomain",
            coalesce(same.numbers, '{}') AS "sameNumbers", coalesce(claimed.kinds, '{}') AS claimed
       FROM own, alike JOIN organisations o ON o.id = alike.id
       LEFT JOIN same ON same.id = o.id LEFT JOIN claimed ON claimed.id = o.id
      WHERE o.id <> own.id
      ORDER BY same.id IS NULL, claimed.id IS NULL, o.web_domain IS DISTINCT FROM own.web_domain,
               (SELECT count(*) FROM unnest(name_keys(o.name)) k WHERE k = ANY(own.keys)) DESC, o.id
      LIMIT ${candidatesMax}`,
    [organisationId],
  );
}

/** Who else wanted an identifier that the organisation has, the newest first. */
export async function claimsOn(
  manager: EntityManager,
  organisationId: string,
): Promise<DuplicatesView['claims']> {
  return await manager.query<DuplicatesView['claims']>(
    `SELECT c.id, c.kind, c.value, c.organisation_id AS "organisationId",
            c.organisation_name AS "organisationName", c.country, c.person_id AS "personId",
            p.name AS "personName", p.email AS "personEmail", c.tries, c.created_at AS "firstAt",
            c.updated_at AS "lastAt"
       FROM organisation_identifiers i
       JOIN identifier_claims c ON c.kind = i.kind AND c.value = i.value
       LEFT JOIN people p ON p.id = c.person_id
      WHERE i.organisation_id = $1 AND c.organisation_id IS DISTINCT FROM $1
      ORDER BY c.updated_at DESC, c.id LIMIT 100`,
    [organisationId],
  );
}
