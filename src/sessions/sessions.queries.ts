import type { EntityManager } from 'typeorm';
import { sha256Hex } from '../kernel/hash.js';
import { newId, newSecret } from '../kernel/random.js';
import type { Database } from '../platform/database.service.js';
import { idleMinutes, lifetimeHours, type Bearer } from './sessions.rules.js';

/*
 * Sessions live by the database's real clock, now(), not by portal_now(): a seed that travels in time
 * neither revives nor kills anybody's session.
 */

/** True of a session `s` of a person `p` that may still be used. */
export const liveSession = `s.revoked_at IS NULL AND s.expires_at > now()
  AND s.last_seen_at > now() - interval '${idleMinutes} minutes'
  AND p.suspended_at IS NULL AND (p.sessions_valid_from IS NULL OR s.created_at > p.sessions_valid_from)`;

const organisations = `coalesce((SELECT jsonb_object_agg(o.organisation_id, o.role)
  FROM organisation_people o WHERE o.person_id = p.id), '{}') AS organisations`;

const person = `p.id AS "personId", p.name, p.demo, p.platform_roles AS "platformRoles",
  c.totp_confirmed_at IS NOT NULL AS enrolled, ${organisations}`;

/** Whose live session this token opens, with everything that access depends on, in one query. */
export async function bearerOfSession(database: Database, token: string): Promise<Bearer | null> {
  const [bearer] = await database.prepared<Bearer>(
    'bearer-of-session',
    `SELECT s.id, ${person}, s.second_factor_at IS NOT NULL AS shown, NULL AS scopes,
            s.last_seen_at < now() - interval '1 minute' AS stale
       FROM sessions s JOIN people p ON p.id = s.person_id LEFT JOIN credentials c ON c.person_id = p.id
      WHERE s.token_hash = $1 AND ${liveSession}`,
    [sha256Hex(token)],
  );
  return bearer ?? null;
}

/** Whose access token this is, likewise. */
export async function bearerOfToken(database: Database, token: string): Promise<Bearer | null> {
  const [bearer] = await database.prepared<Bearer>(
    'bearer-of-token',
    `SELECT t.id, ${person}, false AS shown, t.scopes,
            coalesce(t.last_used_at < now() - interval '1 minute', true) AS stale
       FROM access_tokens t JOIN people p ON p.id = t.person_id LEFT JOIN credentials c ON c.person_id = p.id
      WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > now() AND p.suspended_at IS NULL`,
    [sha256Hex(token)],
  );
  return bearer ?? null;
}

/** Notes that a session or token was used; called at most once a minute for each. */
export async function touch(manager: EntityManager, bearer: Bearer): Promise<void> {
  const sql =
    bearer.scopes === null
      ? `UPDATE sessions SET last_seen_at = now()
          WHERE id = $1 AND last_seen_at < now() - interval '1 minute'`
      : `UPDATE access_tokens SET last_used_at = now()
          WHERE id = $1 AND coalesce(last_used_at < now() - interval '1 minute', true)`;
  await manager.query(sql, [bearer.id]);
}

/** Where a session comes from, as its owner will read it in the list. */
export interface Origin {
  ip: string;
  userAgent: string;
}

/** Opens a session that has not shown a second factor; the token is told once and kept as a hash. */
export async function openSession(
  manager: EntityManager,
  personId: string,
  { ip, userAgent }: Origin,
): Promise<{ id: string; token: string }> {
  const id = newId();
  const token = newSecret(256);
  await manager.query(
    `INSERT INTO sessions (id, person_id, token_hash, expires_at, ip, user_agent)
     VALUES ($1, $2, $3, now() + interval '${lifetimeHours} hours', $4, $5)`,
    [id, personId, sha256Hex(token), ip, userAgent],
  );
  return { id, token };
}

/**
 * Gives a session a new token, so that one seen before the second factor (or the new password) is of
 * no use after it. `shown` notes that the second factor was shown now. Null when the session is dead.
 */
export async function renewSession(
  manager: EntityManager,
  sessionId: string,
  shown: boolean,
): Promise<string | null> {
  const token = newSecret(256);
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE sessions s SET token_hash = $2, last_seen_at = now(),
            second_factor_at = CASE WHEN $3 THEN now() ELSE s.second_factor_at END
       FROM people p WHERE p.id = s.person_id AND s.id = $1 AND ${liveSession} RETURNING s.id`,
    [sessionId, sha256Hex(token), shown],
  );
  return rows.length > 0 ? token : null;
}

/** Ends one session of a person; false when it is not theirs or dead already. */
export async function endSession(
  manager: EntityManager,
  personId: string,
  sessionId: string,
): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE sessions s SET revoked_at = now() FROM people p
      WHERE p.id = s.person_id AND s.id = $2 AND p.id = $1 AND ${liveSession} RETURNING s.id`,
    [personId, sessionId],
  );
  return rows.length > 0;
}

/** Ends every session of a person but one; tells how many. */
export async function endOtherSessions(
  manager: EntityManager,
  personId: string,
  keptId: string | null,
): Promise<number> {
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE sessions SET revoked_at = now()
      WHERE person_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $2`,
    [personId, keptId],
  );
  return count;
}

interface SessionRow extends Pick<Bearer, 'platformRoles' | 'enrolled' | 'shown'> {
  id: string;
  person: { id: string; name: string; email: string; locale: string };
  organisations: { id: string; name: string; role: string }[];
  expiresAt: Date;
  idleExpiresAt: Date;
}

/** A session with its person, roles and organisations; null when it is dead. */
export async function sessionRow(
  manager: EntityManager,
  sessionId: string,
): Promise<SessionRow | null> {
  const [row] = await manager.query<SessionRow[]>(
    `SELECT s.id, jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'locale', p.locale) AS person,
            p.platform_roles AS "platformRoles", c.totp_confirmed_at IS NOT NULL AS enrolled,
            s.second_factor_at IS NOT NULL AS shown, s.expires_at AS "expiresAt",
            least(s.expires_at, s.last_seen_at + interval '${idleMinutes} minutes') AS "idleExpiresAt",
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'role', m.role) ORDER BY o.name, o.id)
               FROM organisation_people m JOIN organisations o ON o.id = m.organisation_id
              WHERE m.person_id = p.id), '[]') AS organisations
       FROM sessions s JOIN people p ON p.id = s.person_id LEFT JOIN credentials c ON c.person_id = p.id
      WHERE s.id = $1 AND ${liveSession}`,
    [sessionId],
  );
  return row ?? null;
}
