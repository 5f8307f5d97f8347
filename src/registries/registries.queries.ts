import type { EntityManager } from 'typeorm';
import type {
  IdentifierState,
  OrganisationIdentifierKind,
} from '../organisations/organisation.rules.js';
import {
  checkMismatchesAccepted,
  shortTrackOf,
  type Difference,
  type FaultCode,
  type JudgedIdentifier,
  type RegistryAnswer,
  type RegistryKind,
  type ShortTrack,
  type ShortTrackFacts,
} from './registries.rules.js';

/** An identifier whose registry is to be asked. */
export interface DueIdentifier {
  organisationId: string;
  kind: RegistryKind;
  value: string;
}

/** How long a worker keeps an identifier to itself: three tries and their pauses, for all parents. */
const lease = `interval '5 minutes'`;

/**
 * Takes up to `most` identifiers whose registry is on and which are due, so that no second worker asks
 * about them meanwhile; when this one dies, they are due again.
 */
export async function claimDue(
  manager: EntityManager,
  kinds: readonly RegistryKind[],
  organisationId: string | null,
  most: number,
): Promise<DueIdentifier[]> {
  const rows = await manager.query<DueIdentifier[]>(
    `WITH due AS (
       SELECT id FROM organisation_identifiers
        WHERE kind = ANY($1) AND ($2::uuid IS NULL OR organisation_id = $2)
          AND next_check_at <= portal_now()
          AND (checking_until IS NULL OR checking_until <= portal_now())
        ORDER BY next_check_at, id LIMIT $3 FOR UPDATE SKIP LOCKED),
     taken AS (
       UPDATE organisation_identifiers i SET checking_until = portal_now() + ${lease}
         FROM due WHERE i.id = due.id RETURNING i.organisation_id, i.kind, i.value)
     SELECT organisation_id AS "organisationId", kind, value FROM taken ORDER BY kind, value`,
    [kinds, organisationId, most],
  );
  return rows;
}

/** What the registry answered within the last day, or null. */
export async function cachedAnswer(
  manager: EntityManager,
  kind: RegistryKind,
  value: string,
): Promise<{ answer: RegistryAnswer; fetchedAt: Date } | null> {
  const [row] = await manager.query<{ answer: RegistryAnswer; fetchedAt: Date }[]>(
    `SELECT answer, fetched_at AS "fetchedAt" FROM registry_answers
      WHERE kind = $1 AND value = $2 AND fetched_at > portal_now() - interval '24 hours'`,
    [kind, value],
  );
  return row ?? null;
}

/** Keeps an answer for a day. */
export async function keepAnswer(
  manager: EntityManager,
  kind: RegistryKind,
  value: string,
  answer: RegistryAnswer,
): Promise<void> {
  await manager.query(
    `INSERT INTO registry_answers (kind, value, answer) VALUES ($1, $2, $3)
     ON CONFLICT (kind, value) DO UPDATE SET answer = excluded.answer, fetched_at = portal_now()`,
    [kind, value, JSON.stringify(answer)],
  );
}

export async function dropOldAnswers(manager: EntityManager): Promise<void> {
  await manager.query(
    `DELETE FROM registry_answers WHERE fetched_at <= portal_now() - interval '24 hours'`,
  );
}

/** An identifier under lock, with what is stated and what was known of it. */
export interface LockedIdentifier {
  state: IdentifierState;
  failures: number;
  name: string;
  country: string;
  check: CheckRow | null;
}

export interface CheckRow {
  id: string;
  answer: RegistryAnswer | null;
  differences: Difference[];
  consultedAt: Date | null;
  problem: FaultCode | null;
  triedAt: Date;
  decision: JudgedIdentifier['decision'];
  decisionReason: string | null;
  decidedAt: Date | null;
  decidedBy: string | null;
  version: number;
}

const checkSelect = `c.id, c.answer, c.differences, c.consulted_at AS "consultedAt", c.problem,
  c.tried_at AS "triedAt", c.decision, c.decision_reason AS "decisionReason", c.decided_at AS "decidedAt",
  (SELECT p.name FROM people p WHERE p.id = c.decided_by) AS "decidedBy", c.version`;

/** Null when the organisation gave the identifier up meanwhile. */
export async function lockIdentifier(
  manager: EntityManager,
  { organisationId, kind, value }: DueIdentifier,
): Promise<LockedIdentifier | null> {
  const [row] = await manager.query<Omit<LockedIdentifier, 'check'>[]>(
    `SELECT i.state, i.failures, o.name, o.country
       FROM organisation_identifiers i JOIN organisations o ON o.id = i.organisation_id
      WHERE i.organisation_id = $1 AND i.kind = $2 AND i.value = $3 FOR UPDATE OF i`,
    [organisationId, kind, value],
  );
  if (row === undefined) return null;
  const [check] = await manager.query<CheckRow[]>(
    `SELECT ${checkSelect} FROM identifier_checks c
      WHERE c.organisation_id = $1 AND c.kind = $2 AND c.value = $3`,
    [organisationId, kind, value],
  );
  return { ...row, check: check ?? null };
}

/** An identifier of an organisation as the view needs it. */
export interface IdentifierRow {
  kind: OrganisationIdentifierKind;
  value: string;
  raw: string;
  state: IdentifierState;
  due: boolean;
  nextCheckAt: Date;
  check: CheckRow | null;
}

/** All identifiers of an organisation with their checks, by kind. */
export async function identifierRows(
  manager: EntityManager,
  organisationId: string,
): Promise<IdentifierRow[]> {
  const rows = await manager.query<(CheckRow & Omit<IdentifierRow, 'check'>)[]>(
    `SELECT i.kind, i.value, i.raw, i.state, i.next_check_at AS "nextCheckAt",
            i.next_check_at <= portal_now() OR coalesce(i.checking_until > portal_now(), false) AS due, ${checkSelect}
       FROM organisation_identifiers i
       LEFT JOIN identifier_checks c
         ON c.organisation_id = i.organisation_id AND c.kind = i.kind AND c.value = i.value
      WHERE i.organisation_id = $1 ORDER BY i.kind`,
    [organisationId],
  );
  return rows.map(({ kind, value, raw, state, due, nextCheckAt, ...check }) => ({
    kind,
    value,
    raw,
    state,
    due,
    nextCheckAt,
    check: (check.id as string | null) === null ? null : check,
  }));
}

/**
 * MEM-1: for the decision to admit, in the caller's transaction.
 * @throws DomainError rule MEM_MISMATCH_UNDECIDED, MEM_MISMATCH_REFUSED.
 */
export async function refuseOpenMismatches(
  manager: EntityManager,
  organisationId: string,
): Promise<void> {
  checkMismatchesAccepted(
    await manager.query<JudgedIdentifier[]>(
      `SELECT i.kind, c.decision FROM organisation_identifiers i
         LEFT JOIN identifier_checks c
           ON c.organisation_id = i.organisation_id AND c.kind = i.kind AND c.value = i.value
        WHERE i.organisation_id = $1 AND i.state = 'mismatch' ORDER BY i.kind`,
      [organisationId],
    ),
  );
}

const checkOfIdentifier = `organisation_identifiers i LEFT JOIN identifier_checks c
  ON c.organisation_id = i.organisation_id AND c.kind = i.kind AND c.value = i.value`;

/** MEM-8: does a register of research organisations have the organisation `o` of a query? */
export const registryMatchSql = `EXISTS (SELECT 1 FROM ${checkOfIdentifier}
  WHERE i.organisation_id = o.id AND i.kind = 'ror'
    AND (i.state = 'confirmed' OR i.state = 'mismatch' AND c.decision = 'accepted'))`;

/** MEM-1: how many differences of the organisation `o` of a query nobody has accepted. */
export const openMismatchesSql = `(SELECT count(*)::int FROM ${checkOfIdentifier}
  WHERE i.organisation_id = o.id AND i.state = 'mismatch' AND c.decision IS DISTINCT FROM 'accepted')`;

/** MEM-8: whether a science organisation is ready to join with a registry match and a representative. */
export async function shortTrack(
  manager: EntityManager,
  organisationId: string,
): Promise<ShortTrack> {
  const [facts] = await manager.query<ShortTrackFacts[]>(
    `SELECT o.class, (SELECT count(*)::int FROM organisation_people p
                       WHERE p.organisation_id = o.id AND p.role = 'representative') AS representatives,
            ${registryMatchSql} AS "registryMatch"
       FROM organisations o WHERE o.id = $1`,
    [organisationId],
  );
  return shortTrackOf(facts ?? { class: '', registryMatch: false, representatives: 0 });
}
