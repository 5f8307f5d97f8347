import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { DomainError, fieldError } from '../kernel/domain-error.js';
import { newId } from '../kernel/random.js';
import { enqueue } from '../platform/outbox.service.js';
import {
  checkedIdentifiers,
  type GivenIdentifier,
  type StoredIdentifier,
} from './organisation.rules.js';
import { countryByCode, identifiersTaken, isNamedInGraphs } from './organisations.queries.js';

/**
 * MEM-1: the identifiers of an organisation of this country, checked as far as no registry is needed.
 * @throws DomainError rule ORG_COUNTRY_UNKNOWN, ORG_IDENTIFIERS · conflict ORG_IDENTIFIER_TAKEN.
 */
export async function identifiersFor(
  manager: EntityManager,
  organisationId: string,
  countryCode: string,
  given: readonly GivenIdentifier[],
): Promise<StoredIdentifier[]> {
  const country = await countryByCode(manager, countryCode);
  if (country === null) {
    throw fieldError(
      '/country',
      'ORG_COUNTRY_UNKNOWN',
      `The portal knows no country "${countryCode}". Use its ISO 3166-1 code (Greece is GR, the United Kingdom GB).`,
    );
  }
  const identifiers = checkedIdentifiers(given, country);
  const taken = await identifiersTaken(manager, organisationId, identifiers);
  if (taken.length > 0) throw identifierTaken(given, identifiers, taken);
  return identifiers;
}

/**
 * Replaces the identifiers of an organisation. One that stays keeps what its registry said, unless
 * `afresh`: name or country changed, so that all have to be compared anew. Registries are asked by a
 * job after the commit.
 * @throws DomainError conflict ORG_IDENTIFIER_TAKEN when another organisation was quicker.
 */
export async function storeIdentifiers(
  manager: EntityManager,
  organisationId: string,
  given: readonly GivenIdentifier[],
  identifiers: readonly StoredIdentifier[],
  afresh = false,
): Promise<void> {
  if (await isNamedInGraphs(manager, organisationId, identifiers)) {
    await enqueue(manager, 'classification.regroup', { organisationId });
  }
  await manager.query(
    `DELETE FROM organisation_identifiers i WHERE i.organisation_id = $1 AND ($3 OR NOT EXISTS (
       SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS g(kind text, value text)
        WHERE g.kind = i.kind AND g.value = i.value))`,
    [organisationId, JSON.stringify(identifiers), afresh],
  );
  const kept = await manager.query<{ kind: string }[]>(
    `SELECT kind FROM organisation_identifiers WHERE organisation_id = $1`,
    [organisationId],
  );
  for (const identifier of identifiers) {
    const { kind, value, raw, state } = identifier;
    if (kept.some((one) => one.kind === kind)) {
      await manager.query(
        `UPDATE organisation_identifiers SET raw = $3 WHERE organisation_id = $1 AND kind = $2`,
        [organisationId, kind, raw],
      );
      continue;
    }
    const made = await manager.query<unknown[]>(
      `INSERT INTO organisation_identifiers (id, organisation_id, kind, value, raw, state)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, value) DO NOTHING RETURNING id`,
      [newId(), organisationId, kind, value, raw, state],
    );
    if (made.length === 0) throw identifierTaken(given, identifiers, [identifier]);
  }
  if (identifiers.length > 0) await enqueue(manager, 'registries.check', { organisationId });
}

/** Whose organisation wanted identifiers, and which. */
export interface Claim {
  /** Null when it was about to be registered. */
  organisationId: string | null;
  organisationName: string;
  country: string;
  given: readonly GivenIdentifier[];
}

/**
 * MEM-1: keeps that somebody wanted identifiers which another organisation has, so that the programme
 * office sees it. In a transaction of its own: the one that failed is gone.
 */
export async function recordClaims(
  manager: EntityManager,
  who: Principal,
  claim: Claim,
): Promise<void> {
  const country = await countryByCode(manager, claim.country);
  if (country === null) return;
  const identifiers = checkedIdentifiers(claim.given, country);
  const nobody = '00000000-0000-0000-0000-000000000000';
  const taken = await identifiersTaken(manager, claim.organisationId ?? nobody, identifiers);
  for (const { kind, value } of taken) {
    await manager.query(
      `INSERT INTO identifier_claims (id, kind, value, organisation_id, organisation_name, country, person_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (kind, value, person_id, organisation_id) DO UPDATE
         SET tries = least(identifier_claims.tries, 1000000) + 1, organisation_name = excluded.organisation_name,
             country = excluded.country, version = identifier_claims.version + 1, updated_at = portal_now()`,
      [
        newId(),
        kind,
        value,
        claim.organisationId,
        claim.organisationName,
        claim.country,
        who.personId,
      ],
    );
  }
}

function identifierTaken(
  given: readonly GivenIdentifier[],
  identifiers: readonly StoredIdentifier[],
  taken: readonly Pick<StoredIdentifier, 'kind' | 'value'>[],
): DomainError {
  const detail = (kind: string) =>
    `An organisation with this ${kind.toUpperCase()} is registered already. Ask its representative to add you instead. If it is yours and somebody else used it, leave it out and apply: the programme office sees that you claim it.`;
  const errors = identifiers
    .filter((own) => taken.some(({ kind, value }) => kind === own.kind && value === own.value))
    .map(({ kind }) => ({
      pointer: `/identifiers/${given.findIndex((one) => one.kind === kind)}/value`,
      code: 'ORG_IDENTIFIER_TAKEN',
      detail: detail(kind),
    }));
  return new DomainError(
    'conflict',
    'ORG_IDENTIFIER_TAKEN',
    errors[0]?.detail ?? detail('identifier'),
    { errors },
  );
}
