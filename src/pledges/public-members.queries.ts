import type { EntityManager } from 'typeorm';
import { likeLiteral } from '../people/people.rules.js';
import { keysetPage, type KeysetList } from '../platform/keyset.js';
import type { PublicMember, PublicMembersQuery } from './public-members.schemas.js';

const select = `o.id, o.slug, o.name, o.country, o.city, o.kind, o.class, o.web_domain AS "webDomain",
  o.description, o.fictitious, m.starts_at AS since,
  jsonb_build_object('count', s.count, 'kinds', s.kinds, 'declaredCents', s.declared::text,
                     'confirmedCents', s.confirmed::text, 'currency', 'EUR') AS pledges`;

/**
 * Active members that agreed to be listed, each with the sums of the pledges that stand. A membership
 * that began anew after an appeal (APL-1) goes by the application that was admitted before; a member that
 * never applied was recorded from public sources, so its name is public already.
 */
const from = `FROM memberships m
  JOIN organisations o ON o.id = m.organisation_id
  LEFT JOIN membership_applications a ON a.id = coalesce(m.application_id, (
    SELECT x.id FROM membership_applications x WHERE x.organisation_id = o.id AND x.state = 'admitted'
     ORDER BY x.decided_at DESC, x.id LIMIT 1))
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS count,
           coalesce(jsonb_agg(DISTINCT p.kind ORDER BY p.kind), '[]'::jsonb) AS kinds,
           coalesce(sum(p.amount_cents), 0)::bigint AS declared,
           coalesce(sum(p.amount_cents) FILTER (WHERE p.state <> 'declared'), 0)::bigint AS confirmed
      FROM pledges p WHERE p.organisation_id = o.id AND p.state <> 'withdrawn') s`;

/** One page of the public register, with the number of all members that match. */
export async function publicMembersPage(manager: EntityManager, query: PublicMembersQuery) {
  const list = listOf(query);
  const page = await keysetPage<PublicMember>(manager, list, query);
  const [row] = await manager.query<[{ total: number }]>(
    `SELECT count(*)::int AS total ${list.from} WHERE ${list.where.join(' AND ')}`,
    [...list.parameters],
  );
  return { ...page, total: row.total };
}

function listOf(query: PublicMembersQuery): KeysetList {
  const search = query.search === undefined ? null : likeLiteral(query.search.toLowerCase());
  return {
    select,
    from,
    where: [
      `m.state = 'active' AND m.expires_at > portal_now()`,
      `(a.id IS NULL OR a.publication_consent)`,
      `($1::text IS NULL OR o.class = $1)`,
      `($2::text IS NULL OR o.country = $2)`,
      `($3::text IS NULL OR lower(o.name) LIKE '%' || $3 || '%')`,
    ],
    parameters: [query.class ?? null, query.country ?? null, search],
    id: 'o.id',
    sorts: {
      name: { expression: 'lower(o.name)', type: 'text' },
      since: { expression: 'm.starts_at', type: 'timestamptz' },
      pledged: { expression: 's.declared', type: 'bigint' },
    },
    sortDefault: 'name',
  };
}
