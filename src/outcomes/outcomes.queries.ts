import type { EntityManager } from 'typeorm';
import { reasons, type Explanation, type PlanOrganisation } from '../allocation/engine/index.js';
import { explanationOf } from '../allocation/stored-rounds.queries.js';
import { gpuTimeFields } from '../kernel/gpu-time.js';
import { notFound } from '../kernel/domain-error.js';
import { keysetPage } from '../platform/keyset.js';
import type { RequestSight } from '../requests/requests.queries.js';
import { tookPart } from './explanation.rules.js';
import type {
  PublicLine,
  PublicLinesQuery,
  RoundLine,
  RoundLinesQuery,
} from './outcomes.schemas.js';

interface LineRow {
  requestId: string;
  publicId: string;
  reference: string;
  title: string;
  organisationId: string;
  organisationName: string;
  country: string;
  class: string;
  score: number | null;
  minimumUnits: string;
  askUnits: string;
  grantedUnits: string;
  reason: string;
}

const lineSelect = `l.request_id AS "requestId", l.public_id AS "publicId", q.reference, q.title,
  o.id AS "organisationId", o.name AS "organisationName", o.country, l.class, l.score,
  l.minimum_units::text AS "minimumUnits", l.ask_units::text AS "askUnits",
  l.granted_units::text AS "grantedUnits", l.reason`;
const lineFrom = `FROM round_lines l JOIN requests q ON q.id = l.request_id
  JOIN organisations o ON o.id = l.organisation_id`;

/**
 * `$1` the round, `$2`–`$5` the sight. Applicants see their own organisation's lines, and only once the
 * round is published: before, the plan may still change. A chair does not see what a conflict bars
 * (REV-2).
 */
const visible = `l.round_id = $1 AND (
  (l.organisation_id = ANY($3::uuid[]) AND EXISTS
    (SELECT 1 FROM rounds r WHERE r.id = l.round_id AND r.state = 'published'))
  OR ($2::uuid[] IS NULL AND ($4::uuid IS NULL OR NOT (l.organisation_id = ANY($5::uuid[]) OR EXISTS (
    SELECT 1 FROM assignments a WHERE a.request_id = l.request_id AND a.reviewer_id = $4 AND a.state = 'conflict')))))`;
const visibleParameters = (roundId: string, sight: RequestSight) => [
  roundId,
  sight.tenants,
  sight.own,
  sight.barred,
  sight.linked,
];

export async function linesPage(
  manager: EntityManager,
  roundId: string,
  sight: RequestSight,
  query: RoundLinesQuery,
) {
  return await keysetPage<LineRow>(
    manager,
    {
      from: lineFrom,
      select: lineSelect,
      where: [
        visible,
        `($6::text IS NULL OR l.class = $6)`,
        `($7::text IS NULL OR l.reason = $7)`,
        `($8::uuid IS NULL OR l.organisation_id = $8)`,
        `($9::text IS NULL OR o.country = upper($9))`,
      ],
      parameters: [
        ...visibleParameters(roundId, sight),
        query.class ?? null,
        query.reason ?? null,
        query.organisation ?? null,
        query.country ?? null,
      ],
      id: 'l.request_id',
      sorts: {
        reference: { expression: 'q.reference', type: 'text' },
        granted: { expression: 'l.granted_units', type: 'bigint' },
        asked: { expression: 'l.ask_units', type: 'bigint' },
        score: { expression: 'coalesce(l.score, -1)', type: 'integer' },
      },
      sortDefault: 'reference',
    },
    query,
  );
}

/** A line as answers have it. */
export function roundLine(row: LineRow, quantumGpuSeconds: bigint): RoundLine {
  const seconds = (units: string) => BigInt(units) * quantumGpuSeconds;
  return {
    requestId: row.requestId,
    publicId: row.publicId,
    reference: row.reference,
    title: row.title,
    organisation: {
      id: row.organisationId,
      name: row.organisationName,
      country: row.country,
      class: row.class as RoundLine['organisation']['class'],
    },
    score: row.score,
    ...gpuTimeFields('Minimum', seconds(row.minimumUnits)),
    ...gpuTimeFields('Asked', seconds(row.askUnits)),
    ...gpuTimeFields('Granted', seconds(row.grantedUnits)),
    reason: row.reason,
  };
}

/** Where a request stands among those of its organisation that took part, in the engine's own order (ALLOC-2). */
const placeSql = `(SELECT jsonb_build_object('at', p.at, 'of', p.all) FROM (
    SELECT s.request_id, count(*) OVER () AS all, row_number() OVER (ORDER BY s.score DESC NULLS LAST,
           s.deadline ASC NULLS LAST, s.submitted_at, s.public_id) AS at
      FROM round_lines s WHERE s.round_id = l.round_id AND s.organisation_id = l.organisation_id AND NOT (s.reason = ANY($7))) p
   WHERE p.request_id = l.request_id)`;

export interface ExplainedRow extends LineRow {
  /** Null when it did not take part. */
  place: { at: number; of: number } | null;
  explanation: Explanation;
  routes: { pool: string; units: string }[];
}

/** @throws DomainError not-found for a line that is unknown or not open to the reader. */
export async function explainedLine(
  manager: EntityManager,
  roundId: string,
  sight: RequestSight,
  requestId: string,
): Promise<ExplainedRow> {
  const [row] = await manager.query<
    (LineRow &
      Pick<ExplainedRow, 'routes' | 'place'> & {
        own: PlanOrganisation;
        tight: string[];
        missing: string;
      })[]
  >(
    `SELECT ${lineSelect}, l.routes, l.tight_pools::text[] AS tight, l.missing_units::text AS missing,
            jsonb_build_object('entitlement', g.entitlement_units::text, 'claim', g.claim_units::text,
              'balanceBefore', g.balance_before::text, 'balanceAfter', g.balance_after::text,
              'borrowed', g.borrowed_units::text, 'level', g.level) AS own, ${placeSql} AS place
       ${lineFrom}
       JOIN round_organisations g ON g.round_id = l.round_id AND g.organisation_id = l.organisation_id
      WHERE ${visible} AND l.request_id = $6`,
    [
      ...visibleParameters(roundId, sight),
      requestId,
      reasons.filter((reason) => !tookPart(reason)),
    ],
  );
  if (!row) throw notFound('request in this round');
  const { own, tight, missing, ...line } = row;
  return { ...line, explanation: explanationOf(own, tight, missing) };
}

export async function poolNames(
  manager: EntityManager,
  poolIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await manager.query<{ id: string; name: string }[]>(
    `SELECT id, name FROM pools WHERE id = ANY($1::uuid[])`,
    [poolIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** ALLOC-0: the named part of a published round: a page of awarded requests only, the largest first. */
export async function awardsPage(
  manager: EntityManager,
  round: { id: string; quantumGpuSeconds: bigint },
  query: { limit: number; cursor?: string | undefined },
) {
  const page = await keysetPage<LineRow>(
    manager,
    {
      from: lineFrom,
      select: lineSelect,
      where: ['l.round_id = $1', 'l.granted_units > 0'],
      parameters: [round.id],
      id: 'l.public_id',
      idType: 'text',
      sorts: { granted: { expression: 'l.granted_units', type: 'bigint' } },
      sortDefault: '-granted',
    },
    query,
  );
  return {
    ...page,
    items: page.items.map((row) => ({
      organisation: roundLine(row, round.quantumGpuSeconds).organisation,
      publicId: row.publicId,
      project: row.title,
      ...gpuTimeFields('Granted', BigInt(row.grantedUnits) * round.quantumGpuSeconds),
    })),
  };
}

/** A page of the requests of a published round under their pseudonyms, in an order that says nothing about them. */
export async function pseudonymousPage(
  manager: EntityManager,
  round: { id: string; quantumGpuSeconds: bigint },
  query: PublicLinesQuery,
) {
  const page = await keysetPage<{
    pseudonym: string;
    class: PublicLine['class'];
    ask: string;
    granted: string;
    reason: string;
  }>(
    manager,
    {
      from: 'FROM round_lines l',
      select: `l.public_id AS pseudonym, l.class, l.ask_units::text AS ask, l.granted_units::text AS granted, l.reason`,
      where: [
        'l.round_id = $1',
        '($2::text IS NULL OR l.class = $2)',
        '($3::text IS NULL OR l.reason = $3)',
      ],
      parameters: [round.id, query.class ?? null, query.reason ?? null],
      id: 'l.public_id',
      idType: 'text',
      sorts: { pseudonym: { expression: 'l.public_id', type: 'text' } },
      sortDefault: 'pseudonym',
    },
    query,
  );
  return {
    ...page,
    items: page.items.map(({ pseudonym, class: ofClass, ask, granted, reason }) => ({
      pseudonym,
      class: ofClass,
      ...gpuTimeFields('Asked', BigInt(ask) * round.quantumGpuSeconds),
      ...gpuTimeFields('Granted', BigInt(granted) * round.quantumGpuSeconds),
      reason,
    })),
  };
}
