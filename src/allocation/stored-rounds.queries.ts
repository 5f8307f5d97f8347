import type { EntityManager } from 'typeorm';
import { notFound } from '../kernel/domain-error.js';
import { pagesOf } from '../platform/bulk.js';
import type {
  Explanation,
  Plan,
  PlanHead,
  PlanOrganisation,
  PlanRequest,
  Snapshot,
  SnapshotHead,
  SnapshotOrganisation,
  SnapshotRequest,
} from './engine/index.js';

/** An organisation of a stored round as its snapshot and its plan have it. */
export interface StoredOrganisation {
  input: SnapshotOrganisation;
  line: PlanOrganisation;
}

export interface StoredRequest {
  input: SnapshotRequest;
  line: PlanRequest;
}

/**
 * What comes once of the snapshot and the plan of a computed round.
 * @throws DomainError not-found for a round that was not computed.
 */
export async function storedHeads(
  manager: EntityManager,
  roundId: string,
): Promise<{ snapshot: SnapshotHead; plan: PlanHead }> {
  const [row] = await manager.query<{ snapshot: SnapshotHead | null; plan: PlanHead | null }[]>(
    `SELECT snapshot, plan FROM rounds WHERE id = $1`,
    [roundId],
  );
  const { snapshot, plan } = row ?? {};
  if (!snapshot || !plan) throw notFound('computed round');
  return { snapshot, plan };
}

/**
 * Snapshot and plan of a computed round as they were: rows sorted by id, defaults filled in.
 * @throws DomainError not-found for a round that was not computed.
 */
export async function storedRound(
  manager: EntityManager,
  roundId: string,
): Promise<{ snapshot: Snapshot; plan: Plan }> {
  const heads = await storedHeads(manager, roundId);
  const snapshot = { ...heads.snapshot, organisations: [], requests: [] } as Snapshot & {
    organisations: SnapshotOrganisation[];
    requests: SnapshotRequest[];
  };
  const plan: Plan = { ...heads.plan, organisations: [], requests: [] };
  for await (const rows of pagesOf<OrganisationRow>(manager, organisationsSql(''), [roundId])) {
    for (const { input, line } of rows.map(organisationOf)) {
      snapshot.organisations.push(input);
      plan.organisations.push(line);
    }
  }
  const own = new Map(plan.organisations.map((line) => [line.id, line]));
  for await (const rows of pagesOf<RequestRow>(manager, requestsSql(''), [roundId])) {
    for (const row of rows) {
      snapshot.requests.push(inputOf(row));
      plan.requests.push(lineOf(row, own.get(row.organisation)!));
    }
  }
  return { snapshot, plan };
}

const organisationsSql = (more: string) => `
  SELECT public_id AS id, class, weight, cap_units::text AS cap, group_public_id AS "group",
         tie_key AS "tieKey", entitlement_units::text AS entitlement, claim_units::text AS claim,
         granted_units::text AS granted, borrowed_units::text AS borrowed,
         balance_before::text AS "balanceBefore", balance_after::text AS "balanceAfter", level
    FROM round_organisations WHERE round_id = $1 ${more} ORDER BY public_id`;

interface OrganisationRow extends PlanOrganisation {
  class: string;
  weight: number;
  cap: string | null;
  group: string | null;
  tieKey: string;
}

function organisationOf(row: OrganisationRow): StoredOrganisation {
  const { class: name, weight, cap, group, tieKey, ...line } = row;
  const { id, balanceBefore: balance } = line;
  return { input: { id, class: name, weight, cap, group, balance, tieKey }, line };
}

const requestsSql = (more: string) => `
  SELECT public_id AS id, organisation_public_id AS organisation, score, minimum_units::text AS minimum,
         ask_units::text AS ask, array_to_string(pools, ',') AS pools, deadline,
         submitted_at AS "submittedAt", single_pool AS "singlePool", granted_units::text AS granted, reason,
         array_to_string(tight_pools, ',') AS "tightPools", missing_units::text AS missing, routes
    FROM round_lines WHERE round_id = $1 ${more} ORDER BY public_id`;

interface RequestRow {
  id: string;
  organisation: string;
  score: number | null;
  minimum: string;
  ask: string;
  pools: string;
  deadline: Date | null;
  submittedAt: Date;
  singlePool: boolean;
  granted: string;
  reason: PlanRequest['reason'];
  tightPools: string;
  missing: string;
  routes: PlanRequest['routes'];
}

const listOf = (text: string) => (text === '' ? [] : text.split(','));

const inputOf = (row: RequestRow): SnapshotRequest => ({
  id: row.id,
  organisation: row.organisation,
  minimum: row.minimum,
  ask: row.ask,
  pools: listOf(row.pools),
  score: row.score,
  deadline: row.deadline?.toISOString() ?? null,
  submittedAt: row.submittedAt.toISOString(),
  singlePool: row.singlePool,
});

const lineOf = (row: RequestRow, own: PlanOrganisation): PlanRequest => ({
  id: row.id,
  granted: row.granted,
  routes: row.routes,
  reason: row.reason,
  explanation: explanationOf(own, listOf(row.tightPools), row.missing),
});

/** ALLOC-13: what a request's explanation takes from its organisation, and what is its own. */
export const explanationOf = (
  own: PlanOrganisation,
  tightPools: string[],
  missingUnits: string,
): Explanation => ({
  entitlement: own.entitlement,
  claim: own.claim,
  balanceBefore: own.balanceBefore,
  balanceAfter: own.balanceAfter,
  borrowed: own.borrowed,
  level: own.level,
  tightPools,
  missingUnits,
});

/** True ids of the organisations of a computed round by their pseudonyms. */
export async function storedOrganisations(
  manager: EntityManager,
  roundId: string,
): Promise<ReadonlyMap<string, string>> {
  const sql = `SELECT public_id AS "publicId", organisation_id AS id FROM round_organisations WHERE round_id = $1`;
  const ids = new Map<string, string>();
  for await (const rows of pagesOf<{ publicId: string; id: string }>(manager, sql, [roundId])) {
    for (const { publicId, id } of rows) ids.set(publicId, id);
  }
  return ids;
}

/**
 * Each request's own minimum in GPU-seconds, as it was sent: the snapshot has the larger of it and
 * the policy's minimum grant.
 */
export async function ownMinimums(
  manager: EntityManager,
  roundId: string,
): Promise<ReadonlyMap<string, bigint>> {
  const minimums = new Map<string, bigint>();
  const pages = pagesOf<{ publicId: string; minimum: string }>(
    manager,
    `SELECT l.public_id AS "publicId", v.content->>'gpuSecondsMinimum' AS minimum
       FROM round_lines l JOIN requests q ON q.id = l.request_id
       JOIN request_revisions v ON v.request_id = q.id AND v.number = q.revision
      WHERE l.round_id = $1`,
    [roundId],
  );
  for await (const rows of pages) {
    for (const { publicId, minimum } of rows) minimums.set(publicId, BigInt(minimum));
  }
  return minimums;
}

const rowsPerPage = 5_000;

/**
 * The organisations, then the requests of a stored round, sorted by id, in pages of one statement each: for
 * downloads, whose reader may be slow and must not hold a transaction open. A published round does not change.
 */
export async function* organisationPages(
  manager: EntityManager,
  roundId: string,
): AsyncGenerator<StoredOrganisation[]> {
  for (let after = ''; ;) {
    const sql = `${organisationsSql('AND public_id > $2')} LIMIT ${rowsPerPage}`;
    const rows = await manager.query<OrganisationRow[]>(sql, [roundId, after]);
    if (rows.length > 0) yield rows.map(organisationOf);
    if (rows.length < rowsPerPage) return;
    after = rows.at(-1)!.id;
  }
}

/** See `organisationPages`; `own` has the plan's line of every organisation. */
export async function* requestPages(
  manager: EntityManager,
  roundId: string,
  own: ReadonlyMap<string, PlanOrganisation>,
): AsyncGenerator<StoredRequest[]> {
  for (let after = ''; ;) {
    const sql = `${requestsSql('AND public_id > $2')} LIMIT ${rowsPerPage}`;
    const rows = await manager.query<RequestRow[]>(sql, [roundId, after]);
    const stored = rows.map((row) => ({
      input: inputOf(row),
      line: lineOf(row, own.get(row.organisation)!),
    }));
    if (stored.length > 0) yield stored;
    if (rows.length < rowsPerPage) return;
    after = rows.at(-1)!.id;
  }
}
