import { In, type EntityManager } from 'typeorm';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import { organisationJson } from '../memberships/memberships.queries.js';
import { keysetPage } from '../platform/keyset.js';
import { Pledge } from './pledge.entity.js';
import { pledgeMachine } from './pledges.rules.js';
import type { PledgesQuery, PledgeView } from './pledges.schemas.js';

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
