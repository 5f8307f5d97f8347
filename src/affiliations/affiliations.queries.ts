import type { EntityManager } from 'typeorm';
import type { OrganisationRole } from '../access/permissions.js';
import { keysetPage } from '../platform/keyset.js';
import { joiningPauseDays } from './affiliations.rules.js';
import type {
  HandOversQuery,
  HandOverView,
  JoiningRequestsQuery,
  JoiningRequestView,
} from './affiliations.schemas.js';

const handOverSelect = `h.id, jsonb_build_object('id', o.id, 'name', o.name) AS organisation,
  jsonb_build_object('id', g.id, 'name', g.name) AS giver,
  jsonb_build_object('id', r.id, 'name', r.name) AS receiver, coalesce(h.role_after, 'none') AS "roleAfter",
  h.state, h.expires_at <= portal_now() AS expired, h.expires_at AS "expiresAt", h.version,
  h.created_at AS "createdAt", h.updated_at AS "updatedAt"`;
const handOverFrom = `FROM hand_overs h JOIN organisations o ON o.id = h.organisation_id
  JOIN people g ON g.id = h.giver_id JOIN people r ON r.id = h.receiver_id`;

/** One page of the hand-overs of an organisation. */
export async function handOversPage(
  manager: EntityManager,
  organisationId: string,
  query: HandOversQuery,
) {
  return await keysetPage<HandOverView>(
    manager,
    {
      select: handOverSelect,
      from: handOverFrom,
      where: ['h.organisation_id = $1', '($2::text IS NULL OR h.state = $2)'],
      parameters: [organisationId, query.state ?? null],
      id: 'h.id',
      sorts: { createdAt: { expression: 'h.created_at', type: 'timestamptz' } },
      sortDefault: '-createdAt',
    },
    query,
  );
}

/** A hand-over of an organisation that `ids` names (null: all), else null. */
export async function handOverById(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
): Promise<HandOverView | null> {
  const [row] = await manager.query<HandOverView[]>(
    `SELECT ${handOverSelect} ${handOverFrom}
      WHERE h.id = $1 AND ($2::uuid[] IS NULL OR h.organisation_id = ANY($2))`,
    [id, ids],
  );
  return row ?? null;
}

/** Whether the giver has offered the role to somebody who may still accept. */
export async function hasOpenHandOver(
  manager: EntityManager,
  organisationId: string,
  giverId: string,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM hand_overs
      WHERE organisation_id = $1 AND giver_id = $2 AND state = 'open' AND expires_at > portal_now()`,
    [organisationId, giverId],
  );
  return rows.length > 0;
}

/** Somebody's role in an organisation, or null; steady while the organisation is held. */
export async function roleIn(
  manager: EntityManager,
  organisationId: string,
  personId: string,
): Promise<OrganisationRole | null> {
  const [row] = await manager.query<{ role: OrganisationRole }[]>(
    `SELECT role FROM organisation_people WHERE organisation_id = $1 AND person_id = $2`,
    [organisationId, personId],
  );
  return row?.role ?? null;
}

const joiningSelect = `j.id, jsonb_build_object('id', o.id, 'name', o.name) AS organisation,
  jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) AS person, j.state, j.role, j.version,
  j.created_at AS "createdAt", j.updated_at AS "updatedAt"`;
const joiningFrom = `FROM joining_requests j JOIN organisations o ON o.id = j.organisation_id
  JOIN people p ON p.id = j.person_id`;

/** One page of the requests to join an organisation, or of those that one person made. */
export async function joiningRequestsPage(
  manager: EntityManager,
  of: { organisationId: string } | { personId: string },
  query: JoiningRequestsQuery,
) {
  const [column, id] =
    'personId' in of ? ['j.person_id', of.personId] : ['j.organisation_id', of.organisationId];
  return await keysetPage<JoiningRequestView>(
    manager,
    {
      select: joiningSelect,
      from: joiningFrom,
      where: [`${column} = $1`, '($2::text IS NULL OR j.state = $2)'],
      parameters: [id, query.state ?? null],
      id: 'j.id',
      sorts: { createdAt: { expression: 'j.created_at', type: 'timestamptz' } },
      sortDefault: '-createdAt',
    },
    query,
  );
}

/** A request to an organisation that `ids` names (null: all), or of this person; else null. */
export async function joiningRequestById(
  manager: EntityManager,
  ids: string[] | null,
  personId: string | null,
  id: string,
): Promise<JoiningRequestView | null> {
  const [row] = await manager.query<JoiningRequestView[]>(
    `SELECT ${joiningSelect} ${joiningFrom}
      WHERE j.id = $1 AND ($2::uuid[] IS NULL OR j.organisation_id = ANY($2) OR j.person_id = $3)`,
    [id, ids, personId],
  );
  return row ?? null;
}

/** What stands in the way of asking to join. */
export async function joiningSituation(
  manager: EntityManager,
  organisationId: string,
  personId: string,
) {
  const [row] = await manager.query<
    [{ openHere: boolean; refusedLately: boolean; openAnywhere: number }]
  >(
    `SELECT coalesce(bool_or(state = 'open' AND organisation_id = $1), false) AS "openHere",
            coalesce(bool_or(state = 'refused' AND organisation_id = $1
              AND updated_at > portal_now() - $3 * interval '1 day'), false) AS "refusedLately",
            count(*) FILTER (WHERE state = 'open')::int AS "openAnywhere"
       FROM joining_requests WHERE person_id = $2`,
    [organisationId, personId, joiningPauseDays],
  );
  return row;
}

/** Organisations with one of these domains that somebody represents and the person does not belong to. */
export async function organisationsOfDomains(
  manager: EntityManager,
  domains: readonly string[],
  personId: string,
) {
  return await manager.query<
    { organisation: { id: string; name: string }; domain: string; asked: boolean }[]
  >(
    `SELECT jsonb_build_object('id', o.id, 'name', o.name) AS organisation, o.web_domain AS domain,
            EXISTS (SELECT 1 FROM joining_requests j
                     WHERE j.organisation_id = o.id AND j.person_id = $2 AND j.state = 'open') AS asked
       FROM organisations o
      WHERE o.web_domain = ANY($1)
        AND EXISTS (SELECT 1 FROM organisation_people r
                     WHERE r.organisation_id = o.id AND r.role = 'representative')
        AND NOT EXISTS (SELECT 1 FROM organisation_people m
                         WHERE m.organisation_id = o.id AND m.person_id = $2)
      ORDER BY length(o.web_domain) DESC, o.name, o.id LIMIT 10`,
    [[...domains, ...domains.map((domain) => `www.${domain}`)], personId],
  );
}
