import type { PersonData, RetainedData } from '../people/person-data.rules.js';

export const sessionsData: readonly PersonData[] = [
  {
    section: 'sessions',
    sql: `SELECT id, ip, user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt",
                 expires_at AS "expiresAt", second_factor_at AS "secondFactorAt", revoked_at AS "revokedAt"
            FROM sessions WHERE person_id = $1 ORDER BY created_at`,
    erase: [`DELETE FROM sessions WHERE person_id = $1`],
  },
];

const over = `least(expires_at, revoked_at) < $1`;

export const sessionsRetained: readonly RetainedData[] = [
  {
    subject: 'sessions',
    what: 'Sessions that have ended, with network address and browser.',
    due: `SELECT id::text, least(expires_at, revoked_at) AS since FROM sessions WHERE ${over}`,
    remove: [`DELETE FROM sessions WHERE ${over}`],
  },
];
