import type { EntityManager } from 'typeorm';
import type { Credential } from './credential.rules.js';

/** What a credential says, as far as the tables know it. */
export interface CredentialSource {
  membershipId: string;
  state: 'active' | 'suspended' | 'ended';
  current: boolean;
  expired: boolean;
  validFrom: Date;
  validUntil: Date;
  member: Credential['member'];
}

/** The membership with its organisation, or null; locked until the transaction ends if `lock`. */
export async function credentialSource(
  manager: EntityManager,
  membershipId: string,
  lock = false,
): Promise<CredentialSource | null> {
  const [row] = await manager.query<CredentialSource[]>(
    `SELECT m.id AS "membershipId", m.state,
            m.state = 'active' AND m.expires_at > portal_now() AS current,
            m.expires_at <= portal_now() AS expired,
            m.starts_at AS "validFrom", m.expires_at AS "validUntil",
            jsonb_build_object('id', o.id, 'name', o.name, 'country', o.country, 'class', o.class,
              'identifiers', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value)
                ORDER BY i.kind, i.value), '[]'::jsonb) FROM organisation_identifiers i WHERE i.organisation_id = o.id)) AS member
       FROM memberships m JOIN organisations o ON o.id = m.organisation_id
      WHERE m.id = $1 ${lock ? 'FOR UPDATE OF m' : ''}`,
    [membershipId],
  );
  return row ?? null;
}

/** The text of the credential that is in force, or null. */
export async function liveCredential(
  manager: EntityManager,
  membershipId: string,
): Promise<{ id: string; document: string } | null> {
  const [row] = await manager.query<{ id: string; document: string }[]>(
    `SELECT id, document FROM membership_credentials WHERE membership_id = $1 AND superseded_at IS NULL`,
    [membershipId],
  );
  return row ?? null;
}

/** Whether a credential of this membership is in force, was replaced, or was never given out. */
export async function credentialStanding(
  manager: EntityManager,
  membershipId: string,
  id: string,
): Promise<'in_force' | 'superseded' | 'unknown'> {
  const [row] = await manager.query<{ superseded: boolean }[]>(
    `SELECT superseded_at IS NOT NULL AS superseded FROM membership_credentials
      WHERE membership_id = $1 AND id = $2`,
    [membershipId, id],
  );
  if (!row) return 'unknown';
  return row.superseded ? 'superseded' : 'in_force';
}

/** Takes the credential in force back. */
export async function supersedeCredential(
  manager: EntityManager,
  membershipId: string,
): Promise<string | null> {
  const [rows] = await manager.query<[{ id: string }[]]>(
    `UPDATE membership_credentials SET superseded_at = portal_now()
      WHERE membership_id = $1 AND superseded_at IS NULL RETURNING id`,
    [membershipId],
  );
  return rows[0]?.id ?? null;
}

export async function insertCredential(
  manager: EntityManager,
  credential: { id: string; membershipId: string; document: string; validUntil: Date },
): Promise<void> {
  await manager.query(
    `INSERT INTO membership_credentials (id, membership_id, document, valid_until) VALUES ($1, $2, $3, $4)`,
    [credential.id, credential.membershipId, credential.document, credential.validUntil],
  );
}
