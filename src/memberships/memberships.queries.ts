import { In, type EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { mayUse, tenantIds } from '../access/access.rules.js';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { possibleActs } from '../kernel/state-machine.js';
import { keysetPage } from '../platform/keyset.js';
import { Membership } from './membership.entity.js';
import { membershipMachine } from './memberships.rules.js';
import type { MembershipsQuery, MembershipView } from './memberships.schemas.js';

/** MEM-7: is the organisation an active member now: admitted, not suspended, not expired? */
export async function isActiveMember(
  manager: EntityManager,
  organisationId: string,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM memberships
      WHERE organisation_id = $1 AND state = 'active' AND expires_at > portal_now()`,
    [organisationId],
  );
  return rows.length > 0;
}

/**
 * MEM-7, MEM-9: the same for whoever acts on it in this transaction: the membership is held until the
 * commit, so that a suspension comes either before, and refuses, or after what was begun as a member.
 */
export async function holdActiveMember(
  manager: EntityManager,
  organisationId: string,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM memberships
      WHERE organisation_id = $1 AND state = 'active' AND expires_at > portal_now() FOR SHARE`,
    [organisationId],
  );
  return rows.length > 0;
}

/** The organisation part of a membership, an application or a pledge, as JSON; needs `o`. */
export const organisationJson = `jsonb_build_object('id', o.id, 'name', o.name, 'country', o.country,
  'class', o.class) AS organisation`;

type Row = Omit<MembershipView, 'possibleActs'> & { expired: boolean };

const utc = (expression: string) =>
  `to_char((${expression}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const select = `m.id, ${organisationJson}, m.application_id AS "applicationId", m.state,
  m.state = 'active' AND m.expires_at > portal_now() AS current, m.expires_at <= portal_now() AS expired,
  m.starts_at AS "startsAt", m.expires_at AS "expiresAt", m.renewed_at AS "renewedAt",
  m.expires_at - make_interval(days => t.renewal_opens_days) AS "renewableFrom",
  CASE WHEN m.state = 'suspended' THEN jsonb_build_object('code', m.suspension_code,
    'reason', m.suspension_reason, 'at', ${utc('m.suspended_at')},
    'grantsSuspendAt', ${utc('m.grants_suspend_at')},
    'appealUntil', ${utc('m.suspended_at + make_interval(days => t.appeal_window_days)')}) END AS suspension,
  CASE WHEN m.state <> 'ended' AND m.revocation_proposed_at IS NOT NULL THEN jsonb_build_object(
    'code', m.revocation_code, 'reason', m.revocation_reason, 'proposedAt', ${utc('m.revocation_proposed_at')},
    'proposedBy', jsonb_build_object('id', r.id, 'name', r.name)) END AS revocation,
  CASE WHEN m.end_kind IS NOT NULL THEN jsonb_build_object('kind', m.end_kind, 'reason', m.end_reason,
    'at', ${utc('m.ended_at')}) END AS "end",
  m.version, m.created_at AS "createdAt", m.updated_at AS "updatedAt"`;
/** With the terms of the day on which it was suspended, or of today. */
const from = `FROM memberships m JOIN organisations o ON o.id = m.organisation_id
  LEFT JOIN people r ON r.id = m.revocation_proposed_by
  LEFT JOIN LATERAL (SELECT * FROM membership_terms w
     WHERE w.valid_from <= coalesce(m.suspended_at, portal_now())::date
       AND (w.valid_to IS NULL OR w.valid_to > coalesce(m.suspended_at, portal_now())::date)
     ORDER BY w.valid_from DESC LIMIT 1) t ON true`;

/** One page of the memberships that this principal may see. */
export async function membershipsPage(
  manager: EntityManager,
  who: Principal,
  query: MembershipsQuery,
) {
  const { items, nextCursor } = await keysetPage<Row>(
    manager,
    {
      select,
      from,
      where: [
        `($1::uuid[] IS NULL OR m.organisation_id = ANY($1))`,
        `($2::text IS NULL OR m.state = $2)`,
        `($3::uuid IS NULL OR m.organisation_id = $3)`,
        `($4::text IS NULL OR o.class = $4)`,
        `($5::text IS NULL OR o.country = $5)`,
      ],
      parameters: [
        tenantIds(who, 'membership.read'),
        query.state ?? null,
        query.organisation ?? null,
        query.class ?? null,
        query.country ?? null,
      ],
      id: 'm.id',
      sorts: {
        startsAt: { expression: 'm.starts_at', type: 'timestamptz' },
        expiresAt: { expression: 'm.expires_at', type: 'timestamptz' },
        organisation: { expression: 'lower(o.name)', type: 'text' },
      },
      sortDefault: '-startsAt',
    },
    query,
  );
  return { items: items.map((row) => viewOf(who, row)), nextCursor };
}

/** @throws DomainError not-found for an unknown membership or one of another organisation. */
export async function membershipView(
  manager: EntityManager,
  who: Principal,
  id: string,
): Promise<MembershipView> {
  const [row] = await manager.query<Row[]>(
    `SELECT ${select} ${from} WHERE m.id = $1 AND ($2::uuid[] IS NULL OR m.organisation_id = ANY($2))`,
    [id, tenantIds(who, 'membership.read')],
  );
  if (!row) throw notFound('membership');
  return viewOf(who, row);
}

/** A revocation that is only proposed is the office's own matter until it is made. */
function viewOf(who: Principal, row: Row): MembershipView {
  const office = mayUse(who, 'membership.decide', true).allow;
  const own = who.organisations.get(row.organisation.id) === 'representative';
  const acts = possibleActs(membershipMachine, row.state).filter((act) => {
    if (row.expired) return false;
    return act === 'renew' ? own : act === 'end' ? own || office : office;
  });
  return { ...row, revocation: office ? row.revocation : null, possibleActs: acts };
}

/**
 * The membership under lock, in the version that the act was meant for.
 * @throws DomainError not-found outside `ids` · stale VERSION_STALE.
 */
export async function claimMembership(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
  version?: number,
): Promise<Membership> {
  const row = await manager.findOne(Membership, {
    where: ids === null ? { id } : { id, organisationId: In(ids) },
    lock: { mode: 'pessimistic_write' },
  });
  if (!row) throw notFound('membership');
  if (version !== undefined && version !== row.version) {
    throw new DomainError(
      'stale',
      'VERSION_STALE',
      'Somebody changed this membership meanwhile. Read it again and repeat your change.',
    );
  }
  return row;
}
