import type { PersonData } from '../people/person-data.rules.js';

export const credentialsData: readonly PersonData[] = [
  {
    section: 'credentials',
    sql: `SELECT c.password_changed_at AS "passwordChangedAt", c.totp_confirmed_at AS "secondFactorSince",
                 (SELECT count(*)::int FROM recovery_codes r WHERE r.person_id = $1 AND r.used_at IS NULL)
                   AS "recoveryCodesLeft"
            FROM credentials c WHERE c.person_id = $1`,
    erase: [
      `DELETE FROM recovery_codes WHERE person_id = $1`,
      `DELETE FROM credentials WHERE person_id = $1`,
    ],
  },
];
