import type { EntityManager } from 'typeorm';
import { keysetPage } from '../platform/keyset.js';
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

/** The organisation part of a membership, an application or a pledge, as JSON; needs `o`. */
export const organisationJson = `jsonb_build_object('id', o.id, 'name', o.name, 'country', o.country,
  'class', o.class) AS organisation`;

/** One page of the memberships of the organisations that `ids` names (null: all). */
export async function membershipsPage(
  manager: EntityManager,
  ids: string[] | null,
  query: MembershipsQuery,
) {
  return await keysetPage<MembershipView>(
    manager,
    {
      select: `m.id, ${organisationJson}, m.application_id AS "applicationId", m.state,
        m.state = 'active' AND m.expires_at > portal_now() AS current, m.starts_at AS "startsAt",
        m.expires_at AS "expiresAt", m.version, m.created_at AS "createdAt", m.updated_at AS "updatedAt"`,
      from: 'FROM memberships m JOIN organisations o ON o.id = m.organisation_id',
      where: [
        `($1::uuid[] IS NULL OR m.organisation_id = ANY($1))`,
        `($2::text IS NULL OR m.state = $2)`,
        `($3::uuid IS NULL OR m.organisation_id = $3)`,
        `($4::text IS NULL OR o.class = $4)`,
        `($5::text IS NULL OR o.country = $5)`,
      ],
      parameters: [
        ids,
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
}
