import type { EntityManager } from 'typeorm';
import { keysetPage } from '../platform/keyset.js';
import type { InvitationsQuery, InvitationView } from './invitations.schemas.js';

const select = `i.id, jsonb_build_object('id', o.id, 'name', o.name) AS organisation, i.email, i.role, i.state,
  i.expires_at <= portal_now() AS expired, i.expires_at AS "expiresAt", i.version,
  i.created_at AS "createdAt", i.updated_at AS "updatedAt"`;
const from = 'FROM invitations i JOIN organisations o ON o.id = i.organisation_id';

/** One page of the invitations of an organisation. */
export async function invitationsPage(
  manager: EntityManager,
  organisationId: string,
  query: InvitationsQuery,
) {
  return await keysetPage<InvitationView>(
    manager,
    {
      select,
      from,
      where: ['i.organisation_id = $1', '($2::text IS NULL OR i.state = $2)'],
      parameters: [organisationId, query.state ?? null],
      id: 'i.id',
      sorts: {
        createdAt: { expression: 'i.created_at', type: 'timestamptz' },
        expiresAt: { expression: 'i.expires_at', type: 'timestamptz' },
      },
      sortDefault: '-createdAt',
    },
    query,
  );
}

/** The invitation, if its organisation is among `ids` (null: all); else null. */
export async function invitationById(
  manager: EntityManager,
  ids: string[] | null,
  id: string,
): Promise<InvitationView | null> {
  const [row] = await manager.query<InvitationView[]>(
    `SELECT ${select} ${from}
      WHERE i.id = $1 AND ($2::uuid[] IS NULL OR i.organisation_id = ANY($2))`,
    [id, ids],
  );
  return row ?? null;
}

/** The invitation with this token hash, held until the transaction ends, or null. */
export async function lockInvitationByToken(
  manager: EntityManager,
  tokenHash: string,
): Promise<(InvitationView & { emailNormal: string }) | null> {
  const [row] = await manager.query<(InvitationView & { emailNormal: string })[]>(
    `SELECT ${select}, i.email_normal AS "emailNormal" ${from}
      WHERE i.token_hash = $1 FOR UPDATE OF i`,
    [tokenHash],
  );
  return row ?? null;
}

/** Open invitations of an organisation: how many, and the one to this address. */
export async function openInvitations(
  manager: EntityManager,
  organisationId: string,
  emailNormal: string,
): Promise<{ count: number; toAddress: string | null }> {
  const rows = await manager.query<{ id: string; emailNormal: string }[]>(
    `SELECT id, email_normal AS "emailNormal" FROM invitations
      WHERE organisation_id = $1 AND state = 'open'`,
    [organisationId],
  );
  return {
    count: rows.length,
    toAddress: rows.find((row) => row.emailNormal === emailNormal)?.id ?? null,
  };
}

/** Does the person with this address belong to the organisation? */
export async function addressBelongs(
  manager: EntityManager,
  organisationId: string,
  emailNormal: string,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM organisation_people op JOIN people p ON p.id = op.person_id
      WHERE op.organisation_id = $1 AND p.email_normal = $2`,
    [organisationId, emailNormal],
  );
  return rows.length > 0;
}
