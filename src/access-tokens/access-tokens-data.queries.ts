import type { PersonData, RetainedData } from '../people/person-data.rules.js';

export const accessTokensData: readonly PersonData[] = [
  {
    section: 'accessTokens',
    sql: `SELECT id, name, scopes, expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
                 revoked_at AS "revokedAt", created_at AS "createdAt"
            FROM access_tokens WHERE person_id = $1 ORDER BY created_at`,
    erase: [`DELETE FROM access_tokens WHERE person_id = $1`],
  },
];

const over = `least(expires_at, revoked_at) < $1`;

export const accessTokensRetained: readonly RetainedData[] = [
  {
    subject: 'access-tokens',
    what: 'Access tokens that have ended.',
    due: `SELECT id::text, least(expires_at, revoked_at) AS since FROM access_tokens WHERE ${over}`,
    remove: [`DELETE FROM access_tokens WHERE ${over}`],
  },
];
