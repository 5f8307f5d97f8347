import type { EntityManager } from 'typeorm';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import { keysetPage } from '../platform/keyset.js';
import type { ListedContent } from '../restrictive-measures/list-xml.rules.js';
import { hitMachine, proposalOf, type HitState } from './hit.rules.js';
import { isApplicant, isMember } from './screenings.queries.js';
import type { ScreeningHitsQuery, ScreeningHitView } from './screenings.schemas.js';

interface Row extends Omit<ScreeningHitView, 'entry' | 'possibleActs' | 'proposal'> {
  entry: Omit<ScreeningHitView['entry'], keyof ListedContent> & { content: ListedContent };
}

const select = `h.id,
  jsonb_build_object('id', o.id, 'name', o.name, 'country', o.country, 'city', o.city,
    'member', ${isMember}, 'applicant', ${isApplicant}) AS organisation,
  jsonb_build_object('kind', h.subject_kind, 'name', h.subject_name, 'holdingPpm', h.holding_ppm) AS subject,
  jsonb_build_object('id', e.id, 'logicalId', e.logical_id, 'content', e.content, 'listed',
    EXISTS (SELECT 1 FROM restrictive_measure_list_entries x WHERE x.entry_id = e.id AND x.list_id =
      (SELECT n.id FROM restrictive_measure_lists n ORDER BY n.generated_at DESC, n.created_at DESC LIMIT 1))
  ) AS entry,
  h.matched_name AS "matchedName", h.score_ppm AS "scorePpm", h.explanation,
  jsonb_build_object('id', l.id, 'generatedAt', to_char(l.generated_at AT TIME ZONE 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS list,
  h.state, p.name AS "decidedBy", h.decided_at AS "decidedAt", h.reason, h.version,
  h.created_at AS "createdAt", h.updated_at AS "updatedAt"`;
const from = `FROM screening_hits h JOIN organisations o ON o.id = h.organisation_id
  JOIN restrictive_measure_entries e ON e.id = h.entry_id
  JOIN restrictive_measure_lists l ON l.id = h.list_id LEFT JOIN people p ON p.id = h.decided_by`;

/** One page of the hits, the most alike first unless told. */
export async function hitsPage(manager: EntityManager, query: ScreeningHitsQuery) {
  const { items, nextCursor } = await keysetPage<Row>(
    manager,
    {
      select,
      from,
      where: [
        `($1::text IS NULL OR h.state = $1)`,
        `($2::text IS NULL OR h.subject_kind = $2)`,
        `($3::uuid IS NULL OR h.organisation_id = $3)`,
      ],
      parameters: [query.state ?? null, query.kind ?? null, query.organisation ?? null],
      id: 'h.id',
      sorts: {
        score: { expression: 'h.score_ppm', type: 'integer' },
        createdAt: { expression: 'h.created_at', type: 'timestamptz' },
      },
      sortDefault: '-score',
    },
    query,
  );
  return { items: items.map(viewOf), nextCursor };
}

/** @throws DomainError not-found. */
export async function hitView(manager: EntityManager, id: string): Promise<ScreeningHitView> {
  const [row] = await manager.query<Row[]>(`SELECT ${select} ${from} WHERE h.id = $1`, [id]);
  if (row === undefined) throw notFound('hit');
  return viewOf(row);
}

function viewOf(row: Row): ScreeningHitView {
  const { content, ...entry } = row.entry;
  const { member, applicant } = row.organisation;
  return {
    ...row,
    entry: { ...entry, ...content },
    possibleActs: possibleActs(hitMachine, row.state).filter(
      (act) => act === 'confirm' || act === 'dismiss',
    ),
    proposal: proposalOf({ state: row.state, listed: entry.listed, member, applicant }),
  };
}

export interface ClaimedHit {
  id: string;
  organisationId: string;
  state: HitState;
  reason: string | null;
  version: number;
}

/** The hit under lock. @throws DomainError not-found · stale VERSION_STALE. */
export async function claimHit(
  manager: EntityManager,
  id: string,
  version: number | undefined,
): Promise<ClaimedHit> {
  const [row] = await manager.query<ClaimedHit[]>(
    `SELECT id, organisation_id AS "organisationId", state, reason, version
       FROM screening_hits WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (row === undefined) throw notFound('hit');
  if (version !== undefined && version !== row.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'Somebody changed this hit meanwhile. Read it again and repeat your decision.',
    );
  }
  return row;
}
