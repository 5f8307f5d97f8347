import { In, type EntityManager } from 'typeorm';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import { organisationJson } from '../memberships/memberships.queries.js';
import { keysetPage } from '../platform/keyset.js';
import { Pledge } from './pledge.entity.js';
import { pledgeMachine } from './pledges.rules.js';
import type { PledgesQuery, PledgeVersionView, PledgeView } from './pledges.schemas.js';

type Row = Omit<PledgeView, 'possibleActs'>;

const select = `p.id, ${organisationJson}, p.kind, p.amount_cents::text AS "amountCents", p.currency,
  p.horizon_year AS "horizonYear", p.new_money AS "newMoney", p.description, p.state,
  p.confirmed_at AS "confirmedAt", p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;
const from = `FROM pledges p JOIN organisations o ON o.id = p.organisation_id`;

/** One page of the pledges of the organisations that `ids` names (null: all). */
export async function pledgesPage(
  manager: EntityManager,
  ids: string[] | null,
  query: PledgesQuery,
) {
  const { items, nextCursor } = await keysetPage<Row>(
    manager,
    {
      select,
      from,
      where: [
        `($1::uuid[] IS NULL OR p.organisation_id = ANY($1))`,
        `($2::text IS NULL OR p.state = $2)`,
        `($3::text IS NULL OR p.kind = $3)`,
        `($4::uuid IS NULL OR p.organisation_id = $4)`,
      ],
      parameters: [ids, query.state ?? null, query.kind ?? null, query.organisation ?? null],
      id: 'p.id',
      sorts: {
        createdAt: { expression: 'p.created_at', type: 'timestamptz' },
        amount: { expression: 'coalesce(p.amount_cents, 0)', type: 'bigint' },
        horizonYear: { expression: 'p.horizon_year', type: 'integer' },
      },
      sortDefault: '-createdAt',
    },
    query,
  );
  return { items: items.map(viewOf), nextCursor };
}

/** @throws DomainError not-found for an unknown pledge or one outside `ids`. */
export async function pledgeView(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
): Promise<PledgeView> {
  const [row] = await manager.query<Row[]>(
    `SELECT ${select} ${from}
      WHERE p.id = $1 AND ($2::uuid[] IS NULL OR p.organisation_id = ANY($2))`,
    [id, ids],
  );
  if (!row) throw notFound('pledge');
  return viewOf(row);
}

/** What a pledge said after each act, the newest first. */
export async function pledgeVersions(
  manager: EntityManager,
  id: string,
): Promise<PledgeVersionView[]> {
  return await manager.query<PledgeVersionView[]>(
    `SELECT v.number, v.act, v.state, v.kind, v.amount_cents::text AS "amountCents", 'EUR' AS currency,
            v.horizon_year AS "horizonYear", v.new_money AS "newMoney", v.description, v.reason,
            v.evidence, v.evidence_url AS "evidenceUrl", p.name AS by, v.at
       FROM pledge_versions v LEFT JOIN people p ON p.id = v.person_id
      WHERE v.pledge_id = $1 ORDER BY v.number DESC`,
    [id],
  );
}

/** What an act leaves behind besides the content. */
export interface VersionNote {
  act: PledgeVersionView['act'];
  personId: string | null;
  reason?: string | null;
  evidence?: string | null;
  evidenceUrl?: string | null;
}

/** Keeps the pledge as it is now: a new row, never a change of one. */
export async function keepVersion(
  manager: EntityManager,
  id: string,
  { act, personId, reason = null, evidence = null, evidenceUrl = null }: VersionNote,
): Promise<void> {
  await manager.query(
    `INSERT INTO pledge_versions (pledge_id, number, act, state, kind, amount_cents, horizon_year, new_money,
                                  description, reason, evidence, evidence_url, person_id)
     SELECT id, version, $2, state, kind, amount_cents, horizon_year, new_money, description, $3, $4, $5, $6
       FROM pledges WHERE id = $1`,
    [id, act, reason, evidence, evidenceUrl, personId],
  );
}

const viewOf = (row: Row): PledgeView => ({
  ...row,
  possibleActs: possibleActs(pledgeMachine, row.state),
});

/** @throws DomainError not-found outside `ids` · stale VERSION_STALE. */
export async function claimPledge(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
  version: number | undefined,
): Promise<Pledge> {
  const row = await manager.findOne(Pledge, {
    where: ids === null ? { id } : { id, organisationId: In(ids) },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw notFound('pledge');
  if (version !== undefined && version !== row.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'Somebody changed this pledge meanwhile. Read it again and repeat your change.',
    );
  }
  return row;
}
