import type { EntityManager } from 'typeorm';
import { keysetPage } from '../platform/keyset.js';
import type { MandatesQuery, MandateView } from './mandates.schemas.js';

/**
 * MEM-3: it ends with the role. Whoever left or had another role meanwhile needs a new one, which the
 * representative gives knowingly.
 */
const live = `m.revoked_at IS NULL AND m.expires_at > portal_now() AND EXISTS (
  SELECT 1 FROM organisation_people op WHERE op.organisation_id = m.organisation_id
     AND op.person_id = m.person_id AND op.role = 'manager' AND op.updated_at <= m.created_at)`;
const select = `m.id, m.organisation_id AS "organisationId",
  jsonb_build_object('id', p.id, 'name', p.name) AS person,
  jsonb_build_object('id', g.id, 'name', g.name) AS "givenBy", m.note, ${live} AS live,
  m.expires_at AS "expiresAt", m.revoked_at AS "revokedAt", m.version, m.created_at AS "createdAt",
  m.updated_at AS "updatedAt"`;
const from = `FROM mandates m JOIN people p ON p.id = m.person_id JOIN people g ON g.id = m.given_by`;

/** One page of the mandates of an organisation. */
export async function mandatesPage(
  manager: EntityManager,
  organisationId: string,
  query: MandatesQuery,
) {
  return await keysetPage<MandateView>(
    manager,
    {
      select,
      from,
      where: ['m.organisation_id = $1', `($2::text IS NULL OR (${live}) = ($2 = 'true'))`],
      parameters: [organisationId, query.live ?? null],
      id: 'm.id',
      sorts: { createdAt: { expression: 'm.created_at', type: 'timestamptz' } },
      sortDefault: '-createdAt',
    },
    query,
  );
}

/** The mandate, if its organisation is among `ids` (null: all); else null. */
export async function mandateById(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
): Promise<MandateView | null> {
  const [row] = await manager.query<MandateView[]>(
    `SELECT ${select} ${from}
      WHERE m.id = $1 AND ($2::uuid[] IS NULL OR m.organisation_id = ANY($2))`,
    [id, ids],
  );
  return row ?? null;
}

/** The live mandate of a person to submit for an organisation (MEM-3), or null. */
export async function liveMandate(
  manager: EntityManager,
  organisationId: string,
  personId: string,
): Promise<{ id: string } | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT m.id FROM mandates m
      WHERE m.organisation_id = $1 AND m.person_id = $2 AND ${live}`,
    [organisationId, personId],
  );
  return row ?? null;
}
